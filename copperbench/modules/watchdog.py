# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The watchdog: it ends a program that has not fed it for too long."""

from copperbench import native as _native
from copperbench.bench import current as _current
from copperbench.errors import Stop as _Stop

WatchDogMode = _native.enumeration("watchdog.WatchDogMode", "RAISE", "RESET")

_LONGEST_S = 8.388607  # the RP2040's counter has 24 bits, of µs, and counts two at a time


class WatchDogTimeout(Exception):  # noqa: N818  # the firmware's name
    """The watchdog was not fed in time."""


class _Timer:
    """What there is of it on one bench."""

    def __init__(self, clock):
        self.clock = clock
        self.timeout = None
        self.mode = None
        self.due = None

    def feed(self):
        if self.due is not None:
            self.clock.cancel(self.due)
            self.due = None
        if self.mode is not None:
            self.due = self.clock.at(self.clock.us + round(self.timeout * 1000000), self.bite)

    def bite(self):
        self.due = None
        if self.mode is WatchDogMode.RESET:
            raise _Stop("the watchdog has reset the board: it was not fed for so long")
        self.mode = None
        raise WatchDogTimeout()


def _state():
    bench = _current()
    if bench.mcu.watchdog is None:
        bench.mcu.watchdog = _Timer(bench.clock)
    return bench.mcu.watchdog


@_native.exposed
class WatchDogTimer(_native.Object):
    """The one watchdog, ``microcontroller.watchdog``."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("WatchDogTimer"))

    @_native.method(1)
    def feed(self):
        """Begin the timeout anew."""
        _state().feed()

    @_native.method(1)
    def deinit(self):
        """Switch the watchdog off."""
        self._set_mode(None)

    def timeout(self):
        """Seconds without :meth:`feed` until it bites."""
        return _state().timeout

    def _set_timeout(self, timeout):
        timeout = _native.to_float(timeout)
        if timeout <= 0:
            raise ValueError("timeout must be >= 0")
        if timeout > _LONGEST_S:
            raise ValueError(f"timeout must be <= {int(_LONGEST_S)}")
        _state().timeout = timeout
        _state().feed()

    timeout = _native.attribute(timeout, _set_timeout)

    def mode(self):
        """RAISE, RESET, or None while it is off."""
        return _state().mode

    def _set_mode(self, mode):
        state = _state()
        if mode is None:
            if state.mode is WatchDogMode.RESET:
                raise NotImplementedError("WatchDogTimer.deinit")
        else:
            _native.of_type(mode, WatchDogMode, "mode")
            if state.timeout is None:
                raise ValueError("timeout must be >= 1")
        state.mode = mode
        state.feed()

    mode = _native.attribute(mode, _set_mode)


_timer = _native.made(WatchDogTimer, None)

_native.module(__name__, "WatchDogMode", "WatchDogTimeout", "WatchDogTimer")
