# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Four greys on e-paper of 2.9 inch."""

import time

import board
import displayio
import fourwire
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
    grayscale=True,
)

greys = displayio.Palette(4)
for index in range(4):
    greys[index] = 0x555555 * index

screen = displayio.Group()
for index in range(4):
    screen.append(
        vectorio.Rectangle(
            pixel_shader=greys, width=74, height=128, x=74 * index, color_index=3 - index
        )
    )
    screen.append(
        vectorio.Circle(pixel_shader=greys, radius=20, x=74 * index + 37, y=64, color_index=index)
    )
display.root_group = screen

display.refresh()
while display.busy:
    time.sleep(0.1)
print("four greys")

while True:
    time.sleep(10)
