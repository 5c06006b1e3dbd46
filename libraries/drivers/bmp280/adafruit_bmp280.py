# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bosch BMP280 temperature and pressure sensor, on I2C or SPI.

-40 °C to 85 °C and 300 hPa to 1100 hPa, both of one measurement. With its filter and 16
samples, a metre of height shows.

Datasheet: Bosch Sensortec BMP280, BST-BMP280-DS001, revision 1.23, November 2020,
https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bmp280-ds001.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import struct
import time

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional

    from busio import I2C, SPI
    from digitalio import DigitalInOut

# Registers, as the datasheet names them (table 18)
_CALIB00 = const(0x88)
_ID = const(0xD0)
_RESET = const(0xE0)
_STATUS = const(0xF3)
_CTRL_MEAS = const(0xF4)
_CONFIG = const(0xF5)

# Values
_CHIP_ID = const(0x58)
_RESET_NOW = const(0xB6)
_MEASURING = const(0x08)
_IM_UPDATE = const(0x01)

# Options for Adafruit_BMP280.iir_filter: how many measurements a change takes
IIR_FILTER_DISABLE = const(0x00)
IIR_FILTER_X2 = const(0x01)
IIR_FILTER_X4 = const(0x02)
IIR_FILTER_X8 = const(0x03)
IIR_FILTER_X16 = const(0x04)

# Options for the two overscan_…: how often each is measured for a reading
OVERSCAN_DISABLE = const(0x00)
OVERSCAN_X1 = const(0x01)
OVERSCAN_X2 = const(0x02)
OVERSCAN_X4 = const(0x03)
OVERSCAN_X8 = const(0x04)
OVERSCAN_X16 = const(0x05)

# Options for Adafruit_BMP280.mode
MODE_SLEEP = const(0x00)
MODE_FORCE = const(0x01)
MODE_NORMAL = const(0x03)

# Options for Adafruit_BMP280.standby_period
STANDBY_TC_0_5 = const(0x00)  # 0.5 ms
STANDBY_TC_62_5 = const(0x01)
STANDBY_TC_125 = const(0x02)
STANDBY_TC_250 = const(0x03)
STANDBY_TC_500 = const(0x04)
STANDBY_TC_1000 = const(0x05)
STANDBY_TC_2000 = const(0x06)
STANDBY_TC_4000 = const(0x07)


class _Setting:
    """A setting of a chip, one of its options; assigning it sends all of them."""

    def __init__(self, index: int, most: int) -> None:
        self.index = index
        self.most = most

    def __get__(self, device: "Adafruit_BMP280", owner: "Optional[type]" = None) -> int:
        return device._options[self.index]

    def __set__(self, device: "Adafruit_BMP280", value: int) -> None:
        if not isinstance(value, int) or not 0 <= value <= self.most:
            raise ValueError(f"must be 0 to {self.most}")
        device._options[self.index] = value
        device.mode = device.mode


class Adafruit_BMP280:  # noqa: N801  # upstream's name
    """A BMP280; make an :class:`Adafruit_BMP280_I2C` or an :class:`Adafruit_BMP280_SPI`.

    Making it resets the chip. Each reading is then a measurement of its own, or, in
    ``MODE_NORMAL``, the newest of those that the chip makes by itself. There, a setting is
    assigned while the chip sleeps for a moment, and the first measurement with it is awaited.

    :raises RuntimeError: it is no BMP280, or has lost its calibration
    :raises TimeoutError: it does not start
    """

    # Fields

    #: How often the temperature is measured for a reading, an ``OVERSCAN_…``. Without it
    #: there is no pressure either.
    overscan_temperature = _Setting(0, 5)

    #: How often the pressure is measured for a reading, an ``OVERSCAN_…``.
    overscan_pressure = _Setting(1, 5)

    #: How slowly both follow, an ``IIR_FILTER_…``.
    iir_filter = _Setting(2, 4)

    #: How long the chip rests between two measurements in ``MODE_NORMAL``, a ``STANDBY_TC_…``.
    standby_period = _Setting(3, 7)

    #: The pressure at sea level in hPa, which :attr:`altitude` is worked out from.
    sea_level_pressure = 1013.25

    _mode = MODE_SLEEP

    _device: "Any"  # an I2CDevice, or an SPIDevice

    def __init__(self) -> None:
        self._buffer = buffer = bytearray(24)
        self._options = bytearray((OVERSCAN_X2, OVERSCAN_X16, IIR_FILTER_DISABLE, STANDBY_TC_0_5))
        self._read(_ID, 1)
        if buffer[0] != _CHIP_ID:
            raise RuntimeError(f"no BMP280: its ID is {buffer[0]:#04x}, not 0x58")
        self._write(_RESET, _RESET_NOW, 2)
        for _ in range(10):
            time.sleep(0.002)
            self._read(_STATUS, 1)
            if not buffer[0] & _IM_UPDATE:
                break
        else:
            raise TimeoutError("no calibration in 20 ms")
        self._read(_CALIB00, 24)
        t1, t2, t3, p1, p2, p3, p4, p5, p6, p7, p8, p9 = struct.unpack("<HhhHhhhhhhhh", buffer)
        if t1 in (0, 0xFFFF) or p1 in (0, 0xFFFF):
            raise RuntimeError(f"no calibration: T1 is {t1}, P1 is {p1}")
        # The coefficients of the datasheet's formulas (8.1), multiplied out
        self._calibration = (
            t1 * 16,
            t2 / 2**14,
            t3 / 2**34,
            1048576 - p4 * 16,
            p5 / 2**13,
            p6 / 2**29,
            float(p1),
            p1 * p2 / 2**34,
            p1 * p3 / 2**53,
            p7 / 16,
            p8 / 2**19,
            p9 / 2**35,
        )
        self._start(MODE_SLEEP)

    # Measurements

    @property
    def temperature(self) -> "Optional[float]":
        """The temperature in °C; ``None`` if it is not measured."""
        return self.measure()[0]

    @property
    def pressure(self) -> "Optional[float]":
        """The pressure in hPa; ``None`` if it or the temperature is not measured."""
        return self.measure()[1]

    @property
    def altitude(self) -> "Optional[float]":
        """The altitude in m, by :attr:`pressure` and :attr:`sea_level_pressure`.

        Assigning the altitude of the place sets :attr:`sea_level_pressure`.

        :raises ValueError: it is assigned, and out of the formula's range, ±44330 m
        :raises RuntimeError: it is assigned, and no pressure is measured
        """
        pressure = self.pressure
        if pressure is None:
            return None
        part: float = (pressure / self.sea_level_pressure) ** 0.1903
        return 44330 * (1 - part)

    @altitude.setter
    def altitude(self, value: float) -> None:
        if not -44330 < value < 44330:
            raise ValueError("must be between -44330 and 44330")
        pressure = self.pressure
        if pressure is None:
            raise RuntimeError("no pressure is measured")
        self.sea_level_pressure = pressure / (1 - value / 44330) ** 5.255

    def measure(self) -> "tuple[Optional[float], Optional[float]]":
        """Measure both at once.

        :return: the temperature in °C and the pressure in hPa; ``None`` for what is not measured
        :raises TimeoutError: the measurement does not end
        """
        self._measure()
        if not self.overscan_temperature:
            return None, None
        buffer = self._buffer
        # The datasheet's formulas (8.1), with the coefficients of __init__
        t0, t1, t2, n0, n1, n2, d0, d1, d2, c0, c1, c2 = self._calibration
        raw = (buffer[7] << 12 | buffer[8] << 4 | buffer[9] >> 4) - t0
        t_fine = int((t2 * raw + t1) * raw)
        if not self.overscan_pressure:
            return t_fine / 5120, None
        x = (t_fine - 128000) / 2
        raw = buffer[4] << 12 | buffer[5] << 4 | buffer[6] >> 4
        p = (n0 - raw - (n2 * x + n1) * x) * 6250 / ((d2 * x + d1) * x + d0)
        return t_fine / 5120, ((c2 * p + c1) * p + p + c0) / 100

    @property
    def measurement_time_typical(self) -> float:
        """How long a measurement takes as a rule, in ms."""
        return self._microseconds(1000, 2000, 500) / 1000

    @property
    def measurement_time_max(self) -> float:
        """How long a measurement takes at the most, in ms."""
        return self._microseconds(1250, 2300, 575) / 1000

    # Settings

    @property
    def mode(self) -> int:
        """When the chip measures: for each reading, or all the time (``MODE_NORMAL``).

        Assigning ``MODE_FORCE`` starts a measurement. Assigning ``MODE_NORMAL`` waits until
        the first one is there.

        :raises ValueError: it is none of the three
        """
        return self._mode

    @mode.setter
    def mode(self, value: int) -> None:
        if value not in (MODE_SLEEP, MODE_FORCE, MODE_NORMAL):
            raise ValueError("must be 0, 1 or 3")
        if self._mode == MODE_NORMAL:  # in which the chip may ignore settings (4.3.5)
            self._write(_CTRL_MEAS, self._settings(), 2)
            time.sleep(self.measurement_time_max / 1000)
        self._mode = value
        self._start(value)
        if value == MODE_NORMAL:
            time.sleep(self.measurement_time_max / 1000)

    # Helpers

    def _start(self, mode: int) -> None:
        """Write all settings and the mode."""
        buffer = self._buffer
        buffer[2] = _CTRL_MEAS
        buffer[3] = self._settings() | mode
        self._write(_CONFIG, self.standby_period << 5 | self.iir_filter << 2, 4)

    def _settings(self) -> int:
        """Return what belongs into ctrl_meas, less the mode."""
        return self.overscan_temperature << 5 | self.overscan_pressure << 2

    def _microseconds(self, start: int, sample: int, channel: int) -> int:
        """Return how long a measurement takes, by the times of its parts (the BME280's 9.1)."""
        pressure = 1 << self.overscan_pressure >> 1
        start += sample * ((1 << self.overscan_temperature >> 1) + pressure)
        return start + channel if pressure else start

    def _measure(self) -> None:
        """Have a measurement in the buffer: all registers from status on."""
        buffer = self._buffer
        normal = self._mode == MODE_NORMAL
        settings = self._settings()
        if not normal:
            self._write(_CTRL_MEAS, settings | MODE_FORCE, 2)
            time.sleep(self.measurement_time_max / 1000)
        for _ in range(4):
            self._read(_STATUS, 10)
            mode = buffer[1] - settings
            if buffer[2] & 0xFC != self.standby_period << 5 | self.iir_filter << 2 or not (
                mode == MODE_NORMAL if normal else 0 <= mode <= MODE_NORMAL
            ):
                # Settings that were lost with the supply
                if normal:
                    self.mode = MODE_NORMAL
                    continue
                self._start(MODE_FORCE)
            elif normal or not (mode or buffer[0] & _MEASURING):
                return
            time.sleep(self.measurement_time_max / 1000)
        raise TimeoutError("no measurement in its time")

    def _read(self, register: int, length: int) -> None:
        """Read registers into the buffer."""
        buffer = self._buffer
        buffer[0] = register
        with self._device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_end=length)

    def _write(self, register: int, value: int, length: int) -> None:
        """Write a register, and in the same transaction those that follow it in the buffer."""
        buffer = self._buffer
        buffer[0] = register
        buffer[1] = value
        with self._device as i2c:
            i2c.write(buffer, end=length)


class Adafruit_BMP280_I2C(Adafruit_BMP280):  # noqa: N801
    """A BMP280 on I2C.

    :param i2c: the bus that the chip is on
    :param address: 0x76 or 0x77, by the pin SDO
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c: "I2C", address: int = 0x77) -> None:
        # Here, so that a board whose firmware lacks the two loads one of them
        from adafruit_bus_device.i2c_device import I2CDevice  # noqa: PLC0415

        self._device = I2CDevice(i2c, address)
        Adafruit_BMP280.__init__(self)


class Adafruit_BMP280_SPI(Adafruit_BMP280):  # noqa: N801
    """A BMP280 on SPI.

    :param spi: the bus that the chip is on
    :param cs: its chip select
    :param baudrate: in Hz, up to 10 MHz
    """

    def __init__(self, spi: "SPI", cs: "DigitalInOut", baudrate: int = 100000) -> None:
        from adafruit_bus_device.spi_device import SPIDevice  # noqa: PLC0415

        self._device = SPIDevice(spi, cs, baudrate=baudrate)
        Adafruit_BMP280.__init__(self)

    def _read(self, register: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = register  # whose top bit means a read
        with self._device as spi:
            spi.write(buffer, end=1)
            spi.readinto(buffer, end=length)

    def _write(self, register: int, value: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = register & 0x7F
        buffer[1] = value
        buffer[2] &= 0x7F
        with self._device as spi:
            spi.write(buffer, end=length)
