# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""InvenSense MPU-6050 accelerometer, gyroscope and thermometer, on I2C.

Three axes of acceleration, ±2 g to ±16 g, and of rotation, ±250°/s to ±2000°/s, in 16
bits. The MPU-6500, and the MPU-9250, 9255 and 6515 that have one in them, work as well,
without their magnetometer, and so do clones that are known.

Datasheets: PS-MPU-6000A, rev. 3.4, and RM-MPU-6000A, rev. 4.2,
https://invensense.tdk.com/wp-content/uploads/2015/02/MPU-6000-Register-Map1.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from copperhead_registers import Bits, Flag, I2CRegisters

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    from busio import I2C

# Registers, as the register map names them
_SMPLRT_DIV = const(0x19)
_CONFIG = const(0x1A)
_GYRO_CONFIG = const(0x1B)
_ACCEL_CONFIG = const(0x1C)
_ACCEL_CONFIG_2 = const(0x1D)  # not in an MPU-6050
_FIFO_EN = const(0x23)
_INT_STATUS = const(0x3A)
_ACCEL_XOUT_H = const(0x3B)
_TEMP_OUT_H = const(0x41)
_GYRO_XOUT_H = const(0x43)
_SIGNAL_PATH_RESET = const(0x68)
_USER_CTRL = const(0x6A)
_PWR_MGMT_1 = const(0x6B)
_PWR_MGMT_2 = const(0x6C)
_FIFO_COUNTH = const(0x72)
_FIFO_R_W = const(0x74)
_WHO_AM_I = const(0x75)

# Values
_DEVICE_RESET = const(0x80)
_ASLEEP = const(0x40)  # as an MPU-6050 is after a reset; "sleep" leaves _PLL_X set
_PLL_X = const(0x01)
_IS_6050 = const(0x08)  # in WHO_AM_I, of all that are known

STANDARD_GRAVITY = 9.80665  # m/s²


class ClockSource:
    """Options for :attr:`MPU6050.clock_source`."""

    CLKSEL_INTERNAL_8MHz = 0
    CLKSEL_INTERNAL_X = 1  # the gyroscope's, which is steadier
    CLKSEL_INTERNAL_Y = 2
    CLKSEL_INTERNAL_Z = 3
    CLKSEL_EXTERNAL_32 = 4  # kHz
    CLKSEL_EXTERNAL_19 = 5  # MHz
    CLKSEL_RESERVED = 6
    CLKSEL_STOP = 7


class Range:
    """Options for :attr:`MPU6050.accelerometer_range`."""

    RANGE_2_G = 0
    RANGE_4_G = 1
    RANGE_8_G = 2
    RANGE_16_G = 3


class GyroRange:
    """Options for :attr:`MPU6050.gyro_range`, in degrees a second."""

    RANGE_250_DPS = 0
    RANGE_500_DPS = 1
    RANGE_1000_DPS = 2
    RANGE_2000_DPS = 3


class Bandwidth:
    """Options for :attr:`MPU6050.filter_bandwidth`: the narrower, the less noise, the later."""

    BAND_260_HZ = 0
    BAND_184_HZ = 1
    BAND_94_HZ = 2
    BAND_44_HZ = 3
    BAND_21_HZ = 4
    BAND_10_HZ = 5
    BAND_5_HZ = 6


class Rate:
    """Options for :attr:`MPU6050.cycle_rate`."""

    CYCLE_1_25_HZ = 0
    CYCLE_5_HZ = 1
    CYCLE_20_HZ = 2
    CYCLE_40_HZ = 3


class MPU6050(I2CRegisters):
    """An MPU-6050 or one of its kin, at ±2 g and ±500°/s.

    Making it resets the chip, which takes a quarter of a second.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x68, or 0x69 with the pin AD0 high
    :raises ValueError: nothing answers at ``address``
    :raises RuntimeError: another chip does
    :raises TimeoutError: the chip does not finish its reset
    """

    _burst = 14

    # Fields

    #: Whether the chip sleeps. It then measures nothing, and readings stay as they were.
    sleep = Flag(_PWR_MGMT_1, 0x40)

    #: A :class:`ClockSource`.
    clock_source = Bits(_PWR_MGMT_1, 0x07)

    #: There are 8000 samples a second, or 1000 with a :attr:`filter_bandwidth` below
    #: 260 Hz, divided by one more than this, 0 to 255.
    sample_rate_divisor = Bits(_SMPLRT_DIV, 0xFF)

    #: How often :attr:`cycle` measures, a :class:`Rate`; of an MPU-6050 only.
    cycle_rate = Bits(_PWR_MGMT_2, 0xC0)

    #: Whether samples are queued.
    fifo_en = Flag(_USER_CTRL, 0x40)

    #: Assigning ``True`` empties the queue; do so while :attr:`fifo_en` is off.
    fiforst = Flag(_USER_CTRL, 0x04)

    #: Whether the acceleration is queued: six bytes a sample.
    accel_fifo_en = Flag(_FIFO_EN, 0x08)

    #: How many bytes are in the queue, 0 to 1024, or 512 in an MPU-6500. Read-only.
    fifo_count = Bits(_FIFO_COUNTH, 0xFFFF, writable=False)

    #: Whether the queue lost bytes, and begins within a sample. Read-only; reading clears it.
    fifo_overflow = Flag(_INT_STATUS, 0x10, writable=False)

    _cycle = Flag(_PWR_MGMT_1, 0x20)
    _gyro_range = Bits(_GYRO_CONFIG, 0x18)
    _accel_range = Bits(_ACCEL_CONFIG, 0x18)
    _filter_bandwidth = Bits(_CONFIG, 0x07)
    _accel_bandwidth = Bits(_ACCEL_CONFIG_2, 0x07)

    def __init__(self, i2c_bus: "I2C", address: int = 0x68) -> None:
        I2CRegisters.__init__(self, i2c_bus, address)
        found = self._read_register(_WHO_AM_I)
        # MPU-6050 and a clone of it; MPU-6500, 9250, 9255, 6515
        if found not in b"\x68\x98\x70\x71\x73\x74":
            raise RuntimeError(f"its ID is {found:#x}, not 0x68")
        self._is_6050 = found & _IS_6050
        self.reset()
        buffer = self._buffer
        buffer[0] = _SMPLRT_DIV
        buffer[1] = buffer[2] = buffer[4] = 0  # divisor, bandwidth, ±2 g
        buffer[3] = 0x08  # ±500°/s
        with self.i2c_device as i2c:
            i2c.write(buffer, end=5)
        self._scale_accel(0)
        self._scale_gyro(1)
        self._write_register(_PWR_MGMT_1, _PLL_X)  # awake
        time.sleep(0.04)  # the gyroscope starts within 35 ms

    # Measurements

    @property
    def acceleration(self) -> "tuple[float, float, float]":
        """Along X, Y and Z, in m/s²: lying flat, it is 9.8 m/s² along Z.

        :raises RuntimeError: the chip sleeps as after a reset: it has lost its supply
        """
        self._read_sample(_ACCEL_XOUT_H, 6)
        return self._axes(1, self._accel_step)

    @property
    def gyro(self) -> "tuple[float, float, float]":
        """The rotation about X, Y and Z, in rad/s.

        :raises RuntimeError: as for :attr:`acceleration`
        """
        self._read_sample(_GYRO_XOUT_H, 6)
        return self._axes(1, self._gyro_step)

    @property
    def temperature(self) -> float:
        """Of the chip, in °C.

        :raises RuntimeError: as for :attr:`acceleration`
        """
        self._read_sample(_TEMP_OUT_H, 2)
        return self._celsius(1)

    def measure(self) -> "tuple[tuple[float, float, float], tuple[float, float, float], float]":
        """Read all of one sample, in one transaction.

        :return: :attr:`acceleration` in m/s², :attr:`gyro` in rad/s and :attr:`temperature` in °C
        :raises RuntimeError: as for :attr:`acceleration`
        """
        self._read_sample(_ACCEL_XOUT_H, 14)
        return (
            self._axes(1, self._accel_step),
            self._axes(9, self._gyro_step),
            self._celsius(7),
        )

    def measure_into(self, values: "MutableSequence[int]") -> None:
        """Read all of one sample into ``values``, in one transaction and without any garbage.

        :param values: a list or an ``array("h")`` of seven or more: it gets X, Y and Z of
            the acceleration, the temperature, and X, Y and Z of the rotation, as the chip
            has them, -32768 to 32767; see :meth:`scale_accel` and :meth:`scale_gyro`
        :raises RuntimeError: as for :attr:`acceleration`
        """
        self._read_sample(_ACCEL_XOUT_H, 14)
        for index in range(7):
            values[index] = self._signed(1 + 2 * index)

    def scale_accel(self, raw_data: "Sequence[int]") -> "tuple[float, float, float]":
        """Return three values of the chip as m/s², by the range as it is now."""
        step = self._accel_step
        return raw_data[0] * step, raw_data[1] * step, raw_data[2] * step

    def scale_gyro(self, raw_data: "Sequence[int]") -> "tuple[float, float, float]":
        """Return three values of the chip as rad/s, by the range as it is now."""
        step = self._gyro_step
        return raw_data[0] * step, raw_data[1] * step, raw_data[2] * step

    def read_whole_fifo(self) -> bytearray:
        """Return what is in the queue, the oldest first, and take it out."""
        buffer = bytearray(self.fifo_count)
        if buffer:
            buffer[0] = _FIFO_R_W
            with self.i2c_device as i2c:
                i2c.write_then_readinto(buffer, buffer, out_end=1)
        return buffer

    # Settings

    @property
    def cycle(self) -> bool:
        """Whether the chip sleeps, but wakes up for a sample at :attr:`cycle_rate`."""
        return self._cycle

    @cycle.setter
    def cycle(self, value: bool) -> None:
        self._cycle = value
        if value:
            self.sleep = False

    @property
    def accelerometer_range(self) -> int:
        """A :class:`Range`. Assigning it waits 10 ms for a sample that has it."""
        return self._accel_range

    @accelerometer_range.setter
    def accelerometer_range(self, value: int) -> None:
        self._accel_range = value
        self._scale_accel(value)
        time.sleep(0.01)

    @property
    def gyro_range(self) -> int:
        """A :class:`GyroRange`. Assigning it waits 10 ms for a sample that has it."""
        return self._gyro_range

    @gyro_range.setter
    def gyro_range(self, value: int) -> None:
        self._gyro_range = value
        self._scale_gyro(value)
        time.sleep(0.01)

    @property
    def filter_bandwidth(self) -> int:
        """Of acceleration and rotation, a :class:`Bandwidth`. Assigning it waits 10 ms."""
        return self._filter_bandwidth

    @filter_bandwidth.setter
    def filter_bandwidth(self, value: int) -> None:
        self._filter_bandwidth = value
        if not self._is_6050:
            self._accel_bandwidth = value
        time.sleep(0.01)

    # Actions

    def reset(self) -> None:
        """Start the chip anew: it sleeps, if it is an MPU-6050, with ±2 g and ±250°/s.

        :raises TimeoutError: it does not finish within a tenth of a second
        """
        self._write_register(_PWR_MGMT_1, _DEVICE_RESET)
        for _ in range(10):
            time.sleep(0.01)
            if not self._read_register(_PWR_MGMT_1) & _DEVICE_RESET:
                break
        else:
            raise TimeoutError("no reset within 0.1 s")
        time.sleep(0.1)  # and so the next two steps, by the register map (4.28)
        self._write_register(_SIGNAL_PATH_RESET, 0x07)
        time.sleep(0.1)
        self._scale_accel(0)
        self._scale_gyro(0)

    # Helpers

    def _read_sample(self, register: int, length: int) -> None:
        """Have a part of a sample in the buffer, from index 1 on."""
        buffer = self._read_burst(register, length)
        for index in range(1, 1 + length):
            if buffer[index]:
                return
        # Seldom a sample: all is zero in a chip that has not measured since its reset
        if self._read_register(_PWR_MGMT_1) == _ASLEEP:
            raise RuntimeError("asleep: it lost its supply, make a new object")
        buffer[1] = 0

    def _scale_accel(self, code: int) -> None:
        self._accel_step = STANDARD_GRAVITY * (1 << code) / 16384  # m/s²

    def _scale_gyro(self, code: int) -> None:
        steps = (1310, 655, 328, 164)[code]  # for ten degrees a second
        self._gyro_step = 0.17453292519943295 / steps  # rad/s

    def _signed(self, index: int) -> int:
        buffer = self._buffer
        value = buffer[index] << 8 | buffer[index + 1]
        return value - 0x10000 if value & 0x8000 else value

    def _axes(self, index: int, step: float) -> "tuple[float, float, float]":
        return (
            self._signed(index) * step,
            self._signed(index + 2) * step,
            self._signed(index + 4) * step,
        )

    def _celsius(self, index: int) -> float:
        raw = self._signed(index)
        # raw / 340 + 36.53 and raw / 333.87 + 21, with one float and no more
        if self._is_6050:
            return (raw * 100 + 1242020) / 34000
        return (raw * 100 + 701127) / 33387
