# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print the voltage at A0, twice a second."""

import time

import board

from adafruit_ads1x15 import ADS1115, AnalogIn, ads1x15

ads = ADS1115(board.I2C())  # or ADS1015; SCL and SDA of the board
channel = AnalogIn(ads, ads1x15.Pin.A0)

print("{:>5}\t{:>5}".format("raw", "v"))

while True:
    value, voltage = channel.measure()
    print(f"{value:>5}\t{voltage:>5.3f}")
    time.sleep(0.5)
