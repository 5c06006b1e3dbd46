# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Read as fast as the chip converts, and print the extremes of each second.

At 100 kHz the bus is just about fast enough for the ADS1115's 860 samples a second. For
the ADS1015's 3300: busio.I2C(board.SCL, board.SDA, frequency=400_000).
"""

import time

import board

from adafruit_ads1x15 import ADS1115, AnalogIn, ads1x15

ads = ADS1115(board.I2C(), mode=ads1x15.Mode.CONTINUOUS, data_rate=860)
channel = AnalogIn(ads, ads1x15.Pin.A0)

PERIOD = 1 / 860  # s

while True:
    least = most = channel.value
    for _ in range(860):
        time.sleep(PERIOD)
        value = channel.value
        least = min(least, value)
        most = max(most, value)
    least = channel.convert_to_voltage(least)
    most = channel.convert_to_voltage(most)
    print(f"{least:.3f} V to {most:.3f} V")
