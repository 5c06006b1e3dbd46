# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Trains of pulses, measured and sent, as infrared remotes and DHT sensors use them."""

from copperbench import device as _device, mcu as _mcu, native as _native, pins as _pins
from copperbench.bench import current as _current

_LONGEST_US = 65535
_SHORTEST_US = 10  # what is not longer is noise to the RP2040's port


class _InState(_device.State):
    def __init__(self, line, maxlen, idle):
        super().__init__("PulseIn", line)
        self.line = line
        self.maxlen = maxlen
        self.idle = idle
        self.paused = True
        self.pulses = []
        self.since_us = None  # when the pulse that is on began; None before the first
        self.resume()

    def resume(self):
        self.since_us = None
        if self.paused:
            self.paused = False
            self.line.watch(self.edge)

    def pause(self):
        if not self.paused:
            self.paused = True
            self.line.unwatch(self.edge)

    def edge(self, level):
        now_us = self.line.clock.us
        if self.since_us is None:
            if bool(level) != self.idle:
                self.since_us = now_us
            return
        duration = now_us - self.since_us
        self.since_us = now_us
        if duration > _SHORTEST_US:
            self.pulses.append(duration if duration < _LONGEST_US else _LONGEST_US)
            if len(self.pulses) > self.maxlen:
                self.pulses.pop(0)

    def stop(self):
        self.pause()


@_native.exposed
class PulseIn(_device.Device):
    """The durations of pulses at a pin, in µs, the oldest first."""

    @_native.constructor("pin maxlen:i? idle_state:b?")
    def __init__(self, pin, maxlen=2, idle_state=False):
        line = _pins.free_line(pin)
        maxlen = _native.to_int(maxlen) & 0xFFFF
        if maxlen == 0:
            raise MemoryError("memory allocation failed, allocating 0 bytes")
        line.input()
        _native.hide(self, _InState(line, maxlen, bool(idle_state)))

    @_native.method(1)
    def pause(self):
        """Measure no more."""
        self._check()
        self._state.pause()

    @_native.method("trigger_duration:i?", check="_check")
    def resume(self, trigger_duration=0):
        """Measure again, after a pulse of ``trigger_duration`` µs that wakes the sensor."""
        self._check()
        state = self._state
        trigger_duration = _native.to_int(trigger_duration)
        if trigger_duration > 0:
            state.pause()
            line = state.line
            line.output(0 if state.idle else 1)
            line.clock.advance_us(trigger_duration)
            line.input()
        state.resume()

    @_native.method(1)
    def clear(self):
        """Forget all pulses."""
        self._check()
        self._state.pulses.clear()

    @_native.method(1)
    def popleft(self):
        """Return the oldest pulse, and forget it."""
        self._check()
        self._look()
        if not self._state.pulses:
            raise IndexError("pop from empty PulseIn")
        return self._state.pulses.pop(0)

    def maxlen(self):
        """How many pulses are kept; when there are more, the oldest go."""
        self._check()
        return self._state.maxlen

    maxlen = _native.attribute(maxlen)

    def paused(self):
        """Whether nothing is measured."""
        self._check()
        return self._state.paused

    paused = _native.attribute(paused)

    def _look(self):
        self._state.line.clock.advance_us(_pins.ACCESS_US)

    def __len__(self):
        self._check()
        self._look()
        return len(self._state.pulses)

    def __bool__(self):
        return len(self) != 0

    def __getitem__(self, index):
        self._check()
        if isinstance(index, _native.Slice):
            raise NotImplementedError("Slices not supported")
        pulses = self._state.pulses
        return pulses[_native.index(index, len(pulses), "PulseIn")]

    def __setitem__(self, index, value):
        self[index]
        raise AttributeError("Read-only")


class _OutState(_device.State):
    def __init__(self, line, frequency, slices):
        super().__init__("PulseOut", line)
        self.line = line
        self.frequency = frequency
        self.slices = slices
        self.shortest_us = 1000000 // _mcu.pwm_frequency(_current(), frequency)  # one period
        line.output(0)

    def stop(self):
        if self.slices is not None:
            self.slices.free(self.line.number)


@_native.exposed
class PulseOut(_device.Device):
    """Pulses of a carrier, whose envelope is on the wire: ``bench.pin("D5").pulses`` has them."""

    @_native.constructor("pin *frequency:i? duty_cycle:i?")
    def __init__(self, pin, *, frequency=38000, duty_cycle=1 << 15):
        line = _pins.free_line(pin)
        frequency = _native.to_int(frequency)
        _native.to_int(duty_cycle)  # the envelope is all that is seen of it
        slices = _mcu.take_pwm(_current(), line, frequency)
        _native.hide(self, _OutState(line, frequency, slices))

    @_native.method(2)
    def send(self, pulses):
        """Send pulses: an array of type ``H`` with µs, alternately on and off."""
        self._check()
        _native.readable(pulses)
        # The VM does not tell the size of the items of an empty array.
        size = _native.item_size(pulses) if len(pulses) or _native.CPYTHON else 2
        if size != 2 or type(pulses).__name__ not in ("array", "memoryview"):
            raise TypeError("Array must contain halfwords (type 'H')")
        state = self._state
        line = state.line
        durations = list(pulses)
        line.pulses.append((durations, state.frequency))
        for index, duration in enumerate(durations):
            line.output(1 - index % 2)
            line.clock.advance_us(max(duration, state.shortest_us))
        line.output(0)


_native.module(__name__, "PulseIn", "PulseOut")
