# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MPU-6500 (InvenSense PS-MPU-6500A rev. 1.1, RM-MPU-6500A rev. 2.1), and its kin.

    chip = bench.i2c.attach(chips.MPU6500())  # who_am_i=0x71 is an MPU-9250's

It differs from :mod:`copperbench.chips.mpu6050`, whose words hold here, too, in its
identity, its thermometer, in that it is awake after power-up, and in a smaller FIFO. The
magnetometer that is in an MPU-9250 is not modelled.
"""

from copperbench.chip import Register
from copperbench.chips.mpu6050 import MPU6050, PWR_MGMT_1

_PLL = 0x01  # CLKSEL


class MPU6500(MPU6050):
    """An MPU-6500.

    :param address: 0x68, or 0x69 with AD0 high
    :param who_am_i: 0x70; 0x71 of an MPU-9250, 0x73 of an MPU-9255, 0x74 of an MPU-6515
    """

    name = "MPU6500"
    FIFO_SIZE = 512
    TEMPERATURE_STEPS = 333.87
    TEMPERATURE_ZERO = 21.0
    REGISTERS = tuple(
        [register for register in MPU6050.REGISTERS if register.address != PWR_MGMT_1]
    ) + (
        Register(PWR_MGMT_1, "PWR_MGMT_1", reset=_PLL),
        Register(0x1D, "ACCEL_CONFIG_2", mask=0x0F),
        Register(0x1E, "LP_ACCEL_ODR", mask=0x0F),
        Register(0x1F, "WOM_THR"),
    )

    def __init__(self, address=0x68, who_am_i=0x70):
        super().__init__(address, who_am_i)
