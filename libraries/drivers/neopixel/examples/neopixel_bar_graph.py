# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A bar graph: a potentiometer at A0 says how many LEDs are lit, green to red."""

import time

import analogio
import board
import neopixel

knob = analogio.AnalogIn(board.A0)
pixels = neopixel.NeoPixel(board.NEOPIXEL, 10, brightness=0.6, auto_write=False)
SCALE = [(25 * place, 255 - 25 * place, 0) for place in range(len(pixels))]

shown = -1
while True:
    lit = (knob.value * len(pixels) + 32767) // 65535
    if lit != shown:
        shown = lit
        pixels[:lit] = SCALE[:lit]
        pixels[lit:] = [0] * (len(pixels) - lit)
        pixels.show()
        print("#" * lit + "-" * (len(pixels) - lit))
    time.sleep(0.1)
