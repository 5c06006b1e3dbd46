# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A mouse whose wheel pans, too."""

from .mouse import Mouse


class PanMouse(Mouse):
    """A mouse whose wheel pans, too: :func:`adafruit_hid.devices.pan_mouse` in boot.py.

    :param devices: those of which one is it, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is a mouse
    :raises OSError: no computer has taken up the board in time
    """

    _usage = 0x38
    _length = 5

    def move(self, x: float = 0, y: float = 0, wheel: float = 0, pan: float = 0) -> None:
        """Move, and turn the wheel both ways, as :meth:`Mouse.move` does.

        :param x: steps to the right
        :param y: steps down
        :param wheel: steps away from the user
        :param pan: steps to the right, of what is seen through the window
        :raises OSError: the computer does not take it
        """
        self._move(x, y, wheel, pan)
