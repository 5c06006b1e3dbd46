# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Opsco SK6812 (NeoPixel RGBW): LEDs with a white one besides, and one data line.

Source: the datasheet of SK6812RGBW: 0.3 µs high for a 0, 0.6 µs for a 1, 0.9 µs and 0.6 µs
low, ±150 ns; high bit first, green, red, blue, white; a low of 80 µs shows the colours. Not
modelled: the level that a high must have, and the current.
"""

from copperbench.chip_led import OneWireLights


class SK6812(OneWireLights):
    """A strip of SK6812: ``bench.attach(chips.SK6812(8), data="D5")``.

    :param count: how many LEDs there are
    :param order: of the colours on the wire; ``GRB`` for those without a white LED
    :param reset_us: how long a low shows the colours, 80 µs if not given
    """

    name = "SK6812"
    ZERO_NS = (150, 450)
    ONE_NS = (450, 750)
    LOW_NS = 450
    RESET_US = 80

    def __init__(self, count=1, order="GRBW", reset_us=0):
        super().__init__(count, order, reset_us)
