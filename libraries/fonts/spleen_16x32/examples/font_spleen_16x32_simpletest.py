# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Shows text in Spleen 16x32 on an OLED display."""

import board
import displayio
from font_spleen_16x32 import FONT
from i2cdisplaybus import I2CDisplayBus

import adafruit_displayio_ssd1306
from adafruit_display_text.bitmap_label import Label

displayio.release_displays()
bus = I2CDisplayBus(board.I2C(), device_address=0x3C)
display = adafruit_displayio_ssd1306.SSD1306(bus, width=128, height=64)

label = Label(FONT, text="21.5 °C\nGröße", line_spacing=1)
label.anchor_point = (0, 0)
label.anchored_position = (0, 0)
display.root_group = label
print(label.width, "by", label.height, "pixels")
