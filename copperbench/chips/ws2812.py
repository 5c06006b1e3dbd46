# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Worldsemi WS2812B (NeoPixel): RGB LEDs with one data line.

Source: its datasheet: 0.4 µs high for a 0, 0.8 µs for a 1, 0.85 µs and 0.45 µs low, ±150 ns;
high bit first, green, red, blue; a low of 280 µs shows the colours (50 µs in the first
revision). Not modelled: the level that a high must have at 5 V, and the current.
"""

from copperbench.chip_led import OneWireLights


class WS2812(OneWireLights):
    """A strip of WS2812B: ``bench.attach(chips.WS2812(10), data="NEOPIXEL")``.

    :param count: how many LEDs there are
    :param order: of the colours on the wire; some parts that are sold as such have ``RGB``
    :param reset_us: how long a low shows the colours, 280 µs if not given
    """

    name = "WS2812"
