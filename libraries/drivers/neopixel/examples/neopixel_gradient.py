# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A gradient that wanders, as eyes see it: adafruit_fancyled, which the bundle carries."""

import time

import board
import neopixel

import adafruit_fancyled.adafruit_fancyled as fancy

DUSK = fancy.expand_gradient(
    [
        (0.0, fancy.CRGB(60, 60, 255)),
        (0.5, fancy.CRGB(220, 60, 20)),
        (1.0, fancy.CRGB(60, 60, 255)),
    ],
    16,
)

pixels = neopixel.NeoPixel(board.D5, 24, auto_write=False)

for frame in range(48):
    for place in range(len(pixels)):
        color = fancy.palette_lookup(DUSK, (place + frame) / len(pixels))
        pixels[place] = fancy.gamma_adjust(color, brightness=0.8).pack()
    pixels.show()
    time.sleep(0.1)
print(pixels[0], pixels[12])
