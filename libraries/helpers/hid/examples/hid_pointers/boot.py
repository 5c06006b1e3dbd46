# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Have a mouse that pans, and one that is put on a place: runs before USB connects."""

import usb_hid

from adafruit_hid import devices

usb_hid.enable((usb_hid.Device.KEYBOARD, devices.pan_mouse(), devices.absolute_mouse()))
