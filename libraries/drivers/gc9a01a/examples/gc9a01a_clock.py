# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A clock with hands, which are polygons: only what they leave and cover is drawn again.

It starts at ten past ten; where the board knows the time, take time.localtime().
"""

import math
import time

import board
import displayio
import fourwire
import vectorio

import adafruit_gc9a01a

displayio.release_displays()

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_gc9a01a.GC9A01A(bus, panel="240x240", auto_refresh=False)

CENTER = 120
NIGHT, DIAL, HAND, SECOND = range(4)
colors = displayio.Palette(4)
colors[NIGHT] = 0x000000
colors[DIAL] = 0x203858
colors[HAND] = 0xF0F0E0
colors[SECOND] = 0xFF4020


def points(turns, length, width):
    """Return the corners of a hand, from the centre: turns are counted from the top."""
    sine, cosine = math.sin(2 * math.pi * turns), math.cos(2 * math.pi * turns)
    corners = ((-width, 12), (width, 12), (width, -length), (-width, -length))
    return [(round(x * cosine - y * sine), round(x * sine + y * cosine)) for x, y in corners]


def hand(length, width, color):
    return vectorio.Polygon(
        pixel_shader=colors,
        points=points(0, length, width),
        x=CENTER,
        y=CENTER,
        color_index=color,
    )


def circle(x, y, radius, color):
    return vectorio.Circle(pixel_shader=colors, x=x, y=y, radius=radius, color_index=color)


screen = displayio.Group()
screen.append(vectorio.Rectangle(pixel_shader=colors, width=240, height=240, color_index=NIGHT))
screen.append(circle(CENTER, CENTER, 118, DIAL))
for hour in range(12):
    angle = 2 * math.pi * hour / 12
    x = round(CENTER + 104 * math.sin(angle))
    y = round(CENTER - 104 * math.cos(angle))
    screen.append(circle(x, y, 6 if hour % 3 == 0 else 3, HAND))
hours = hand(58, 5, HAND)
minutes = hand(90, 3, HAND)
seconds = hand(98, 1, SECOND)
for layer in (hours, minutes, seconds, circle(CENTER, CENTER, 7, SECOND)):
    screen.append(layer)
display.root_group = screen

now = 10 * 3600 + 10 * 60 + 25
for _ in range(6):
    hours.points = points(now / 43200, 58, 5)
    minutes.points = points(now / 3600, 90, 3)
    seconds.points = points(now / 60, 98, 1)
    display.refresh()
    time.sleep(1)
    now += 1
now -= 1
print(f"{now // 3600}:{now // 60 % 60:02}:{now % 60:02}")
