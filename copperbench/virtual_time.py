# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``time``, by the clock of the bench in use."""

from collections import namedtuple

from copperbench import native
from copperbench.bench import current
from copperbench.mcu import BOOT_US

#: What reading the time costs a program, in µs: so that a loop which only looks at the time ends.
READING_US = 10

_FIELDS = ("year", "mon", "mday", "hour", "min", "sec", "wday", "yday", "isdst")
_NAMES = tuple(["tm_" + field for field in _FIELDS])

_START = 946684800  # 2000-01-01, the first second that firmware knows, after 1970-01-01
_DAYS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # before each month

NAMES = ("localtime", "mktime", "monotonic", "monotonic_ns", "sleep", "struct_time", "time")


def _items(value):
    """Return the nine items of what ``struct_time`` is made from."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"object '{type(value).__name__}' isn't a tuple or list")
    if len(value) != 9:
        raise ValueError("value length must be 9")
    return value


if native.CPYTHON:

    class struct_time(tuple):  # noqa: N801  # the firmware's name
        """A date and time; the day of the week counts from Monday, and the last is -1."""

        __module__ = "builtins"

        @native.constructor(1)
        def __new__(cls, value):
            """Take a tuple or list of nine."""
            return tuple.__new__(cls, _items(value))

        def __init__(self, *args):
            """Take what ``__new__`` has taken already."""

        def __setattr__(self, name, value):
            raise AttributeError("can't set attribute")

        def __setitem__(self, index, value):
            raise TypeError("'struct_time' object doesn't support item assignment")

        def __dir__(self):
            return ["__class__"] + list(_NAMES)

        def __getitem__(self, index):
            try:
                return super().__getitem__(index)
            except IndexError:
                pass
            except TypeError:
                raise TypeError(
                    f"struct_time indices must be integers, not {type(index).__name__}"
                ) from None
            raise IndexError("struct_time index out of range")

        def __getattribute__(self, name):
            if name in ("count", "index"):
                raise AttributeError(f"'struct_time' object has no attribute '{name}'")
            return super().__getattribute__(name)

        def __repr__(self):
            return "struct_time({})".format(
                ", ".join([f"{name}={value!r}" for name, value in zip(_NAMES, self)])
            )

    def _item(index):
        return property(lambda self: self[index])

    for _index, _name in enumerate(_NAMES):
        setattr(struct_time, _name, _item(_index))

else:
    _Struct = namedtuple("struct_time", _NAMES)

    @native.exposed
    class struct_time(_Struct):  # noqa: N801
        """A date and time, as above."""

        @native.constructor(1)
        def __init__(self, value):
            """Take a tuple or list of nine."""
            super().__init__(*_items(value))

        def __getattr__(self, name):
            raise AttributeError(f"'struct_time' object has no attribute '{name}'")

        count = property(lambda self: self.__getattr__("count"))  # of the VM's tuples
        index = property(lambda self: self.__getattr__("index"))

        def __setattr__(self, name, value):
            raise AttributeError("can't set attribute")


@native.function(1)
def sleep(seconds):
    """Let ``seconds`` of virtual time pass."""
    if type(seconds) is not float:  # a float costs no heap this way
        seconds = native.to_float(seconds)
    if seconds < 0:
        raise ValueError("seconds must be >= 0")
    current().clock.advance(seconds)


@native.function(0)
def monotonic():
    """Return seconds since power-up, in steps of a millisecond."""
    return _uptime_us() // 1000 / 1000


@native.function(0)
def monotonic_ns():
    """Return nanoseconds since power-up, in steps of 1/32768 s."""
    return _uptime_us() * 32768 // 1000000 * 1000000000 // 32768


@native.function(0)
def time():
    """Return the whole seconds from 1970-01-01 to now, by the time source."""
    return seconds_of(now())


@native.function((0, 1))
def localtime(seconds=None):
    """Return ``seconds`` since 1970-01-01, or now, as a ``struct_time``."""
    if seconds is None:
        return now()
    if isinstance(seconds, float):
        seconds = int(_board_float(seconds))
    seconds = native.to_int(seconds)
    if seconds < _START:
        raise OverflowError("timestamp out of range for platform time_t")
    return struct_of(seconds)


@native.function(1)
def mktime(value):
    """Return a time, a tuple or ``struct_time``, as seconds since 1970-01-01."""
    items = tuple_of(value)
    if items[0] < 2000:
        raise OverflowError("tm_year out of range")
    return seconds_of(items)


def now():
    """Return the date and time: the board's, or those of what ``rtc.set_time_source`` got."""
    mcu = current().mcu
    if mcu.time_source is not None:
        return mcu.time_source.datetime
    return struct_of(mcu.epoch + _uptime_us() // 1000000)


def tuple_of(value):
    """Return the nine numbers of a tuple or ``struct_time``.

    :raises TypeError: it is something else, or does not hold numbers
    """
    if not isinstance(value, tuple):
        raise TypeError(f"value must be of type struct_time, not {type(value).__name__}")
    if len(value) != 9:
        raise TypeError(f"function takes 9 positional arguments but {len(value)} were given")
    return [native.to_int(item) for item in value]


def seconds_of(items):
    """Return a date and time as seconds since 1970-01-01; a field may be beyond its end."""
    year, month, day, hour, minute, second = items[:6]
    year += (month - 1) // 12
    month = (month - 1) % 12
    days = 365 * (year - 1970) + _leap_days(year) - _leap_days(1970)
    days += _DAYS[month] + day - 1
    if month > 1 and _is_leap(year):
        days += 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def struct_of(seconds):
    """Return seconds since 1970-01-01 as a ``struct_time``."""
    days, rest = divmod(seconds, 86400)
    year = 1970 + days // 366
    while True:
        first = 365 * (year + 1 - 1970) + _leap_days(year + 1) - _leap_days(1970)
        if first > days:
            break
        year += 1
    day = days - 365 * (year - 1970) - _leap_days(year) + _leap_days(1970)
    month = 11
    while _first_day(month, year) > day:
        month -= 1
    return struct_time(
        (
            year,
            month + 1,
            day - _first_day(month, year) + 1,
            rest // 3600,
            rest // 60 % 60,
            rest % 60,
            (days + 3) % 7,
            day + 1,
            -1,
        )
    )


def _first_day(month, year):
    return _DAYS[month] + (1 if month > 1 and _is_leap(year) else 0)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _leap_days(year):
    """Return how many there were before ``year``."""
    year -= 1
    return year // 4 - year // 100 + year // 400


def _board_float(value):
    """Return ``value`` as a board has it: 30 bits; 10.x fills in the two above as the last two."""
    from struct import pack, unpack

    bits = unpack("<I", pack("<f", value))[0] & 0xFFFFFFFC
    if not current().firmware.startswith("9"):
        bits |= bits >> 2 & 3
    return unpack("<f", pack("<I", bits))[0]


def _uptime_us():
    clock = current().clock
    clock.advance_us(READING_US)
    return clock.us + BOOT_US
