# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keyboards, mice, media keys and gamepads that a board is to a computer, over USB or BLE.

Sources: USB HID Usage Tables 1.5, Device Class Definition for HID 1.11.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

try:
    import supervisor
except ImportError:  # Blinka has none
    supervisor = None  # type: ignore[assignment]
try:
    from usb_hid import Device
except ImportError:  # a board that has BLE alone
    Device = ()  # type: ignore[assignment,misc]

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

_LOOK_S = 0.05  # how often to look whether there is a computer


def find_device(
    devices: "Any",
    *,
    usage_page: int,
    usage: int,
    timeout: "float | None" = None,
) -> "Any":
    """Return the device that is used for something, when a computer is there to take reports.

    :param devices: several devices, such as ``usb_hid.devices``, or one
    :param usage_page: the group of uses, such as 1 for desktops
    :param usage: a use in that group, such as 6 for a keyboard
    :param timeout: how long to wait for a computer, in seconds; None waits for ever. Devices
        that are not on USB are not waited for
    :raises ValueError: there is no such device: boot.py must enable it
    :raises OSError: no computer has taken up the board in time
    """
    if hasattr(devices, "send_report"):
        devices = (devices,)
    for device in devices:
        if (
            hasattr(device, "send_report")
            and device.usage_page == usage_page
            and device.usage == usage
        ):
            break
    else:
        raise ValueError("Could not find matching HID device.")
    if isinstance(device, Device):
        if supervisor is None:
            time.sleep(1)  # nothing tells when a computer is there
            return device
        looks = 0
        while not supervisor.runtime.usb_connected:
            if timeout is not None and looks * _LOOK_S >= timeout:
                raise OSError("no computer on USB")
            looks += 1
            time.sleep(_LOOK_S)
    return device
