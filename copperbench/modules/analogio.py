# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Analog inputs and outputs."""

from copperbench import device as _device, native as _native, pins as _pins
from copperbench.bench import current as _current

# The pins with a converter, by port; where a port is not named, every pin is taken to have one.
_INPUTS = {"raspberrypi": ("GPIO26", "GPIO27", "GPIO28", "GPIO29")}
_OUTPUTS = {"atmel-samd": ("PA02", "PA05")}  # DAC0 and DAC1 of the SAMD51, and the SAMD21's one

_STEPS = 4096  # the converters have 12 bits


class _State(_device.State):
    def __init__(self, user, line):
        super().__init__(user, line)
        self.line = line
        self.value = 0


def _has(pins, line):
    port = _current().board.data.port
    return pins is _INPUTS if port not in pins else line.name in pins[port]


@_native.exposed
class AnalogIn(_device.Device):
    """The voltage at a pin."""

    @_native.constructor(1)
    def __init__(self, pin):
        line = _pins.free_line(pin)
        if not _has(_INPUTS, line):
            raise ValueError("Invalid pin")
        _native.hide(self, _State("AnalogIn", line))

    def value(self):
        """The voltage, 0 to 65535 for 0 V to the reference; the low 4 bits repeat the high ones."""
        self._check()
        line = self._state.line
        line.clock.advance_us(_pins.ACCESS_US)
        raw = int(line.volts * _STEPS / _pins.SUPPLY + 0.5)
        raw = 0 if raw < 0 else _STEPS - 1 if raw >= _STEPS else raw
        return raw << 4 | raw >> 8

    value = _native.attribute(value)

    def reference_voltage(self):
        """The voltage that reads as 65535, in V."""
        self._check()
        return _pins.SUPPLY

    reference_voltage = _native.attribute(reference_voltage)


@_native.exposed
class AnalogOut(_device.Device):
    """A voltage put out at a pin, on microcontrollers that can."""

    @_native.constructor(1)
    def __init__(self, pin):
        line = _pins.line_of(pin)
        if _current().board.data.port not in _OUTPUTS:
            raise NotImplementedError("AnalogOut")
        _pins.assert_free(pin)
        if not _has(_OUTPUTS, line):
            raise ValueError("Invalid pin")
        _native.hide(self, _State("AnalogOut", line))
        line.put_volts(0)

    def value(self):
        """The voltage, 0 to 65535 for 0 V to the supply. It can only be set."""
        raise AttributeError("unreadable attribute")

    def _set_value(self, value):
        self._check()
        value = _native.in_range(_native.to_int(value), 0, 65535, "value")
        line = self._state.line
        line.clock.advance_us(_pins.ACCESS_US)
        line.put_volts(_pins.SUPPLY * (value >> 4) / (_STEPS - 1))

    value = _native.attribute(value, _set_value)


_native.module(__name__, "AnalogIn", "AnalogOut")
