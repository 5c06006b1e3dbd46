# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Circles on a display of 128 by 128 pixels, which grow."""

import time

import board
import displayio
import i2cdisplaybus
import vectorio

import adafruit_displayio_sh1107

displayio.release_displays()  # a display of an earlier program may have the pins

bus = i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3D)
display = adafruit_displayio_sh1107.SH1107(bus, width=128, height=128)

white = displayio.Palette(1)
white[0] = 0xFFFFFF
black = displayio.Palette(1)
screen = displayio.Group()
circles = [
    vectorio.Circle(pixel_shader=white if number % 2 else black, radius=1, x=64, y=64)
    for number in range(4)
]
for circle in circles:
    screen.append(circle)
display.root_group = screen

radius = 40
while radius < 60:
    for number, circle in enumerate(circles):
        circle.radius = radius - 8 * number
    radius += 5
    time.sleep(0.5)
print("done")
