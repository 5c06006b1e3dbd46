# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The bench: a board, its pins and buses, and the time that they share."""

from copperbench.clock import Clock
from copperbench.errors import Mistake, WiringError, here
from copperbench.mcu import Mcu
from copperbench.native import CPYTHON
from copperbench.peripherals import Peripherals
from copperbench.pins import Board
from copperbench.usb import Usb


class Bench:
    """A board on the workbench.

    :param board: a board's id, as in CircuitPython's ``board.board_id``
    :param strict: whether a :class:`~copperbench.errors.Mistake` is raised at its
        place, or only put down in :attr:`mistakes`
    :param recording: whether buses keep a record of each transaction
    :param firmware: ``10.x`` or ``9.x``, where the two differ
    :raises WiringError: there is no such board
    """

    def __init__(
        self, board="adafruit_feather_rp2040", strict=True, recording=True, firmware="10.x"
    ):
        self.clock = Clock()
        self.firmware = firmware
        self.board = Board(board, self.clock, self.mistake)
        self.mcu = Mcu(self.board.data)
        self.usb = Usb(self.clock, self.mistake, self.note)
        self.strict = strict
        self.recording = recording
        self.mistakes = []  #: the words of each mistake so far
        self.notes = []  #: why the firmware refused something, in words
        self.on_mistake = None  #: called with the words of each of both, where nothing is raised
        self.displays = None  # what copperbench.display keeps, once it is used
        self.console = None  #: what a program on CPython prints to; see copperbench.hosted
        self.drive = None  #: what plays CIRCUITPY for a program on CPython; see copperbench.hosted
        self.pull_ups = True  #: whether each I2C bus has its resistors, or only pins that say so
        self.peripherals = Peripherals(self.board.data.port)
        self.chips = []  #: those that are on no bus
        self._watchers = []
        self._keyed = []  # (key, bus)
        self._ports = {}

    # Buses: a handle for tests, the wires, and what board.I2C() and its like return

    @property
    def i2c(self):
        """The board's default I2C, to be given to drivers, and the wires behind it."""
        return self._handle("I2C")

    @property
    def spi(self):
        """The board's default SPI, to be given to drivers, and the wires behind it."""
        return self._handle("SPI")

    @property
    def uart(self):
        """The board's default UART, to be given to drivers, and the wires behind it."""
        return self._handle("UART")

    def i2c_bus(self, scl, sda):
        """Return the :class:`~copperbench.i2c.I2CBus` between two pins."""
        scl = self.pin(scl)
        sda = self.pin(sda)
        bus = self._find(("I2C", scl.name, sda.name))
        if bus is None:
            from copperbench.i2c import I2CBus

            bus = self._add(("I2C", scl.name, sda.name), I2CBus(self.clock), scl, sda)
        return bus

    def spi_bus(self, clock, mosi=None, miso=None):
        """Return the :class:`~copperbench.spi.SPIBus` at a clock pin, whatever the data pins."""
        clock = self.pin(clock)
        bus = self._find(("SPI", clock.name))
        if bus is None:
            from copperbench.spi import SPIBus

            bus = self._add(("SPI", clock.name), SPIBus(self.clock), clock)
        return bus

    def uart_line(self, tx=None, rx=None):
        """Return the :class:`~copperbench.uart.UARTLine` at two pins, or at one of them."""
        tx = None if tx is None else self.pin(tx)
        rx = None if rx is None else self.pin(rx)
        for key, bus in self._keyed:
            if key[0] == "UART" and (
                (tx is not None and key[1] == tx.name) or (rx is not None and key[2] == rx.name)
            ):
                return bus
        from copperbench.uart import UARTLine

        key = ("UART", None if tx is None else tx.name, None if rx is None else rx.name)
        return self._add(
            key, UARTLine(self.clock), *[line for line in (tx, rx) if line is not None]
        )

    def onewire(self, pin):
        """Return the :class:`~copperbench.onewire.OneWireBus` at a pin."""
        line = self.pin(pin)
        bus = self._find(("OneWire", line.name))
        if bus is None:
            from copperbench.onewire import OneWireBus

            bus = self._add(("OneWire", line.name), OneWireBus(self.clock), line)
        return bus

    def board_bus(self, function):
        """Return what ``board.I2C()`` and its like do: always the same object, opened if it is not.

        :param function: of the board, such as ``I2C``
        :raises ValueError: a pin is in use
        :raises WiringError: the board has no such function
        """
        port = self._port(function)
        port.open_for_board()
        return port.object

    def pulled_up(self, pin):
        """Return whether I2C finds a pull-up at a pin."""
        return self.pull_ups or self.pin(pin).pulled_up

    def _handle(self, kind):
        function = kind
        if function not in self.board.functions:
            for name in sorted(self.board.functions):
                if self.board.functions[name][0] == kind:
                    function = name
        if function not in self.board.functions:
            maker = {"I2C": "i2c_bus", "SPI": "spi_bus", "UART": "uart_line"}[kind]
            raise WiringError(
                f"{self.board.board_id} has no board.{kind}(): have chips on bench.{maker}(…), by "
                f"the names of its pins, and give drivers a busio.{kind}(…) at the same pins"
            )
        return self._port(function).handle

    def _port(self, function):
        pins = self.board.bus_pins(function)
        kind = self.board.functions[function][0]
        key = (kind,) + tuple([self.pin(pin).name for pin in pins])
        if key not in self._ports:
            if kind == "I2C":
                from copperbench.handles import i2c as make
            elif kind == "SPI":
                from copperbench.handles import spi as make
            else:
                from copperbench.handles import uart as make
            self._ports[key] = make(self, pins)
        return self._ports[key]

    def _find(self, key):
        for other, bus in self._keyed:
            if other == key:
                return bus
        return None

    def _add(self, key, bus, *lines):
        bus.recording = self.recording
        bus.on_mistake = self.mistake
        bus.on_note = self.note
        bus.pin = self.pin
        bus.name = bus.KIND + " " + "/".join([line.label for line in lines])
        self._keyed.append((key, bus))
        for call in self._watchers:
            call(bus)
        return bus

    def pin(self, name):
        """Return the :class:`~copperbench.pins.Line` at a pin: what world and program do there.

        :param name: the board's or the microcontroller's, or what ``board`` has of that name
        """
        return self.board.line(name)

    def attach(self, chip, **pins):
        """Wire a chip that is on no bus, its pins by their names: ``data="D5"``. Return the chip.

        :raises WiringError: a pin is missing, or the chip has none of that name
        """
        chip.wire(self, **pins)
        self.chips.append(chip)
        return chip

    def connect(self, pin, other):
        """Connect the wires at two pins."""
        self.pin(pin).connect(self.pin(other))

    def open_file(self, path):
        """Return the file of the drive at ``path``, open to be read as text, or None."""
        opener = open if self.drive is None else self.drive.open
        if CPYTHON and self.drive is None:  # a test has no drive; the VM's root is one
            return None
        try:
            return opener(path)
        except OSError:
            return None

    def buses(self):
        """Return all buses that have been used so far, in the order in which they were made."""
        return [bus for _, bus in self._keyed]

    def watch(self, call):
        """Have ``call(bus)`` called with each bus, and with each new one when it is made."""
        self._watchers.append(call)
        for bus in self.buses():
            call(bus)

    def reset(self):
        """Free pins and buses, as the firmware does at the end of a program."""
        for port in self._ports.values():
            port.close()
        self.board.reset()
        self.peripherals = Peripherals(self.board.data.port)

    # What happened

    def records(self):
        """Return the records of all buses, in the order in which they began."""
        return sorted([record for bus in self.buses() for record in bus.log], key=_start)

    def table(self, most=40):
        """Return the last ``most`` records as lines of text."""
        from copperbench.record import table

        return table(self.records(), most)

    def summary(self):
        """Return what the talk with each chip has cost, a :class:`~copperbench.record.Cost` each.

        It counts records: recording must be on.
        """
        from copperbench.record import summary

        return summary(self.records())

    def unfinished(self, file=None):
        """Return in words what is left over at the end: locks, faults that never struck.

        :param file: of a test, which may keep the locks that it has taken itself
        """
        found = []
        for bus in self.buses():
            if bus.locked and (file is None or bus.locker != file):
                found.append(
                    f"{bus.name} is still locked: a try_lock() without unlock(), so nobody else "
                    "can use the bus"
                )
            for injection in bus.plan.injections:
                if not injection.struck:
                    found.append(f"{bus.name}: an injected fault never struck: {injection}")
        return found

    def mistake(self, text):
        """Put down that a rule was broken, and raise it where the bench is strict.

        The text gets the place in the program added, where the host can tell it.
        """
        text += here()
        self.mistakes.append(text)
        if self.strict:
            raise Mistake(text)
        if self.on_mistake is not None:
            self.on_mistake(text)

    def note(self, text):
        """Put down why the firmware is about to raise an exception; this itself raises nothing."""
        text += here()
        self.notes.append(text)
        if self.on_mistake is not None:
            self.on_mistake(text)


def _start(record):
    return record.start_us


_current = None


def current():
    """Return the bench that modules such as ``board`` and ``busio`` belong to.

    :raises WiringError: there is none
    """
    if _current is None:
        raise WiringError(
            "no bench: use the `bench` fixture in a test, or run the program with `copperbench run`"
        )
    return _current


def active():
    """Return the bench in use, or None."""
    return _current


def use(bench):
    """Make ``bench`` the one in use (None for none), and return the one that was."""
    global _current  # noqa: PLW0603  # firmware modules have no other way to know their board
    before = _current
    _current = bench
    return before
