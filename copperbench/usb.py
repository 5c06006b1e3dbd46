# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The USB cable: what a computer at the other end gets, and sends.

Nothing is connected at first: ``bench.usb.connect()``.
"""

from copperbench.errors import Mistake

_WAIT_US = 1000  # how often a program that waits looks
_PATIENCE_US = 600000000  # after which it waits for ever, as nothing is going to happen

# As the firmware has them: Device Class Definition for HID 1.11, appendix B and E.6, with IDs.
_KEYBOARD = (
    b"\x05\x01\x09\x06\xa1\x01\x85\x01"  # desktop, keyboard: application, ID 1
    b"\x05\x07\x19\xe0\x29\xe7\x15\x00\x25\x01\x75\x01\x95\x08\x81\x02"  # modifiers
    b"\x75\x08\x95\x01\x81\x01"  # a byte of nothing
    b"\x05\x08\x19\x01\x29\x05\x75\x01\x95\x05\x91\x02\x75\x03\x95\x01\x91\x01"  # lights
    b"\x05\x07\x19\x00\x2a\xff\x00\x15\x00\x26\xff\x00\x75\x08\x95\x06\x81\x00\xc0"  # six keys
)
_MOUSE = (
    b"\x05\x01\x09\x02\xa1\x01\x09\x01\xa1\x00\x85\x02"  # desktop, mouse, pointer; ID 2
    b"\x05\x09\x19\x01\x29\x05\x15\x00\x25\x01\x95\x05\x75\x01\x81\x02"  # buttons
    b"\x95\x01\x75\x03\x81\x01"
    b"\x05\x01\x09\x30\x09\x31\x09\x38\x15\x81\x25\x7f\x75\x08\x95\x03\x81\x06\xc0\xc0"
)
_CONSUMER_CONTROL = (
    b"\x05\x0c\x09\x01\xa1\x01\x85\x03"  # consumer, control; ID 3
    b"\x75\x10\x95\x01\x15\x01\x26\x8c\x02\x19\x01\x2a\x8c\x02\x81\x00\xc0"
)


class HidDevice:
    """A HID device as the firmware describes it to a computer.

    :ivar descriptor: of its reports
    :ivar usage_page: what programs find it by
    :ivar usage: likewise
    :ivar ids: of its reports, 0 for no ID
    :ivar in_lengths: bytes of each report to the computer
    :ivar out_lengths: bytes of each report from it, 0 where there is none
    """

    def __init__(self, descriptor, usage_page, usage, ids, in_lengths, out_lengths):
        self.descriptor = descriptor
        self.usage_page = usage_page
        self.usage = usage
        self.ids = ids
        self.in_lengths = in_lengths
        self.out_lengths = out_lengths

    def copy(self):
        """Return another one that is the same: the firmware copies what it enables."""
        return HidDevice(
            self.descriptor,
            self.usage_page,
            self.usage,
            self.ids,
            self.in_lengths,
            self.out_lengths,
        )

    def without_id(self):
        """Return it as the boot protocol has it."""
        return HidDevice(
            self.descriptor.replace(bytes((0x85, self.ids[0])), b"", 1),
            self.usage_page,
            self.usage,
            [0],
            self.in_lengths,
            self.out_lengths,
        )


KEYBOARD = HidDevice(_KEYBOARD, 0x01, 0x06, [1], [8], [1])
MOUSE = HidDevice(_MOUSE, 0x01, 0x02, [2], [4], [0])
CONSUMER_CONTROL = HidDevice(_CONSUMER_CONTROL, 0x0C, 0x01, [3], [2], [0])


class Usb:
    """The computer's side of the cable.

    :ivar reports: (device, report ID, bytes) of each HID report that was sent
    :ivar console: the terminal, a :class:`Stream`
    :ivar data: the second serial line, a :class:`Stream`
    :ivar midi: the MIDI line, a :class:`Stream`
    :ivar booting: whether boot.py is running, which chooses the devices
    :ivar hid_devices: the HID devices that are enabled, a :class:`HidDevice` each
    :ivar boot_device: which of them is there for booting: 0 none, 1 a keyboard, 2 a mouse
    """

    def __init__(self, clock, mistake, note):
        self.reports = []
        self.console = Stream(self, clock)
        self.data = Stream(self, clock)
        self.midi = Stream(self, clock)
        self.booting = False
        self.hid_devices = [KEYBOARD.copy(), MOUSE.copy(), CONSUMER_CONTROL.copy()]
        self.boot_device = 0
        self.boots = False
        self._making = (clock, mistake, note, self._enabled)
        self._host = None

    def _enabled(self):
        return self.hid_devices

    @property
    def host(self):
        """The computer, a :class:`~copperbench.usb_host.Host`: what it saw of HID devices."""
        if self._host is None:  # most programs have none
            from copperbench.usb_host import Host

            self._host = Host(*self._making)
        return self._host

    @property
    def used(self):
        """Whether a computer has been asked for."""
        return self._host is not None

    @property
    def connected(self):
        """Whether there is a computer, and it is not asleep."""
        return self._host is not None and self._host.ready

    def connect(self):
        """Plug the cable into a computer."""
        self.host.connected = True

    def disconnect(self):
        """Pull the cable."""
        self.host.connected = False

    def boot(self, bios=False):
        """Have what is in a ``with`` block be boot.py, which may enable HID devices.

        :param bios: whether a computer asks for the boot protocol, where there is a device for it
        """
        return _Boot(self, bios)

    def send_hid(self, device, report_id, report):
        """Send a report as the firmware does.

        :raises OSError: nobody takes it within two seconds
        """
        if self.host.send(report_id, report):
            self.reports.append((device, report_id, report))

    def send_report(self, device, report_id, report):
        """Have the computer send a HID report to a device of the program's."""
        self.host.answer(device._state, report_id, report)


class _Boot:
    def __init__(self, usb, bios):
        self._usb = usb
        self._bios = bios

    def __enter__(self):
        self._usb.booting = True

    def __exit__(self, *error):
        usb = self._usb
        usb.booting = False
        usb.boots = self._bios and usb.boot_device > 0
        if usb.boots:
            usb.hid_devices = [(KEYBOARD, MOUSE)[usb.boot_device - 1].without_id()]
        if usb.used and usb.host.connected:
            usb.host.look()


class Stream:
    """Bytes both ways: :attr:`sent` by the board, and sent to it with :meth:`send`."""

    def __init__(self, usb, clock):
        self.usb = usb
        self.clock = clock
        self.sent = bytearray()
        self.arrived = bytearray()
        self.timeout = None  # s, as the program has set them
        self.write_timeout = None

    def send(self, data):
        """Send bytes to the board."""
        self.arrived.extend(data)

    def put(self, data):
        """Take bytes from the board, which are lost where nobody listens. Return how many."""
        if self.usb.connected:
            self.sent.extend(data)
        return len(data)

    def take(self, count):
        """Return up to ``count`` of the bytes that have arrived, and forget them."""
        data = bytes(self.arrived[:count])
        self.arrived[:] = self.arrived[count:]
        return data

    def wait(self, count, timeout):
        """Let time pass for ``count`` bytes to come, ``timeout`` seconds or (None) for ever."""
        limit = _PATIENCE_US if timeout is None else round(timeout * 1000000)
        end = self.clock.us + limit
        while len(self.arrived) < count and self.clock.us < end:
            self.clock.advance_us(_WAIT_US)
        if timeout is None and len(self.arrived) < count:
            raise Mistake(
                "the program waits for bytes on USB, without a timeout, and none come: "
                "a board would hang here for ever"
            )
