# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Have a gamepad beside the keyboard: runs before USB connects."""

import usb_hid

from adafruit_hid import devices

usb_hid.enable((usb_hid.Device.KEYBOARD, usb_hid.Device.MOUSE, devices.gamepad()))
