# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Keyboards, mice and the like over USB. The bench has what was sent as ``bench.usb.reports``."""

from copperbench import native as _native
from copperbench.bench import current as _current

_READY_US = 2000000  # how long the firmware waits for a computer
_MOST_IDS = 6


class _State:
    def __init__(self, page, usage, ids, in_lengths, out_lengths):
        self.usage_page = page
        self.usage = usage
        self.ids = ids
        self.in_lengths = in_lengths
        self.out_lengths = out_lengths


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
        _native.readable(report_descriptor)
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
        _native.hide(self, _State(page, usage, ids, in_lengths, out_lengths))

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
        bench = _current()
        if not bench.usb.connected:
            bench.clock.advance_us(_READY_US)
            raise OSError("USB busy")
        bench.clock.advance_us(1000)  # the computer asks once in a frame
        bench.usb.reports.append((self, state.ids[index], data))

    @_native.method("report_id?")
    def get_last_received_report(self, report_id=None):
        """Return the last report from the computer, once, or None."""
        number = self._state.ids[self._index(report_id)]
        return _current().usb.received.pop((self, number), None)

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


def _standard(*state):
    return _native.made(Device, _State(*state))


# usage page, usage, report ID, bytes to the computer, bytes from it
_KEYBOARD = (0x01, 0x06, [1], [8], [1])
_MOUSE = (0x01, 0x02, [2], [4], [0])
_CONSUMER_CONTROL = (0x0C, 0x01, [3], [2], [0])

Device.KEYBOARD = _standard(*_KEYBOARD)
Device.MOUSE = _standard(*_MOUSE)
Device.CONSUMER_CONTROL = _standard(*_CONSUMER_CONTROL)
_native.exposed(Device)

devices = (_standard(*_KEYBOARD), _standard(*_MOUSE), _standard(*_CONSUMER_CONTROL))


@_native.function(0)
def disable():
    """Have no HID devices; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


def enable(*arguments, **named):
    """Say which devices to have, and which of them is for booting: in boot.py only."""
    if not arguments:
        raise TypeError("function missing 1 required positional arguments")
    _enable(*arguments, **named)


@_native.function("devices boot_device:i?")
def _enable(devices, boot_device=0):
    for index in range(len(devices)):
        _native.of_type(devices[index], Device, "__class__")  # the firmware's word for it
    _native.in_range(_native.to_int(boot_device), 0, 2, "boot_device")
    raise RuntimeError("Cannot change USB devices now")


@_native.function(0)
def get_boot_device():
    """Return 1 for a boot keyboard, 2 for a boot mouse, 0 for none."""
    return 0


@_native.function(1)
def set_interface_name(interface_name):
    """Say what the interface is called; it has an effect in boot.py only."""
    if len(_native.readable(interface_name)) > 126:
        raise ValueError("interface_name length must be 0-126")


_native.module(
    __name__, "Device", "devices", "disable", "enable", "get_boot_device", "set_interface_name"
)
