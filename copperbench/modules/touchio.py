# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Touch pads. The bench has a pad where ``bench.pin("A0").touched`` is False or True."""

from copperbench import device as _device, native as _native, pins as _pins

_SAMPLES = 10
_SAMPLE_US = 30  # to charge the pad, and to watch it lose its charge
_UNTOUCHED = 300  # counts of ten samples: a pad of some 10 pF at 1 MΩ
_TOUCHED = 2500  # a finger adds some 100 pF


class _State(_device.State):
    def __init__(self, line):
        super().__init__("TouchIn", line)
        self.line = line
        self.threshold = int(self.raw() * 1.05 + 100)

    def raw(self):
        self.line.clock.advance_us(_SAMPLES * _SAMPLE_US)
        return _TOUCHED if self.line.touched else _UNTOUCHED


@_native.exposed
class TouchIn(_device.Device):
    """A touch pad, measured by the time in which it loses its charge."""

    def __init__(self, *arguments, **named):
        nine = _native.bench().firmware.startswith("9")  # which has no pull=
        (self._make_9 if nine else self._make)(*arguments, **named)

    @_native.constructor("pin pull?")
    def _make(self, pin, pull=None):
        line = _pins.free_line(pin)
        pull = _device.pull_of(pull)
        if line.touched is None:
            kind = "pullup" if pull == _pins.UP else "pulldown"
            raise ValueError(f"No {kind} on pin; 1Mohm recommended")
        _native.hide(self, _State(line))

    @_native.constructor(1)
    def _make_9(self, pin):
        self._make(pin)

    def value(self):
        """Whether the pad is touched: ``raw_value`` is above ``threshold``."""
        self._check()
        return self._state.raw() > self._state.threshold

    value = _native.attribute(value)

    def raw_value(self):
        """The time to lose the charge, in counts."""
        self._check()
        return self._state.raw()

    raw_value = _native.attribute(raw_value)

    def threshold(self):
        """Above it ``raw_value`` is a touch; at first 1.05 times its value + 100."""
        self._check()
        return self._state.threshold

    def _set_threshold(self, threshold):
        self._check()
        threshold = _native.to_int(threshold)
        self._state.threshold = _native.in_range(threshold, 0, 65535, "threshold")

    threshold = _native.attribute(threshold, _set_threshold)


_native.module(__name__, "TouchIn")
