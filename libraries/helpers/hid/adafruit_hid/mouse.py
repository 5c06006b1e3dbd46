# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Mice: one that moves by steps, with a wheel that may pan, and one that is put on a place."""

import time

from micropython import const

from . import find_device

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_MOST = const(127)  # steps in one report
_BUTTONS = const(0x1F)
_POSITIONS = const(0x7FFF)


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
        try:
            self._send_no_move()
        except OSError:
            time.sleep(1)  # right after the start some computers are not ready yet
            self._send_no_move()

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
        self._move((x, y, wheel))

    def _move(self, distances: "Sequence[float]") -> None:
        steps = [round(distance) for distance in distances]
        count = max(1, (max(abs(step) for step in steps) + _MOST - 1) // _MOST)
        report = self.report
        try:
            for number in range(count):
                for index, step in enumerate(steps):
                    # what is done after this report, less what was done before it
                    done = step * (number + 1) // count - step * number // count
                    report[1 + index] = done & 0xFF
                self._mouse_device.send_report(report)
        finally:
            for index in range(len(steps)):
                report[1 + index] = 0

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


class PanMouse(Mouse):
    """A mouse whose wheel pans, too: :func:`adafruit_hid.devices.pan_mouse` in boot.py.

    :param devices: those of which one is it, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is a mouse
    :raises OSError: no computer has taken up the board in time
    """

    _length = 5

    def move(self, x: float = 0, y: float = 0, wheel: float = 0, pan: float = 0) -> None:
        """Move, and turn the wheel both ways, as :meth:`Mouse.move` does.

        :param x: steps to the right
        :param y: steps down
        :param wheel: steps away from the user
        :param pan: steps to the right, of what is seen through the window
        :raises OSError: the computer does not take it
        """
        self._move((x, y, wheel, pan))


class AbsoluteMouse(Mouse):
    """A pointer that is put on a place: :func:`adafruit_hid.devices.absolute_mouse` in boot.py.

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
        report = self.report
        report[1] = x & 0xFF
        report[2] = x >> 8
        report[3] = y & 0xFF
        report[4] = y >> 8
        self._send_no_move()

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
        report = self.report
        there = report[1] | report[2] << 8, report[3] | report[4] << 8
        report[5] = round(wheel) & 0xFF
        try:
            self.move_to(
                min(max(there[0] + round(x), 0), _POSITIONS),
                min(max(there[1] + round(y), 0), _POSITIONS),
            )
        finally:
            report[5] = 0
