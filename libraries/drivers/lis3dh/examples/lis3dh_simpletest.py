# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print the acceleration in g, ten times a second."""

import time

import board
import busio

import adafruit_lis3dh

if hasattr(board, "ACCELEROMETER_SCL"):  # a Circuit Playground
    i2c = busio.I2C(board.ACCELEROMETER_SCL, board.ACCELEROMETER_SDA)
    sensor = adafruit_lis3dh.LIS3DH_I2C(i2c, address=0x19)
else:
    sensor = adafruit_lis3dh.LIS3DH_I2C(board.I2C())  # SCL and SDA of the board

sensor.range = adafruit_lis3dh.RANGE_2_G

while True:
    x, y, z = (value / adafruit_lis3dh.STANDARD_GRAVITY for value in sensor.acceleration)
    print(f"x = {x:.3f} G, y = {y:.3f} G, z = {z:.3f} G")
    time.sleep(0.1)
