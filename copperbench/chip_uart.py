# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Parts that talk on a UART: lines, frames, NMEA sentences, requests and answers."""

from copperbench.chip import Chip


class UARTChip(Chip):
    r"""A part on a UART.

    It gets each byte when it is there, and sends at its own pace::

        class Ping(UARTChip):
            name = "Ping"

            def receive(self, byte):
                if byte == 0x05:  # ENQ
                    self.send(b"\x06", delay_us=2000)  # ACK, after 2 ms

    ``bench.uart.attach(Ping())``. Where its baudrate is not the board's, both get garbage,
    as on a real line.

    :cvar baudrate: bits a second
    :cvar frame_bits: start, data, parity and stop bits of a byte
    """

    BUS = "UART"
    baudrate = 9600
    frame_bits = 10

    def __init__(self):
        super().__init__()
        self._free_us = 0  # when its transmitter is free
        self._timers = {}

    def power_up(self):
        """Forget what was to be sent regularly; extend it to start anew."""
        for event in self._timers.values():
            self.clock.cancel(event)
        self._timers = {}

    def unplug(self):
        """Pull the cable: nothing arrives any more, in neither direction."""
        super().unplug()
        UARTChip.power_up(self)

    def receive(self, byte):
        """Take a byte from the board."""

    def send(self, data, delay_us=0):
        """Send bytes to the board, once what is being sent is out.

        :param delay_us: µs from now, at the least, until the first start bit
        """
        if self.bus is None or not self.plugged:
            return
        start = max(self.clock.us + delay_us, self._free_us)
        for count, byte in enumerate(data):
            begin = start + count * self.frame_bits * 1000000 // self.baudrate
            end = start + (count + 1) * self.frame_bits * 1000000 // self.baudrate
            self.bus.deliver(byte, begin, end, self.baudrate)
            self._free_us = end

    def every(self, period_us, make, first_us=None):
        """Send what ``make()`` returns, again and again, until the supply goes.

        :param period_us: from one to the next
        :param first_us: from now to the first; ``period_us`` if not given
        """
        key = len(self._timers)

        def turn():
            self._timers[key] = self.clock.at(self.clock.us + period_us, turn)
            self.send(make())

        due = self.clock.us + (period_us if first_us is None else first_us)
        self._timers[key] = self.clock.at(due, turn)


class LineTalker(UARTChip):
    r"""A part that takes lines.

    It may answer them::

        class Modem(LineTalker):
            name = "Modem"

            def line(self, text):
                self.send(b"OK\r\n" if text == b"AT" else b"ERROR\r\n", delay_us=1000)

    :cvar END: the byte that ends a line
    :cvar LONGEST: bytes of a line; what is longer is dropped
    """

    END = 10
    LONGEST = 256

    def power_up(self):
        """Start with an empty line."""
        super().power_up()
        self._line = bytearray()

    def line(self, text):
        """Take a line, without its end and a carriage return before it."""

    def receive(self, byte):
        """Collect a line."""
        if byte != self.END:
            if len(self._line) < self.LONGEST:
                self._line.append(byte)
            return
        text = bytes(self._line)
        self._line = bytearray()
        self.line(text[:-1] if text[-1:] == b"\r" else text)


class FrameTalker(UARTChip):
    r"""A part that takes frames with a start, a length and a checksum.

    It says what they look like::

        class Dust(FrameTalker):
            name = "Dust"
            START = b"\x42\x4d"
            HEADER = 2

            def length(self, header):
                return 7

            def valid(self, frame):
                return sum(frame[:-2]) == frame[-2] << 8 | frame[-1]

            def frame(self, frame):
                ...

    What is no frame is skipped; a frame that is not valid is told as a mistake.

    :cvar START: the bytes that each frame begins with
    :cvar HEADER: how many bytes tell a frame's length
    """

    START = b""
    HEADER = 1

    def power_up(self):
        """Start between frames."""
        super().power_up()
        self._frame = bytearray()

    def length(self, header):
        """Return how many bytes a frame has in all, by its first ``HEADER`` bytes."""
        return self.HEADER

    def valid(self, frame):
        """Return whether a frame's checksum is right."""
        return True

    def frame(self, frame):
        """Take a valid frame."""

    def receive(self, byte):
        """Collect a frame."""
        frame = self._frame
        frame.append(byte)
        started = min(len(frame), len(self.START))
        if frame[:started] != self.START[:started]:
            self._frame = bytearray([byte]) if self.START[:1] == bytes([byte]) else bytearray()
            return
        if len(frame) < self.HEADER or len(frame) < self.length(bytes(frame[: self.HEADER])):
            return
        self._frame = bytearray()
        frame = bytes(frame)
        if self.valid(frame):
            self.frame(frame)
        else:
            self.mistake("a frame with a wrong checksum: " + frame.hex())


def nmea(body):
    """Return an NMEA 0183 sentence with its checksum: ``$GPGGA,…*47`` and a line's end, as bytes.

    :param body: what stands between ``$`` and ``*``
    """
    total = 0
    for byte in body.encode():
        total ^= byte
    return f"${body}*{total:02X}\r\n".encode()
