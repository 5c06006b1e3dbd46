# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A look at all that adafruit_led_animation has for strips, six frames of each."""

import time

import board
import neopixel

from adafruit_led_animation.animation.blink import Blink
from adafruit_led_animation.animation.chase import Chase
from adafruit_led_animation.animation.colorcycle import ColorCycle
from adafruit_led_animation.animation.comet import Comet
from adafruit_led_animation.animation.customcolorchase import CustomColorChase
from adafruit_led_animation.animation.multicolor_comet import MulticolorComet
from adafruit_led_animation.animation.pacman import Pacman
from adafruit_led_animation.animation.pulse import Pulse
from adafruit_led_animation.animation.rainbow import Rainbow
from adafruit_led_animation.animation.rainbowchase import RainbowChase
from adafruit_led_animation.animation.rainbowcomet import RainbowComet
from adafruit_led_animation.animation.rainbowsparkle import RainbowSparkle
from adafruit_led_animation.animation.solid import Solid
from adafruit_led_animation.animation.sparkle import Sparkle
from adafruit_led_animation.animation.sparklepulse import SparklePulse
from adafruit_led_animation.color import AMBER, BLUE, GREEN, JADE, ORANGE, PINK, TEAL

FRAMES = 6
SPEED = 0.05

pixels = neopixel.NeoPixel(board.D5, 24, auto_write=False)


def run(animation):
    pixels.fill(0)
    for _ in range(FRAMES):
        animation.animate()
        time.sleep(SPEED)
    lit = sum([any(color) for color in pixels])
    print(type(animation).__name__, "has some lit" if lit else "is dark")


run(Solid(pixels, PINK))
run(Blink(pixels, SPEED, JADE))
run(ColorCycle(pixels, SPEED, [BLUE, ORANGE, GREEN]))
run(Pulse(pixels, SPEED, AMBER, period=0.6))
run(Chase(pixels, SPEED, TEAL, size=3, spacing=3))
run(CustomColorChase(pixels, SPEED, colors=[BLUE, ORANGE, GREEN], size=2, spacing=1))
run(Comet(pixels, SPEED, ORANGE, tail_length=5))
run(MulticolorComet(pixels, SPEED, [BLUE, ORANGE, GREEN], tail_length=5))
run(Rainbow(pixels, SPEED, period=0.6))
run(RainbowChase(pixels, SPEED, size=3, spacing=1))
run(RainbowComet(pixels, SPEED, tail_length=8))
run(Sparkle(pixels, SPEED, AMBER, num_sparkles=4))
run(SparklePulse(pixels, SPEED, JADE, period=0.6))
run(RainbowSparkle(pixels, SPEED, period=0.6, num_sparkles=3))
run(Pacman(pixels, SPEED))
