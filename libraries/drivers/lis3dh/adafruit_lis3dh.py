# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""ST LIS3DH accelerometer, on I2C or SPI.

Three axes, ±2 g to ±16 g in 12 bits, 1 to 5376 samples a second, taps found by the chip,
and three analog inputs.

Datasheet: ST LIS3DH, DS6839, https://www.st.com/resource/en/datasheet/lis3dh.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time
from collections import namedtuple

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import MutableSequence
    from typing import Optional

    from busio import I2C, SPI
    from digitalio import DigitalInOut

    from adafruit_bus_device.i2c_device import I2CDevice
    from adafruit_bus_device.spi_device import SPIDevice

# Registers, as the datasheet names them
_OUT_ADC1_L = const(0x08)
_WHO_AM_I = const(0x0F)
_TEMP_CFG_REG = const(0x1F)
_CTRL_REG1 = const(0x20)
_CTRL_REG3 = const(0x22)
_CTRL_REG4 = const(0x23)
_CTRL_REG5 = const(0x24)
_STATUS_REG = const(0x27)
_CLICK_CFG = const(0x38)
_CLICK_SRC = const(0x39)
_CLICK_THS = const(0x3A)

# Values
_ID = const(0x33)
_OFF = const(0x07)  # CTRL_REG1: all axes, no rate; so after a reset
_I1_CLICK = const(0x80)  # CTRL_REG3
_HR = const(0x08)  # CTRL_REG4
_BOOT = const(0x80)  # CTRL_REG5
_ZYXDA = const(0x08)  # STATUS_REG
_IA = const(0x40)  # CLICK_SRC
_LIR_CLICK = const(0x80)  # CLICK_THS

# Options for LIS3DH.range
RANGE_16_G = const(3)
RANGE_8_G = const(2)
RANGE_4_G = const(1)
RANGE_2_G = const(0)

# Options for LIS3DH.data_rate
DATARATE_1344_HZ = const(9)
DATARATE_400_HZ = const(7)
DATARATE_200_HZ = const(6)
DATARATE_100_HZ = const(5)
DATARATE_50_HZ = const(4)
DATARATE_25_HZ = const(3)
DATARATE_10_HZ = const(2)
DATARATE_1_HZ = const(1)
DATARATE_POWERDOWN = const(0)
DATARATE_LOWPOWER_1K6HZ = const(8)
DATARATE_LOWPOWER_5KHZ = const(9)  # upstream's name; it is the same as 1344 Hz

STANDARD_GRAVITY = 9.80665  # m/s²

AccelerationTuple = namedtuple("acceleration", ("x", "y", "z"))  # type: ignore[name-match]  # upstream's


class LIS3DH:
    """What I2C and SPI have in common; make an :class:`LIS3DH_I2C` or an :class:`LIS3DH_SPI`.

    Making it starts the chip anew, at ±2 g, 400 samples a second and 12 bits.

    :param int1: the pin that the chip's INT1 is at, for :attr:`tapped`
    :param int2: the pin that its INT2 is at; nothing uses it
    :raises ValueError: nothing answers
    :raises RuntimeError: another chip does
    """

    def __init__(
        self, int1: "Optional[DigitalInOut]" = None, int2: "Optional[DigitalInOut]" = None
    ) -> None:
        self._buffer = bytearray(8)  # an address, and what is read or written there
        found = self._read_register_byte(_WHO_AM_I)
        if found != _ID:
            raise RuntimeError(f"its ID is {found:#x}, not 0x33")
        self._write_register_byte(_CTRL_REG5, _BOOT)
        time.sleep(0.01)  # loads its trimming within 5 ms
        # From TEMP_CFG_REG to CTRL_REG5: analog inputs on; 400 Hz, all axes; no filter; no
        # interrupt; whole samples, ±2 g, 12 bits; interrupts are latched
        self._buffer[1:7] = b"\x80\x77\0\0\x88\x08"
        self._write(_TEMP_CFG_REG, 6)
        self._write_register_byte(_CTRL_REG4, 0x88)
        self._rate = DATARATE_400_HZ
        self._int1 = int1
        self._int2 = int2
        if int1:
            from digitalio import Direction, Pull  # noqa: PLC0415  # who has no pin need not

            int1.direction = Direction.INPUT
            try:  # noqa: SIM105  # boards have no contextlib
                int1.pull = Pull.UP
            except AttributeError:  # a pin of an expander may have none
                pass
        time.sleep(0.02)  # the first sample comes after 7 periods

    # Measurements

    @property
    def acceleration(self) -> AccelerationTuple:
        """Along X, Y and Z, in m/s²: lying flat, it is 9.8 m/s² along Z.

        :raises RuntimeError: the chip is off; if nobody turned it off, it has lost its supply:
            make a new object
        """
        self._sample()
        step = self._step
        return AccelerationTuple(self._word(2) * step, self._word(4) * step, self._word(6) * step)

    def measure_into(self, values: "MutableSequence[int]") -> bool:
        """Read a sample into ``values``, in one transaction and without any garbage.

        :param values: a list or an ``array("h")`` of three or more: it gets X, Y and Z as the
            chip has them, -32768 to 32767: 16000 for 1 g at ±2 g, 8000 at ±4 g, 4000 at
            ±8 g, 1333 at ±16 g
        :return: whether it is a sample that was not read before
        :raises RuntimeError: as for :attr:`acceleration`
        """
        self._sample()
        values[0] = self._word(2)
        values[1] = self._word(4)
        values[2] = self._word(6)
        return self._buffer[1] & _ZYXDA > 0

    def shake(
        self, shake_threshold: float = 20, avg_count: int = 10, total_delay: float = 0.1
    ) -> bool:
        """Read a number of times, and tell whether the sensor is shaken.

        :param shake_threshold: in m/s², above the 9.8 that there are at rest
        :param avg_count: how many readings are averaged
        :param total_delay: over what time, in s
        """
        total = 0.0
        for _ in range(avg_count):
            x, y, z = self.acceleration
            total += x * x + y * y + z * z
            time.sleep(total_delay / avg_count)
        return total > shake_threshold * abs(shake_threshold) * avg_count

    def read_adc_raw(self, adc: int) -> int:
        """Read an analog input.

        :param adc: 1 to 3
        :return: -32768 to 32704, the less the more volts
        :raises ValueError: there is no such input
        """
        if not 1 <= adc <= 3:
            raise ValueError("must be 1 to 3")
        self._read(_OUT_ADC1_L - 2 + 2 * adc, 2)
        return self._word(1)

    def read_adc_mV(self, adc: int) -> float:  # noqa: N802  # upstream's name
        """Read an analog input, in mV; it can tell 900 mV to 1800 mV apart.

        :param adc: 1 to 3
        :raises ValueError: there is no such input
        """
        return 1350 - self.read_adc_raw(adc) * 900 / 65024

    @property
    def tapped(self) -> bool:
        """Whether there was a tap, as :meth:`set_tap` asked for, since this was last read."""
        if self._int1 and not self._int1.value:
            return False
        return self._read_register_byte(_CLICK_SRC) & _IA > 0

    # Settings

    @property
    def data_rate(self) -> int:
        """Samples a second, a ``DATARATE_…``; with ``DATARATE_LOWPOWER_1K6HZ`` they have 8 bits."""
        return self._rate

    @data_rate.setter
    def data_rate(self, rate: int) -> None:
        if not 0 <= rate <= 9:
            raise ValueError("must be 0 to 9")
        # The same bit of both registers: either 12 bits or low power
        low_power = _HR if rate == DATARATE_LOWPOWER_1K6HZ else 0
        ctrl1 = rate << 4 | _OFF | low_power
        self._write_register_byte(_CTRL_REG4, (self._ctrl4 | _HR) - low_power)
        self._write_register_byte(_CTRL_REG1, ctrl1)
        self._rate = rate

    @property
    def range(self) -> int:
        """A ``RANGE_…``. Assigning it waits 10 ms, from 100 Hz on enough for a sample of it."""
        return self._ctrl4 >> 4 & 3

    @range.setter  # noqa: A003  # upstream's name
    def range(self, range_value: int) -> None:
        if not 0 <= range_value <= 3:
            raise ValueError("must be 0 to 3")
        self._write_register_byte(_CTRL_REG4, self._ctrl4 & ~0x30 | range_value << 4)
        time.sleep(0.01)

    def set_tap(
        self,
        tap: int,
        threshold: int,
        *,
        time_limit: int = 10,
        time_latency: int = 20,
        time_window: int = 255,
        click_cfg: "Optional[int]" = None,
    ) -> None:
        """Let the chip find taps, for :attr:`tapped`.

        Times are in samples: at 400 Hz, 10 are 25 ms.

        :param tap: 1 for single taps, 2 for double ones, 0 for none
        :param threshold: 0 to 127, each a 128th of the range
        :param time_limit: how long a tap may be at the most, 0 to 127
        :param time_latency: how long after it no second one is looked for, 0 to 255
        :param time_window: how long after that there must be one, 0 to 255
        :param click_cfg: instead of ``tap``, which axes and which taps: CLICK_CFG, 0 to 63
        :raises ValueError: one of them is out of its range
        """
        if click_cfg is None:
            if not 0 <= tap <= 2:
                raise ValueError("tap must be 0 to 2")
            click_cfg = 0x15 * tap  # a bit for each axis, and beside it the one for two taps
        if not 0 <= threshold <= 127:
            raise ValueError("threshold must be 0 to 127")
        if (time_limit << 1 | time_latency | time_window | click_cfg << 2) & ~0xFF:
            raise ValueError("times must be 0 to 255, time_limit 0 to 127")
        buffer = self._buffer
        buffer[1] = _LIR_CLICK | threshold
        buffer[2] = time_limit
        buffer[3] = time_latency
        buffer[4] = time_window
        self._write(_CLICK_THS, 4)
        self._write_register_byte(_CLICK_CFG, click_cfg)
        self._write_register_byte(_CTRL_REG3, _I1_CLICK if click_cfg else 0)

    # Helpers

    def _sample(self) -> None:
        """Have the status in the buffer at index 1, and a sample from index 2 on."""
        buffer = self._buffer
        self._read(_STATUS_REG, 7)
        if sum(buffer) == buffer[0]:  # seldom a sample, but of a chip that has had none yet
            if self._read_register_byte(_CTRL_REG1) == _OFF:
                raise RuntimeError("it is off")
            buffer[1] = 0

    def _word(self, index: int) -> int:
        buffer = self._buffer
        value = buffer[index] | buffer[index + 1] << 8
        return value - 0x10000 if value & 0x8000 else value

    def _read_register_byte(self, register: int) -> int:
        self._read(register, 1)
        return self._buffer[1]

    def _write_register_byte(self, register: int, value: int) -> None:
        self._buffer[1] = value & 0xFF
        self._write(register, 1)
        if register == _CTRL_REG4:  # kept, so that one misread setting does not spoil the others
            self._ctrl4 = value
            # 1, 2, 4 or 12 mg are a step of 12 bits, which are to the left in 16 (table 4)
            self._step = b"\1\2\4\x0c"[value >> 4 & 3] * 0.000612915625  # m/s²

    def _write(self, register: int, length: int) -> None:
        """Write registers in a row from the buffer, whose first byte is their address."""
        self._buffer[0] = register | self._more
        with self._device as bus:
            bus.write(self._buffer, end=1 + length)

    if TYPE_CHECKING:
        _device: "I2CDevice | SPIDevice"
        _more: int  # the bit beside the address without which it stays

        def _read(self, register: int, length: int) -> None:
            """Read registers in a row into the buffer, behind its first byte."""


class LIS3DH_I2C(LIS3DH):  # noqa: N801  # upstream's name
    """An LIS3DH on I2C.

    :param i2c: the bus that the chip is on
    :param address: 0x18, or 0x19 with the pin SA0 (SDO) high
    :param int1: see :class:`LIS3DH`
    :param int2: see :class:`LIS3DH`
    """

    _more = 0x80

    def __init__(
        self,
        i2c: "I2C",
        *,
        address: int = 0x18,
        int1: "Optional[DigitalInOut]" = None,
        int2: "Optional[DigitalInOut]" = None,
    ) -> None:
        from adafruit_bus_device.i2c_device import I2CDevice  # noqa: PLC0415  # one bus's alone

        self._device = I2CDevice(i2c, address)
        LIS3DH.__init__(self, int1, int2)

    def _read(self, register: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = register | 0x80
        with self._device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_start=1, in_end=1 + length)


class LIS3DH_SPI(LIS3DH):  # noqa: N801
    """An LIS3DH on SPI.

    :param spi: the bus that the chip is on
    :param cs: the pin that its CS is at
    :param baudrate: of the bus, in Hz, up to 10 MHz
    :param int1: see :class:`LIS3DH`
    :param int2: see :class:`LIS3DH`
    """

    _more = 0x40

    def __init__(
        self,
        spi: "SPI",
        cs: "DigitalInOut",
        *,
        baudrate: int = 100000,
        int1: "Optional[DigitalInOut]" = None,
        int2: "Optional[DigitalInOut]" = None,
    ) -> None:
        from adafruit_bus_device.spi_device import SPIDevice  # noqa: PLC0415

        self._device = SPIDevice(spi, cs, baudrate=baudrate)
        LIS3DH.__init__(self, int1, int2)

    def _read(self, register: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = register | 0xC0  # a read, and more than one
        with self._device as spi:
            spi.write(buffer, end=1)
            spi.readinto(buffer, start=1, end=1 + length)
