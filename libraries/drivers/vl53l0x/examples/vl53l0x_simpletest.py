# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print how far away the next thing is, each second."""

import time

import board

import adafruit_vl53l0x

sensor = adafruit_vl53l0x.VL53L0X(board.I2C())

while True:
    print(f"{sensor.range} mm")  # 8190 with nothing in sight
    time.sleep(1)
