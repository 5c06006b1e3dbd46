# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A gamepad with a stick at A0 and A1 and a button from D5 to GND; boot.py makes it one."""

import time

import analogio
import board
import digitalio
import usb_hid

from adafruit_hid.gamepad import Gamepad

gamepad = Gamepad(usb_hid.devices)

x = analogio.AnalogIn(board.A0)
y = analogio.AnalogIn(board.A1)
fire = digitalio.DigitalInOut(board.D5)
fire.switch_to_input(digitalio.Pull.UP)


def axis(value):
    """Return what a stick's voltage is on an axis: -127 to 127 for 0 to 65535."""
    return round((value - 32767.5) * 127 / 32767.5)


while True:
    gamepad.move_joysticks(x=axis(x.value), y=axis(y.value))
    if fire.value:
        gamepad.release_buttons(1)
    else:
        gamepad.press_buttons(1)
    time.sleep(0.02)
