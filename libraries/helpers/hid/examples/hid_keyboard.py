# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Type a line, turn up the volume, and tell when Caps Lock is switched."""

import time

import usb_hid

from adafruit_hid.consumer_control import ConsumerControl
from adafruit_hid.consumer_control_code import ConsumerControlCode
from adafruit_hid.keyboard import Keyboard
from adafruit_hid.keyboard_layout_us import KeyboardLayoutUS

keyboard = Keyboard(usb_hid.devices, timeout=10)
layout = KeyboardLayoutUS(keyboard)
media = ConsumerControl(usb_hid.devices)

layout.write("Hello, world!\n")
media.send(ConsumerControlCode.VOLUME_INCREMENT)

try:
    layout.write("5 €\n")
except ValueError as error:
    print(error)

was_on = False
while True:
    is_on = keyboard.led_on(Keyboard.LED_CAPS_LOCK)
    if is_on != was_on:
        print("Caps Lock is", "on" if is_on else "off")
        was_on = is_on
    time.sleep(0.1)
