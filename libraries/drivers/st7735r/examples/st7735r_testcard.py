# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A test card, for a module of which nobody knows what it is.

What one should see: a white line at all four edges, R above red, G above green, B above blue,
black below on the left, and white on the right.

- A line is missing, or there is noise beside one: colstart or rowstart is wrong, by as many pixels.
- R is above blue: the other bgr. R is above cyan, or black and white are swapped: the other invert.
- Letters are upside down: rotation, 180 more.
"""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_st7735r

displayio.release_displays()

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7735r.ST7735R(
    bus, width=160, height=128, rotation=90, colstart=2, rowstart=1, bgr=False, invert=False
)

WHITE = 4
colors = displayio.Palette(5)
for number, color in enumerate((0x000000, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF)):
    colors[number] = color

width, height = display.width, display.height
card = displayio.Bitmap(width, height, len(colors))
for x in range(width):
    card[x, 0] = card[x, height - 1] = WHITE
for y in range(height):
    card[0, y] = card[width - 1, y] = WHITE


def fill(left, top, right, bottom, color):
    """Fill a part of the card; edges are in tenths of its size."""
    for y in range(top * height // 10, bottom * height // 10):
        for x in range(left * width // 10, right * width // 10):
            card[x, y] = color


for number in range(3):
    fill(1 + 3 * number, 3, 3 + 3 * number, 6, 1 + number)
fill(5, 7, 9, 9, WHITE)

# The letters
font = terminalio.FONT
letter_width, letter_height = font.get_bounding_box()
ink = displayio.Palette(2)
ink.make_transparent(0)
ink[1] = colors[WHITE]

screen = displayio.Group()
screen.append(displayio.TileGrid(card, pixel_shader=colors))
for number, letter in enumerate("RGB"):
    tile = displayio.TileGrid(
        font.bitmap, pixel_shader=ink, tile_width=letter_width, tile_height=letter_height
    )
    tile[0] = font.get_glyph(ord(letter)).tile_index
    tile.x = (2 + 3 * number) * width // 10 - letter_width // 2
    tile.y = height // 10
    screen.append(tile)
display.root_group = screen

print("R is to be above red, G above green, B above blue")

while True:
    time.sleep(1)
