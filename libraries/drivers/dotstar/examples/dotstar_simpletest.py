# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DotStar on the board goes round the colours."""

import time

import board
from rainbowio import colorwheel

import adafruit_dotstar

dots = adafruit_dotstar.DotStar(board.APA102_SCK, board.APA102_MOSI, 1, brightness=0.2)
# A strip on the pins of the hardware SPI, or on any others:
# dots = adafruit_dotstar.DotStar(board.SCK, board.MOSI, 30, brightness=0.2)

angle = 0
while True:
    dots[0] = colorwheel(angle & 255)
    print(f"{dots[0]} at {dots.brightness:.0%}")
    angle += 16
    time.sleep(0.5)
