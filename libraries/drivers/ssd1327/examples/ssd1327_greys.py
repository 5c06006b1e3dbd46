# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""All 16 greys, side by side, and how bright they are: from half to full."""

import time

import board
import displayio
import i2cdisplaybus

import adafruit_ssd1327

displayio.release_displays()  # a display of an earlier program may have the pins

bus = i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3D)
display = adafruit_ssd1327.SSD1327(bus, width=128, height=128)

palette = displayio.Palette(16)
for level in range(16):
    palette[level] = level * 0x111111
bars = displayio.Bitmap(16, 1, 16)
for level in range(16):
    bars[level, 0] = level
grid = displayio.TileGrid(bars, pixel_shader=palette, width=1, height=16)
screen = displayio.Group(scale=8)
screen.append(grid)
display.root_group = screen

for percent in range(50, 101, 10):
    display.brightness = percent / 100
    print(f"{display.brightness:.0%}")
    time.sleep(0.5)
