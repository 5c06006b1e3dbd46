# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Turn a servo at channel 7 to and fro, with pulses of 0.5 ms to 2.5 ms.

Give the servo's V+ a supply of its own: a USB port or a board's 3.3 V is too weak.
"""

import time

import board

from adafruit_pca9685 import PCA9685

PERIOD_MS = 20

pca = PCA9685(board.I2C())
pca.frequency = 1000 / PERIOD_MS


def pulse(channel, milliseconds):
    """Have a channel's pulses last so long, however exact the frequency is."""
    channel.duty_cycle = round(milliseconds / 1000 * pca.frequency * 0xFFFF)


while True:
    for angle in (0, 45, 90, 135, 180):
        pulse(pca.channels[7], 0.5 + angle / 90)
        print(angle)
        time.sleep(0.4)
