# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A clock and a thermometer: text that changes, of which only the new digits are drawn again."""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_st7789
from adafruit_display_text import label

displayio.release_displays()
bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, panel="240x135")
screen = displayio.Group()
display.root_group = screen


def text(words, place, anchor, **looks):
    """Put text on the screen, a point of it at a place."""
    made = label.Label(
        terminalio.FONT, text=words, anchored_position=place, anchor_point=anchor, **looks
    )
    screen.append(made)
    return made


text("clock", (8, 8), (0, 0), color=0x60A0FF, scale=2)
clock = text("00:00:00", (120, 72), (0.5, 0.5), scale=4)
degrees = text(
    "", (232, 127), (1.0, 1.0), scale=2, color=0x000000, background_color=0xFFC040,
    padding_left=3, padding_right=3,
)  # fmt: skip

for seconds in range(57, 64):
    clock.text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    degrees.text = f"{9.7 + (seconds - 57) / 10:.1f} C"
    time.sleep(1)
print(clock.text, degrees.text, "right edge at", degrees.x + degrees.width * degrees.scale)
