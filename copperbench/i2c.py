# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""I2C: the wires with the chips on them, and the firmware's end of them.

:class:`I2CBus` is the wires: it carries transactions to chips, takes the time
that they take, injects faults and keeps records. :class:`I2C` is what a program
knows as ``busio.I2C``: locks, argument checks and errors are the firmware's, in
the firmware's order (``tests/conformance``).
"""

from copperbench.errors import EIO, ENODEV, WiringError, os_error
from copperbench.faults import Plan
from copperbench.record import Transaction

_DEINITED = "Object has been deinitialized and can no longer be used. Create a new object."
_ALL = 0x7FFFFFFF


class I2CBus:
    """Two wires and the chips on them.

    :param clock: the :class:`~copperbench.clock.Clock` that bus and chips live by
    """

    def __init__(self, clock):
        self.clock = clock
        self.chips = []
        self.frequency = 100000  #: Hz; set by whoever drives the bus
        self.transactions = 0  #: from START to STOP each, since :meth:`clear`
        self.log = []  #: the :class:`~copperbench.record.Transaction` of each, if :attr:`recording`
        self.recording = False
        self.plan = Plan()
        self.on_mistake = None  #: called with the words of a mistake that a chip sees
        self._index = 0  # transactions ever, which clear() does not forget

    def attach(self, chip):
        """Put ``chip`` on the bus and power it up.

        :return: the chip
        :raises WiringError: another chip has its address
        """
        for other in self.chips:
            if other.address == chip.address:
                raise WiringError(
                    "{} and {} both have address {:#04x}: give one of them another address=, or put a "
                    "multiplexer between".format(chip.name, other.name, chip.address)
                )
        self.chips.append(chip)
        chip.connect(self)
        return chip

    def detach(self, chip):
        """Take ``chip`` off the bus."""
        self.chips.remove(chip)

    def find(self, address):
        """Return the chip that answers at ``address``, or None."""
        for chip in self.chips:
            found = chip.select(address)
            if found is not None:
                return found
        return None

    def clear(self):
        """Forget the transactions so far: the count and the records, not the faults that wait."""
        self.transactions = 0
        self.log = []

    def inject(self, fault, at=None, times=1, when=None, probability=None, seed=0):
        """Let ``fault`` strike.

        :param fault: one of :mod:`copperbench.faults`
        :param at: the transaction, 1 is the next one; None for any
        :param times: how often at the most, None for ever
        :param when: called with the transaction's number and address; true where it may strike
        :param probability: 0 to 1, for faults that come by chance
        :param seed: makes chance repeatable
        :return: the :class:`~copperbench.faults.Injection`, whose ``struck`` counts
        """
        if at is not None:
            at += self._index
        return self.plan.inject(fault, at, times, when, probability, seed)

    def transfer(self, address, out, out_start, out_end, into, in_start, in_end):
        """Carry out one transaction: write, read, or write and then read.

        :param address: 7 bits
        :param out: the bytes to write, or None
        :param into: where the bytes read go, or None
        :return: 0, or the errno that the firmware raises
        """
        self.transactions += 1
        self._index += 1
        clock = self.clock
        record = None
        if self.recording:
            record = Transaction(address, clock.us)
            self.log.append(record)
        chip = self.find(address)
        if self.plan.armed:
            fault = self.plan.due(self._index, address)
            if fault is not None:
                if record is not None:
                    record.fault = fault
                if fault.errno:
                    clock.advance_us(fault.duration_us)
                    return self._end(record, fault.errno, 0, None, None)
                chip = fault.over(chip, self)
        error = 0
        count = 0  # bytes on the wires, addresses included
        acknowledged = 0
        if out is not None:
            count = 1
            if chip is not None and chip.start(False):
                acknowledged = 1
                for index in range(out_start, out_end):
                    count += 1
                    if not chip.write(out[index]):
                        error = EIO
                        break
                    acknowledged += 1
            else:
                error = ENODEV
        written = count - 1
        if into is not None and not error:
            count += 1
            if chip is not None and chip.start(True):
                for index in range(in_start, in_end):
                    into[index] = chip.read()
                count += in_end - in_start
            else:
                error = ENODEV
        if chip is not None:
            chip.stop()
        clock.advance_us((count * 9 + 2) * 1000000 // self.frequency)
        if record is None:
            return error
        return self._end(
            record,
            error,
            acknowledged,
            None if out is None else bytes(out[out_start : out_start + written]),
            None if into is None else bytes(into[in_start:in_end]) if not error else b"",
        )

    def _end(self, record, error, acknowledged, written, read):
        if record is not None:
            record.error = error
            record.acknowledged = acknowledged
            record.written = written
            record.read = read
            record.end_us = self.clock.us
        return error


class I2C:
    """The firmware's I2C: a bus, its lock, and the checks of its arguments."""

    def __init__(self, bus, frequency=100000):
        self._bus = bus
        self._locked = False
        bus.frequency = frequency

    # As in the firmware: a method first looks whether the object is still in
    # use, then for the lock, then at its arguments.

    def deinit(self):
        """Let go of the pins; every method but this one then raises ValueError."""
        self._bus = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.deinit()

    def try_lock(self):
        """Take the bus. Return whether it was free."""
        self._in_use()
        if self._locked:
            return False
        self._locked = True
        return True

    def unlock(self):
        """Leave the bus to others."""
        self._in_use()
        self._locked = False

    def probe(self, address):
        """Return whether a chip acknowledges ``address``."""
        bus = self._ready()
        return bus.transfer(_int(address), b"", 0, 0, None, 0, 0) == 0

    def scan(self):
        """Return the addresses from 0x08 to 0x77 that are acknowledged, as a list."""
        bus = self._ready()
        return [a for a in range(0x08, 0x78) if bus.transfer(a, b"", 0, 0, None, 0, 0) == 0]

    def writeto(self, address, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]`` to the chip at ``address``."""
        bus = self._ready()
        address = _int(address)
        length = _length(buffer)
        start = _index(start, length)
        end = _index(end, length)
        error = bus.transfer(address, buffer, start, end, None, 0, 0)
        if error:
            raise os_error(error)

    def readfrom_into(self, address, buffer, *, start=0, end=_ALL):
        """Read into ``buffer[start:end]`` from the chip at ``address``."""
        bus = self._ready()
        address = _int(address)
        length = _length(buffer)
        start = _index(start, length)
        end = _index(end, length)
        if end <= start:
            raise ValueError("buffer length must be >= 1")
        error = bus.transfer(address, None, 0, 0, buffer, start, end)
        if error:
            raise os_error(error)

    def writeto_then_readfrom(
        self, address, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice, then read into another, with no STOP between."""
        bus = self._ready()
        address = _int(address)
        length = _length(out_buffer)
        out_start = _index(out_start, length)
        out_end = _index(out_end, length)
        length = _length(in_buffer)
        in_start = _index(in_start, length)
        in_end = _index(in_end, length)
        if in_end <= in_start:
            raise ValueError("out_buffer length must be >= 1")  # the firmware names the wrong one
        error = bus.transfer(address, out_buffer, out_start, out_end, in_buffer, in_start, in_end)
        if error:
            raise os_error(error)

    def _in_use(self):
        if self._bus is None:
            raise ValueError(_DEINITED)

    def _ready(self):
        bus = self._bus
        if bus is None:
            raise ValueError(_DEINITED)
        if not self._locked:
            raise RuntimeError("Function requires lock")
        return bus

    def __repr__(self):
        return "<I2C>"


def _int(value):
    if type(value) is int or isinstance(value, int):
        return value
    raise TypeError("can't convert {} to int".format(type(value).__name__))


def _length(buffer):
    try:
        return len(buffer)
    except TypeError:
        raise TypeError("object with buffer protocol required")


def _index(value, length):
    """Return ``value`` as an index from 0 to ``length``, negative ones counted from the end."""
    if type(value) is not int:
        value = _int(value)
    if value < 0:
        value += length
        return value if value > 0 else 0
    return value if value < length else length
