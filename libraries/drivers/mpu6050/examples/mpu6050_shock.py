# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell of falls and shocks: 200 samples a second, read without garbage."""

import array
import time

import board

import adafruit_mpu6050

sensor = adafruit_mpu6050.MPU6050(board.I2C())
sensor.accelerometer_range = adafruit_mpu6050.Range.RANGE_16_G

ONE_G = 2048  # steps at this range
FALL = (ONE_G // 4) ** 2
SHOCK = (ONE_G * 2) ** 2

values = array.array("h", [0] * 7)
state = ""

while True:
    sensor.measure_into(values)
    x, y, z = values[0], values[1], values[2]
    force = x * x + y * y + z * z
    now = "falls" if force < FALL else "shock" if force > SHOCK else "quiet"
    if now != state:
        state = now
        print("{}: {:.1f}, {:.1f}, {:.1f} m/s^2".format(state, *sensor.scale_accel(values)))
    time.sleep(0.005)
