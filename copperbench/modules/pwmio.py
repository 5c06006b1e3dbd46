# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pulse width modulation, with the timers of an RP2040: two pins share one, and its frequency."""

from copperbench import device as _device, mcu as _mcu, native as _native, pins as _pins
from copperbench.bench import current as _current


class _State(_device.State):
    def __init__(self, line, slices, duty_cycle, frequency, variable):
        super().__init__("PWMOut", line)
        self.line = line
        self.slices = slices
        self.variable = variable
        self.duty_cycle = duty_cycle
        self.set_frequency(frequency)

    def set_frequency(self, frequency):
        self.frequency = _mcu.pwm_frequency(_current(), frequency)
        if self.slices is not None:
            self.slices.tune(self.line.number, frequency)
        self.put()

    def put(self):
        self.line.modulate(self.frequency, self.duty_cycle)

    def stop(self):
        if self.slices is not None:
            self.slices.free(self.line.number)


@_native.exposed
class PWMOut(_device.Device):
    """A square wave at a pin."""

    @_native.constructor("pin *duty_cycle:i? frequency:i? variable_frequency:b?")
    def __init__(self, pin, *, duty_cycle=0, frequency=500, variable_frequency=False):
        line = _pins.free_line(pin)
        duty_cycle = _native.to_int(duty_cycle) & 0xFFFF
        frequency = _native.to_int(frequency)
        variable = bool(variable_frequency)
        slices = _mcu.take_pwm(_current(), line, frequency, variable)
        _native.hide(self, _State(line, slices, duty_cycle, frequency, variable))

    def duty_cycle(self):
        """The share of time that the pin is high, 0 to 65535."""
        self._check()
        return self._state.duty_cycle

    def _set_duty_cycle(self, duty_cycle):
        self._check()
        duty_cycle = _native.in_range(_native.to_int(duty_cycle), 0, 65535, "duty_cycle")
        self._state.duty_cycle = duty_cycle
        self._state.line.clock.advance_us(_pins.ACCESS_US)
        self._state.put()

    duty_cycle = _native.attribute(duty_cycle, _set_duty_cycle)

    def frequency(self):
        """The frequency that the timer really has, in Hz."""
        self._check()
        return self._state.frequency

    def _set_frequency(self, frequency):
        self._check()
        if not self._state.variable:
            raise AttributeError("Invalid variable_frequency")
        frequency = _native.to_int(frequency)
        _mcu.check_pwm_frequency(_current(), frequency)
        self._state.set_frequency(frequency)

    frequency = _native.attribute(frequency, _set_frequency)


_native.module(__name__, "PWMOut")
