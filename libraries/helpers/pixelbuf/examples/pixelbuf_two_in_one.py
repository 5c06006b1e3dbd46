# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Two strips as one: a buffer that sends its halves to two pins, the second turned round."""

import time

import board
import digitalio
from neopixel_write import neopixel_write

import adafruit_pixelbuf

HALF = 8


class Both(adafruit_pixelbuf.PixelBuf):
    """Strips at two pins, whose first LEDs are side by side in the middle."""

    def __init__(self, left, right):
        self.pins = [digitalio.DigitalInOut(pin) for pin in (left, right)]
        for pin in self.pins:
            pin.switch_to_output()
        super().__init__(2 * HALF, byteorder="GRB")

    def _transmit(self, buffer):
        turned = bytearray()
        for led in range(HALF - 1, -1, -1):
            turned += buffer[3 * led : 3 * led + 3]
        neopixel_write(self.pins[0], turned)
        neopixel_write(self.pins[1], buffer[3 * HALF :])


both = Both(board.NEOPIXEL, board.A3)
for place in range(2 * HALF):
    both[place] = (0, 60, 255)
    both.show()
    time.sleep(0.1)
    both[place] = (0, 4, 20)
print("From left to right")
