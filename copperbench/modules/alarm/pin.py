# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Alarms of pins."""

from copperbench import native as _native, pins as _pins


class _State:
    def __init__(self, pin, value, edge, pull):
        self.pin = pin
        self.value = value
        self.edge = edge
        self.pull = pull
        self.before = None  # the level at the last look, for an edge


@_native.exposed
class PinAlarm(_native.Object):
    """Wakes when a pin has a level, or gets it."""

    @_native.constructor("pin *value:b edge:b? pull:b?")
    def __init__(self, pin, *, value, edge=False, pull=False):
        _pins.free_pin(pin, "pin")
        _native.hide(self, _State(pin, bool(value), bool(edge), bool(pull)))

    def pin(self):
        """The pin."""
        return self._state.pin

    pin = _native.attribute(pin)

    def value(self):
        """The level that wakes."""
        return self._state.value

    value = _native.attribute(value)

    def _due(self, clock):
        state = self._state
        line = state.pin._state
        if state.pull:
            line.input(_pins.DOWN if state.value else _pins.UP)
        level = line.value
        before = state.before
        state.before = level
        return level == state.value and (not state.edge or before not in (None, level))


_native.module(__name__, "PinAlarm")
