# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Shows Spleen 8x16 on an OLED display."""

import board
import displayio
from font_spleen_8x16 import FONT
from i2cdisplaybus import I2CDisplayBus

import adafruit_displayio_ssd1306

WIDTH = 128
HEIGHT = 64
TEXT = ("8 by 16 Spleen", "Größe 3, 21.5 °C")

displayio.release_displays()
bus = I2CDisplayBus(board.I2C(), device_address=0x3C)
display = adafruit_displayio_ssd1306.SSD1306(bus, width=WIDTH, height=HEIGHT)

palette = displayio.Palette(2)
palette[1] = 0xFFFFFF
group = displayio.Group()
for row, text in enumerate(TEXT):
    x, baseline = 0, FONT.ascent + row * (FONT.ascent + FONT.descent)
    for glyph in [FONT.get_glyph(ord(character)) for character in text]:
        y = baseline - glyph.dy - glyph.height
        group.append(displayio.TileGrid(glyph.bitmap, pixel_shader=palette, x=x + glyph.dx, y=y))
        x += glyph.shift_x
display.root_group = group
print(len(group), "characters")
