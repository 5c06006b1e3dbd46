# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Text, a bar and a disc in black and red on e-paper of 2.9 inch; then it sleeps."""

import time

import board
import displayio
import fourwire
import terminalio
import vectorio

import adafruit_uc8151d

displayio.release_displays()  # a display of an earlier program may have the pins

bus = fourwire.FourWire(
    board.SPI(), command=board.D10, chip_select=board.D9, reset=board.D5, baudrate=1000000
)
display = adafruit_uc8151d.UC8151D(
    bus,
    width=296,
    height=128,
    rotation=270,
    busy_pin=board.D6,
    highlight_color=0xFF0000,  # leave it out on black and white paper
)

colors = displayio.Palette(3)
colors[0] = 0xFFFFFF
colors[1] = 0x000000
colors[2] = 0xFF0000


def letters(text, color, scale, x, y):
    """Return text as a group: a font's letters are tiles of one bitmap."""
    font = terminalio.FONT
    width, height = font.get_bounding_box()
    palette = displayio.Palette(2)
    palette.make_transparent(0)
    palette[1] = color
    line = displayio.TileGrid(
        font.bitmap, pixel_shader=palette, width=len(text), tile_width=width, tile_height=height
    )
    for place, letter in enumerate(text):
        line[place] = font.get_glyph(ord(letter)).tile_index
    group = displayio.Group(scale=scale, x=x, y=y)
    group.append(line)
    return group


screen = displayio.Group()
screen.append(vectorio.Rectangle(pixel_shader=colors, width=296, height=128))
screen.append(vectorio.Rectangle(pixel_shader=colors, width=296, height=6, color_index=2))
screen.append(vectorio.Circle(pixel_shader=colors, radius=22, x=260, y=66, color_index=2))
screen.append(vectorio.Circle(pixel_shader=colors, radius=12, x=260, y=66))
screen.append(letters("21.5 C", 0x000000, 4, 16, 32))
screen.append(letters("since this morning", 0xFF0000, 1, 18, 94))
display.root_group = screen

display.refresh()
print("it takes its time")
while display.busy:
    time.sleep(0.1)
print(f"done; the next picture may come in {display.time_to_refresh:.0f} s")

while True:
    time.sleep(10)
