# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Circles, rectangles and a polygon of vectorio, which need no bitmap; one of them moves."""

import time

import board
import displayio
import fourwire
import vectorio

import adafruit_st7789

displayio.release_displays()

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, panel="240x135", auto_refresh=False)

NIGHT, GROUND, WALL, ROOF, SUN = range(5)
colors = displayio.Palette(5)
colors[NIGHT] = 0x183060
colors[GROUND] = 0x206020
colors[WALL] = 0xD0B080
colors[ROOF] = 0xA02020
colors[SUN] = 0xFFC000


def rectangle(x, y, width, height, color):
    return vectorio.Rectangle(
        pixel_shader=colors, x=x, y=y, width=width, height=height, color_index=color
    )


sun = vectorio.Circle(pixel_shader=colors, x=30, y=90, radius=18, color_index=SUN)

screen = displayio.Group()
screen.append(rectangle(0, 0, display.width, 100, NIGHT))
screen.append(sun)
screen.append(rectangle(0, 100, display.width, 35, GROUND))
screen.append(rectangle(130, 70, 70, 45, WALL))
screen.append(
    vectorio.Polygon(
        pixel_shader=colors, points=[(0, 0), (40, -32), (80, 0)], x=125, y=70, color_index=ROOF
    )
)
display.root_group = screen
display.refresh()

for _ in range(30):  # the sun rises
    sun.x += 2
    sun.y -= 2
    display.refresh()
    time.sleep(0.05)
print(f"the sun is at {sun.x}, {sun.y}")
