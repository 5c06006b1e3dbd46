# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""LEDs of a kind of one's own: a class that sends what the buffer has."""

import board
import digitalio
from neopixel_write import neopixel_write

import adafruit_pixelbuf


class Strip(adafruit_pixelbuf.PixelBuf):
    """LEDs at a pin, as NeoPixels are."""

    def __init__(self, pin, size):
        self.pin = digitalio.DigitalInOut(pin)
        self.pin.switch_to_output()
        super().__init__(size, byteorder="GRB", brightness=0.5, auto_write=True)

    def _transmit(self, buffer):
        neopixel_write(self.pin, buffer)


strip = Strip(board.NEOPIXEL, 8)

strip[0] = (255, 0, 0)
strip[1] = 0x00FF00
strip[2:4] = [0x0000FF, (255, 255, 0)]
strip[4:] = [(40, 40, 40)] * 4

for color in strip:
    print(color)
print(strip[0])
