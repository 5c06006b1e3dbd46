# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Turn a servo at channel 7 to and fro, with adafruit_motor, which the bundle carries.

Give the servo's V+ a supply of its own: a USB port or a board's 3.3 V is too weak.
"""

import time

import board

from adafruit_motor import servo
from adafruit_pca9685 import PCA9685

pca = PCA9685(board.I2C())
pca.frequency = 50  # a pulse each 20 ms, as servos expect
channel = pca.channels[7]
arm = servo.Servo(channel, min_pulse=500, max_pulse=2500)  # µs, as its datasheet tells

while True:
    for angle in (0, 45, 90, 135, 180):
        arm.angle = angle
        milliseconds = channel.duty_cycle / 0xFFFF * 1000 / pca.frequency
        print(f"{angle}°: pulses of {milliseconds:.2f} ms")
        time.sleep(0.4)
