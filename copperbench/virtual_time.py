# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``time``, by the clock of the bench in use."""

from collections import namedtuple

from copperbench.bench import current

#: What reading the time costs a program, in µs: so that a loop which only looks at the time ends.
READING_US = 10

_NAMES = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
struct_time = namedtuple("struct_time", _NAMES)


def sleep(seconds):
    """Let ``seconds`` of virtual time pass."""
    if seconds < 0:
        raise ValueError("seconds must be >= 0")
    current().clock.advance(seconds)


def monotonic():
    """Return seconds since power-up."""
    return _now_us() / 1000000


def monotonic_ns():
    """Return nanoseconds since power-up."""
    return _now_us() * 1000


def _now_us():
    clock = current().clock
    clock.advance_us(READING_US)
    return clock.us
