# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A wrapped box, an outline, an accent, text that scrolls, and text that stands upright."""

import time

import board
import displayio
import fourwire
import terminalio

import adafruit_st7789
from adafruit_display_text import bitmap_label, text_box

displayio.release_displays()
bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
display = adafruit_st7789.ST7789(bus, panel="240x135")
screen = displayio.Group()
display.root_group = screen


def box():
    """Show text that is wrapped into a width. Return how many lines it has become."""
    made = text_box.TextBox(
        terminalio.FONT,
        104,
        text_box.TextBox.DYNAMIC_HEIGHT,
        text_box.TextBox.ALIGN_CENTER,
        text="A box wraps what is too long for a line, extraordinarily long words too.",
        background_color=0x203060,
        padding_left=4,
        padding_right=4,
        x=8,
        y=12,
    )
    screen.append(made)
    return len(made.lines)


def outline():
    """Show text with a line around its letters."""
    screen.append(
        bitmap_label.Label(
            terminalio.FONT,
            text="outline",
            scale=2,
            x=124,
            y=18,
            color=0xFFFF00,
            outline_color=0xC00000,
            outline_size=1,
        )
    )


def accent():
    """Show text with a word in other colours."""
    colors = displayio.Palette(5)
    colors[1] = 0xFFFFFF  # text
    colors[3] = 0x000000  # an accent, and what is behind it
    colors[4] = 0x40E040
    made = bitmap_label.Label(
        terminalio.FONT, text="one word is green", color_palette=colors, x=124, y=46
    )
    made.add_accent_to_substring("green", 3, 4)
    screen.append(made)


def upwards():
    """Show text that is turned."""
    screen.append(
        bitmap_label.Label(terminalio.FONT, text="upwards", label_direction="UPR", x=220, y=80)
    )


def scroll(seconds):
    """Show text that scrolls, for some time. Return how many steps it made."""
    news = bitmap_label.Label(
        terminalio.FONT,
        text="What does not fit scrolls by",
        max_characters=16,
        animate_time=0.25,
        x=124,
        y=70,
        color=0x60C0FF,
    )
    screen.append(news)
    steps = 0
    for _ in range(int(seconds * 10)):
        time.sleep(0.1)
        if news.update():
            steps += 1
    return steps


lines = box()
outline()
accent()
upwards()
print(lines, "lines,", scroll(2), "steps")
