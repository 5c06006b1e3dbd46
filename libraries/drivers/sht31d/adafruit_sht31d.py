# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sensirion SHT30, SHT31 and SHT35 temperature and humidity sensors, on I2C.

Temperature from -40 °C to 125 °C in steps of 0.003 °C, and relative humidity in steps of
0.002 %, with a checksum each, once when asked (4.5 ms to 15.5 ms) or 0.5 to 10 times a second.

Datasheet: Sensirion SHT3x-DIS, version 5, May 2018,
https://sensirion.com/media/documents/213E6A3B/63A5A569/Datasheet_SHT3x_DIS.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Optional, Union

    from busio import I2C

# Commands
_READ_SERIAL_NUMBER = const(0x3780)
_READ_STATUS = const(0xF32D)
_CLEAR_STATUS = const(0x3041)
_HEATER_ENABLE = const(0x306D)
_HEATER_DISABLE = const(0x3066)
_SOFT_RESET = const(0x30A2)
_FETCH_DATA = const(0xE000)
_BREAK = const(0x3093)
_ART = const(0x2B32)

# Values
_HEATER = const(0x2000)

# Options for SHT31D.mode
MODE_SINGLE = "Single"
MODE_PERIODIC = "Periodic"

# Options for SHT31D.repeatability
REP_HIGH = "High"
REP_MED = "Medium"
REP_LOW = "Low"

# Options for SHT31D.frequency
FREQUENCY_0_5 = 0.5
FREQUENCY_1 = 1
FREQUENCY_2 = 2
FREQUENCY_4 = 4
FREQUENCY_10 = 10

_REPEATABILITIES = (REP_HIGH, REP_MED, REP_LOW)
_FREQUENCIES = (FREQUENCY_0_5, FREQUENCY_1, FREQUENCY_2, FREQUENCY_4, FREQUENCY_10)

# Commands to measure (tables 9 and 10): the first byte, and the second for each repeatability.
# The last row has how long it takes at the most (table 4), in half milliseconds. All in one:
# tables of their own take 64 bytes of heap more each.
_MEASURE = (
    b"\x20\x32\x24\x2f"  # at the frequencies, in their order
    b"\x21\x30\x26\x2d"
    b"\x22\x36\x20\x2b"
    b"\x23\x34\x22\x29"
    b"\x27\x37\x21\x2a"
    b"\x24\x00\x0b\x16"
    b"\x2c\x06\x0d\x10"
    b"\x00\x1f\x0d\x09"
)
_ONCE = const(5)
_ONCE_STRETCHED = const(6)
_HALF_MILLISECONDS = const(7)

_EIGHT = const(48)  # bytes of eight measurements


def _index(options: tuple, value: object) -> int:  # type: ignore[type-arg]
    if value not in options:
        raise ValueError(f"must be one of {options}")
    return options.index(value)


class SHT31D:
    """An SHT30, SHT31 or SHT35.

    Making it resets the chip, which then measures once when asked, with high repeatability.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x44 or 0x45, by the pin ADDR
    :raises ValueError: ``address`` is another, or nothing answers there
    """

    # Fields

    #: Whether the chip holds the bus while it measures once. Then nobody has to know how
    #: long that takes, and nobody else can use the bus.
    clock_stretching = False

    def __init__(self, i2c_bus: "I2C", address: int = 0x44) -> None:
        if address not in (0x44, 0x45):
            raise ValueError("must be 0x44 or 0x45")
        self.i2c_device = I2CDevice(i2c_bus, address)
        self._buffer = bytearray(6)
        self._repeatability = 0  # index of each option
        self._frequency = 3
        self._art = False
        self._periodic = False
        self._lists: Optional[tuple[list[float], list[float]]] = None
        self._fetched = 0.0
        self.reset()

    # Measurements

    @property
    def temperature(self) -> "Union[float, list[float]]":
        """The temperature in °C, of a measurement of its own.

        In ``MODE_PERIODIC`` a list of those that came since the last time, up to eight, the
        newest first: for as long as the next one is not due, the same list as before. The
        first one is awaited.

        :raises RuntimeError: a checksum is wrong
        :raises TimeoutError: none came for one and a half periods; measuring was started anew
        """
        if self._periodic:
            return self._fetch()[0]
        self._measure()
        return self._celsius(0)

    @property
    def relative_humidity(self) -> "Union[float, list[float]]":
        """The relative humidity in %, or a list; as :attr:`temperature`."""
        if self._periodic:
            return self._fetch()[1]
        self._measure()
        return self._percent(3)

    def measure(self) -> "tuple[float, float]":
        """Measure both at once; in ``MODE_PERIODIC`` take the newest measurement.

        :return: the temperature in °C and the relative humidity in %
        :raises RuntimeError: a checksum is wrong
        :raises TimeoutError: as for :attr:`temperature`
        """
        if self._periodic:
            temperatures, humidities = self._fetch()
            return temperatures[0], humidities[0]
        self._measure()
        return self._celsius(0), self._percent(3)

    @property
    def status(self) -> int:
        """The status register, 16 bits; 0x0010 tells of a reset since :meth:`clear_status`.

        :raises RuntimeError: its checksum is wrong
        """
        self._command(_READ_STATUS)
        buffer = self._read(3)
        return buffer[0] << 8 | buffer[1]

    @property
    def serial_number(self) -> int:
        """The chip's own number, 32 bits.

        :raises RuntimeError: a checksum is wrong
        """
        self._command(_READ_SERIAL_NUMBER)
        buffer = self._read(6)
        return buffer[0] << 24 | buffer[1] << 16 | buffer[3] << 8 | buffer[4]

    # Settings

    @property
    def mode(self) -> str:
        """When the chip measures: if asked (``MODE_SINGLE``), or by itself (``MODE_PERIODIC``).

        :raises ValueError: it is neither
        """
        return MODE_PERIODIC if self._periodic else MODE_SINGLE

    @mode.setter
    def mode(self, value: str) -> None:
        periodic = _index((MODE_SINGLE, MODE_PERIODIC), value) > 0
        if periodic is not self._periodic:
            if not periodic:
                self._command(_BREAK)
            self._periodic = periodic
            try:
                self._start()
            except OSError:
                self._periodic = False
                raise

    @property
    def repeatability(self) -> str:
        """How much care a measurement takes, a ``REP_…``: 15.5, 6.5 or 4.5 ms.

        :raises ValueError: it is none
        """
        return _REPEATABILITIES[self._repeatability]

    @repeatability.setter
    def repeatability(self, value: str) -> None:
        self._repeatability = _index(_REPEATABILITIES, value)
        self._start()

    @property
    def frequency(self) -> float:
        """Of measurements in ``MODE_PERIODIC``, in Hz, a ``FREQUENCY_…``.

        :raises ValueError: it is none
        :raises RuntimeError: :attr:`art` is on, which needs 4 Hz
        """
        return _FREQUENCIES[self._frequency]

    @frequency.setter
    def frequency(self, value: float) -> None:
        index = _index(_FREQUENCIES, value)
        if self._art and value != FREQUENCY_4:
            raise RuntimeError("must be 4 while art is on")
        self._frequency = index
        self._start()

    @property
    def art(self) -> bool:
        """Whether measurements in ``MODE_PERIODIC`` follow changes faster.

        Turning it on sets :attr:`frequency` to 4 Hz.
        """
        return self._art

    @art.setter
    def art(self, value: bool) -> None:
        self._art = bool(value)
        if value:
            self._frequency = 3
        self._start()

    @property
    def heater(self) -> bool:
        """Whether the heater is on, which warms the chip by a few °C, to dry or to test it.

        :raises RuntimeError: the checksum of the status is wrong
        """
        return bool(self.status & _HEATER)

    @heater.setter
    def heater(self, value: bool) -> None:
        self._command(_HEATER_ENABLE if value else _HEATER_DISABLE)

    # Actions

    def reset(self) -> None:
        """Start the chip anew, in ``MODE_SINGLE``; the other settings stay."""
        self._periodic = False
        self._command(_BREAK)  # in MODE_PERIODIC it takes no reset
        self._command(_SOFT_RESET, 0.0015)

    def clear_status(self) -> None:
        """Clear the flags of :attr:`status`."""
        self._command(_CLEAR_STATUS)

    # Helpers

    def _command(self, command: int, seconds: float = 0.001) -> None:
        """Give a command and the time that the chip needs before the next one."""
        buffer = self._buffer
        buffer[0] = command >> 8
        buffer[1] = command & 0xFF
        with self.i2c_device as i2c:
            i2c.write(buffer, end=2)
        time.sleep(seconds)

    def _read(self, length: int) -> bytearray:
        """Read words with their checksums, and check them; all ones end what was measured."""
        buffer = self._buffer
        with self.i2c_device as i2c:
            i2c.readinto(buffer, end=length)
        for start in range(0, length, 3):
            if start > 3 and buffer[start] == buffer[start + 1] == 0xFF:
                break
            crc = 0xFF
            for index in range(start, start + 3):
                crc ^= buffer[index]
                for _ in range(8):
                    crc = crc << 1 ^ 0x131 if crc & 0x80 else crc << 1
            if crc:
                raise RuntimeError(f"wrong checksum {buffer[start + 2]:#04x}")
        return buffer

    def _celsius(self, start: int) -> float:
        buffer = self._buffer
        return ((buffer[start] << 8 | buffer[start + 1]) * 35 - 589815) / 13107

    def _percent(self, start: int) -> float:
        buffer = self._buffer
        return (buffer[start] << 8 | buffer[start + 1]) * 20 / 13107

    def _measure(self) -> None:
        """Measure once, and have both words in the buffer."""
        if self.clock_stretching:
            self._command(self._row(_ONCE_STRETCHED))
        else:
            self._command(self._row(_ONCE), self._row(_HALF_MILLISECONDS) / 2000)
        self._read(6)

    def _row(self, row: int) -> int:
        """Return what a row of the table has for the repeatability."""
        row *= 4
        return _MEASURE[row] << 8 | _MEASURE[row + 1 + self._repeatability]

    def _start(self) -> None:
        """Have the chip measure by itself, with the settings as they are, if it does so at all."""
        if not self._periodic:
            return
        self._command(_BREAK)  # which the datasheet asks for before another command (4.8)
        self._command(_ART if self._art else self._row(self._frequency))
        self._lists = None
        if len(self._buffer) < _EIGHT:
            self._buffer = bytearray(_EIGHT)

    def _fetch(self) -> "tuple[list[float], list[float]]":
        """Return the lists of both values, new ones if a measurement is due."""
        period = 1 / self.frequency
        if self._lists and time.monotonic() - self._fetched < period:
            return self._lists
        for _ in range(12):
            self._command(_FETCH_DATA)
            try:
                buffer = self._read(_EIGHT)
                break
            except OSError:  # nothing new
                time.sleep(period / 8)
        else:
            self._start()
            raise TimeoutError(f"no measurement in {period * 1.5} s")
        self._fetched = time.monotonic()
        temperatures: list[float] = []
        humidities: list[float] = []
        for start in range(0, _EIGHT, 6):
            if start and buffer[start] == buffer[start + 1] == 0xFF:
                break
            temperatures.append(self._celsius(start))
            humidities.append(self._percent(start + 3))
        self._lists = (temperatures, humidities)
        return self._lists
