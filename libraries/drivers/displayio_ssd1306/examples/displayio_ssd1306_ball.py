# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let a ball fly across, and put the display to sleep while nothing is to be seen."""

import time

import board
import displayio
import i2cdisplaybus
import vectorio

import adafruit_displayio_ssd1306

displayio.release_displays()  # a display of an earlier program may have the pins

bus = i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3C)
display = adafruit_displayio_ssd1306.SSD1306(bus, width=64, height=128, rotation=90)

palette = displayio.Palette(1)
palette[0] = 0xFFFFFF
screen = displayio.Group()
ball = vectorio.Circle(pixel_shader=palette, radius=9, x=32, y=0)
ground = vectorio.Rectangle(pixel_shader=palette, width=64, height=4, x=0, y=124)
screen.append(ball)
screen.append(ground)
display.root_group = screen

while True:
    for y in range(10, 115, 8):
        ball.y = y
        time.sleep(0.1)
    print("asleep")
    display.sleep()
    time.sleep(1)
    display.wake()
