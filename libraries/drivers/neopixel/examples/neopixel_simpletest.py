# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""All NeoPixels in one colour after the other, then a rainbow that goes round."""

import time

import board
import neopixel
from rainbowio import colorwheel

COLORS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))

pixels = neopixel.NeoPixel(board.NEOPIXEL, 10, brightness=0.5, auto_write=False)

turn = 0
while True:
    for color in COLORS:
        pixels.fill(color)
        pixels.show()
        print(f"All are {color}, at {pixels.brightness:.0%}")
        time.sleep(0.5)
    for _ in range(16):
        turn += 10
        for index in range(len(pixels)):
            pixels[index] = colorwheel((turn + 25 * index) & 255)
        pixels.show()
        time.sleep(0.05)
    print(f"The first of the rainbow is {pixels[0]}")
