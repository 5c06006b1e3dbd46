# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A white frame with words in it, on a display of 128 by 64 pixels."""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_displayio_sh1106

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(
    board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
)
display = adafruit_displayio_sh1106.SH1106(bus, width=128, height=64)


def rectangle(x, y, width, height, color):
    palette = displayio.Palette(1)
    palette[0] = color
    bitmap = displayio.Bitmap(width, height, 1)
    return displayio.TileGrid(bitmap, pixel_shader=palette, x=x, y=y)


def text(x, y, words, scale=1):
    """Return words as a layer: a tile of the font's bitmap for each letter."""
    width, height = terminalio.FONT.get_bounding_box()
    palette = displayio.Palette(2)
    palette.make_transparent(0)
    palette[1] = 0xFFFFFF
    tiles = displayio.TileGrid(
        terminalio.FONT.bitmap,
        pixel_shader=palette,
        width=len(words),
        height=1,
        tile_width=width,
        tile_height=height,
    )
    for place, letter in enumerate(words):
        tiles[place] = terminalio.FONT.get_glyph(ord(letter)).tile_index
    layer = displayio.Group(scale=scale, x=x, y=y)
    layer.append(tiles)
    return layer


screen = displayio.Group()
screen.append(rectangle(0, 0, display.width, display.height, 0xFFFFFF))
screen.append(rectangle(3, 3, display.width - 6, display.height - 6, 0x000000))
screen.append(text(28, 9, "Hello World!"))
screen.append(text(28, 28, "SH1106", scale=2))
display.root_group = screen

print(f"{display.width} by {display.height} pixels")

while True:
    time.sleep(1)
