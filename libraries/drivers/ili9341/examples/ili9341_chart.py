# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A chart that runs through the display, as of a sensor's values.

The newest value is drawn over the oldest, and a mark runs along: so little is sent for each value,
where moving all of the chart would send all of it.
"""

import math
import time

import bitmaptools
import board
import displayio
import fourwire
import vectorio

import adafruit_ili9341

displayio.release_displays()

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_ili9341.ILI9341(bus, panel="320x240", auto_refresh=False)

LEFT, TOP, WIDTH, HEIGHT = 10, 60, 300, 120
STEP = 3  # pixels from one value to the next
PAPER, GRID, LINE, MARK = range(4)
colors = displayio.Palette(4)
colors[PAPER] = 0x101820
colors[GRID] = 0x304050
colors[LINE] = 0x40E060
colors[MARK] = 0xE04040

chart = displayio.Bitmap(WIDTH, HEIGHT, 4)
frame = vectorio.Rectangle(
    pixel_shader=colors, width=display.width, height=display.height, color_index=PAPER
)
mark = vectorio.Rectangle(
    pixel_shader=colors, x=LEFT, y=TOP, width=2, height=HEIGHT, color_index=MARK
)
screen = displayio.Group()
screen.append(frame)
screen.append(displayio.TileGrid(chart, pixel_shader=colors, x=LEFT, y=TOP))
screen.append(mark)
display.root_group = screen


def value(number):
    """Return what a sensor might have measured, 0 to 1."""
    return 0.5 + 0.4 * math.sin(number / 7) * math.cos(number / 16)


def draw(x, before, now):
    """Draw the line from one value to the next, on an empty grid."""
    bitmaptools.fill_region(chart, x, 0, x + STEP, HEIGHT, PAPER)
    for y in range(0, HEIGHT, 40):
        bitmaptools.fill_region(chart, x, y, x + STEP, y + 1, GRID)
    if x % 60 == 0:
        bitmaptools.fill_region(chart, x, 0, x + 1, HEIGHT, GRID)
    before, now = [round((1 - part) * (HEIGHT - 1)) for part in (before, now)]
    bitmaptools.draw_line(chart, x, before, x + STEP - 1, now, LINE)


last = value(0)
for number in range(150):  # once and a half through the display
    new = value(number)
    x = number * STEP % WIDTH
    draw(x, last, new)
    last = new
    mark.x = LEFT + (x + STEP) % WIDTH
    if number % 5 == 4:
        display.refresh()
        time.sleep(0.1)
print(f"the last value was {last:.3f}")
