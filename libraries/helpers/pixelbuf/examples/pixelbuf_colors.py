# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How a buffer keeps colours: nothing is sent, so it needs no LEDs."""

import adafruit_pixelbuf

canvas = adafruit_pixelbuf.PixelBuf(4, byteorder="GRBW", brightness=0.5)

for color in (0xFF8000, (255, 128, 0), (1.9, 2.0, 254.7), (7, 7, 7), (1, 2, 3, 4), (256, 0, -1)):
    canvas[0] = color
    print(color, "is", canvas[0])

canvas[1:] = [1, 2, 3]
print(canvas[:])
try:
    canvas[1:] = [1, 2]
except ValueError as error:
    print(error)
