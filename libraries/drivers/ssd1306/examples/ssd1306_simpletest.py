# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Draw a frame and words on an OLED display of 128 by 32 pixels, and a line that grows."""

import time

import board

import adafruit_ssd1306

display = adafruit_ssd1306.SSD1306_I2C(128, 32, board.I2C())  # height 64 for the larger one

display.rect(0, 0, display.width, display.height, 1)
display.text("Hello World!", 28, 8, 1)
x = 28

while True:
    display.pixel(x, 22, 1)
    display.show()
    x = x + 1 if x < 98 else 28
    time.sleep(0.1)
