# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Ready-made animations: adafruit_led_animation, which the bundle carries."""

import time

import board
import neopixel

from adafruit_led_animation.animation.chase import Chase
from adafruit_led_animation.animation.comet import Comet
from adafruit_led_animation.animation.rainbow import Rainbow
from adafruit_led_animation.color import AMBER, TEAL
from adafruit_led_animation.sequence import AnimationSequence

pixels = neopixel.NeoPixel(board.D5, 24, brightness=0.8, auto_write=False)

animations = AnimationSequence(
    Rainbow(pixels, speed=0.06, period=2, name="Rainbow"),
    Comet(pixels, speed=0.06, color=TEAL, tail_length=8, bounce=True, name="Comet"),
    Chase(pixels, speed=0.06, color=AMBER, size=3, spacing=3, name="Chase"),
    advance_interval=2,
    auto_clear=True,
)

name = None
end = time.monotonic() + 5.99
while time.monotonic() < end:
    if animations.current_animation.name != name:
        name = animations.current_animation.name
        print(name)
    animations.animate()
    time.sleep(0.01)
