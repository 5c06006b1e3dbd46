# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Devices beyond those of the firmware, to be enabled in boot.py.

    import usb_hid
    from adafruit_hid import devices

    usb_hid.enable((usb_hid.Device.KEYBOARD, devices.pan_mouse(), devices.gamepad()))

Each takes an ID that no other of the board's devices has; the firmware's own have 1, 2 and 3.
Put mice before gamepads, or macOS takes no notice of them. A board has room for a few devices.
"""

from usb_hid import Device

# Items of descriptors are those of Device Class Definition for HID 1.11, section 6.2.2.

_POINTER = (  # a mouse with five buttons, up to its axes
    b"\x05\x01\x09\x02\xa1\x01\x85%c"  # desktop, mouse: application, ID
    b"\x09\x01\xa1\x00"  # pointer: physical
    b"\x05\x09\x19\x01\x29\x05\x15\x00\x25\x01\x75\x01\x95\x05\x81\x02"  # buttons 1 to 5
    b"\x75\x03\x95\x01\x81\x03\x05\x01"  # to the byte's end; desktop again
)


def pan_mouse(report_id: int = 2) -> Device:
    """Return a mouse whose wheel pans, too, for :class:`adafruit_hid.mouse.PanMouse`.

    :param report_id: 2 where it takes the place of the firmware's mouse
    """
    return _device(
        _with_id(_POINTER, report_id)
        + b"\x09\x30\x09\x31\x09\x38\x15\x81\x25\x7f\x75\x08\x95\x03\x81\x06"  # X, Y, wheel
        b"\x05\x0c\x0a\x38\x02\x95\x01\x81\x06"  # AC pan
        b"\xc0\xc0",
        0x02,
        report_id,
        5,
        0,
    )


def absolute_mouse(report_id: int = 4) -> Device:
    """Return a pointer that is put on a place, for :class:`adafruit_hid.mouse.AbsoluteMouse`.

    :param report_id: one that no other device has
    """
    return _device(
        _with_id(_POINTER, report_id)
        + b"\x09\x30\x09\x31\x15\x00\x26\xff\x7f\x75\x10\x95\x02\x81\x02"  # X, Y
        b"\x09\x38\x15\x81\x25\x7f\x75\x08\x95\x01\x81\x06"  # wheel
        b"\xc0\xc0",
        0x01,
        report_id,
        6,
        0,
    )


def gamepad(report_id: int = 5) -> Device:
    """Return a gamepad, for :class:`adafruit_hid.gamepad.Gamepad`.

    :param report_id: one that no other device has
    """
    return _device(
        _with_id(b"\x05\x01\x09\x05\xa1\x01\x85%c", report_id)
        + b"\x05\x09\x19\x01\x29\x10\x15\x00\x25\x01\x75\x01\x95\x10\x81\x02"  # buttons 1 to 16
        b"\x05\x01\x09\x30\x09\x31\x09\x32\x09\x35"  # X, Y, Z, Rz
        b"\x15\x81\x25\x7f\x75\x08\x95\x04\x81\x02"
        b"\x09\x39\x15\x00\x25\x07\x35\x00\x46\x3b\x01\x65\x14"  # hat, 0° to 315°
        b"\x75\x04\x95\x01\x81\x42\x65\x00\x95\x01\x81\x03"  # and to the byte's end
        b"\xc0",
        0x05,
        report_id,
        7,
        0,
    )


def nkro_keyboard(report_id: int = 6) -> Device:
    """Return a keyboard without a limit, for :class:`adafruit_hid.nkro_keyboard.NKROKeyboard`.

    :param report_id: one that no other device has
    """
    return _device(
        _with_id(b"\x05\x01\x09\x06\xa1\x01\x85%c", report_id)
        + b"\x05\x07\x19\xe0\x29\xe7\x15\x00\x25\x01\x75\x01\x95\x08\x81\x02"  # modifiers
        b"\x05\x08\x19\x01\x29\x05\x95\x05\x91\x02\x75\x03\x95\x01\x91\x03"  # lights
        b"\x05\x07\x19\x00\x29\xdf\x75\x01\x95\xe0\x81\x02"  # a bit for each key
        b"\xc0",
        0x07,
        report_id,
        29,
        1,
    )


def _with_id(descriptor: bytes, report_id: int) -> bytes:
    if not 1 <= report_id <= 0xFF:
        raise ValueError("report_id must be 1 to 255")
    return descriptor.replace(b"%c", bytes((report_id,)))


def _device(
    descriptor: bytes, usage: int, report_id: int, in_length: int, out_length: int
) -> Device:
    """Return a device that programs find by ``usage``, which may be another one than its own."""
    return Device(
        report_descriptor=descriptor,
        usage_page=0x01,
        usage=usage,
        report_ids=(report_id,),
        in_report_lengths=(in_length,),
        out_report_lengths=(out_length,),
    )
