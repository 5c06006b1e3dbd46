# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Shows text in a font on an OLED display, without adafruit_display_text.

The font is that of the library font_league_spartan_24. Any other is opened by
``bitmap_font.load_font("/fonts/name.pcf")``.
"""

import board
import displayio
from font_league_spartan_24 import FONT
from i2cdisplaybus import I2CDisplayBus

import adafruit_displayio_ssd1306

TEXT = "21.5 °C"

displayio.release_displays()
bus = I2CDisplayBus(board.I2C(), device_address=0x3C)
display = adafruit_displayio_ssd1306.SSD1306(bus, width=128, height=32)

palette = displayio.Palette(2)
palette[1] = 0xFFFFFF
group = displayio.Group()
pen, baseline = 0, 24
for character in TEXT:
    glyph = FONT.get_glyph(ord(character))
    x = pen + glyph.dx
    y = baseline - glyph.dy - glyph.height
    group.append(displayio.TileGrid(glyph.bitmap, pixel_shader=palette, x=x, y=y))
    pen += glyph.shift_x
display.root_group = group
print(pen, "pixels wide")
