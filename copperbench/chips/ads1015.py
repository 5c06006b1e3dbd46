# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The ADS1015 (Texas Instruments, SBAS473E of January 2018): a faster ADS1115 of 12 bits.

    chip = bench.i2c.attach(chips.ADS1015())
    chip.a0 = 1.25  # V at AIN0, and so on to a3

What :mod:`copperbench.chips.ads1115` says holds here, too. The last four bits of a
conversion are 0.
"""

from copperbench.chips.ads1115 import ADS1115


class ADS1015(ADS1115):
    """An ADS1015 with voltages at its four inputs."""

    name = "ADS1015"
    RATES = (128, 250, 490, 920, 1600, 2400, 3300, 3300)
    BITS = 12
