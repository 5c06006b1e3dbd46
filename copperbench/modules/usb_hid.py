# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keyboards, mice and the like over USB. The bench has what was sent as ``bench.usb.reports``."""

from copperbench import native as _native, usb as _usb
from copperbench.bench import current as _current

_MOST_IDS = 6
_MOST_DEVICES = 8
_LATE = "Cannot change USB devices now"


class Device(_native.Object):
    """A device of the board's."""

    @_native.constructor(
        "*report_descriptor usage_page:i usage:i report_ids in_report_lengths out_report_lengths"
    )
    def __init__(
        self,
        *,
        report_descriptor,
        usage_page,
        usage,
        report_ids,
        in_report_lengths,
        out_report_lengths,
    ):
        descriptor = bytes(_native.readable(report_descriptor))
        page = _native.in_range(_native.to_int(usage_page), 1, 0xFFFF, "usage_page")
        usage = _native.in_range(_native.to_int(usage), 1, 0xFFFF, "usage")
        count = len(report_ids)
        if count < 1:
            raise ValueError("report_ids length must be >= 1")
        if len(in_report_lengths) != count or len(out_report_lengths) != count:
            raise ValueError(
                "report_ids, in_report_lengths, and out_report_lengths must all be the same length"
            )
        ids = _bytes(report_ids, "report_ids")
        in_lengths = _bytes(in_report_lengths, "in_report_lengths")
        out_lengths = _bytes(out_report_lengths, "out_report_lengths")
        if ids[0] == 0 and count > 1:
            raise ValueError("report_id_space_0 length must be 1")
        if count > _MOST_IDS:
            raise ValueError(f"report_ids length must be <= {_MOST_IDS}")
        _native.hide(self, _usb.HidDevice(descriptor, page, usage, ids, in_lengths, out_lengths))

    @_native.method("report report_id?")
    def send_report(self, report, report_id=None):
        """Send a report to the computer.

        :raises OSError: no computer takes it
        """
        data = bytes(_native.readable(report))
        index = self._index(report_id)
        state = self._state
        if len(data) != state.in_lengths[index]:
            raise ValueError(f"report length must be {state.in_lengths[index]}")
        _current().usb.send_hid(self, state.ids[index], data)

    @_native.method("report_id?")
    def get_last_received_report(self, report_id=None):
        """Return the last report from the computer, once, or None."""
        number = self._state.ids[self._index(report_id)]
        return _current().usb.host.received.pop((self._state, number), None)

    def _index(self, report_id):
        ids = self._state.ids
        if report_id is None and len(ids) == 1:
            return 0
        if report_id is not None:
            report_id = _native.to_int(report_id)
        if report_id not in ids:
            raise ValueError("Invalid report_id")
        return ids.index(report_id)

    def usage_page(self):
        """The group of uses that :attr:`usage` is of."""
        return self._state.usage_page

    usage_page = _native.attribute(usage_page)

    def usage(self):
        """What it is used for, such as 6 for a keyboard."""
        return self._state.usage

    usage = _native.attribute(usage)


def _bytes(values, name):
    return [_native.in_range(_native.to_int(value), 0, 255, name) for value in values]


Device.KEYBOARD = _native.made(Device, _usb.KEYBOARD)
Device.MOUSE = _native.made(Device, _usb.MOUSE)
Device.CONSUMER_CONTROL = _native.made(Device, _usb.CONSUMER_CONTROL)
_native.exposed(Device)

_made = (None, ())  # those that are enabled, as the bench and as programs have them


def __getattr__(name):
    if name == "devices":
        return _devices()
    raise AttributeError(f"'module' object has no attribute '{name}'")


def _devices():
    global _made  # noqa: PLW0603  # a module has nothing else to keep it in
    enabled = _current().usb.hid_devices
    if _made[0] is not enabled:
        _made = (enabled, tuple([_native.made(Device, state) for state in enabled]))
    return _made[1]


@_native.function(0)
def disable():
    """Have no HID devices; in boot.py only."""
    _choose((), 0)


def enable(*arguments, **named):
    """Say which devices to have, and which of them is for booting: in boot.py only."""
    if not arguments:
        raise TypeError("function missing 1 required positional arguments")
    _enable(*arguments, **named)


@_native.function("devices boot_device:i?")
def _enable(devices, boot_device=0):
    for index in range(len(devices)):
        _native.of_type(devices[index], Device, "__class__")  # the firmware's word for it
    _choose(devices, _native.in_range(_native.to_int(boot_device), 0, 2, "boot_device"))


def _choose(devices, boot_device):
    usb = _current().usb
    if not usb.booting:
        raise RuntimeError(_LATE)
    if len(devices) > _MOST_DEVICES:
        raise ValueError(f"devices length must be <= {_MOST_DEVICES}")
    usb.hid_devices = [device._state.copy() for device in devices]
    usb.boot_device = boot_device


@_native.function(0)
def get_boot_device():
    """Return 1 for a boot keyboard, 2 for a boot mouse, 0 for none."""
    usb = _current().usb
    return usb.boot_device if usb.boots else 0


@_native.function(1)
def set_interface_name(interface_name):
    """Say what the interface is called; it has an effect in boot.py only."""
    if len(_native.readable(interface_name)) > 126:
        raise ValueError("interface_name length must be 0-126")


_native.module(
    __name__, "Device", "devices", "disable", "enable", "get_boot_device", "set_interface_name"
)
