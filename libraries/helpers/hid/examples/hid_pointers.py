# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Draw a square with the absolute mouse, then pan; boot.py makes the two mice."""

import time

import usb_hid

from adafruit_hid.absolute_mouse import AbsoluteMouse
from adafruit_hid.pan_mouse import PanMouse

pointer = AbsoluteMouse(usb_hid.devices)
wheel = PanMouse(usb_hid.devices)

pointer.move_to(8192, 8192)
pointer.press(AbsoluteMouse.LEFT_BUTTON)
for corner in ((24575, 8192), (24575, 24575), (8192, 24575), (8192, 8192)):
    pointer.move_to(*corner)
    time.sleep(0.1)
pointer.release_all()

wheel.move(pan=-3)
