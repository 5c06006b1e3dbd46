# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell of shakes."""

import time

import board

import adafruit_lis3dh

sensor = adafruit_lis3dh.LIS3DH_I2C(board.I2C())
sensor.range = adafruit_lis3dh.RANGE_8_G

while True:
    if sensor.shake(shake_threshold=15):
        print(f"shaken at {time.monotonic():.1f} s")
    time.sleep(0.1)
