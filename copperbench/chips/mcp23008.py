# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP23008 as its datasheet describes it (Microchip, DS20001919).

    chip = bench.i2c.attach(chips.MCP23008())
    chip.gp0 = False  # a button to ground is pressed
    chip.gp0 = None  # and let go
    chip.pin(3).value  # the level of an output

Each of its pins is a wire, a :class:`~copperbench.pins.Line`, whose pull-up is the chip's. The
roles ``gp0`` to ``gp7`` connect them with the board's pins; ``int`` is the interrupt,
``reset`` resets the chip while it is low.

The other expanders of the family are made from :class:`Expander`. Where the datasheet leaves
open what happens, they do the following:

* Only inputs raise interrupts.
* While an interrupt waits to be read, further ones are lost: INTF and INTCAP stay as they are.
* Where a pin is compared with its previous level, that is what it had before it changed.
* INTCAP is what GPIO reads as, so IPOL counts. It is 0 before the first interrupt.

Not modelled: what a pin can drive and how fast, IOCON's DISSLW.
"""

from copperbench.chip import READ_ONLY, Chip, Register, RegisterChip, RegisterFile
from copperbench.clock import Clock
from copperbench.pins import UP, Line

# Registers with one port; with two there is one of each for either, side by side
IODIR, IPOL, GPINTEN, DEFVAL, INTCON, IOCON, GPPU, INTF, INTCAP, GPIO, OLAT = range(11)

NAMES = ("IODIR", "IPOL", "GPINTEN", "DEFVAL", "INTCON", "IOCON", "GPPU")
NAMES += ("INTF", "INTCAP", "GPIO", "OLAT")

BANK, MIRROR, SEQOP, HAEN, ODR, INTPOL = 0x80, 0x40, 0x20, 0x08, 0x04, 0x02  # IOCON


def registers(ports, iocon_mask):
    """Return the map of an expander."""
    found = []
    for number in range(len(NAMES)):
        for port in range(ports):
            found.append(
                Register(
                    number * ports + port,
                    NAMES[number] + ("AB"[port] if ports == 2 else ""),
                    READ_ONLY if number in (INTF, INTCAP) else "rw",
                    mask=iocon_mask if number == IOCON else None,
                    reset=0xFF if number == IODIR else 0,
                )
            )
    return tuple(found)


class Level:
    """What the world drives a pin to: True, False, or None for nothing."""

    def __init__(self, number):
        self.number = number

    def __get__(self, chip, owner=None):
        if chip is None:
            return self
        world = chip.pin(self.number).world
        return None if world < 0 else bool(world)

    def __set__(self, chip, value):
        chip.pin(self.number).value = value


class Expander(RegisterFile, Chip):
    """What expanders have beside their bus."""

    PORTS = 1
    ROLES = tuple([f"gp{number}" for number in range(8)])  #: what its pins are called
    PINS = ROLES + ("int", "reset")
    INTERRUPTS = ("int",)  #: the pin of each port's

    def _make_pins(self):
        """Make the wires; called once, before the first power-up."""
        clock = Clock()
        self._wires = tuple(
            [Line(r, r, f"{self.name}.{r}", clock, self.mistake) for r in self.ROLES]
        )
        self._flagged = bytearray(self.PORTS)  # ports whose interrupt waits to be read
        self._previous = bytearray(self.PORTS)  # levels
        self._resetting = False
        for number in range(len(self._wires)):
            self._wires[number].watch(self._watcher(number))

    def _watcher(self, number):
        def changed(_level):
            self._moved(number)

        return changed

    # The world

    def pin(self, number):
        """Return the wire at a pin, 0 to 7 or to 15: the chip is at its firmware's end."""
        return self._wires[number]

    def connect_pin(self, role, line):
        """Have a pin of the chip at a pin of the board."""
        super().connect_pin(role, line)
        if role in self.ROLES:
            line.connect(self.pin(self.ROLES.index(role)))
        elif role == "reset":
            line.watch(self._reset_to)
            self._reset_to(1 if line.level is None else line.value)

    def connect(self, bus):
        """Take the bus's clock and power up."""
        for wire in self._wires:
            wire.clock = bus.clock
        super().connect(bus)

    def _reset_to(self, level):
        self._resetting = not level
        if not level:
            self.power_up()

    def power_up(self):
        """Make all pins inputs, and forget all settings."""
        super().power_up()
        for port in range(self.PORTS):
            self._flagged[port] = 0
        for number in range(len(self._wires)):
            self._drive(number)
        for port in range(self.PORTS):
            self._previous[port] = self._levels(port)
        self._tell()

    # The pins

    def _register(self, number, port=0):
        return self.memory[number * self.PORTS + port]

    def _drive(self, number):
        port, bit = number >> 3, 1 << (number & 7)
        wire = self._wires[number]
        if self._register(IODIR, port) & bit:
            wire.input(UP if self._register(GPPU, port) & bit else None)
        else:
            wire.output(1 if self._register(OLAT, port) & bit else 0)

    def _levels(self, port):
        value = 0
        for bit in range(8):
            if self._wires[8 * port + bit].net.level:
                value |= 1 << bit
        return value

    def _moved(self, number):
        """See that the level of a pin has changed."""
        port = number >> 3
        self._look(port)
        self._previous[port] = self._levels(port)

    def _look(self, port):
        """Raise the interrupt of a port, if there is reason to."""
        if self._flagged[port]:
            return
        levels = self._levels(port)
        compared = self._register(INTCON, port)
        against = compared & self._register(DEFVAL, port) | ~compared & self._previous[port]
        flags = (levels ^ against) & self._register(GPINTEN, port) & self._register(IODIR, port)
        if flags:
            self._flagged[port] = 1
            self.memory[INTF * self.PORTS + port] = flags
            self.memory[INTCAP * self.PORTS + port] = levels ^ self._register(IPOL, port)
            self._tell()

    def _tell(self):
        """Set the interrupt pins."""
        control = self._register(IOCON)
        for port in range(self.PORTS):
            line = self.lines.get(self.INTERRUPTS[port])
            if line is None:
                continue
            raised = self._flagged[port]
            if control & MIRROR:
                raised = max(self._flagged)
            if control & ODR:
                line.value = False if raised else None
            else:
                line.value = bool(raised) == bool(control & INTPOL)

    # The registers

    def after(self, pointer, reading):
        """Return where the pointer moves: on, or with SEQOP only between the two ports."""
        if self._register(IOCON) & SEQOP:
            return pointer ^ 1 if self.PORTS == 2 else pointer
        return (pointer + 1) % self.SIZE

    def reading(self, address):
        """Look at the pins."""
        number, port = address // self.PORTS, address % self.PORTS
        if number == GPIO:
            self.memory[address] = self._levels(port) ^ self._register(IPOL, port)

    def give(self):
        """Return a register's byte, and end the interrupt where reading it does so."""
        address = self.pointer
        value = super().give()
        number, port = address // self.PORTS, address % self.PORTS
        if (number == GPIO or number == INTCAP) and self._flagged[port]:  # noqa: PLR1714, SIM109
            self._flagged[port] = 0
            self.memory[INTF * self.PORTS + port] = 0
            self._look(port)  # a pin may still differ from DEFVAL
            self._tell()
        return value

    def written(self, address, value):
        """Do as the registers say."""
        number, port = address // self.PORTS, address % self.PORTS
        if number == GPIO:
            self.memory[OLAT * self.PORTS + port] = value
        if number == IOCON:
            if value & BANK and self.PORTS == 2:
                raise NotImplementedError("registers in two banks: IOCON's BANK")
            for other in range(self.PORTS):  # it is one register, at two addresses
                self.memory[IOCON * self.PORTS + other] = self.memory[address]
            self._tell()
        elif number in _OF_PINS:
            for bit in range(8):
                self._drive(8 * port + bit)
        elif number in _OF_INTERRUPTS:
            self._look(port)


_OF_PINS = (IODIR, GPPU, GPIO, OLAT)
_OF_INTERRUPTS = (GPINTEN, DEFVAL, INTCON)


class I2CExpander(Expander, RegisterChip):
    """An expander on I2C.

    :param address: 0x20 to 0x27, by the pins A0 to A2
    """

    BUS = "I2C"
    max_frequency = 1700000

    def __init__(self, address=0x20):
        if not 0x20 <= address <= 0x27:
            raise ValueError(f"an {self.name} has address 0x20 to 0x27")
        self._make_pins()
        RegisterChip.__init__(self, address)

    def select(self, address):
        """Return the chip that answers at ``address``: none while it is reset."""
        return None if self._resetting else super().select(address)


class MCP23008(I2CExpander):
    """An MCP23008.

    :param address: 0x20 to 0x27, by the pins A0 to A2
    """

    name = "MCP23008"
    SIZE = 11
    REGISTERS = registers(1, SEQOP | 0x10 | ODR | INTPOL)

    gp0 = Level(0)
    gp1 = Level(1)
    gp2 = Level(2)
    gp3 = Level(3)
    gp4 = Level(4)
    gp5 = Level(5)
    gp6 = Level(6)
    gp7 = Level(7)
