# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""UART: the two wires with what talks on them, and the firmware's end of them.

Sending takes its time: ``write`` returns when the last bit is out. (On a board it returns
up to 32 bytes earlier, since the peripheral keeps so many.) What arrives waits in the
peripheral and in the receive buffer, and is lost where both are full.
"""

import struct

from copperbench import native
from copperbench.faults import Framing
from copperbench.pins import free_pin
from copperbench.ports import Holder, Port as _Port
from copperbench.record import UARTRecord
from copperbench.wires import Wires

FIFO = 32  #: bytes that the RP2040's peripheral keeps beyond the receive buffer

_TOLERANCE = 5  # percent by which two baudrates may differ


class UARTLine(Wires):
    """TX and RX of the board, and what is wired to them.

    Faults strike bytes that arrive at the board, and are counted by them; ``transactions``
    counts calls of ``write``.
    """

    KIND = "UART"

    def __init__(self, clock):
        super().__init__(clock)
        self.baudrate = 9600  #: of the board
        self.bits = 8  #: of a character
        self.parity = None  #: "odd", "even" or None
        self.stop = 1  #: stop bits
        self.buffer = bytearray()  #: what has arrived and was not read yet
        self.size = 64  #: of the receive buffer
        self.listening = False
        self.lost = 0  #: bytes that found no room
        self._coming = []  # [end µs, start µs, byte, baudrate], soonest first
        self._looped = False
        self._rest = 0  # of a microsecond, in bits times a million
        self._record = None  # of what arrives

    def loop_back(self):
        """Wire TX to RX."""
        self._looped = True

    @property
    def frame_bits(self):
        """Start, data, parity and stop bits of a byte."""
        return 1 + self.bits + (self.parity is not None) + self.stop

    def opened_as(self, baudrate, frame, size, listening):
        """Have the board send and listen this way, from now on.

        :param frame: (bits, parity, stop bits)
        :param size: of the receive buffer, in bytes
        :param listening: whether the board has RX
        """
        self.baudrate = baudrate if baudrate > 0 else 1
        self.bits, self.parity, self.stop = frame
        self.size = size
        self.buffer = bytearray()
        self.listening = listening
        self._coming = [one for one in self._coming if one[0] > self.clock.us]

    def closed(self):
        """Have nobody send and listen."""
        super().closed()
        self.listening = False

    # From the board

    def transmit(self, data):
        """Send the bytes of ``data``, and take the time for it."""
        self.transactions += 1
        record = None
        if self.recording:
            record = UARTRecord(self, True, self.baudrate, self.clock.us)
            self.log.append(record)
        for byte in data:
            start = self.clock.us
            time = self.frame_bits * 1000000 + self._rest
            self._rest = time % self.baudrate
            self.clock.advance_us(time // self.baudrate)
            if record is not None:
                record.data.append(byte)
                record.times.append(start)
            if self._looped and self.listening:
                self._arrive(byte, start)
            for chip in self.chips:
                if chip.plugged:
                    chip.receive(byte if self.fits(chip.baudrate) else _GARBLE.received(byte))
        if record is not None:
            record.end_us = self.clock.us
            self.recorded(record)

    def fits(self, baudrate):
        """Return whether the board understands bytes at ``baudrate``."""
        return abs(baudrate - self.baudrate) * 100 <= _TOLERANCE * self.baudrate

    # To the board

    def deliver(self, byte, start_us, end_us, baudrate):
        """Have ``byte`` arrive at the board when its last bit is there."""
        index = len(self._coming)
        while index and self._coming[index - 1][0] > end_us:
            index -= 1
        self._coming.insert(index, (end_us, start_us, byte, baudrate))

    @property
    def due(self):
        """When the next byte arrives, in µs, or None."""
        return self._coming[0][0] if self._coming else None

    def pull(self):
        """Take in all bytes that have arrived by now."""
        now = self.clock.us
        while self._coming and self._coming[0][0] <= now:
            _, start, byte, baudrate = self._coming.pop(0)
            if self.listening:
                self._arrive(byte if self.fits(baudrate) else _GARBLE.received(byte), start)

    def _arrive(self, byte, start):
        self._index += 1
        got = (byte,)
        fault = None
        if self.plan.armed:
            fault = self.plan.due(self._index, byte)
            if fault is not None:
                got = fault.over(None, self).arrive(byte)
        if self.recording:
            self._note(got, start, fault)
        for value in got:
            if len(self.buffer) < self.size + FIFO:
                self.buffer.append(value)
            else:
                self.lost += 1

    def _note(self, got, start, fault):
        record = self._record
        pause = 2 * self.frame_bits * 1000000 // self.baudrate
        if (
            record is None
            or record not in self.log[-2:]
            or fault is not None
            or start > record.end_us + pause
        ):
            record = self._record = UARTRecord(self, False, self.baudrate, start)
            record.fault = fault
            self.log.append(record)
            self.recorded(record)
        record.data.extend(got)
        record.times.extend([start] * len(got))
        record.end_us = start + self.frame_bits * 1000000 // self.baudrate


_GARBLE = Framing()


class Port(_Port):
    """Pins that a program drives as UART."""

    def open(
        self,
        tx,
        rx,
        cts=None,
        rts=None,
        rs485=None,
        baudrate=9600,
        frame=(8, None, 1),
        timeout=1.0,
        size=64,
    ):
        """Take free pins, as ``busio.UART`` does.

        :raises ValueError: no peripheral reaches them, or it is in use
        """
        peripheral = self.bench.peripherals.uart(tx, rx, cts, rts)
        self.claim("UART", peripheral, (tx, rx, cts, rts, rs485))
        self.has_tx = tx is not None
        self.has_rx = rx is not None
        self.baudrate = baudrate & 0xFFFFFFFF
        self.set_timeout(timeout)
        bus = self.bench.uart_line(tx, rx)
        bus.opened_as(self.baudrate, frame, size, listening=rx is not None)
        self.bus = bus

    def set_timeout(self, seconds):
        """Keep the time-out, in whole milliseconds as the port does."""
        if self.bench.firmware.startswith("9"):
            # 9.x multiplies in single precision, less two bits that tell objects apart, and cuts.
            bits = struct.unpack("<I", struct.pack("<f", seconds))[0] & 0xFFFFFFFC
            seconds = struct.unpack("<f", struct.pack("<I", bits))[0]
            self.timeout_ms = int(seconds * 1000)
        else:
            self.timeout_ms = round(seconds * 1000)

    def ready(self):
        """Return the wires.

        :raises ValueError: the port is closed
        """
        if self.bus is None:
            self.wake()
        return self.bus

    def read_into(self, view, start, count):
        """Fill ``view`` from ``start`` on with what is there, and wait for more up to the time-out.

        :return: how many bytes there were; 0 if none came in time
        """
        line = self.ready()
        if not self.has_rx:
            raise ValueError("No rx pin")
        clock = line.clock
        line.pull()
        got = 0
        deadline = clock.us + self.timeout_ms * 1000
        while True:
            waiting = min(len(line.buffer), count - got)
            for index in range(waiting):
                view[start + got + index] = line.buffer[index]
            if waiting:
                # Assigned, not deleted from: the VM's bytearrays cannot do that.
                line.buffer = line.buffer[waiting:]
                got += waiting
                deadline = clock.us + self.timeout_ms * 1000
            if got == count or clock.us >= deadline:
                return got
            wait_until(clock, line.due, deadline)
            line.pull()

    def write_all(self, view):
        """Send the bytes of ``view``.

        :return: how many they are
        """
        line = self.ready()
        if not self.has_tx:
            raise ValueError("No tx pin")
        line.transmit(view)
        return len(view)

    def poll(self, flags):
        """Return which of ``flags`` hold: 1 for something to read, 4 for room to write."""
        line = self.ready()
        line.pull()
        found = 0
        if flags & 1 and line.buffer:
            found |= 1
        if flags & 4 and self.has_tx:
            found |= 4
        return found

    @property
    def due(self):
        """When something changes on the wires, in µs, or None."""
        return None if self.bus is None else self.bus.due


def wait_until(clock, due, deadline):
    """Let time pass until the first of ``due`` (or None), the clock's next event, ``deadline``."""
    for moment in (due, clock.due):
        if moment is not None and moment < deadline:
            deadline = moment
    # Never less than a step, lest nothing ever happens.
    clock.advance_us(max(deadline - clock.us, 1))


@native.exposed
class UART(Holder):
    """``busio.UART``: a serial line at one or two pins.

    :param tx: the pin to send from, or None
    :param rx: the pin to listen at, or None
    :param baudrate: bits a second
    :param bits: of a character, 5 to 8
    :param parity: :class:`Parity` or None
    :param stop: stop bits, 1 or 2
    :param timeout: how long to wait for each character, 0 to 100 s
    :param receiver_buffer_size: in characters
    :raises ValueError: an argument is out of range, a pin in use, or they do not belong together
    """

    Parity = native.enumeration("busio.UART.Parity", "ODD", "EVEN")

    @native.constructor(
        "tx? rx? *baudrate:i? bits:i? parity? stop:i? timeout? receiver_buffer_size:i? "
        "rts? cts? rs485_dir? rs485_invert:b?"
    )
    def __init__(
        self,
        tx=None,
        rx=None,
        *,
        baudrate=9600,
        bits=8,
        parity=None,
        stop=1,
        timeout=1,
        receiver_buffer_size=64,
        rts=None,
        cts=None,
        rs485_dir=None,
        rs485_invert=False,
    ):
        baudrate = native.to_int(baudrate)
        bits = native.to_int(bits)
        stop = native.to_int(stop)
        size = native.to_int(receiver_buffer_size)
        port = Port(native.bench())
        native.hide(self, port)
        pins = (
            ("rx", rx),
            ("tx", tx),
            ("rts", rts),
            ("cts", cts),
            ("rs485_dir", rs485_dir),
        )
        for name, pin in pins:
            free_pin(pin, name, none=True)
        if tx is None and rx is None:
            raise ValueError("tx and rx cannot both be None")
        used = [pin for _, pin in pins if pin is not None]
        for index, pin in enumerate(used):
            if pin in used[:index]:
                raise ValueError("Invalid pins")
        native.in_range(bits, 5, 9, "bits")
        native.in_range(size, 1, 0xFFFF, "receiver_buffer_size")
        native.in_range(stop, 1, 2, "stop")
        timeout = _timeout(timeout)
        native.at_most(bits, 8, "bits")
        if parity is UART.Parity.ODD:
            parity = "odd"
        elif parity is UART.Parity.EVEN:
            parity = "even"
        else:
            parity = None
        port.open(tx, rx, cts, rts, rs485_dir, baudrate, (bits, parity, stop), timeout, size)

    # These are the firmware's stream methods: they look at their arguments first,
    # and at the object only when they need it.

    @native.method((1, 2))
    def read(self, nbytes=-1):
        """Return up to ``nbytes`` bytes, or all until the time-out; None if there are none."""
        state = self._state
        count = native.to_int(nbytes)
        if count < -1:
            raise MemoryError(f"memory allocation failed, allocating {count & 0xFFFFFFFF} bytes")
        data = bytearray(_CHUNK if count == -1 else count)
        total = 0
        while count == -1 or total < count:
            got = state.read_into(data, total, len(data) - total)
            if not got:
                break
            total += got
            if total == len(data) and count == -1:
                data = data + bytearray(_CHUNK)
        if total == 0 and count:
            return None
        return bytes(data[:total])

    @native.method((2, 3))
    def readinto(self, buf, nbytes=None):
        """Fill ``buf``. Return how many bytes came before the time-out; None if there were none."""
        view = native.writable(buf)
        if nbytes is not None:
            raise ValueError("length argument not allowed for this type")
        state = self._state
        total = 0
        while total < len(view):
            got = state.read_into(view, total, len(view) - total)
            if not got:
                break
            total += got
        return None if total == 0 and len(view) else total

    @native.method((1, 2))
    def readline(self, size=-1):
        """Return a line with its newline, or what came before the time-out; None if nothing did."""
        state = self._state
        size = native.to_int(size)
        line = bytearray()
        one = bytearray(1)
        while size < 0 or len(line) < size:
            if not state.read_into(one, 0, 1):
                if not line:
                    return None
                break
            line.append(one[0])
            if one[0] == _NEWLINE:
                break
        return bytes(line)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    @native.method((2, 4))
    def write(self, buf, *limits):
        """Send ``buf``: all of it, the first so many bytes, or so many from an offset.

        :return: how many they are
        """
        view = native.written(buf, limits)
        return self._state.write_all(view) if len(view) else 0

    @native.method(1)
    def reset_input_buffer(self):
        """Throw away what has arrived."""
        line = self._state.ready()
        line.pull()
        line.buffer = bytearray()

    def baudrate(self):
        """Bits a second."""
        state = self._state
        state.ready()
        # The firmware makes a small integer of it, which has 31 bits and a sign.
        return ((state.baudrate & 0x7FFFFFFF) ^ 0x40000000) - 0x40000000

    def _set_baudrate(self, baudrate):
        state = self._state
        line = state.ready()
        state.baudrate = native.to_int(baudrate) & 0xFFFFFFFF
        line.baudrate = state.baudrate or 1

    baudrate = native.attribute(baudrate, _set_baudrate)

    @native.attribute
    def in_waiting(self):
        """How many bytes wait in the receive buffer."""
        line = self._state.ready()
        line.clock.advance_us(_LOOK_US)
        line.pull()
        return min(len(line.buffer), line.size)

    def timeout(self):
        """How long to wait for each character, in s."""
        state = self._state
        state.ready()
        return state.timeout_ms / 1000

    def _set_timeout(self, timeout):
        state = self._state
        state.ready()
        state.set_timeout(_timeout(timeout))

    timeout = native.attribute(timeout, _set_timeout)


_CHUNK = 256
_NEWLINE = 10
_LOOK_US = 2  # what a look at in_waiting costs, so that a loop which only looks ends


def _timeout(seconds):
    seconds = native.to_float(seconds)
    native.in_range(int(seconds), 0, 100, "timeout")
    return seconds
