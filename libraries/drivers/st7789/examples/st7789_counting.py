# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A picture with a palette in the background, and text that changes in front of it.

The offsets are given by hand, as for a module that the driver does not know. Only the digits
that change are drawn and sent again.
"""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_st7789

displayio.release_displays()

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, width=240, height=135, rowstart=40, colstart=53, rotation=270)

# The background: 15 bands from dark blue to orange
BANDS = 15
sky = displayio.Palette(BANDS)
picture = displayio.Bitmap(display.width, display.height, BANDS)
rows = display.height // BANDS
for band in range(BANDS):
    part = band * 255 // (BANDS - 1)
    sky[band] = part << 16 | part // 2 << 8 | (255 - part) // 2
    for y in range(band * rows, (band + 1) * rows):
        for x in range(display.width):
            picture[x, y] = band

# The text: a grid of letters, whose tiles are changed
font = terminalio.FONT
width, height = font.get_bounding_box()
white = displayio.Palette(2)
white.make_transparent(0)
white[1] = 0xFFFFFF
letters = displayio.TileGrid(
    font.bitmap, pixel_shader=white, width=8, height=1, tile_width=width, tile_height=height
)
line = displayio.Group(scale=4, x=24, y=40)
line.append(letters)

screen = displayio.Group()
screen.append(displayio.TileGrid(picture, pixel_shader=sky))
screen.append(line)


def show(words):
    """Put words into the grid of letters."""
    for place in range(8):
        letter = words[place] if place < len(words) else " "
        letters[place] = font.get_glyph(ord(letter)).tile_index


show("00:00:00")
display.root_group = screen

for seconds in range(1, 8):
    time.sleep(1)
    show(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
print("7 seconds were counted")
