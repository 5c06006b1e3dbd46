# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bosch BME280 with all its settings: oversampling, filter, and the time between measurements."""

from micropython import const

from adafruit_bme280 import basic
from adafruit_bme280.protocol import I2C_Impl, SPI_Impl

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Optional

    from busio import I2C, SPI
    from digitalio import DigitalInOut

# Options for Adafruit_BME280_Advanced.iir_filter: how many measurements a change takes
IIR_FILTER_DISABLE = const(0x00)
IIR_FILTER_X2 = const(0x01)
IIR_FILTER_X4 = const(0x02)
IIR_FILTER_X8 = const(0x03)
IIR_FILTER_X16 = const(0x04)

# Options for the three overscan_…: how often each is measured for a reading
OVERSCAN_DISABLE = const(0x00)
OVERSCAN_X1 = const(0x01)
OVERSCAN_X2 = const(0x02)
OVERSCAN_X4 = const(0x03)
OVERSCAN_X8 = const(0x04)
OVERSCAN_X16 = const(0x05)

# Options for Adafruit_BME280_Advanced.mode
MODE_SLEEP = const(0x00)
MODE_FORCE = const(0x01)
MODE_NORMAL = const(0x03)

# Options for Adafruit_BME280_Advanced.standby_period
STANDBY_TC_0_5 = const(0x00)  # 0.5 ms
STANDBY_TC_10 = const(0x06)
STANDBY_TC_20 = const(0x07)
STANDBY_TC_62_5 = const(0x01)
STANDBY_TC_125 = const(0x02)
STANDBY_TC_250 = const(0x03)
STANDBY_TC_500 = const(0x04)
STANDBY_TC_1000 = const(0x05)


class _Setting:
    """A setting of a chip, one of its options; assigning it sends all of them."""

    def __init__(self, index: int, most: int) -> None:
        self.index = index
        self.most = most

    def __get__(self, device: "Adafruit_BME280_Advanced", owner: "Optional[type]" = None) -> int:
        return device._options[self.index]

    def __set__(self, device: "Adafruit_BME280_Advanced", value: int) -> None:
        if not isinstance(value, int) or not 0 <= value <= self.most:
            raise ValueError(f"must be 0 to {self.most}")
        device._options[self.index] = value
        device.mode = device.mode


class Adafruit_BME280_Advanced(basic.Adafruit_BME280):  # noqa: N801  # upstream's name
    """A BME280 on any bus, with all settings; otherwise as in :mod:`adafruit_bme280.basic`.

    In ``MODE_NORMAL`` a setting is assigned while the chip sleeps for a moment, and the
    first measurement with it is awaited.

    :param proxy: a :class:`~adafruit_bme280.protocol.I2C_Impl`, or one for SPI
    """

    #: How often humidity is measured for a reading, an ``OVERSCAN_…``.
    overscan_humidity = _Setting(0, 5)

    #: How often the temperature is measured for a reading, an ``OVERSCAN_…``. Without it
    #: there are no other values either.
    overscan_temperature = _Setting(1, 5)

    #: How often the pressure is measured for a reading, an ``OVERSCAN_…``.
    overscan_pressure = _Setting(2, 5)

    #: How slowly temperature and pressure follow, an ``IIR_FILTER_…``.
    iir_filter = _iir_filter = _Setting(3, 4)

    #: How long the chip rests between two measurements in ``MODE_NORMAL``, a ``STANDBY_TC_…``.
    standby_period = _t_standby = _Setting(4, 7)

    def __init__(self, proxy: I2C_Impl) -> None:  # by upstream's name
        self._options = bytearray(
            (OVERSCAN_X1, OVERSCAN_X1, OVERSCAN_X16, IIR_FILTER_DISABLE, STANDBY_TC_125)
        )
        basic.Adafruit_BME280.__init__(self, proxy)

    @property
    def measurement_time_typical(self) -> float:
        """How long a measurement takes as a rule, in ms."""
        return self._microseconds(1000, 2000, 500) / 1000

    @property
    def measurement_time_max(self) -> float:
        """How long a measurement takes at the most, in ms."""
        return self._microseconds(1250, 2300, 575) / 1000


class Adafruit_BME280_I2C(Adafruit_BME280_Advanced):  # noqa: N801  # upstream's name
    """A BME280 on I2C.

    :param i2c: the bus that the chip is on
    :param address: 0x76 or 0x77, by the pin SDO
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c: "I2C", address: int = 0x77) -> None:
        Adafruit_BME280_Advanced.__init__(self, I2C_Impl(i2c, address))


class Adafruit_BME280_SPI(Adafruit_BME280_Advanced):  # noqa: N801  # upstream's name
    """A BME280 on SPI.

    :param spi: the bus that the chip is on
    :param cs: its chip select
    :param baudrate: in Hz, up to 10 MHz
    """

    def __init__(self, spi: "SPI", cs: "DigitalInOut", baudrate: int = 100000) -> None:
        Adafruit_BME280_Advanced.__init__(self, SPI_Impl(spi, cs, baudrate))
