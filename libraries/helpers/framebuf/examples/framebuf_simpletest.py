# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Draws shapes and text in a small frame, and shows it on the console."""

import adafruit_framebuf

WIDTH = 32
HEIGHT = 16

buffer = bytearray(WIDTH * HEIGHT // 8)
frame = adafruit_framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, adafruit_framebuf.MVLSB)


def show():
    for y in range(HEIGHT):
        print("".join("#" if frame.pixel(x, y) else "." for x in range(WIDTH)))
    print()


frame.rect(0, 0, WIDTH, HEIGHT, 1)
frame.line(2, 2, WIDTH - 3, HEIGHT - 3, 1)
frame.fill_rect(24, 3, 5, 5, 1)
frame.circle(7, 10, 3, 1)
show()

frame.fill(0)
frame.text("hello", 0, 0, 1)
frame.text("hi", 4, 8, 1)
show()

frame.fill(0)
frame.text("hi!", 0, 0, 1, size=2)
show()
