# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bars that rise and fall, as of a sound; only those that move are sent."""

import time

import board
import displayio
import fourwire
import vectorio

import adafruit_displayio_sh1106

LEVELS = (9, 20, 36, 52, 60, 44, 30, 12)

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(
    board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
)
display = adafruit_displayio_sh1106.SH1106(bus, width=128, height=64)

white = displayio.Palette(1)
white[0] = 0xFFFFFF
screen = displayio.Group()
bars = [
    vectorio.Rectangle(pixel_shader=white, width=12, height=1, x=2 + 16 * number, y=63)
    for number in range(8)
]
for bar in bars:
    screen.append(bar)
display.root_group = screen

step = 0
while True:
    for number, bar in enumerate(bars):
        level = LEVELS[(number * 3 + step) % 8]
        bar.y = 64 - level
        bar.height = level
    step += 1
    time.sleep(0.5)
