# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DS18S20 thermometer (Maxim 19-5474, rev. 3, 8/10), the older kin of the DS18B20.

What :mod:`copperbench.chips.ds18b20` says holds here, too. The temperature is in halves of a
degree, COUNT REMAIN (byte 6) tells the rest, and COUNT PER °C (byte 7) is 16; there is no
configuration, and a conversion always takes 750 ms. 85 °C after power-up looks as 85 °C does.
"""

from copperbench.chips.ds18b20 import CONFIG, DS18B20, RESERVED_6


class DS18S20(DS18B20):
    """A DS18S20.

    :param serial: its serial number, 48 bits
    :param parasite: whether it has no supply but the line
    :param alarm_high: TH as it is in the EEPROM, °C
    :param alarm_low: TL, likewise
    """

    name = "DS18S20"
    FAMILY = 0x10
    WRITABLE = 2
    POWER_UP = b"\xaa\x00"

    def __init__(self, serial=0x000000000001, parasite=False, alarm_high=75, alarm_low=70):
        super().__init__(serial, parasite, alarm_high, alarm_low)

    def _recall(self):
        super()._recall()
        self._scratchpad[CONFIG] = 0xFF  # reserved here

    def _convert(self):
        # Page 6: T = TEMP_READ - 0.25 + (16 - COUNT_REMAIN) / 16, run backwards; TEMP_READ is
        # the reading in halves, rounded, without its lowest bit.
        up = self._sixteenths + 4
        self._scratchpad[0] = up >> 3 & 0xFF
        self._scratchpad[1] = up >> 11 & 0xFF
        self._scratchpad[RESERVED_6] = 16 - (up & 0x0F)
