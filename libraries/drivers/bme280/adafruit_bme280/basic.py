# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bosch BME280 temperature, humidity and pressure sensor, on I2C or SPI.

-40 °C to 85 °C, 0 % to 100 % relative humidity and 300 hPa to 1100 hPa, all of one measurement.
What needs settings beside the mode is in :mod:`adafruit_bme280.advanced`.

Datasheet: Bosch Sensortec BME280, BST-BME280-DS002, revision 1.6, September 2018,
https://www.bosch-sensortec.com/media/boschsensortec/downloads/datasheets/bst-bme280-ds002.pdf
"""

import struct
import time

from micropython import const

from adafruit_bme280.protocol import I2C_Impl, SPI_Impl

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Optional

    from busio import I2C, SPI
    from digitalio import DigitalInOut

# Registers, as the datasheet names them (table 18)
_CALIB00 = const(0x88)
_ID = const(0xD0)
_RESET = const(0xE0)
_CALIB26 = const(0xE1)
_CTRL_HUM = const(0xF2)
_STATUS = const(0xF3)
_CTRL_MEAS = const(0xF4)
_CONFIG = const(0xF5)

# Values
_CHIP_ID = const(0x60)
_RESET_NOW = const(0xB6)
_MEASURING = const(0x08)
_IM_UPDATE = const(0x01)
_SKIPPED = const(0x80000)  # temperature or pressure that was not measured
_SKIPPED_HUMIDITY = const(0x8000)

# Options; adafruit_bme280.advanced has them all
OVERSCAN_X1 = const(0x01)
OVERSCAN_X16 = const(0x05)
IIR_FILTER_DISABLE = const(0x00)
STANDBY_TC_125 = const(0x02)

# Options for Adafruit_BME280.mode
MODE_SLEEP = const(0x00)
MODE_FORCE = const(0x01)
MODE_NORMAL = const(0x03)


class Adafruit_BME280:  # noqa: N801  # upstream's name
    """A BME280 on any bus; see :class:`Adafruit_BME280_I2C` and :class:`Adafruit_BME280_SPI`.

    Making it resets the chip. Each reading is then a measurement of its own, or, in
    ``MODE_NORMAL``, the newest of those that the chip makes by itself.

    :param bus_implementation: a :class:`~adafruit_bme280.protocol.I2C_Impl`, or one for SPI
    :raises RuntimeError: it is no BME280, or has lost its calibration
    :raises TimeoutError: it does not start
    """

    # Fields

    #: How often each is measured for a reading: 0 not at all, then once, 2, 4, 8 and 16 times (5).
    overscan_humidity = OVERSCAN_X1
    overscan_temperature = OVERSCAN_X1
    overscan_pressure = OVERSCAN_X16

    #: The pressure at sea level in hPa, which :attr:`altitude` is worked out from.
    sea_level_pressure = 1013.25

    _iir_filter = IIR_FILTER_DISABLE
    _t_standby = STANDBY_TC_125

    def __init__(self, bus_implementation: I2C_Impl) -> None:
        self._bus = bus_implementation
        self._buffer = buffer = bytearray(26)
        chip_id = self._bus.read_register(_ID, 1, buffer)[0]
        if chip_id != _CHIP_ID:
            raise RuntimeError(f"no BME280: its ID is {chip_id:#04x}, not 0x60")
        self._mode = MODE_SLEEP
        self._bus.write_register_byte(_RESET, _RESET_NOW)
        for _ in range(10):
            time.sleep(0.002)
            if not self._bus.read_register(_STATUS, 1, buffer)[0] & _IM_UPDATE:
                break
        else:
            raise TimeoutError("no calibration in 20 ms")
        self._bus.read_register(_CALIB00, 26, buffer)
        (t1, t2, t3, p1, p2, p3, p4, p5, p6, p7, p8, p9) = struct.unpack_from(
            "<HhhHhhhhhhhh", buffer
        )
        h1 = buffer[25]
        self._bus.read_register(_CALIB26, 7, buffer)
        h2, h3, h4, h45, h5, h6 = struct.unpack_from("<hBbBbb", buffer)
        if t1 in (0, 0xFFFF) or p1 in (0, 0xFFFF) or h2 in (0, -1) or h4 == h5 == h6 == -1:
            raise RuntimeError(f"no calibration: T1 is {t1}, P1 is {p1}, H2 is {h2}, H6 is {h6}")
        # The coefficients of the datasheet's formulas (4.2.3, 8.1), multiplied out
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
            (h4 << 4 | h45 & 0x0F) * 64,
            (h5 << 4 | h45 >> 4) / 2**14,
            h2 / 2**16,
            h2 * h6 / 2**42,
            h2 * h6 * h3 / 2**68,
            h1 / 2**19,
        )
        self._write(MODE_SLEEP)

    # Measurements

    @property
    def temperature(self) -> "Optional[float]":
        """The temperature in °C; ``None`` if it is not measured."""
        return self.measure()[0]

    @property
    def humidity(self) -> "Optional[float]":
        """The relative humidity in %; ``None`` if it or the temperature is not measured."""
        return self.measure()[1]

    relative_humidity = humidity

    @property
    def pressure(self) -> "Optional[float]":
        """The pressure in hPa; ``None`` if it or the temperature is not measured."""
        return self.measure()[2]

    @property
    def altitude(self) -> "Optional[float]":
        """The altitude in m, by :attr:`pressure` and :attr:`sea_level_pressure`."""
        pressure = self.pressure
        if pressure is None:
            return None
        part: float = (pressure / self.sea_level_pressure) ** 0.1903
        return 44330 * (1 - part)

    def measure(self) -> "tuple[Optional[float], Optional[float], Optional[float]]":
        """Measure all at once.

        :return: the temperature in °C, the relative humidity in % and the pressure in hPa;
            ``None`` for what is not measured
        :raises TimeoutError: the measurement does not end
        """
        self._measure()
        celsius = percent = hectopascal = None
        if self.overscan_temperature:
            buffer = self._buffer
            # The datasheet's formulas (4.2.3, 8.1), with the coefficients of __init__
            t0, t1, t2, n0, n1, n2, d0, d1, d2, c0, c1, c2, o0, o1, g0, g1, g2, curve = (
                self._calibration
            )
            raw = (buffer[8] << 12 | buffer[9] << 4 | buffer[10] >> 4) - t0
            fine = int((t2 * raw + t1) * raw)
            celsius = fine / 5120
            if self.overscan_humidity:
                x = fine - 76800
                h = ((buffer[11] << 8 | buffer[12]) - o0 - o1 * x) * ((g2 * x + g1) * x + g0)
                percent = min(max(h * (1 - curve * h), 0.0), 100.0)
            if self.overscan_pressure:
                x = (fine - 128000) / 2
                raw = buffer[5] << 12 | buffer[6] << 4 | buffer[7] >> 4
                p = (n0 - raw - (n2 * x + n1) * x) * 6250 / ((d2 * x + d1) * x + d0)
                hectopascal = ((c2 * p + c1) * p + p + c0) / 100
        return celsius, percent, hectopascal

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
        if self._mode == MODE_NORMAL:  # in which the chip may ignore settings (5.4.6)
            self._bus.write_register_byte(_CTRL_MEAS, self._ctrl_meas())
            self._wait()
        self._mode = value
        self._write(value)
        if value == MODE_NORMAL:
            self._wait()

    # Helpers

    def _write(self, mode: int) -> None:
        """Write all settings and the mode; that of humidity counts once ctrl_meas is written."""
        buffer = self._buffer
        buffer[5] = self._ctrl_meas() | mode
        buffer[0] = _CONFIG
        buffer[1] = self._t_standby << 5 | self._iir_filter << 2
        buffer[2] = _CTRL_HUM
        buffer[3] = self.overscan_humidity
        buffer[4] = _CTRL_MEAS
        self._bus.write(buffer, 6)

    def _ctrl_meas(self) -> int:
        """Return the register's value, less the mode."""
        temperature = self.overscan_temperature
        pressure = self.overscan_pressure
        if (temperature | pressure | self.overscan_humidity) & ~0x07:
            raise ValueError("overscan must be 0 to 5")
        return temperature << 5 | pressure << 2

    def _wait(self) -> None:
        time.sleep(self._microseconds(1250, 2300, 575) / 1000000)

    def _microseconds(self, start: int, sample: int, channel: int) -> int:
        """Return how long a measurement takes, by the times of its parts (9.1)."""
        pressure = 1 << self.overscan_pressure >> 1
        humidity = 1 << self.overscan_humidity >> 1
        samples = (1 << self.overscan_temperature >> 1) + pressure + humidity
        return start + sample * samples + channel * ((pressure > 0) + (humidity > 0))

    def _measure(self) -> None:
        """Have a measurement in the buffer: all registers from ctrl_hum on."""
        buffer = self._buffer
        normal = self._mode == MODE_NORMAL
        settings = self._ctrl_meas()
        if not normal:
            buffer[0] = _CTRL_MEAS
            buffer[1] = settings | MODE_FORCE
            self._bus.write(buffer, 2)
            self._wait()
        for _ in range(4):
            self._bus.read_register(_CTRL_HUM, 13, buffer)
            mode = buffer[2] - settings
            if (
                buffer[0] & 0x07 != self.overscan_humidity
                or buffer[3] & 0xFC != self._t_standby << 5 | self._iir_filter << 2
                or not (mode == MODE_NORMAL if normal else 0 <= mode <= MODE_NORMAL)
            ):
                # Settings that are new, or that were lost with the supply
                if normal:
                    self.mode = MODE_NORMAL
                    continue
                self._write(MODE_FORCE)
            elif normal or not (mode or buffer[1] & _MEASURING):
                return
            self._wait()
        raise TimeoutError("no measurement in its time")


class Adafruit_BME280_I2C(Adafruit_BME280):  # noqa: N801  # upstream's name
    """A BME280 on I2C.

    :param i2c: the bus that the chip is on
    :param address: 0x76 or 0x77, by the pin SDO
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c: "I2C", address: int = 0x77) -> None:
        Adafruit_BME280.__init__(self, I2C_Impl(i2c, address))


class Adafruit_BME280_SPI(Adafruit_BME280):  # noqa: N801  # upstream's name
    """A BME280 on SPI.

    :param spi: the bus that the chip is on
    :param cs: its chip select
    :param baudrate: in Hz, up to 10 MHz
    """

    def __init__(self, spi: "SPI", cs: "DigitalInOut", baudrate: int = 100000) -> None:
        Adafruit_BME280.__init__(self, SPI_Impl(spi, cs, baudrate))
