# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The bench: a board, its pins and buses, and the time that they share."""

from copperbench.clock import Clock
from copperbench.errors import Mistake, WiringError
from copperbench.i2c import I2C, I2CBus
from copperbench.mcu import Mcu
from copperbench.pins import Board


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
        self.strict = strict
        self.recording = recording
        self.mistakes = []  #: the words of each mistake so far
        self._watchers = []
        self._i2c_buses = {}  # (SCL, SDA) -> I2CBus
        self._i2c = None

    @property
    def i2c(self):
        """The board's default I2C, as a driver's ``i2c`` argument: what ``board.I2C()`` is, and the bus behind it."""
        if self._i2c is None:
            scl, sda = self.board.bus_pins("I2C")
            self._i2c = BenchI2C(self.i2c_bus(scl, sda))
        return self._i2c

    def i2c_bus(self, scl, sda):
        """Return the wires between two pins (:class:`~copperbench.pins.Pin` each)."""
        key = (scl.name, sda.name)
        if key not in self._i2c_buses:
            bus = I2CBus(self.clock)
            bus.recording = self.recording
            bus.on_mistake = self.mistake
            self._i2c_buses[key] = bus
            self._made(bus)
        return self._i2c_buses[key]

    def pin(self, name):
        """Return the :class:`~copperbench.pins.Line` at a pin: what the world does there, and what the program does.

        :param name: the board's or the microcontroller's, or what ``board`` has of that name
        """
        return self.board.line(name)

    def connect(self, pin, other):
        """Connect the wires at two pins."""
        self.pin(pin).connect(self.pin(other))

    def buses(self):
        """Return all buses that have been used so far."""
        return list(self._i2c_buses.values())

    def watch(self, call):
        """Have ``call(bus)`` called with each bus that is in use, and with each new one when it is made."""
        self._watchers.append(call)
        for bus in self.buses():
            call(bus)

    def _made(self, bus):
        for call in self._watchers:
            call(bus)

    def mistake(self, text):
        """Put down that a rule was broken, and raise it where the bench is strict."""
        self.mistakes.append(text)
        if self.strict:
            raise Mistake(text)


class BenchI2C(I2C):
    """The firmware's I2C, and with it the wires: chips, faults and records."""

    def attach(self, chip):
        """Put a chip on the bus; see :meth:`copperbench.i2c.I2CBus.attach`."""
        return self._bus.attach(chip)

    def inject(self, fault, at=None, times=1, when=None, probability=None, seed=0):
        """Let a fault strike; see :meth:`copperbench.i2c.I2CBus.inject`."""
        return self._bus.inject(fault, at, times, when, probability, seed)

    def clear(self):
        """Forget the transactions so far."""
        self._bus.clear()

    @property
    def transactions(self):
        """How many transactions there were since :meth:`clear`: START to STOP is one, a probe too."""
        return self._bus.transactions

    @property
    def log(self):
        """The :class:`~copperbench.record.Transaction` of each."""
        return self._bus.log

    @property
    def bus(self):
        """The :class:`~copperbench.i2c.I2CBus`."""
        return self._bus


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
