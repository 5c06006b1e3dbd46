# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A mouse, which moves by steps."""

from micropython import const

from . import find_device

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_MOST = const(127)  # steps in one report
_BUTTONS = const(0x1F)


class Mouse:
    """A mouse with five buttons and a wheel.

    :param devices: those of which one is a mouse, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is a mouse
    :raises OSError: no computer has taken up the board in time
    """

    LEFT_BUTTON = 1
    RIGHT_BUTTON = 2
    MIDDLE_BUTTON = 4
    BACK_BUTTON = 8
    FORWARD_BUTTON = 16

    _usage = 0x02
    _length = 4

    def __init__(self, devices: "Sequence[Any] | Any", timeout: "float | None" = None) -> None:
        self._mouse_device = find_device(
            devices, usage_page=0x01, usage=self._usage, timeout=timeout
        )
        self.report = bytearray(self._length)

    def press(self, buttons: int) -> None:
        """Press buttons; those that are down already stay so.

        :param buttons: a sum of ``…_BUTTON``, 0 to 31
        :raises ValueError: there are no such buttons
        :raises OSError: the computer does not take it
        """
        self._set(self.report[0] | self._checked(buttons))

    def release(self, buttons: int) -> None:
        """Let buttons go.

        :param buttons: a sum of ``…_BUTTON``, 0 to 31
        :raises ValueError: there are no such buttons
        :raises OSError: the computer does not take it
        """
        self._set(self.report[0] & ~self._checked(buttons))

    def release_all(self) -> None:
        """Let all buttons go.

        :raises OSError: the computer does not take it
        """
        self._set(0)

    def click(self, buttons: int) -> None:
        """Press buttons and let them go.

        :param buttons: a sum of ``…_BUTTON``, 0 to 31
        :raises ValueError: there are no such buttons
        :raises OSError: the computer does not take it
        """
        self.press(buttons)
        self.release(buttons)

    def move(self, x: float = 0, y: float = 0, wheel: float = 0) -> None:
        """Move, and turn the wheel. More than 127 steps go in several reports, on a straight way.

        :param x: steps to the right, or to the left if it is negative
        :param y: steps down, or up if it is negative
        :param wheel: steps away from the user, or towards them if it is negative
        :raises OSError: the computer does not take it
        """
        self._move(x, y, wheel)

    def _move(self, x: float, y: float, wheel: float, pan: float = 0) -> None:
        x = round(x)
        y = round(y)
        wheel = round(wheel)
        pan = round(pan)
        count = (max(abs(x), abs(y), abs(wheel), abs(pan)) + _MOST - 1) // _MOST
        report = self.report
        try:
            for number in range(count):
                report[1] = _part(x, number, count)
                report[2] = _part(y, number, count)
                report[3] = _part(wheel, number, count)
                if pan:
                    report[4] = _part(pan, number, count)
                self._mouse_device.send_report(report)
        finally:
            for index in range(1, self._length):
                report[index] = 0

    def _checked(self, buttons: int) -> int:
        if not 0 <= buttons <= _BUTTONS:
            raise ValueError("buttons must be 0 to 31")
        return buttons

    def _set(self, buttons: int) -> None:
        before = self.report[0]
        self.report[0] = buttons
        try:
            self._send_no_move()
        except OSError:
            self.report[0] = before
            raise

    def _send_no_move(self) -> None:
        self._mouse_device.send_report(self.report)


def _part(steps: int, number: int, count: int) -> int:
    """Return the byte for a part of a way: what is done after it, less what was before it."""
    return (steps * (number + 1) // count - steps * number // count) & 0xFF
