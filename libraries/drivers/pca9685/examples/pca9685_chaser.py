# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Have a light with a tail run over 16 LEDs, all of which change together."""

import time

import board

from adafruit_pca9685 import PCA9685

TAIL = (0xFFFF, 0x4000, 0x1000, 0x0400)  # an eye sees these as even steps

pca = PCA9685(board.I2C())
pca.frequency = 1000  # no camera sees it flicker
levels = [0] * len(pca.channels)
head = 0

while True:
    for channel in range(16):
        distance = (head - channel) % 16
        levels[channel] = TAIL[distance] if distance < len(TAIL) else 0
    pca.set_duty_cycles(levels)
    print("".join(" .-+#"[len(TAIL) - TAIL.index(level) if level else 0] for level in levels))
    head = (head + 1) % 16
    time.sleep(0.25)
