# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Measure a small difference, A0 - A1, with the finest range that it fits into."""

import time

import board

from adafruit_ads1x15 import ADS1115, AnalogIn, ads1x15

ads = ADS1115(board.I2C(), data_rate=16)  # slow, and so with less noise
difference = AnalogIn(ads, ads1x15.Pin.A0, ads1x15.Pin.A1)

while True:
    ads.gain = ads.gains[0]
    value, voltage = difference.measure()
    for gain in reversed(ads.gains):
        if abs(voltage) < 4.096 / gain * 0.95:
            break
    ads.gain = gain
    value, voltage = difference.measure()
    print(f"{voltage * 1000:9.4f} mV at a gain of {gain:.3g}")
    time.sleep(1)
