# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keys for media and the like: volume, brightness, play, calculator."""

from micropython import const

from . import Device, find_device

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_LAST = const(0x28C)  # in the firmware's descriptor
_LAST_ELSEWHERE = const(0xFFFF)


class ConsumerControl:
    """Keys for media, one at a time.

    :param devices: those of which one has such keys, such as ``usb_hid.devices``
    :param timeout: how long to wait for a computer, in seconds; None waits for ever
    :raises ValueError: none of them has
    :raises OSError: no computer has taken up the board in time
    """

    def __init__(self, devices: "Sequence[Any] | Any", timeout: "float | None" = None) -> None:
        self._consumer_device = find_device(devices, usage_page=0x0C, usage=0x01, timeout=timeout)
        self._report = bytearray(2)
        on_usb = isinstance(self._consumer_device, Device)
        self._last = _LAST if on_usb else _LAST_ELSEWHERE

    def send(self, consumer_code: int) -> None:
        """Press a key and let it go.

        :param consumer_code: one of
            :class:`~adafruit_hid.consumer_control_code.ConsumerControlCode`, up to 0x28C on USB
        :raises ValueError: the computer would not know it
        :raises OSError: the computer does not take it
        """
        self.press(consumer_code)
        self.release()

    def press(self, consumer_code: int) -> None:
        """Press a key; another one that is down goes up.

        :param consumer_code: up to 0x28C on USB
        :raises ValueError: the computer would not know it
        :raises OSError: the computer does not take it
        """
        if not 0 <= consumer_code <= self._last:
            raise ValueError(f"consumer_code must be 0 to {self._last:#x}")
        self._send(consumer_code)

    def release(self) -> None:
        """Let the key go.

        :raises OSError: the computer does not take it
        """
        self._send(0)

    def _send(self, code: int) -> None:
        self._report[0] = code & 0xFF
        self._report[1] = code >> 8
        self._consumer_device.send_report(self._report)
