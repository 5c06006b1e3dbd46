# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Texas Instruments ADS1115, an analog-to-digital converter of 16 bits."""

from micropython import const

from .ads1x15 import ADS1x15, _Option

# The inputs, as programs for releases of Adafruit's driver before 3.0 name them
P0 = const(0)
P1 = const(1)
P2 = const(2)
P3 = const(3)


class ADS1115(ADS1x15):
    """An ADS1115; its arguments are those of :class:`~adafruit_ads1x15.ads1x15.ADS1x15`."""

    bits = 16
    _rates = (8, 16, 32, 64, 128, 250, 475, 860)
    _default_rate = 128

    #: Samples a second: (8, 16, 32, 64, 128, 250, 475, 860).
    data_rate = _Option(0x00E0, _rates)
