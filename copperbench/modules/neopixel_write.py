# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bytes for NeoPixels. The bench shows them as ``bench.pin("D5").neopixels()``."""

from digitalio import DigitalInOut as _DigitalInOut

from copperbench import native as _native

_BYTE_US = 10  # eight bits of 1.25 µs
_LATCH_US = 300  # the pause that has the pixels show what they got


@_native.function(2)
def neopixel_write(digitalinout, buf):
    """Send bytes at a pin."""
    _native.of_type(digitalinout, _DigitalInOut, "digitalinout")
    digitalinout._check()
    pixels = bytes(_native.readable(buf))
    line = digitalinout._state.line
    line.clock.advance_us(_LATCH_US + _BYTE_US * len(pixels))
    line.pixels = pixels


_native.module(__name__, "neopixel_write")
