# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What simulated chips are made from.

A chip is written from its datasheet, never from a driver. It sees the bus as its
pins do, a byte at a time, and the world in physical units, as attributes. Time is
``self.now_us``, never slept: a chip does, when it is looked at, what it would
have done since the last look.

Nothing on the path of a transaction makes objects, so that a test can prove of a
driver that it leaves no garbage.
"""

from copperbench.clock import Clock
from copperbench.errors import Mistake


class Chip:
    """Any part on the bench.

    :ivar name: what messages call it
    """

    name = "chip"
    BUS = ""  #: the function of the board, such as ``I2C``, that it is wired to where nothing else is said

    def __init__(self):
        self.clock = Clock()  # its own, until it is put on a bench
        self.plugged = True
        self.on_mistake = None  # the bench's ear; without one a mistake raises

    @property
    def now_us(self):
        """Microseconds of the bench's clock."""
        return self.clock.us

    def power_up(self):
        """Start as when the supply rises: registers at their reset values. Extend it."""

    def power_cycle(self):
        """Lose the supply and get it back: what is not in non-volatile memory is lost."""
        self.power_up()

    def unplug(self):
        """Pull the chip's cable: it answers no more."""
        self.plugged = False

    def plug_in(self):
        """Put the cable back: the chip powers up."""
        self.plugged = True
        self.power_up()

    def mistake(self, text):
        """Tell that a program breaks a rule of the datasheet."""
        text = f"{self.name}: {text}"
        if self.on_mistake is None:
            raise Mistake(text)
        self.on_mistake(text)


class I2CChip(Chip):
    """A chip on I2C.

    :param address: its 7-bit address
    """

    BUS = "I2C"  #: the function of the board that it is wired to where nothing else is said
    max_frequency = 400000  #: Hz

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.bus = None

    def connect(self, bus):
        """Take the bus's clock and power up; called when the chip is attached."""
        self.bus = bus
        self.clock = bus.clock
        self.on_mistake = bus.on_mistake
        self.power_up()

    def select(self, address):
        """Return the chip that answers at ``address``: itself, or None. A multiplexer asks behind it."""
        return self if address == self.address and self.plugged else None

    def start(self, read):
        """Answer START and the address. Return whether the chip acknowledges."""
        return True

    def write(self, byte):
        """Take a byte. Return whether the chip acknowledges."""
        return False

    def read(self):
        """Return the byte that the chip puts on the bus."""
        return 0xFF

    def stop(self):
        """End the transaction."""


READ_ONLY = "r"
READ_WRITE = "rw"


class RegisterChip(I2CChip):
    """A chip whose first written byte sets a pointer into numbered registers.

    Reading and writing go on from the pointer, which moves by the chip's rule
    (:meth:`after`). Declare the registers in ``REGISTERS``::

        REGISTERS = (
            Register(0x00, "ID", READ_ONLY, reset=0x60),
            Register(0x07, "CONF", width=2, mask=0x3FFF),
        )

    and override :meth:`reading` for contents that come from the world or that
    reading changes, and :meth:`written` for what a write sets off.

    :cvar REGISTERS: the registers of the datasheet's map
    :cvar SIZE: how many byte addresses the pointer reaches before it wraps
    """

    REGISTERS = ()
    SIZE = 256

    def __init__(self, address):
        super().__init__(address)
        size = self.SIZE
        self.memory = bytearray(size)  #: the bytes of the registers
        self.pointer = 0
        self._pointing = False
        self._known = bytearray(size)  # 1 where there is a register
        self._writable = bytearray(size)  # the bits that a write can change
        self._reset = bytearray(size)
        for register in self.REGISTERS:
            register.lay_out(self._known, self._writable, self._reset)
        self.power_up()

    def power_up(self):
        """Set all registers to their reset values, and the pointer to 0."""
        self.memory[:] = self._reset
        self.pointer = 0

    # For the chip that is made from this one

    def known(self, address):
        """Return whether the datasheet has a register at ``address``."""
        return self._known[address]

    def after(self, pointer, reading):
        """Return where the pointer moves after a byte at ``pointer``: on by one, and round."""
        return (pointer + 1) % self.SIZE

    def reading(self, address):
        """Prepare the byte at ``address``, which is about to be read."""

    def written(self, address, value):
        """Do what writing ``value`` to ``address`` sets off; the memory has it already."""

    def word(self, address):
        """Return the two bytes at ``address``, the high one first."""
        return self.memory[address] << 8 | self.memory[address + 1]

    def set_word(self, address, value):
        """Put 16 bits at ``address``, the high byte first."""
        self.memory[address] = value >> 8 & 0xFF
        self.memory[address + 1] = value & 0xFF

    # The bus

    def start(self, read):
        """Acknowledge; the first byte of a write will be the pointer."""
        self._pointing = not read
        return True

    def write(self, byte):
        """Take the pointer, or a byte for the register that it points to."""
        if self._pointing:
            self._pointing = False
            self.pointer = byte % self.SIZE
            return self.known(self.pointer)
        pointer = self.pointer
        self.pointer = self.after(pointer, False)
        if not self._known[pointer]:
            return False
        mask = self._writable[pointer]
        memory = self.memory
        memory[pointer] = memory[pointer] & ~mask & 0xFF | byte & mask
        self.written(pointer, byte)
        return True

    def read(self):
        """Return the byte that the pointer points to."""
        pointer = self.pointer
        self.reading(pointer)
        value = self.memory[pointer]
        self.pointer = self.after(pointer, True)
        return value


class Register:
    """One register of a chip's map.

    :param address: of its first byte
    :param name: the datasheet's
    :param access: READ_ONLY or READ_WRITE
    :param width: in bytes
    :param mask: the bits that can be written; all, if not given
    :param reset: the value after power-up
    :param big_endian: whether the high byte comes first
    """

    def __init__(
        self, address, name, access=READ_WRITE, width=1, mask=None, reset=0, big_endian=True
    ):
        self.address = address
        self.name = name
        self.width = width
        self.reset = reset
        self.big_endian = big_endian
        if access == READ_ONLY:
            mask = 0
        elif mask is None:
            mask = (1 << 8 * width) - 1
        self.mask = mask

    def lay_out(self, known, writable, reset):
        """Enter the register's bytes in a chip's tables."""
        for index in range(self.width):
            shift = 8 * (self.width - 1 - index if self.big_endian else index)
            known[self.address + index] = 1
            writable[self.address + index] = self.mask >> shift & 0xFF
            reset[self.address + index] = self.reset >> shift & 0xFF
