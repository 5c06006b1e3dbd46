# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The USB cable: what a computer at the other end gets, and sends.

Nothing is connected at first: ``bench.usb.connect()``.
"""

from copperbench.errors import Mistake

_WAIT_US = 1000  # how often a program that waits looks
_PATIENCE_US = 600000000  # after which it waits for ever, as nothing is going to happen


class Usb:
    """The computer's side of the cable.

    :ivar connected: whether there is a computer
    :ivar reports: (device, report ID, bytes) of each HID report that was sent
    :ivar console: the terminal, a :class:`Stream`
    :ivar data: the second serial line, a :class:`Stream`
    :ivar midi: the MIDI line, a :class:`Stream`
    """

    def __init__(self, clock):
        self.connected = False
        self.reports = []
        self.received = {}  # (device, report ID) -> the last report to it
        self.console = Stream(self, clock)
        self.data = Stream(self, clock)
        self.midi = Stream(self, clock)

    def connect(self):
        """Plug the cable into a computer."""
        self.connected = True

    def disconnect(self):
        """Pull the cable."""
        self.connected = False

    def send_report(self, device, report_id, report):
        """Have the computer send a HID report to a device, such as the LEDs of a keyboard."""
        self.received[device, report_id] = bytes(report)


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
