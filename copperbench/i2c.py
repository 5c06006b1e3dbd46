# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""I2C: the wires with the chips on them, and the firmware's end of them.

:class:`I2CBus` is the wires: it carries transactions to chips, takes the time
that they take, injects faults and keeps records. :class:`I2C` is what a program
knows as ``busio.I2C``: locks, argument checks and errors are the firmware's, in
the firmware's order (``tests/conformance``).
"""

from copperbench import native
from copperbench.errors import EIO, ENODEV, WiringError, os_error
from copperbench.pins import free_pin
from copperbench.ports import LockedPort, LockHolder
from copperbench.record import Transaction
from copperbench.wires import Wires

HARDWARE_TIMEOUT_US = 1000000  # ports/raspberrypi/common-hal/busio/I2C.c

_ALL = native.ALL
_EMPTY = b""


class I2CBus(Wires):
    """Two wires and the chips on them.

    :param clock: the :class:`~copperbench.clock.Clock` that bus and chips live by
    """

    KIND = "I2C"

    def __init__(self, clock):
        super().__init__(clock)
        self.frequency = 100000  #: Hz; set by whoever drives the bus
        self.banged = False  #: whether that is the firmware itself, bit by bit
        self.held = False  #: whether the next transaction has no STOP
        self.timeout_us = (
            HARDWARE_TIMEOUT_US  #: how long whoever drives the bus waits for its clock
        )

    def attach(self, chip, **pins):
        """Put ``chip`` on the bus and power it up.

        :param pins: its pins beside those of the bus, by name, such as ``alert="D5"``
        :return: the chip
        :raises WiringError: another chip has its address, or it has no such pin
        """
        for other in self.chips:
            if other.address == chip.address and not (other.MOVABLE and chip.MOVABLE):
                raise WiringError(
                    f"{chip.name} and {other.name} both have address {chip.address:#04x}: give one "
                    "of them another address=, or put a multiplexer between"
                )
        self._join(chip, pins)
        return chip

    def find(self, address):
        """Return the chip that answers at ``address``, or None."""
        for chip in self.chips:
            found = chip.select(address)
            if found is not None:
                return found
        return None

    def transfer(  # noqa: PLR0912  # one function, as each call costs time
        self, address, out, out_start, out_end, into, in_start, in_end
    ):
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
            record = Transaction(self, address, clock.us)
            self.log.append(record)
        chip = self.find(address)
        if (
            chip is not None
            and self.frequency > chip.max_frequency
            and (into is not None or out_end > out_start)  # a probe is no offence
        ):
            chip.too_fast(self.frequency)
        if self.plan.armed:
            fault = self.plan.due(self._index, address)
            if fault is not None:
                if record is not None:
                    record.fault = fault
                chip = fault.over(chip, self)
                if fault.errno:
                    clock.advance_us(fault.duration_us)
                    return self._end(record, fault.errno, 0, None, None)
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
        sent = None  # kept before the read, which may go to the same buffer
        if record is not None and out is not None:
            sent = bytes(out[out_start : out_start + count - 1])
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
        if chip is None and (into is not None or out_end > out_start):
            self.absent(address)
        if record is None:
            return error
        return self._end(
            record,
            error,
            acknowledged,
            sent,
            None if into is None else bytes(into[in_start:in_end]) if not error else b"",
        )

    def absent(self, address):
        """Explain why nobody answers at ``address``."""
        if self.on_note is None:
            return
        there = []
        for chip in self.chips:
            if chip.address == address and not chip.plugged:
                self.on_note(
                    f"nobody answers at {address:#04x} on {self.name}: {chip.name} is unplugged"
                )
                return
            there.append(f"{chip.name} at {chip.address:#04x}")
        self.on_note(
            f"nobody answers at {address:#04x} on {self.name}: it has "
            + (", ".join(there) or "no chip; attach one")
        )

    def _end(self, record, error, acknowledged, written, read):
        if record is not None:
            record.error = error
            record.acknowledged = acknowledged
            record.written = written
            record.read = read
            record.end_us = self.clock.us
            self.recorded(record)
        return error


class Port(LockedPort):
    """Two pins that a program drives as I2C."""

    BANGED = False

    def open(self, scl, sda, frequency=100000):
        """Take two free pins, as ``busio.I2C`` does.

        :raises ValueError: no peripheral reaches them, it is in use, or the frequency is too high
        :raises RuntimeError: there is no pull-up
        """
        bench = self.bench
        peripheral = bench.peripherals.i2c(scl, sda)
        native.at_most(frequency, 1000000, "frequency")
        if not (bench.pulled_up(scl) and bench.pulled_up(sda)):
            raise RuntimeError("No pull up found on SDA or SCL; check your wiring")
        self.claim("I2C", peripheral, (scl, sda))
        self.drive(frequency, HARDWARE_TIMEOUT_US)

    def drive(self, frequency, timeout_us):
        """Drive the wires between the pins that are claimed."""
        bus = self.bench.i2c_bus(*self.pins)
        bus.frequency = frequency if frequency > 0 else 1
        bus.timeout_us = timeout_us
        bus.banged = self.BANGED
        bus.opened(self.locked)
        self.bus = bus


class _I2C(LockHolder):
    """What ``busio.I2C`` and ``bitbangio.I2C`` have in common."""

    @native.method(2)
    def probe(self, address):
        """Return whether a chip acknowledges ``address``."""
        bus = self._state.ready()
        return bus.transfer(native.to_int(address) & 0x7F, _EMPTY, 0, 0, None, 0, 0) == 0

    @native.method(1)
    def scan(self):
        """Return the addresses from 0x08 to 0x77 that are acknowledged, as a list."""
        bus = self._state.ready()
        return [a for a in range(0x08, 0x78) if bus.transfer(a, _EMPTY, 0, 0, None, 0, 0) == 0]


@native.exposed
class I2C(_I2C):
    """``busio.I2C``: an I2C bus between two pins.

    :param scl: the clock pin
    :param sda: the data pin
    :param frequency: in Hz, 1000000 at the most
    :param timeout: has no effect
    :raises ValueError: a pin is in use, or the two do not belong together
    :raises RuntimeError: nothing pulls the lines up
    """

    @native.constructor("scl sda *frequency:i? timeout:i?")
    def __init__(self, scl, sda, *, frequency=100000, timeout=255):
        frequency = native.to_int(frequency)
        native.to_int(timeout)
        port = Port(native.bench())
        native.hide(self, port)
        port.open(free_pin(scl, "scl"), free_pin(sda, "sda"), frequency)

    @native.method("address:i buffer *start:i? end:i?", check="_ready")
    def writeto(self, address, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]`` to the chip at ``address``."""
        state = self._state
        bus = state.ready()
        if type(address) is not int:
            address = native.to_int(address)
        out = state.out
        out.bounds(start, end)
        view = out.readable(bus, buffer)
        if not 0 <= address <= 0x7F:
            address = too_long(bus, address)
        if out.end <= out.start:  # sent bit by bit, and of the address only what has room
            address &= 0x7F
        error = bus.transfer(address, view, out.start, out.end, None, 0, 0)
        if error:
            raise os_error(error)

    @native.method("address:i buffer *start:i? end:i?", check="_ready")
    def readfrom_into(self, address, buffer, *, start=0, end=_ALL):
        """Read into ``buffer[start:end]`` from the chip at ``address``."""
        state = self._state
        bus = state.ready()
        if type(address) is not int:
            address = native.to_int(address)
        into = state.into
        into.bounds(start, end)
        view = into.writable(bus, buffer)
        if into.end <= into.start:
            raise ValueError("buffer length must be >= 1")
        if not 0 <= address <= 0x7F:
            address = too_long(bus, address)
        error = bus.transfer(address, None, 0, 0, view, into.start, into.end)
        if error:
            raise os_error(error)

    @native.method(
        "address:i out_buffer in_buffer *out_start:i? out_end:i? in_start:i? in_end:i?",
        check="_ready",
    )
    def writeto_then_readfrom(
        self, address, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice, then read into another, with no STOP between."""
        state = self._state
        bus = state.ready()
        if type(address) is not int:
            address = native.to_int(address)
        out = state.out
        into = state.into
        out.bounds(out_start, out_end)
        into.bounds(in_start, in_end)
        source = out.readable(bus, out_buffer)
        target = into.writable(bus, in_buffer)
        if into.end <= into.start:
            raise ValueError("out_buffer length must be >= 1")  # the firmware names the wrong one
        if not 0 <= address <= 0x7F:
            address = too_long(bus, address)
        error = bus.transfer(address, source, out.start, out.end, target, into.start, into.end)
        if error:
            raise os_error(error)


def too_long(bus, address):
    """Tell of an address that has more than 7 bits. Return what of it the port passes on."""
    address = native.to_int(address)
    bus.mistake(
        f"the I2C address {address:#x} has more than 7 bits: where a datasheet counts the "
        f"read/write bit, {address & 0xFF:#04x} is {(address & 0xFF) >> 1:#04x} here"
    )
    return address & 0xFF
