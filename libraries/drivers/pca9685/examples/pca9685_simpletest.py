# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Have an LED at channel 0 breathe. Between the channel and ground, it needs no resistor on
Adafruit's boards, which have one of 220 Ω for each channel.
"""

import time

import board

from adafruit_pca9685 import PCA9685

pca = PCA9685(board.I2C())  # SCL and SDA of the board
pca.frequency = 60
print(f"{pca.frequency:.2f} Hz")

while True:
    for percent in (0, 25, 50, 75, 100):
        pca.channels[0].duty_cycle = 0xFFFF * percent // 100
        print(f"{percent} %: {pca.channels[0].duty_cycle}")
        time.sleep(0.5)
