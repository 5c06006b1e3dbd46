# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print acceleration, rotation and temperature of one sample, once a second."""

import time

import board

import adafruit_mpu6050

sensor = adafruit_mpu6050.MPU6050(board.I2C())  # SCL and SDA of the board

while True:
    acceleration, gyro, temperature = sensor.measure()
    print("Acceleration: X:{:.2f}, Y: {:.2f}, Z: {:.2f} m/s^2".format(*acceleration))
    print("Gyro X:{:.2f}, Y: {:.2f}, Z: {:.2f} rad/s".format(*gyro))
    print(f"Temperature: {temperature:.2f} C")
    print("")
    time.sleep(1)
