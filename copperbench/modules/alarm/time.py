# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Alarms of the clock."""

from copperbench import native as _native, virtual_time as _time
from copperbench.bench import current as _current
from copperbench.mcu import BOOT_US as _BOOT_US


@_native.exposed
class TimeAlarm(_native.Object):
    """Wakes at a time."""

    @_native.constructor("*monotonic_time? epoch_time?")
    def __init__(self, *, monotonic_time=None, epoch_time=None):
        if (monotonic_time is None) == (epoch_time is None):
            raise ValueError("Supply one of monotonic_time or epoch_time")
        now = (_current().clock.us + _BOOT_US) // 1000 / 1000
        if epoch_time is not None:
            # The firmware takes anything for a number here; what is none is long past.
            past = not isinstance(epoch_time, int)
            monotonic_time = 0 if past else now + epoch_time - _time.seconds_of(_time.now())
        monotonic_time = _native.to_float(monotonic_time)
        if monotonic_time < now:
            raise ValueError("Time is in the past.")
        _native.hide(self, monotonic_time)

    def monotonic_time(self):
        """When, by ``time.monotonic()``."""
        return self._state

    monotonic_time = _native.attribute(monotonic_time)

    def _due(self, clock):
        return clock.us + _BOOT_US >= self._state * 1000000


_native.module(__name__, "TimeAlarm")
