# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A green screen with a purple rectangle and yellow text: what a new display should show."""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_st7789

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, panel="240x135")  # or 240x240, 280x240, 320x170 …


def rectangle(x, y, width, height, color):
    palette = displayio.Palette(1)
    palette[0] = color
    bitmap = displayio.Bitmap(width, height, 1)
    return displayio.TileGrid(bitmap, pixel_shader=palette, x=x, y=y)


def text(x, y, words, color, scale=1):
    """Return words as a layer: a tile of the font's bitmap for each letter."""
    font = terminalio.FONT
    width, height = font.get_bounding_box()
    palette = displayio.Palette(2)
    palette.make_transparent(0)
    palette[1] = color
    tiles = displayio.TileGrid(
        font.bitmap,
        pixel_shader=palette,
        width=len(words),
        height=1,
        tile_width=width,
        tile_height=height,
    )
    for place, letter in enumerate(words):
        tiles[place] = font.get_glyph(ord(letter)).tile_index
    layer = displayio.Group(scale=scale, x=x, y=y)
    layer.append(tiles)
    return layer


screen = displayio.Group()
screen.append(rectangle(0, 0, display.width, display.height, 0x00FF00))
screen.append(rectangle(20, 20, display.width - 40, display.height - 40, 0xAA0088))
screen.append(text(48, 54, "Hello World!", 0xFFFF00, scale=2))
display.root_group = screen

print(f"{display.width} by {display.height} pixels")

while True:
    time.sleep(1)
