# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A keyboard, with up to six keys at a time beside the modifiers."""

from micropython import const

from . import find_device

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_FIRST_MODIFIER = const(0xE0)
_KEYS = const(2)  # the first of six bytes that are keys
_END = const(8)


class Keyboard:
    """A keyboard: keys go down and up, and the computer tells its lights.

    A keycode is one of :class:`~adafruit_hid.keycode.Keycode`: a place on the keyboard. What is
    typed with it is up to the computer's layout.

    :param devices: those of which one is a keyboard, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them is a keyboard
    :raises OSError: no computer has taken up the board in time
    """

    LED_NUM_LOCK = 0x01
    LED_CAPS_LOCK = 0x02
    LED_SCROLL_LOCK = 0x04
    LED_COMPOSE = 0x08

    _usage = 0x06
    _length = 8

    def __init__(self, devices: "Sequence[Any] | Any", timeout: "float | None" = None) -> None:
        self._keyboard_device = find_device(
            devices, usage_page=0x01, usage=self._usage, timeout=timeout
        )
        self.report = bytearray(self._length)
        self._before = bytearray(self._length)
        view = memoryview(self.report)
        self.report_modifier = view[0:1]
        self.report_keys = view[_KEYS:] if self._length == _END else view[1:]
        self._led_status = b"\x00"
        self._has_leds = hasattr(self._keyboard_device, "get_last_received_report")  # BLE may not

    def press(self, *keycodes: int) -> None:
        """Have keys go down, all in one report. Of more than six the oldest ones go up.

        :param keycodes: 0 to 255
        :raises ValueError: one of them is no keycode; nothing is pressed then
        :raises OSError: the computer does not take it; nothing is pressed then
        """
        self._check(keycodes)
        self._before[:] = self.report
        for keycode in keycodes:
            self._down(keycode)
        self._send()

    def release(self, *keycodes: int) -> None:
        """Have keys go up, all in one report. Those that are up already stay so.

        :param keycodes: 0 to 255
        :raises ValueError: one of them is no keycode
        :raises OSError: the computer does not take it
        """
        self._check(keycodes)
        self._before[:] = self.report
        for keycode in keycodes:
            self._up(keycode)
        self._send()

    def release_all(self) -> None:
        """Have all keys go up.

        :raises OSError: the computer does not take it
        """
        self._before[:] = self.report
        for index in range(len(self.report)):
            self.report[index] = 0
        self._send()

    def send(self, *keycodes: int) -> None:
        """Have keys go down, and then all keys up.

        :param keycodes: 0 to 255
        :raises ValueError: one of them is no keycode; nothing is pressed then
        :raises OSError: the computer does not take it
        """
        self.press(*keycodes)
        self.release_all()

    @property
    def led_status(self) -> bytes:
        """The lights as the computer told them last: one byte, with bits ``LED_…``."""
        if self._has_leds:
            received = self._keyboard_device.get_last_received_report()
            if received is not None:  # as long as nothing new has come
                self._led_status = received
        return self._led_status

    def led_on(self, led_code: int) -> bool:
        """Return whether a light is on.

        :param led_code: one of ``LED_…``
        """
        return bool(self.led_status[0] & led_code)

    # The report

    def _check(self, keycodes: "Sequence[int]") -> None:
        """Refuse what is no keycode, before anything is changed."""
        for keycode in keycodes:
            if not 0 <= keycode <= 0xFF:
                raise ValueError("keycode must be 0 to 255")

    def _down(self, keycode: int) -> None:
        if keycode >> 3 == _FIRST_MODIFIER >> 3:
            self.report_modifier[0] |= 1 << (keycode & 7)
            return
        report = self.report
        for index in range(_KEYS, _END):
            if report[index] == keycode:
                return
        for index in range(_KEYS, _END):
            if not report[index]:
                report[index] = keycode
                return
        for index in range(_KEYS, _END - 1):
            report[index] = report[index + 1]
        report[_END - 1] = keycode

    def _up(self, keycode: int) -> None:
        if keycode >> 3 == _FIRST_MODIFIER >> 3:
            self.report_modifier[0] &= ~(1 << (keycode & 7))
            return
        report = self.report
        free = _KEYS
        for index in range(_KEYS, _END):
            if report[index] != keycode:
                report[free] = report[index]
                free += 1
        for index in range(free, _END):
            report[index] = 0

    def _send(self) -> None:
        """Send the report; if that fails, have it say again what it said before."""
        try:
            self._keyboard_device.send_report(self.report)
        except OSError:
            self.report[:] = self._before
            raise

    def _stroke(self, modifiers: int, keycode: int) -> None:
        """Have a key go down and up with modifiers, in two reports; other keys stay as they are.

        :param modifiers: as the first byte of a report has them
        """
        report = self.report
        before = self._before
        before[:] = report
        self._up(keycode)
        if report != before:  # it was held, and must go up to go down
            self._send()
            before[:] = report
        self._down(keycode)
        self.report_modifier[0] |= modifiers
        self._send()
        report[:] = before
        self._send()
