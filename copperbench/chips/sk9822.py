# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Opsco SK9822 (sold as DotStar, too): as APA102, and shows its colour later.

Sources: its datasheet, which has the frames of the APA102, and what was found out beside it:
https://cpldcpu.com/2016/12/13/sk9822-a-clone-of-the-apa102/ An LED shows what it got once 32
zeros follow: those of the next start frame, or of an end frame that has them. What is sent
wrongly is taken as if it were not. Not modelled: the current.
"""

from copperbench.chip_led import ClockedLights


class SK9822(ClockedLights):
    """A strip of SK9822, on SPI without a CS, or at pins that are moved by hand.

    :param count: how many LEDs there are
    :param order: of the colours on the wire
    """

    name = "SK9822"
    max_frequency = 15000000
    NEEDS_ZEROS = True
