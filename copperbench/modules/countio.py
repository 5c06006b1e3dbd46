# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Counting edges at a pin, with the RP2040's PWM timers."""

from copperbench import device as _device, native as _native, pins as _pins
from copperbench.bench import current as _current

Edge = _native.enumeration("countio.Edge", "RISE", "FALL", "RISE_AND_FALL")

_COUNTED = {Edge.RISE: (1,), Edge.FALL: (0,), Edge.RISE_AND_FALL: (0, 1)}


class _State(_device.State):
    def __init__(self, line, counted, slices):
        super().__init__("Counter", line)
        self.line = line
        self.counted = counted
        self.slices = slices
        self.count = 0
        line.watch(self.edge)

    def edge(self, level):
        if level in self.counted:
            self.count += 1

    def stop(self):
        self.line.unwatch(self.edge)
        if self.slices is not None:
            self.slices.free_whole(self.line.number)


@_native.exposed
class Counter(_device.Device):
    """A count of the edges at a pin."""

    @_native.constructor("pin *edge? pull?")
    def __init__(self, pin, *, edge=Edge.FALL, pull=None):
        line = _pins.free_line(pin)
        _native.of_type(edge, Edge, "edge")
        pull = _device.pull_of(pull)
        bench = _current()
        slices = None
        if bench.board.data.port == "raspberrypi":
            if line.number % 2 == 0:
                raise RuntimeError("Pin must be on PWM Channel B")
            if edge is Edge.RISE_AND_FALL:
                raise NotImplementedError("RISE_AND_FALL not available on this chip")
            slices = bench.mcu.slices
            slices.take_whole(line.number)
        line.input(pull)
        _native.hide(self, _State(line, _COUNTED[edge], slices))

    def count(self):
        """The edges so far."""
        self._check()
        self._state.line.clock.advance_us(_pins.ACCESS_US)
        return self._state.count

    def _set_count(self, count):
        self._check()
        self._state.count = _native.to_int(count)

    count = _native.attribute(count, _set_count)

    @_native.method(1)
    def reset(self):
        """Begin again at 0."""
        self._check()
        self._state.count = 0


_native.module(__name__, "Counter", "Edge")
