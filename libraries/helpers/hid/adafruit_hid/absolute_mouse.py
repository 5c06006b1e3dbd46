# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A pointer that is put on a place of the screen."""

from micropython import const

from .mouse import Mouse

_POSITIONS = const(0x7FFF)
_MOST = const(127)  # steps of the wheel in one report


class AbsoluteMouse(Mouse):
    """A pointer that is put on a place: :func:`adafruit_hid.devices.absolute_mouse` in boot.py.

    Each report has a place: before the first :meth:`move_to` that is the upper left corner.

    :param devices: those of which one is it, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is one
    :raises OSError: no computer has taken up the board in time
    """

    _usage = 0x01
    _length = 6

    def move_to(self, x: int, y: int) -> None:
        """Put the pointer somewhere.

        :param x: 0 at the left edge of the screen to 32767 at the right one
        :param y: 0 at the upper edge to 32767 at the lower one
        :raises ValueError: it is not on the screen
        :raises OSError: the computer does not take it
        """
        if not (0 <= x <= _POSITIONS and 0 <= y <= _POSITIONS):
            raise ValueError("x and y must be 0 to 32767")
        self._put(x, y, 0)

    def move(self, x: float = 0, y: float = 0, wheel: float = 0) -> None:
        """Move by steps of 1/32767 of the screen, up to its edges, and turn the wheel.

        :param x: steps to the right
        :param y: steps down
        :param wheel: steps away from the user, -127 to 127
        :raises ValueError: the wheel turns too far for one report
        :raises OSError: the computer does not take it
        """
        if not -_MOST <= wheel <= _MOST:
            raise ValueError("wheel must be -127 to 127")
        there = self.report[1] | self.report[2] << 8, self.report[3] | self.report[4] << 8
        self._put(
            min(max(there[0] + round(x), 0), _POSITIONS),
            min(max(there[1] + round(y), 0), _POSITIONS),
            round(wheel),
        )

    def _put(self, x: int, y: int, wheel: int) -> None:
        """Send a position; each later report has it, too, unless this one does not get there."""
        report = self.report
        before = bytes(report)
        report[1] = x & 0xFF
        report[2] = x >> 8
        report[3] = y & 0xFF
        report[4] = y >> 8
        report[5] = wheel & 0xFF
        try:
            self._send_no_move()
        except OSError:
            report[:] = before
            raise
        report[5] = 0
