# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How large text is, before it is on a screen, and how it is wrapped. Needs no display."""

import terminalio

from adafruit_display_text import label, wrap_text_to_pixels
from adafruit_display_text.bitmap_label import Label
from adafruit_display_text.text_box import TextBox

words = "The quick brown fox jumps over the lazy dog"

text = label.Label(terminalio.FONT, text="quick", scale=2)
text.anchor_point = (1.0, 0.5)
text.anchored_position = (240, 64)
print("box", text.bounding_box, "origin", text.x, text.y)

other = Label(terminalio.FONT, text="quick", padding_left=4, background_color=0x202020)
print("bitmap", other.bitmap.width, "by", other.bitmap.height)

box = TextBox(terminalio.FONT, 120, TextBox.DYNAMIC_HEIGHT, text=words)
print("box of", box.width, "by", box.height, "pixels:", box.lines)
print(wrap_text_to_pixels(words, 80, terminalio.FONT, indent0="* ", indent1="  "))
