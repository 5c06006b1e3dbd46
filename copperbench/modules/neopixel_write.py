# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bytes for NeoPixels. The bench shows them as ``bench.pin("D5").neopixels()``.

The pulses are those of the port ``raspberrypi``: 16 cycles of 12.8 MHz for a bit, 4 of them
high for a 0 and 9 for a 1. A frame is held back so that the one before is shown.
"""

from digitalio import DigitalInOut as _DigitalInOut

from copperbench import native as _native

_BYTE_US = 10  # eight bits of 1.25 µs
_LATCH_US = 300  # the pause that has the pixels show what they got
_ZERO_NS = (312, 938)
_ONE_NS = (703, 547)


@_native.function(2)
def neopixel_write(digitalinout, buf):
    """Send bytes at a pin."""
    _native.of_type(digitalinout, _DigitalInOut, "digitalinout")
    digitalinout._check()
    line = digitalinout._state.line
    data = _native.readable(buf)
    line.clock.advance_us(_LATCH_US + _BYTE_US * len(data))
    line.burst(data, _ZERO_NS, _ONE_NS)


_native.module(__name__, "neopixel_write")
