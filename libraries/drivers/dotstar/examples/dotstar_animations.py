# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Ready-made animations on a strip at the SPI's pins: adafruit_led_animation."""

import time

import board

import adafruit_dotstar
from adafruit_led_animation.animation.rainbowcomet import RainbowComet
from adafruit_led_animation.animation.solid import Solid
from adafruit_led_animation.color import PURPLE

dots = adafruit_dotstar.DotStar(board.SCK, board.MOSI, 30, brightness=0.5, auto_write=False)

Solid(dots, PURPLE).animate()
time.sleep(0.5)

comet = RainbowComet(dots, speed=0.05, tail_length=12, bounce=True)
for _ in range(300):
    comet.animate()
    time.sleep(0.01)
print("Round the colours, and back")
