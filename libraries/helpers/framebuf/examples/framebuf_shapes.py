# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Draws ellipses and polygons, copies a sprite, and scrolls, in a frame on the console."""

from array import array

import adafruit_framebuf

WIDTH = 48
HEIGHT = 24

frame = adafruit_framebuf.FrameBuffer(
    bytearray(WIDTH * HEIGHT // 8), WIDTH, HEIGHT, adafruit_framebuf.MHMSB
)

# A sprite of 8 by 8 pixels: each byte is a row.
HEART = bytearray(b"\x66\xff\xff\xff\x7e\x3c\x18\x00")
heart = adafruit_framebuf.FrameBuffer(HEART, 8, 8, adafruit_framebuf.MHMSB)


def show(title):
    print(title)
    for y in range(HEIGHT):
        print("".join("#" if frame.pixel(x, y) else "." for x in range(WIDTH)))
    print()


frame.ellipse(23, 11, 22, 10, 1)
frame.ellipse(23, 11, 12, 6, 1, fill=True)
show("An ellipse in another one")

frame.fill(0)
frame.poly(4, 1, array("h", [0, 20, 20, 0, 40, 20]), 1)
frame.poly(16, 9, [0, 10, 8, 0, 16, 10], 1, fill=True)
show("A triangle in another one")

frame.fill(0)
for place in range(5):
    frame.blit(heart, 8 * place + 2 * place, 3 * place, key=0)
show("Hearts, transparent where they are dark")

frame.scroll(-8, 4)
show("Moved to the left and down: what is uncovered stays as it was")

frame.fill(0)
frame.rotation = 3
frame.text("up", 2, 4, 1)
frame.rotation = 0
frame.text("down", 14, 8, 1)
show("Text in two directions")
