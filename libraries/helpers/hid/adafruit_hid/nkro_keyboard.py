# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A keyboard on which any number of keys may be down."""

from micropython import const

from .keyboard import Keyboard

_LAST = const(0xDF)  # the last key that has a bit


class NKROKeyboard(Keyboard):
    """A keyboard without a limit of keys: :func:`adafruit_hid.devices.nkro_keyboard` in boot.py.

    Computers see no keys of it before their system runs: keep ``usb_hid.Device.KEYBOARD``
    beside it for that.

    :param devices: those of which one is it, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is one
    :raises OSError: no computer has taken up the board in time
    """

    _usage = 0x07
    _length = 29

    def _down(self, keycode: int) -> None:
        if keycode > _LAST:
            Keyboard._down(self, keycode)
        else:
            self.report[1 + (keycode >> 3)] |= 1 << (keycode & 7)

    def _up(self, keycode: int) -> None:
        if keycode > _LAST:
            Keyboard._up(self, keycode)
        else:
            self.report[1 + (keycode >> 3)] &= ~(1 << (keycode & 7))
