# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Text in the built-in font: large, in the middle of the screen."""

import board
import displayio
import fourwire
import terminalio

import adafruit_st7789
from adafruit_display_text import label

displayio.release_displays()
bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, panel="240x135")

text_area = label.Label(terminalio.FONT, text="Hello world", color=0xFFC040, scale=3)
text_area.anchor_point = (0.5, 0.5)
text_area.anchored_position = (display.width // 2, display.height // 2)

display.root_group = text_area
display.refresh()
print("text at", text_area.x, text_area.y, "is", text_area.width * text_area.scale, "pixels wide")
