# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The clock that knows the date."""

from copperbench import native as _native, virtual_time as _time
from copperbench.bench import current as _current
from copperbench.mcu import BOOT_US as _BOOT_US


@_native.exposed
class RTC(_native.Object):
    """The clock of the board: there is one."""

    @_native.constructor(0)
    def __new__(cls):
        """Return the one that there is."""
        return _rtc

    def datetime(self):
        """The date and time, as a ``time.struct_time``."""
        bench = _current()
        return _time.struct_of(bench.mcu.epoch + _uptime(bench))

    def _set_datetime(self, value):
        bench = _current()
        bench.mcu.epoch = _time.seconds_of(_time.tuple_of(value)) - _uptime(bench)

    datetime = _native.attribute(datetime, _set_datetime)

    def calibration(self):
        """0: the RP2040's clock cannot be calibrated."""
        return 0

    def _set_calibration(self, value):
        raise NotImplementedError("calibration")

    calibration = _native.attribute(calibration, _set_calibration)


_rtc = _native.made(RTC, None)


def _uptime(bench):
    return (bench.clock.us + _BOOT_US) // 1000000


@_native.function(1)
def set_time_source(rtc):
    """Have ``time.time()`` and ``time.localtime()`` ask ``rtc.datetime``."""
    _current().mcu.time_source = rtc


_native.module(__name__, "RTC", "set_time_source")
