# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Digital inputs and outputs."""

from copperbench import device as _device, native as _native, pins as _pins

Direction = _native.enumeration("digitalio.Direction", "INPUT", "OUTPUT")
DriveMode = _native.enumeration("digitalio.DriveMode", "PUSH_PULL", "OPEN_DRAIN")
Pull = _native.enumeration("digitalio.Pull", "UP", "DOWN")

_PULLS = {_pins.UP: Pull.UP, _pins.DOWN: Pull.DOWN}


class _State(_device.State):
    def __init__(self, line):
        super().__init__("DigitalInOut", line)
        self.line = line
        self.output = False
        self.open_drain = False

    def put(self, value):
        if value and self.open_drain:
            self.line.input()
        else:
            self.line.output(1 if value else 0)


@_native.exposed
class DigitalInOut(_device.Device):
    """A pin that is read or set: an input without a pull at first."""

    @_native.constructor(1)
    def __init__(self, pin):
        _native.hide(self, _State(_pins.free_line(pin)))

    @_native.method("value:b? drive_mode?", check="_check")
    def switch_to_output(self, value=False, drive_mode=DriveMode.PUSH_PULL):
        """Drive the pin, from now on, with ``value``."""
        self._check()
        state = self._state
        state.output = True
        state.open_drain = drive_mode is DriveMode.OPEN_DRAIN
        state.put(value)

    @_native.method("pull?", check="_check")
    def switch_to_input(self, pull=None):
        """Let go of the pin and listen, with a pull or without."""
        self._check()
        pull = _device.pull_of(pull)
        self._state.output = False
        self._state.line.input(pull)

    def direction(self):
        """INPUT or OUTPUT; to set it is the same as to switch with the defaults."""
        self._check()
        return Direction.OUTPUT if self._state.output else Direction.INPUT

    def _set_direction(self, direction):
        self._check()
        if direction is Direction.INPUT:
            self.switch_to_input()
        elif direction is Direction.OUTPUT:
            self.switch_to_output()
        else:
            raise ValueError("Invalid direction")

    direction = _native.attribute(direction, _set_direction)

    def value(self):
        """The level at the pin, a bool."""
        state = self._state
        if state.lines is None:
            raise ValueError(_native.DEINITED)
        line = state.line
        line.clock.advance_us(_pins.ACCESS_US)
        return line.value

    def _set_value(self, value):
        state = self._state
        if state.lines is None:
            raise ValueError(_native.DEINITED)
        if not state.output:
            raise AttributeError("Cannot set value when direction is input.")
        state.line.clock.advance_us(_pins.ACCESS_US)
        state.put(value)

    value = _native.attribute(value, _set_value)

    def drive_mode(self):
        """PUSH_PULL or OPEN_DRAIN, of an output."""
        self._check_output()
        return DriveMode.OPEN_DRAIN if self._state.open_drain else DriveMode.PUSH_PULL

    def _set_drive_mode(self, mode):
        self._check_output()
        state = self._state
        value = state.line.value
        state.open_drain = mode is DriveMode.OPEN_DRAIN
        if value:
            state.put(value)

    drive_mode = _native.attribute(drive_mode, _set_drive_mode)

    def _check_output(self):
        self._check()
        if not self._state.output:
            raise AttributeError("Drive mode not used when direction is input.")

    def pull(self):
        """Pull.UP, Pull.DOWN or None, of an input."""
        self._check_input()
        return _PULLS.get(self._state.line.internal)

    def _set_pull(self, pull):
        self._check_input()
        self._state.line.input(_device.pull_of(pull))

    pull = _native.attribute(pull, _set_pull)

    def _check_input(self):
        self._check()
        if self._state.output:
            raise AttributeError("Pull not used when direction is output.")


_native.module(__name__, "DigitalInOut", "Direction", "DriveMode", "Pull")
