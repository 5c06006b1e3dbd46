# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SPI: the wires with the chips on them, and the firmware's end of them.

A transaction is what happens between a chip's selection (its CS pin goes active) and its
release; where a chip has no CS, or none is selected, each call is one.
"""

from copperbench import native
from copperbench.errors import WiringError
from copperbench.pins import free_pin
from copperbench.ports import LockedPort, LockHolder
from copperbench.record import SPIPart, SPITransaction
from copperbench.wires import Wires

_ALL = native.ALL


class SPIBus(Wires):
    """Clock, MOSI and MISO, and the chips on them.

    :param clock: the :class:`~copperbench.clock.Clock` that bus and chips live by
    """

    KIND = "SPI"

    def __init__(self, clock):
        super().__init__(clock)
        self.frequency = 250000  #: Hz
        self.polarity = 0
        self.phase = 0
        self.bits = 8
        self.idle = 0xFF  #: what is read where no chip drives MISO; tests may set it
        self.on_part = None  #: called with each :class:`~copperbench.record.SPIPart`, as it happens
        self._selected = []  # chips whose CS is active
        self._always = []  # chips without CS, the one that answers first
        self._path = None  # what takes the bytes: the one chip, or a fault before it
        self._record = None
        self._checked = False  # whether the chip's clock and mode were looked at
        self._rest = 0  # of a microsecond, in bits times a million

    def attach(self, chip, cs=None, **pins):
        """Put ``chip`` on the bus and power it up.

        :param cs: the pin that selects it, such as ``"D5"``; None for a chip that always listens
        :param pins: its other pins by name, such as ``dc="D6"``, ``reset="D9"``
        :return: the chip
        :raises WiringError: another chip has no CS either, or the chip has no such pin
        """
        if cs is None and chip.answers and self._always and self._always[0].answers:
            raise WiringError(
                f"{chip.name} and {self._always[0].name} on {self.name} have no CS, and would both "
                'answer always: attach one of them with cs="D5"'
            )
        self._join(chip, pins)
        if cs is None:
            self._always.insert(0 if chip.answers else len(self._always), chip)
            return chip
        line = self.pin(cs)

        def changed(level):
            if chip in self.chips:  # it may have been detached
                self._select(chip, bool(level) == chip.cs_active)

        chip.cs = line
        line.watch(changed)
        if line.level is not None and line.level == chip.cs_active:
            self._select(chip, True)
        return chip

    def detach(self, chip):
        """Take ``chip`` off the bus."""
        super().detach(chip)
        self._select(chip, False)
        if chip in self._always:
            self._always.remove(chip)

    def configured(self, frequency, polarity, phase, bits):
        """Have the wires driven this way, from now on."""
        self.frequency = frequency
        self.polarity = polarity
        self.phase = phase
        self.bits = bits
        self._checked = False

    def _select(self, chip, active):
        if active == (chip in self._selected):
            return
        if not active:
            self._selected.remove(chip)
            chip.released()
            self._finish()
            return
        self._selected.append(chip)
        if len(self._selected) > 1:
            names = " and ".join([one.name for one in self._selected])
            self.mistake(f"{names} are selected at once: both drive MISO")
        self._begin(chip)
        chip.selected()

    def _begin(self, chip):
        """Begin a transaction with ``chip``, or with nobody."""
        self.transactions += 1
        self._index += 1
        self._checked = False
        self._path = chip if chip is not None and chip.plugged else None
        if self.recording:
            self._record = SPITransaction(self, chip, self.clock.us)
            self.log.append(self._record)
        if self.plan.armed:
            fault = self.plan.due(self._index, chip)
            if fault is not None:
                self._path = fault.over(self._path, self)
                if self._record is not None:
                    self._record.fault = fault

    def _finish(self):
        self._path = None
        record = self._record
        if record is not None:
            self._record = None
            record.end_us = self.clock.us
            self.recorded(record)

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Carry ``count`` bytes both ways.

        :param out: the bytes to write, or None to write ``fill``
        :param into: where the bytes read go, or None
        """
        if self._selected:
            self._carry(self._selected[-1], out, out_start, into, in_start, count, fill)
            return
        chip = self._always[0] if self._always else None
        self._begin(chip)
        try:
            self._carry(chip, out, out_start, into, in_start, count, fill)
        finally:
            self._finish()

    def _carry(  # noqa: PLR0912  # one function, as each call costs time
        self, chip, out, out_start, into, in_start, count, fill
    ):
        if chip is not None and not self._checked:
            self._checked = True
            if self.frequency > chip.max_frequency:
                chip.too_fast(self.frequency)
            if self.polarity << 1 | self.phase not in chip.modes:
                chip.mistake(
                    f"the bus is in SPI mode {self.polarity << 1 | self.phase}, and the chip needs "
                    + " or ".join([str(mode) for mode in chip.modes])
                )
        path = self._path
        start_us = self.clock.us
        record = self._record
        answered = path is not None and (path is not chip or chip.answers)
        back = into
        back_start = in_start
        if record is not None:
            # Before the chip answers: both may be one buffer.
            sent = (
                bytes([fill]) * count if out is None else bytes(out[out_start : out_start + count])
            )
            if into is None and answered:  # what nobody asks for is recorded too
                back = bytearray(count)
                back_start = 0
        if not answered:
            if path is not None:
                chip.transfer(out, out_start, None, 0, count, fill)
            if into is not None:
                for index in range(in_start, in_start + count):
                    into[index] = self.idle
        elif path is chip:
            chip.transfer(out, out_start, back, back_start, count, fill)
        else:
            for index in range(count):
                value = path.exchange(fill if out is None else out[out_start + index])
                if back is not None:
                    back[back_start + index] = value
        for other in self._always:  # lights and their like hear what is meant for others, too
            if other is not chip and not other.answers:
                other.transfer(out, out_start, None, 0, count, fill)
        time = count * self.bits * 1000000 + self._rest
        self._rest = time % self.frequency
        self.clock.advance_us(time // self.frequency)
        if record is not None:
            if back is None:
                read = bytes([self.idle]) * count
            else:
                read = bytes(back[back_start : back_start + count])
            part = SPIPart(self, sent, read, into is not None, self._data_level(chip), start_us)
            record.parts.append(part)
            record.end_us = self.clock.us
            if self.on_part is not None:
                self.on_part(part)

    def _data_level(self, chip):
        """Return the level of the D/C pin of whoever listens and has one, or None."""
        level = None if chip is None else chip.data_level()
        for other in self._always:
            if level is None:
                level = other.data_level()
        return level


class Port(LockedPort):
    """Pins that a program drives as SPI."""

    def open(self, clock, mosi=None, miso=None):
        """Take free pins, as ``busio.SPI`` does.

        :raises ValueError: no peripheral reaches them, or it is in use
        """
        peripheral = self.bench.peripherals.spi(clock, mosi, miso)
        self.claim("SPI", peripheral, (clock, mosi, miso))
        self.baudrate = None  # as it was asked for
        self.drive(self.bench.peripherals.spi_frequency(250000))

    def drive(self, frequency):
        """Drive the wires at the pins that are claimed."""
        bus = self.bench.spi_bus(*self.pins)
        bus.configured(frequency, 0, 0, 8)
        bus.opened(self.locked)
        self.bus = bus

    def configure(self, baudrate, polarity, phase, bits):
        """Set the clock and the mode."""
        bus = self.bus
        if (
            baudrate != self.baudrate
            or polarity != bus.polarity
            or phase != bus.phase
            or bits != bus.bits
        ):
            self.baudrate = baudrate
            bus.configured(self.bench.peripherals.spi_frequency(baudrate), polarity, phase, bits)


class _SPI(LockHolder):
    """What ``busio.SPI`` and ``bitbangio.SPI`` have in common."""

    @native.method("*baudrate:i? polarity:i? phase:i? bits:i?", check="_ready")
    def configure(self, *, baudrate=100000, polarity=0, phase=0, bits=8):
        """Set the clock and the mode.

        :param baudrate: Hz
        :param polarity: of the clock at rest, 0 or 1
        :param phase: the edge that takes the data, 0 for the first or 1
        :param bits: 8 or 9
        """
        state = self._state
        state.ready()
        baudrate = native.to_int(baudrate)
        polarity = native.to_int(polarity)
        phase = native.to_int(phase)
        bits = native.to_int(bits)
        native.in_range(polarity, 0, 1, "polarity")
        native.in_range(phase, 0, 1, "phase")
        native.in_range(bits, 8, 9, "bits")
        state.configure(baudrate, polarity, phase, bits)

    def _can(self, write, read):
        """Look whether there are the pins for it."""

    @native.method("buffer *start:i? end:i?", check="_ready")
    def write(self, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]``."""
        state = self._state
        bus = state.ready()
        out = state.out
        out.bounds(start, end)
        view = out.readable(bus, buffer)
        if out.end > out.start:
            self._can(True, False)
            bus.transfer(view, out.start, None, 0, out.end - out.start, 0)

    @native.method("buffer *start:i? end:i? write_value:i?", check="_ready")
    def readinto(self, buffer, *, start=0, end=_ALL, write_value=0):
        """Read into ``buffer[start:end]``, and write ``write_value`` for each byte."""
        state = self._state
        bus = state.ready()
        into = state.into
        into.bounds(start, end)
        fill = native.to_int(write_value) & 0xFF
        view = into.writable(bus, buffer)
        if into.end > into.start:
            self._can(False, True)
            bus.transfer(None, 0, view, into.start, into.end - into.start, fill)

    @native.method(
        "out_buffer in_buffer *out_start:i? out_end:i? in_start:i? in_end:i?", check="_ready"
    )
    def write_readinto(
        self, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice while reading into another of the same length.

        :raises ValueError: the lengths differ
        """
        state = self._state
        bus = state.ready()
        out = state.out
        into = state.into
        out.bounds(out_start, out_end)
        into.bounds(in_start, in_end)
        source = out.readable(bus, out_buffer)
        target = into.writable(bus, in_buffer)
        count = max(out.end - out.start, 0)
        if count != max(into.end - into.start, 0):
            raise ValueError("buffer slices must be of equal length")
        if count:
            self._can(True, True)
            bus.transfer(source, out.start, target, into.start, count, 0)


@native.exposed
class SPI(_SPI):
    """``busio.SPI``: an SPI bus at up to three pins.

    :param clock: the clock pin
    :param MOSI: the data pin to the chips, or None
    :param MISO: the data pin from them, or None
    :param half_duplex: must be False, as on this port
    :raises ValueError: a pin is in use, or they do not belong together
    """

    @native.constructor("clock MOSI? MISO? *half_duplex:b?")
    def __init__(self, clock, MOSI=None, MISO=None, *, half_duplex=False):  # noqa: N803  # as there
        port = Port(native.bench())
        native.hide(self, port)
        free_pin(clock, "clock")
        free_pin(MOSI, "mosi", none=True)
        free_pin(MISO, "miso", none=True)
        if MOSI is None and MISO is None:
            raise ValueError("Must provide MISO or MOSI pin")
        if half_duplex:
            raise NotImplementedError("half_duplex")
        port.open(clock, MOSI, MISO)

    @native.attribute
    def frequency(self):
        """Clock in Hz: what the peripheral makes of the baudrate asked for."""
        state = self._state
        if state.bus is None:
            state.wake()
        return state.bus.frequency
