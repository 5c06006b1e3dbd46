# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""DHT11: temperature and humidity on one line, in whole units and tenths.

Source: DHT11 data sheet (Aosong): start signal of 18 ms; bytes of whole and tenths, humidity
first; a set bit 7 of the last byte is the sign; otherwise as the DHT22.
"""

from copperbench.chips.dht22 import DHT22


class DHT11(DHT22):
    """A DHT11.

    :ivar temperature: -20 to 60 °C
    :ivar humidity: 0 to 100 %RH
    """

    name = "DHT11"
    START_US = 18000
    PERIOD_US = 1000000
    LOWEST, HIGHEST = -20.0, 60.0

    def encode(self, temperature, humidity):
        """Return the four bytes of a measurement."""
        moist = round(humidity * 10)
        tenths = round(abs(temperature) * 10)
        sign = 0x80 if temperature < 0 else 0
        return (moist // 10, moist % 10, tenths // 10, tenths % 10 | sign)
