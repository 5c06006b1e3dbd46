# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Rotary encoders."""

from copperbench import device as _device, native as _native, pins as _pins
from copperbench.bench import current as _current

# Quarters of a cycle, by the state before and the state now, each A << 1 | B. States
# that differ in both bits do not follow each other, and count for nothing.
_QUARTERS = (0, -1, 1, 0, 1, 0, 0, -1, -1, 0, 0, 1, 0, 1, -1, 0)


class _State(_device.State):
    def __init__(self, line_a, line_b, divisor):
        super().__init__("IncrementalEncoder", line_a, line_b)
        self.divisor = divisor
        self.position = 0
        self.quarters = 0
        self.last = self.look()
        line_a.watch(self.edge)
        line_b.watch(self.edge)

    def look(self):
        return self.lines[0].net.level << 1 | self.lines[1].net.level

    def edge(self, level):
        now = self.look()
        self.quarters += _QUARTERS[self.last << 2 | now]
        self.last = now
        if self.quarters >= self.divisor:
            self.position += 1
            self.quarters = 0
        elif self.quarters <= -self.divisor:
            self.position -= 1
            self.quarters = 0

    def stop(self):
        for line in self.lines:
            line.unwatch(self.edge)


@_native.exposed
class IncrementalEncoder(_device.Device):
    """The position of an encoder whose contacts connect two pins to ground."""

    @_native.constructor("pin_a pin_b divisor:i?")
    def __init__(self, pin_a, pin_b, divisor=4):
        line_a = _pins.free_line(pin_a, "pin_a")
        line_b = _pins.free_line(pin_b, "pin_b")
        divisor = _native.to_int(divisor)
        if _current().board.data.port == "raspberrypi" and abs(line_a.number - line_b.number) != 1:
            raise RuntimeError("Pins must be sequential")
        line_a.input(_pins.UP)
        line_b.input(_pins.UP)
        _native.hide(self, _State(line_a, line_b, divisor))

    def divisor(self):
        """Quarters of the encoder's cycle for one step of the position: 1, 2 or 4."""
        self._check()
        return self._state.divisor

    def _set_divisor(self, divisor):
        self._check()
        self._state.divisor = _native.to_int(divisor)

    divisor = _native.attribute(divisor, _set_divisor)

    def position(self):
        """Steps from where the encoder was at first, or was set to be."""
        self._check()
        self._state.lines[0].clock.advance_us(_pins.ACCESS_US)
        return self._state.position

    def _set_position(self, position):
        self._check()
        self._state.position = _native.to_int(position)

    position = _native.attribute(position, _set_position)


_native.module(__name__, "IncrementalEncoder")
