# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Texas Instruments ADS1015, an analog-to-digital converter of 12 bits."""

from micropython import const

from .ads1x15 import ADS1x15, _Option

# The inputs, as programs for releases of Adafruit's driver before 3.0 name them
P0 = const(0)
P1 = const(1)
P2 = const(2)
P3 = const(3)


class ADS1015(ADS1x15):
    """An ADS1015; its arguments are those of :class:`~adafruit_ads1x15.ads1x15.ADS1x15`."""

    bits = 12
    _rates = (128, 250, 490, 920, 1600, 2400, 3300)
    _default_rate = 1600

    #: Samples a second: (128, 250, 490, 920, 1600, 2400, 3300).
    data_rate = _Option(0x00E0, _rates)
