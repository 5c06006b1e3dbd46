# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell of double taps, which the chip finds by itself."""

import time

import board

import adafruit_lis3dh

sensor = adafruit_lis3dh.LIS3DH_I2C(board.I2C())
sensor.range = adafruit_lis3dh.RANGE_8_G
sensor.set_tap(2, 60)

print("Knock twice.")

while True:
    if sensor.tapped:
        print("Tapped!")
    time.sleep(0.05)
