# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Devices beyond those of the firmware, to be enabled in boot.py.

    import usb_hid
    from adafruit_hid import devices

    usb_hid.enable((usb_hid.Device.KEYBOARD, devices.pan_mouse(), devices.gamepad()))

Each takes an ID that no other of the board's devices has; the firmware's own have 1, 2 and 3.
Put mice before gamepads, or macOS takes no notice of them. There is room for eight devices.
"""

from usb_hid import Device

# Items of descriptors are those of Device Class Definition for HID 1.11, section 6.2.2.

_MOUSE = b"\x05\x01\x09\x02\xa1\x01\x85"  # desktop, mouse: application, the ID to follow
_POINTER = (
    b"\x09\x01\xa1\x00"  # pointer: physical
    b"\x05\x09\x19\x01\x29\x05\x15\x00\x25\x01\x75\x01\x95\x05\x81\x02"  # buttons 1 to 5
    b"\x75\x03\x95\x01\x81\x03\x05\x01"  # to the byte's end; desktop again
)


def pan_mouse(report_id: int = 7) -> Device:
    """Return a mouse whose wheel pans, too, for :class:`adafruit_hid.pan_mouse.PanMouse`.

    :param report_id: 1 to 255, one that no other device has
    :raises ValueError: it is not
    """
    return _device(
        _MOUSE,
        report_id,
        _POINTER + b"\x09\x30\x09\x31\x09\x38"  # X, Y, wheel
        b"\x15\x81\x25\x7f\x75\x08\x95\x03\x81\x06"
        b"\x05\x0c\x0a\x38\x02\x95\x01\x81\x06"  # AC pan
        b"\xc0\xc0",
        0x38,
        5,
    )


def absolute_mouse(report_id: int = 4) -> Device:
    """Return a pointer, for :class:`adafruit_hid.absolute_mouse.AbsoluteMouse`.

    :param report_id: 1 to 255, one that no other device has
    :raises ValueError: it is not
    """
    return _device(
        _MOUSE,
        report_id,
        _POINTER + b"\x09\x30\x09\x31\x15\x00\x26\xff\x7f\x75\x10\x95\x02\x81\x02"  # X, Y
        b"\x09\x38\x15\x81\x25\x7f\x75\x08\x95\x01\x81\x06"  # wheel
        b"\xc0\xc0",
        0x01,
        6,
    )


def gamepad(report_id: int = 5) -> Device:
    """Return a gamepad, for :class:`adafruit_hid.gamepad.Gamepad`.

    :param report_id: 1 to 255, one that no other device has
    :raises ValueError: it is not
    """
    return _device(
        b"\x05\x01\x09\x05\xa1\x01\x85",  # desktop, gamepad
        report_id,
        b"\x05\x09\x19\x01\x29\x10\x15\x00\x25\x01\x75\x01\x95\x10\x81\x02"  # buttons 1 to 16
        b"\x05\x01\x09\x30\x09\x31\x09\x32\x09\x35"  # X, Y, Z, Rz
        b"\x15\x81\x25\x7f\x75\x08\x95\x04\x81\x02"
        b"\x09\x39\x15\x00\x25\x07\x35\x00\x46\x3b\x01\x65\x14"  # hat, 0° to 315°
        b"\x75\x04\x95\x01\x81\x42\x81\x03"  # or nowhere; to the byte's end
        b"\x45\x00\x65\x00\xc0",  # lest the next device has degrees, too
        0x05,
        7,
    )


def nkro_keyboard(report_id: int = 6) -> Device:
    """Return a keyboard without a limit, for :class:`adafruit_hid.nkro_keyboard.NKROKeyboard`.

    :param report_id: 1 to 255, one that no other device has
    :raises ValueError: it is not
    """
    return _device(
        b"\x05\x01\x09\x06\xa1\x01\x85",  # desktop, keyboard
        report_id,
        b"\x05\x07\x19\xe0\x29\xe7\x15\x00\x25\x01\x75\x01\x95\x08\x81\x02"  # modifiers
        b"\x05\x08\x19\x01\x29\x05\x95\x05\x91\x02\x75\x03\x95\x01\x91\x03"  # lights
        b"\x05\x07\x19\x00\x29\xdf\x75\x01\x95\xe0\x81\x02"  # a bit for each key
        b"\xc0",
        0x07,
        29,
        1,
    )


def _device(
    before: bytes, report_id: int, after: bytes, usage: int, in_length: int, out_length: int = 0
) -> Device:
    """Return a device that programs find by ``usage``, which is unlike that of the firmware's."""
    if not 1 <= report_id <= 0xFF:
        raise ValueError("report_id must be 1 to 255")
    return Device(
        report_descriptor=before + bytes((report_id,)) + after,
        usage_page=0x01,
        usage=usage,
        report_ids=(report_id,),
        in_report_lengths=(in_length,),
        out_report_lengths=(out_length,),
    )
