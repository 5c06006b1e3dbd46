# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let a ball bounce on a display on SPI; what is sent is where it was, and where it is."""

import time

import board
from digitalio import DigitalInOut

import adafruit_ssd1306

dc = DigitalInOut(board.D6)
reset = DigitalInOut(board.D9)
cs = DigitalInOut(board.D5)
display = adafruit_ssd1306.SSD1306_SPI(128, 64, board.SPI(), dc, reset, cs)

display.rect(0, 0, 128, 64, 1)
x, y = 20, 30
step_x, step_y = 5, 3

while True:
    display.fill_rect(x - 4, y - 4, 9, 9, 0)
    if not 8 < x + step_x < 119:
        step_x = -step_x
    if not 8 < y + step_y < 55:
        step_y = -step_y
    x += step_x
    y += step_y
    display.circle(x, y, 4, 1)
    display.show()
    time.sleep(0.1)
