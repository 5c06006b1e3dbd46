# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Type a line on a computer whose keyboard is a French one."""

import usb_hid
from keyboard_layout_win_fr import KeyboardLayout

from adafruit_hid.keyboard import Keyboard

keyboard = Keyboard(usb_hid.devices)
layout = KeyboardLayout(keyboard)

layout.write("ça coûte 3 €, à peu près\n")
print("typed")
