# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A green screen with a purple rectangle and yellow text: what a new display should show."""

import time

import board
import displayio
import fourwire
import terminalio
import vectorio

import adafruit_ili9341

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_ili9341.ILI9341(bus, width=320, height=240)

colors = displayio.Palette(2)
colors[0] = 0x00FF00
colors[1] = 0xAA0088

# A font's letters are tiles of one bitmap, of which color 0 is the background.
TEXT = "Hello World!"
font = terminalio.FONT
width, height = font.get_bounding_box()
yellow = displayio.Palette(2)
yellow.make_transparent(0)
yellow[1] = 0xFFFF00
letters = displayio.TileGrid(
    font.bitmap, pixel_shader=yellow, width=len(TEXT), tile_width=width, tile_height=height
)
for place, letter in enumerate(TEXT):
    letters[place] = font.get_glyph(ord(letter)).tile_index
line = displayio.Group(scale=3, x=(display.width - 3 * len(TEXT) * width) // 2, y=102)
line.append(letters)

screen = displayio.Group()
screen.append(vectorio.Rectangle(pixel_shader=colors, width=display.width, height=display.height))
screen.append(
    vectorio.Rectangle(
        pixel_shader=colors,
        x=20,
        y=20,
        width=display.width - 40,
        height=display.height - 40,
        color_index=1,
    )
)
screen.append(line)
display.root_group = screen

print(f"{display.width} by {display.height} pixels")

while True:
    time.sleep(1)
