# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sensirion SHT40, SHT41 and SHT45 temperature and humidity sensors, on I2C.

Temperature from -40 °C to 125 °C in steps of 0.003 °C and relative humidity in steps of
0.002 %, with a checksum each, in 1.6 ms to 8.3 ms; and a heater against dew.

Datasheet: Sensirion SHT4x, version 6, February 2023,
https://sensirion.com/media/documents/33FD6951/67EB9032/HT_DS_Datasheet_SHT4x_5.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Iterable

    from busio import I2C

# Commands; those to measure are in Mode
_SERIAL_NUMBER = const(0x89)
_SOFT_RESET = const(0x94)


class CV:
    """Options that have a name, a text and a time."""

    string: "dict[int, str]" = {}
    delay: "dict[int, float]" = {}

    @classmethod
    def add_values(cls, value_tuples: "Iterable[tuple[str, int, str, float]]") -> None:
        """Add options, each a name, its value, its text and its time in s."""
        for name, value, string, delay in value_tuples:
            setattr(cls, name, value)
            cls.string[value] = string
            cls.delay[value] = delay

    @classmethod
    def is_valid(cls, value: int) -> bool:
        """Return whether ``value`` is one of the options."""
        return value in cls.string


class Mode(CV):
    """Options for :attr:`SHT4x.mode`: the commands that measure.

    With heat, the chip heats for the time that the name tells and measures at the end: what
    it reads is its own warmth, not the air's. Heat at most a tenth of the time.
    """

    NOHEAT_HIGHPRECISION = 0xFD
    NOHEAT_MEDPRECISION = 0xF6
    NOHEAT_LOWPRECISION = 0xE0
    HIGHHEAT_1S = 0x39  # 200 mW
    HIGHHEAT_100MS = 0x32
    MEDHEAT_1S = 0x2F  # 110 mW
    MEDHEAT_100MS = 0x24
    LOWHEAT_1S = 0x1E  # 20 mW
    LOWHEAT_100MS = 0x15

    string = {
        0xFD: "No heater, high precision",
        0xF6: "No heater, med precision",
        0xE0: "No heater, low precision",
        0x39: "High heat, 1 second",
        0x32: "High heat, 0.1 second",
        0x2F: "Med heat, 1 second",
        0x24: "Med heat, 0.1 second",
        0x1E: "Low heat, 1 second",
        0x15: "Low heat, 0.1 second",
    }

    #: How long each takes, in s
    delay = {
        0xFD: 0.01,
        0xF6: 0.005,
        0xE0: 0.002,
        0x39: 1.1,
        0x32: 0.11,
        0x2F: 1.1,
        0x24: 0.11,
        0x1E: 1.1,
        0x15: 0.11,
    }


class SHT4x:
    """An SHT40, SHT41 or SHT45.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x44 for the parts with A in their names, 0x45 with B, 0x46 with C
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c_bus: "I2C", address: int = 0x44) -> None:
        self.i2c_device = I2CDevice(i2c_bus, address)
        self._buffer = bytearray(6)
        self._mode = Mode.NOHEAT_HIGHPRECISION
        self.reset()

    # Measurements

    @property
    def temperature(self) -> float:
        """The temperature in °C, of a measurement of its own."""
        return self.measure()[0]

    @property
    def relative_humidity(self) -> float:
        """The relative humidity, 0 % to 100 %, of a measurement of its own."""
        return self.measure()[1]

    @property
    def measurements(self) -> "tuple[float, float]":
        """What :meth:`measure` returns."""
        return self.measure()

    def measure(self) -> "tuple[float, float]":
        """Measure as :attr:`mode` tells. The bus is free meanwhile.

        :return: the temperature in °C and the relative humidity, 0 % to 100 %
        :raises RuntimeError: a checksum is wrong
        """
        buffer = self._ask(self._mode, Mode.delay[self._mode])
        # Sensirion's formulas (4.6), multiplied out, so that each makes one float
        celsius = ((buffer[0] << 8 | buffer[1]) * 35 - 589815) / 13107
        steps = (buffer[3] << 8 | buffer[4]) * 25 - 78642
        return celsius, min(max(steps, 0), 1310700) / 13107

    @property
    def serial_number(self) -> int:
        """The chip's own number, 32 bits.

        :raises RuntimeError: a checksum is wrong
        """
        buffer = self._ask(_SERIAL_NUMBER, 0.001)
        return buffer[0] << 24 | buffer[1] << 16 | buffer[3] << 8 | buffer[4]

    # Settings

    @property
    def mode(self) -> int:
        """How it measures, a :class:`Mode`.

        :raises ValueError: it is none
        """
        return self._mode

    @mode.setter
    def mode(self, new_mode: int) -> None:
        if not Mode.is_valid(new_mode):
            raise ValueError("must be a Mode")
        self._mode = new_mode

    # Actions

    def reset(self) -> None:
        """Start the chip anew, which takes 1 ms; it stops heating."""
        self._write(_SOFT_RESET, 0.001)

    # Helpers

    def _write(self, command: int, seconds: float) -> None:
        self._buffer[0] = command
        with self.i2c_device as i2c:
            i2c.write(self._buffer, end=1)
        time.sleep(seconds)

    def _ask(self, command: int, seconds: float) -> bytearray:
        """Give a command and return the answer, two words with their checksums."""
        self._write(command, seconds)
        buffer = self._buffer
        with self.i2c_device as i2c:
            i2c.readinto(buffer)
        crc = 0xFF
        for index in range(6):
            crc ^= buffer[index]
            for _ in range(8):
                crc = crc << 1 ^ 0x131 if crc & 0x80 else crc << 1
            if index % 3 == 2:
                if crc:
                    raise RuntimeError(f"wrong checksum {buffer[index]:#04x}")
                crc = 0xFF
        return buffer
