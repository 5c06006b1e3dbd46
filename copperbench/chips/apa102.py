# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Shiji Lighting APA102 (DotStar): RGB LEDs with clock and data.

Sources: its datasheet (frames, five bits of current, order of colours, 20 MHz), and what was
found out about the end frame: https://cpldcpu.com/2014/11/30/understanding-the-apa102-superled/
An LED shows its colour as soon as it has it. What is sent wrongly (no start frame, no three
ones) is taken as if it were not. Not modelled: pulse-width modulation, and the current.
"""

from copperbench.chip_led import ClockedLights


class APA102(ClockedLights):
    """A strip of APA102, on SPI without a CS, or at pins that are moved by hand.

    ``bench.spi.attach(chips.APA102(8))``, ``bench.attach(chips.APA102(8), clock="D6", data="D5")``.

    :param count: how many LEDs there are
    :param order: of the colours on the wire
    """

    name = "APA102"
