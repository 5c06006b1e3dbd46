# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""LEDs with a white one besides (RGBW): white light from that one alone, warmed by red."""

import time

import board
import neopixel

pixels = neopixel.NeoPixel(board.D5, 8, bpp=4, brightness=0.5)

# Three equal colours are the white LED's.
pixels.fill((128, 128, 128))
print("White alone:", pixels[0])
time.sleep(1)

# Four parts are as they stand: red and a little green make the white warmer.
pixels.fill((60, 20, 0, 160))
print("Warm white: ", pixels[0])
time.sleep(1)

# A sunrise: one LED after the other, without a frame for each.
pixels.auto_write = False
for step in range(8):
    pixels[: step + 1] = [(255, 30 * step, 0, 20 * step)] * (step + 1)
    pixels.show()
    time.sleep(0.25)

pixels.deinit()
print("Dark")
