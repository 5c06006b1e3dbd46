# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""DHT22, also called AM2302: temperature and humidity on one line.

Sources: AM2302 Product Manual (Aosong), "Single-bus communication": start signal of 1 ms,
response of 80 µs low and 80 µs high, bits of 50 µs low and 26 or 70 µs high, 16 bits each of
humidity and temperature in tenths with the sign as its highest bit, checksum, 2 s between
measurements.
"""

from copperbench.chip_pulse import OneLineChip

_RESPONSE_US = (80, 80)
_BIT_LOW_US = 50
_ZERO_US = 26
_ONE_US = 70
_END_US = 50


class DHT22(OneLineChip):
    """A DHT22.

    :ivar temperature: -40 to 80 °C
    :ivar humidity: 0 to 100 %RH
    """

    name = "DHT22"
    PERIOD_US = 2000000  # asked again within it, the chip answers with what it had
    LOWEST, HIGHEST = -40.0, 80.0

    def __init__(self):
        super().__init__()
        self.temperature = 21.5
        self.humidity = 45.0
        self.power_up()

    def power_up(self):
        """Have nothing measured yet."""
        super().power_up()
        self._frame = None
        self._measured_us = 0

    def encode(self, temperature, humidity):
        """Return the four bytes of a measurement."""
        tenths = round(abs(temperature) * 10) | (0x8000 if temperature < 0 else 0)
        moist = round(humidity * 10)
        return (moist >> 8, moist & 0xFF, tenths >> 8, tenths & 0xFF)

    def answer(self):
        """Return the pulses of a frame: measured now, or less than two seconds ago."""
        if self._frame is None or self.now_us - self._measured_us >= self.PERIOD_US:
            self._measured_us = self.now_us
            temperature = min(max(self.temperature, self.LOWEST), self.HIGHEST)
            data = self.encode(temperature, min(max(self.humidity, 0.0), 100.0))
            self._frame = tuple(data) + (sum(data) & 0xFF,)
        pulses = list(_RESPONSE_US)
        for byte in self._frame:
            for bit in range(7, -1, -1):
                pulses.append(_BIT_LOW_US)
                pulses.append(_ONE_US if byte >> bit & 1 else _ZERO_US)
        pulses.append(_END_US)
        return pulses
