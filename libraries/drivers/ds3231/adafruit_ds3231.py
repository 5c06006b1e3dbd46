# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Maxim DS3231 real-time clock with a temperature-compensated crystal, on I2C.

Date and time from 2000 to 2199 (±2 minutes a year), two alarms, and a thermometer in steps of
0.25 °C. A DS3232 can be used, too.

Datasheet: Maxim Integrated DS3231, 19-5170, rev. 10, 3/15,
https://www.analog.com/media/en/technical-documentation/data-sheets/ds3231.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from time import struct_time
    from typing import Optional

    from busio import I2C

# Registers (figure 1)
_SECONDS = const(0x00)
_ALARM_1 = const(0x07)
_ALARM_2 = const(0x0B)
_CONTROL = const(0x0E)
_STATUS = const(0x0F)
_AGING = const(0x10)
_TEMP = const(0x11)

# Values
_TWELVE = const(0x40)  # of hours
_PM = const(0x20)
_CENTURY = const(0x80)  # of the month
_IGNORED = const(0x80)  # in an alarm
_WEEKDAY = const(0x40)
_EOSC = const(0x80)  # Control
_CONV = const(0x20)
_OSF = const(0x80)  # Status
_BSY = const(0x04)
_ALARMED = const(0x03)

# Conversions
_DAYS = b"\x1f\x1d\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f"  # of the months
_OFFSETS = b"\x06\x02\x01\x04\x06\x02\x04\x00\x03\x05\x01\x03"  # of their weekdays, from March on
_FREQUENCY = ("secondly", "minutely", "hourly", "daily", "weekly", "monthly")


def _number(bcd: int, low: int, high: int) -> int:
    value = bcd - 6 * (bcd >> 4)
    if bcd & 0x0F > 9 or not low <= value <= high:
        raise RuntimeError(f"its time has {bcd:#04x} for {low} to {high}")
    return value


def _hour(bcd: int) -> int:
    if bcd & _TWELVE:
        return _number(bcd & 0x1F, 1, 12) % 12 + (12 if bcd & _PM else 0)
    return _number(bcd, 0, 23)


def _bcd(value: int, low: int, high: int, what: str) -> int:
    if not low <= value <= high:
        raise ValueError(f"{what} must be {low} to {high}")
    return value + 6 * (value // 10)


def _weekday(year: int, month: int, day: int) -> int:
    """Return the day of the week, 0 for Monday."""
    if month < 3:
        year -= 1
    return (year + year // 4 - year // 100 + year // 400 + _OFFSETS[month - 1] + day) % 7


class _Alarm:
    """When an alarm comes.

    :param register: its first
    :param skipped: how many of second, minute, hour and day it has no register for
    """

    def __init__(self, register: int, skipped: int) -> None:
        self.register = register
        self.skipped = skipped

    def __get__(self, rtc: "DS3231", owner: "Optional[type]" = None) -> "tuple[struct_time, str]":
        skipped = self.skipped
        buffer = rtc._read(self.register, 4 - skipped)
        frequency = skipped  # of an alarm for which nothing counts
        fields = [0, 0, 0]  # second, minute, hour
        for index in range(skipped, 3):
            value = buffer[1 + index - skipped]
            if not value & _IGNORED:
                frequency = index + 1
                fields[index] = _hour(value) if index == 2 else value - 6 * (value >> 4)
        second, minute, hour = fields
        value = buffer[4 - skipped]
        day = value & 0x3F
        day -= 6 * (day >> 4)
        weekday = (day - 2) % 7  # as it was in January 2017
        if value & _IGNORED:
            day = 1
            weekday = 6
        elif value & _WEEKDAY:
            frequency = 4
            weekday = day - 1
            day += 1
        else:
            frequency = 5
        return (
            time.struct_time((2017, 1, day, hour, minute, second, weekday, day, -1)),
            _FREQUENCY[frequency],
        )

    def __set__(self, rtc: "DS3231", value: "tuple[Sequence[int], str]") -> None:
        moment, name = value
        skipped = self.skipped
        if name not in _FREQUENCY[skipped:]:
            raise ValueError(f"{name} is no frequency of it")
        frequency = _FREQUENCY.index(name)
        fields = [_IGNORED] * 4
        if frequency > 0:
            fields[0] = _bcd(moment[5], 0, 59, "second")
        if frequency > 1:
            fields[1] = _bcd(moment[4], 0, 59, "minute")
        if frequency > 2:
            fields[2] = _bcd(moment[3], 0, 23, "hour")
        if frequency == 4:
            fields[3] = _bcd(moment[6], 0, 6, "weekday") + 1 | _WEEKDAY
        elif frequency == 5:
            fields[3] = _bcd(moment[2], 1, 31, "day")
        rtc._buffer[1 : 5 - skipped] = bytes(fields[skipped:])
        rtc._send(self.register, 4 - skipped)


class _Flag:
    """A bit.

    :param register: that it is in
    :param mask: the bit
    """

    def __init__(self, register: int, mask: int) -> None:
        self.place = register << 8 | mask

    def __get__(self, rtc: "DS3231", owner: "Optional[type]" = None) -> bool:
        return bool(rtc._read(self.place >> 8, 1)[1] & self.place)

    def __set__(self, rtc: "DS3231", value: bool) -> None:
        place = self.place
        bits = rtc._read(place >> 8, 1)[1]
        if place >> 8 == _STATUS:
            bits |= _ALARMED  # so that an alarm that comes meanwhile stays
        rtc._buffer[1] = (bits | place if value else bits & ~place) & 0xFF
        rtc._send(place >> 8, 1)


class DS3231:
    """A DS3231.

    Making it writes nothing.

    :param i2c: the bus that the chip is on
    :raises ValueError: nothing answers
    """

    # Fields

    #: Whether the clock stopped since it was set, so that its time is wrong.
    lost_power = _Flag(_STATUS, _OSF)

    #: Whether the clock stops while it runs from its battery.
    disable_oscillator = _Flag(_CONTROL, _EOSC)

    #: When alarm 1 comes: a ``time.struct_time`` and how often, ``"secondly"``,
    #: ``"minutely"``, ``"hourly"``, ``"daily"``, ``"weekly"`` or ``"monthly"``, which tells
    #: what of the time counts: the seconds, the minutes, and so on. Assigning it leaves
    #: :attr:`alarm1_status`. A time out of range raises ``ValueError``.
    alarm1 = _Alarm(_ALARM_1, 0)

    #: Whether the pin INT is low while :attr:`alarm1_status` is set.
    alarm1_interrupt = _Flag(_CONTROL, 0x01)

    #: Whether alarm 1 has come; assign ``False`` to have it over.
    alarm1_status = _Flag(_STATUS, 0x01)

    #: When alarm 2 comes, the same as :attr:`alarm1`, but that its seconds are 0, and
    #: that there is no ``"secondly"``.
    alarm2 = _Alarm(_ALARM_2, 1)

    #: Whether the pin INT is low while :attr:`alarm2_status` is set.
    alarm2_interrupt = _Flag(_CONTROL, 0x02)

    #: Whether alarm 2 has come; assign ``False`` to have it over.
    alarm2_status = _Flag(_STATUS, 0x02)

    #: Whether 32.768 kHz are at the pin 32K; they are after a power-up.
    output_32khz = _Flag(_STATUS, 0x08)

    def __init__(self, i2c: "I2C") -> None:
        self.i2c_device = I2CDevice(i2c, 0x68)
        self._buffer = bytearray(1 + 0x13)  # a register's number, then its bytes
        self._fields = [-1] * 9  # of a struct_time

    # Measurements

    @property
    def datetime_register(self) -> "struct_time":
        """The same as :attr:`datetime`, but that assigning it leaves :attr:`lost_power`."""
        self._read(_SECONDS, 7)
        return self._time()

    @datetime_register.setter
    def datetime_register(self, value: "Sequence[int]") -> None:
        year, month, day = value[0], value[1], value[2]
        if not 2000 <= year <= 2199:
            raise ValueError("year must be 2000 to 2199")
        buffer = bytearray(7)  # another one, as what is wrong must change nothing
        buffer[5] = _bcd(month, 1, 12, "month") | (_CENTURY if year > 2099 else 0)
        last = 28 if month == 2 and (year % 4 or year == 2100) else _DAYS[month - 1]
        buffer[4] = _bcd(day, 1, last, "day")
        buffer[0] = _bcd(value[5], 0, 59, "second")
        buffer[1] = _bcd(value[4], 0, 59, "minute")
        buffer[2] = _bcd(value[3], 0, 23, "hour")
        weekday = value[6]
        if weekday == -1:
            weekday = _weekday(year, month, day)
        buffer[3] = _bcd(weekday, 0, 6, "weekday") + 1
        buffer[6] = _bcd(year % 100, 0, 99, "year")
        self._buffer[1:8] = buffer
        self._send(_SECONDS, 7)

    @property
    def datetime(self) -> "struct_time":
        """The date and time, as a ``time.struct_time`` whose day of the year is -1.

        It is of one moment, never of two with a carry between. Assigning it, a
        ``struct_time`` or a tuple in its order, from 2000 to 2199, starts the clock and ends
        :attr:`lost_power`.

        :raises ValueError: a part of what is assigned is out of range
        :raises RuntimeError: what the clock has is no time
        """
        return self.datetime_register

    @datetime.setter
    def datetime(self, value: "Sequence[int]") -> None:
        self.datetime_register = value
        buffer = self._read(_CONTROL, 2)
        buffer[1] &= ~_EOSC
        buffer[2] = buffer[2] & ~_OSF | _ALARMED
        self._send(_CONTROL, 2)

    @property
    def temperature(self) -> float:
        """Of the chip, in °C, -128 to 127.75, as it was within the last 64 s."""
        self._read(_TEMP, 2)
        return self._degrees(1)

    def measure(self) -> "tuple[struct_time, float, bool]":
        """Read all that belongs to one moment, in one transaction.

        :return: :attr:`datetime`, :attr:`temperature` and :attr:`lost_power`
        :raises RuntimeError: what the clock has is no time
        """
        buffer = self._read(_SECONDS, 0x13)
        return self._time(), self._degrees(18), bool(buffer[16] & _OSF)

    # Settings

    @property
    def calibration(self) -> int:
        """The aging offset, -128 to 127: each step slows the clock down by about 0.1 ppm.

        Assigning it measures the temperature, so that it counts at once.

        :raises ValueError: what is assigned is out of range
        :raises TimeoutError: see :meth:`force_temperature_conversion`
        """
        value = self._read(_AGING, 1)[1]
        return value - 256 if value > 127 else value

    @calibration.setter
    def calibration(self, value: int) -> None:
        if not -128 <= value <= 127:
            raise ValueError("must be -128 to 127")
        self._buffer[1] = value & 0xFF
        self._send(_AGING, 1)
        self.force_temperature_conversion()

    # Actions

    def force_temperature_conversion(self) -> float:
        """Measure the temperature now, which takes 0.2 s, or twice that.

        :return: the temperature, in °C
        :raises TimeoutError: that is not over within 1 s
        """
        self._wait(2, _BSY)
        self._buffer[1] |= _CONV
        self._send(_CONTROL, 1)
        self._wait(1, _CONV)
        return self._degrees(4)

    # Helpers

    def _read(self, register: int, length: int) -> bytearray:
        """Read registers in a row into the buffer, from its second place on."""
        buffer = self._buffer
        buffer[0] = register
        with self.i2c_device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_start=1, in_end=1 + length)
        return buffer

    def _send(self, register: int, length: int) -> None:
        """Write the bytes from the buffer's second place on, in one transaction."""
        self._buffer[0] = register
        with self.i2c_device as i2c:
            i2c.write(self._buffer, end=1 + length)

    def _wait(self, index: int, mask: int) -> None:
        """Read from Control to Temp, until a bit is 0."""
        for _ in range(50):
            if not self._read(_CONTROL, 5)[index] & mask:
                return
            time.sleep(0.01)
        raise TimeoutError("no end of a conversion in 0.5 s")

    def _degrees(self, index: int) -> float:
        value = self._buffer[index] << 2 | self._buffer[index + 1] >> 6
        return (value - 1024 if value > 511 else value) / 4

    def _time(self) -> "struct_time":
        buffer = self._buffer
        fields = self._fields
        fields[0] = year = _number(buffer[7], 0, 99) + (2100 if buffer[6] & _CENTURY else 2000)
        fields[1] = month = _number(buffer[6] & 0x7F, 1, 12)
        fields[2] = day = _number(buffer[5], 1, 31)
        fields[3] = _hour(buffer[3])
        fields[4] = _number(buffer[2], 0, 59)
        fields[5] = _number(buffer[1], 0, 59)
        weekday = _number(buffer[4], 0, 7) - 1
        fields[6] = weekday if weekday >= 0 else _weekday(year, month, day)  # never set
        return time.struct_time(fields)
