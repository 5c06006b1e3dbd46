# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A green screen with a purple rectangle and yellow text: what a new display should show."""

import time

import board
import displayio
import fourwire
import terminalio
import vectorio

import adafruit_st7735r

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
# The colour is that of the tab at the foil that was on the glass; st7735r_testcard.py finds out.
display = adafruit_st7735r.ST7735R(bus, panel="160x128 green")

colors = displayio.Palette(3)
colors[0] = 0x00FF00
colors[1] = 0xAA0088
colors[2] = 0xFFFF00

# A font's letters are tiles of one bitmap, of which color 0 is the background.
TEXT = "Hello World!"
font = terminalio.FONT
width, height = font.get_bounding_box()
yellow = displayio.Palette(2)
yellow.make_transparent(0)
yellow[1] = colors[2]
letters = displayio.TileGrid(
    font.bitmap, pixel_shader=yellow, width=len(TEXT), tile_width=width, tile_height=height
)
for place, letter in enumerate(TEXT):
    letters[place] = font.get_glyph(ord(letter)).tile_index
letters.x = (display.width - len(TEXT) * width) // 2
letters.y = (display.height - height) // 2

screen = displayio.Group()
screen.append(vectorio.Rectangle(pixel_shader=colors, width=display.width, height=display.height))
screen.append(
    vectorio.Rectangle(
        pixel_shader=colors,
        x=15,
        y=15,
        width=display.width - 30,
        height=display.height - 30,
        color_index=1,
    )
)
screen.append(letters)
display.root_group = screen

print(f"{display.width} by {display.height} pixels")

while True:
    time.sleep(1)
