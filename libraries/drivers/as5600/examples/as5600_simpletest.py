# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print where the magnet stands, twice a second."""

import time

import board

import adafruit_as5600

sensor = adafruit_as5600.AS5600(board.I2C())  # SCL and SDA of the board

while True:
    magnet = sensor.magnet
    if magnet == adafruit_as5600.MAGNET_ABSENT:
        print("no magnet")
    elif magnet == adafruit_as5600.MAGNET_TOO_WEAK:
        print("magnet too weak or too far away")
    elif magnet == adafruit_as5600.MAGNET_TOO_STRONG:
        print("magnet too strong or too near")
    else:
        print(f"{sensor.degrees:.1f} degrees")
    time.sleep(0.5)
