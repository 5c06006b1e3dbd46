# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Copy, paste, undo and redo with four buttons: from D2, D3, D4 and D5 to GND."""

import time

import board
import keypad
import usb_hid

from adafruit_hid.keyboard import Keyboard
from adafruit_hid.keycode import Keycode

MACROS = (
    (Keycode.CONTROL, Keycode.C),
    (Keycode.CONTROL, Keycode.V),
    (Keycode.CONTROL, Keycode.Z),
    (Keycode.CONTROL, Keycode.SHIFT, Keycode.Z),
)

keys = keypad.Keys((board.D2, board.D3, board.D4, board.D5), value_when_pressed=False, pull=True)
keyboard = Keyboard(usb_hid.devices)

while True:
    event = keys.events.get()
    if event and event.pressed:
        keyboard.send(*MACROS[event.key_number])
    time.sleep(0.005)
