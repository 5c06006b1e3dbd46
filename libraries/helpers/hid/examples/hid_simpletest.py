# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Scroll with two buttons: from D4 and D5 to 3.3 V."""

import time

import board
import digitalio
import usb_hid

from adafruit_hid.mouse import Mouse

mouse = Mouse(usb_hid.devices)

up = digitalio.DigitalInOut(board.D4)
up.switch_to_input(digitalio.Pull.DOWN)
down = digitalio.DigitalInOut(board.D5)
down.switch_to_input(digitalio.Pull.DOWN)

while True:
    if up.value:
        mouse.move(wheel=1)
    elif down.value:
        mouse.move(wheel=-1)
    time.sleep(0.1)
