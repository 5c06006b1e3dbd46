# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print roll and pitch, steady although the sensor is moved.

The acceleration tells where down is, but only at rest; the gyroscope tells of turns at
once, but drifts. A complementary filter takes the quick part of one and the slow part of
the other.
"""

import math
import time

import board

import adafruit_mpu6050

sensor = adafruit_mpu6050.MPU6050(board.I2C())
sensor.filter_bandwidth = adafruit_mpu6050.Bandwidth.BAND_44_HZ

PERIOD = 0.01  # s
TRUST = 0.98  # in the gyroscope, for one period

roll = pitch = None
step = 0

while True:
    (ax, ay, az), (gx, gy, _), _ = sensor.measure()
    roll_now = math.degrees(math.atan2(ay, az))
    pitch_now = math.degrees(math.atan2(-ax, math.sqrt(ay * ay + az * az)))
    if roll is None:
        roll, pitch = roll_now, pitch_now
    roll = TRUST * (roll + math.degrees(gx) * PERIOD) + (1 - TRUST) * roll_now
    pitch = TRUST * (pitch + math.degrees(gy) * PERIOD) + (1 - TRUST) * pitch_now
    if step % 50 == 0:
        print(f"roll {roll:6.1f}, pitch {pitch:6.1f} degrees")
    step += 1
    time.sleep(PERIOD)
