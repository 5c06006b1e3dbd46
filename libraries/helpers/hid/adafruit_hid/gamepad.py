# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A gamepad, which the firmware has had none of since 7.0."""

from micropython import const

from . import find_device

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_BUTTONS = const(16)
_CENTER = const(8)  # of the hat: no direction


class Gamepad:
    """A gamepad with 16 buttons, two sticks and a hat: :func:`adafruit_hid.devices.gamepad`.

    :param devices: those of which one is a gamepad, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is a gamepad: boot.py must enable one
    :raises OSError: no computer has taken up the board in time
    """

    def __init__(self, devices: "Sequence[Any] | Any", timeout: "float | None" = None) -> None:
        self._gamepad_device = find_device(devices, usage_page=0x01, usage=0x05, timeout=timeout)
        self._report = bytearray(7)
        self._last = bytearray(7)
        self.reset_all()

    def press_buttons(self, *buttons: int) -> None:
        """Press buttons.

        :param buttons: 1 to 16
        :raises ValueError: there is no such button; nothing is pressed then
        :raises OSError: the computer does not take it
        """
        mask = self._mask(buttons)
        self._set_buttons(self._buttons() | mask)

    def release_buttons(self, *buttons: int) -> None:
        """Let buttons go.

        :param buttons: 1 to 16
        :raises ValueError: there is no such button
        :raises OSError: the computer does not take it
        """
        mask = self._mask(buttons)
        self._set_buttons(self._buttons() & ~mask)

    def release_all_buttons(self) -> None:
        """Let all buttons go.

        :raises OSError: the computer does not take it
        """
        self._set_buttons(0)

    def click_buttons(self, *buttons: int) -> None:
        """Press buttons and let them go.

        :param buttons: 1 to 16
        :raises ValueError: there is no such button; nothing is pressed then
        :raises OSError: the computer does not take it
        """
        self.press_buttons(*buttons)
        self.release_buttons(*buttons)

    def move_joysticks(
        self,
        x: "int | None" = None,
        y: "int | None" = None,
        z: "int | None" = None,
        r_z: "int | None" = None,
    ) -> None:
        """Move the sticks; None leaves an axis as it is.

        :param x: of the left stick, -127 at the left to 127
        :param y: of the left stick, -127 at the top to 127
        :param z: of the right stick, from the left to the right
        :param r_z: of the right stick, from the top down
        :raises ValueError: one of them is out of range; nothing moves then
        :raises OSError: the computer does not take it
        """
        for value in (x, y, z, r_z):
            if value is not None and not -127 <= value <= 127:
                raise ValueError("axes must be -127 to 127")
        for index, value in enumerate((x, y, z, r_z)):
            if value is not None:
                self._report[2 + index] = value & 0xFF
        self._send()

    def move_hat(self, direction: "int | None") -> None:
        """Tip the hat.

        :param direction: 0 for up, and on clockwise in steps of 45° to 7; None lets it go
        :raises ValueError: there is no such direction
        :raises OSError: the computer does not take it
        """
        if direction is not None and not 0 <= direction < _CENTER:
            raise ValueError("direction must be 0 to 7")
        self._report[6] = _CENTER if direction is None else direction
        self._send()

    def reset_all(self) -> None:
        """Let buttons and hat go, and the sticks back to their middle.

        :raises OSError: the computer does not take it
        """
        for index in range(6):
            self._report[index] = 0
        self._report[6] = _CENTER
        self._send(always=True)

    def _mask(self, buttons: "Sequence[int]") -> int:
        mask = 0
        for button in buttons:
            if not 1 <= button <= _BUTTONS:
                raise ValueError("buttons must be 1 to 16")
            mask |= 1 << (button - 1)
        return mask

    def _buttons(self) -> int:
        return self._report[0] | self._report[1] << 8

    def _set_buttons(self, buttons: int) -> None:
        self._report[0] = buttons & 0xFF
        self._report[1] = buttons >> 8
        self._send()

    def _send(self, always: bool = False) -> None:
        """Send the report where it says something new; what was not sent is not remembered."""
        if not always and self._report == self._last:
            return
        try:
            self._gamepad_device.send_report(self._report)
        except OSError:
            self._report[:] = self._last
            raise
        self._last[:] = self._report
