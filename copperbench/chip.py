# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What simulated chips are made from.

A chip is written from its datasheet, never from a driver. It sees the bus as its
pins do, a byte at a time, and the world in physical units, as attributes. Time is
``self.now_us``, never slept: a chip does, when it is looked at, what it would
have done since the last look.

Nothing on the path of a transaction makes objects, so that a test can prove of a
driver that it leaves no garbage.

Here are the chips with registers, on I2C: :class:`RegisterChip` where a pointer runs over
bytes, :class:`WordRegisterChip` where it picks whole words. On SPI, and on both buses
from one map, they are in :mod:`copperbench.chip_spi`; Sensirion's command words in
:mod:`copperbench.chip_words`, displays in :mod:`copperbench.chip_display`, the rest in
:mod:`copperbench.chip_uart`, :mod:`copperbench.chip_onewire`, :mod:`copperbench.chip_shift`.

What a program must not do is a :class:`~copperbench.errors.Mistake`, told by :meth:`Chip.mistake`:
a write to a register that is read-only, reserved or not there, a wrong value of reserved
bits, a command that the datasheet lacks, data read before they are there, a clock above
the limit. Looking is none: an address that nobody has, a probe, a scan, and reading a
register that does not exist go unpunished, since drivers find out that way what is there;
so does asking a chip that refuses to answer (NACK) until it is ready.
"""

from copperbench.clock import Clock
from copperbench.errors import Mistake, WiringError, here


class Chip:
    """Any part on the bench.

    :ivar name: what messages call it
    :ivar lines: the :class:`~copperbench.pins.Line` at each of its :attr:`PINS` that is wired
    """

    name = "chip"
    PINS = ()  #: what its pins beside those of the bus are called, such as ``int1``
    BUS = ""  #: the function of the board that it is wired to where nothing else is said
    CHECKSUM = False  #: whether its data carry a checksum: tests then let no flipped bit pass

    def __init__(self):
        self.clock = Clock()  # its own, until it is put on a bench
        self.lines = {}
        self.plugged = True
        self.bus = None
        self.on_mistake = None  # the bench's ear; without one a mistake raises

    @property
    def now_us(self):
        """Microseconds of the bench's clock."""
        return self.clock.us

    def connect(self, bus):
        """Take the bus's clock and power up; called when the chip is attached."""
        self.bus = bus
        self.clock = bus.clock
        self.on_mistake = bus.on_mistake
        self.power_up()

    def connect_pin(self, role, line):
        """Have a pin of the chip at ``line``. Extend it to watch one.

        :raises WiringError: the chip has none of that name
        """
        if role not in self.PINS:
            known = ", ".join(self.PINS) or "none beside those of its bus"
            raise WiringError(f"{self.name} has no pin {role}: it has {known}")
        self.lines[role] = line

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
            raise Mistake(text + here())
        self.on_mistake(text)

    def too_fast(self, frequency):
        """Tell that the bus runs faster than the chip can."""
        self.mistake(
            f"the clock is {frequency} Hz, and the chip takes {self.max_frequency} Hz at the most"
        )


class I2CChip(Chip):
    """A chip on I2C.

    :param address: its 7-bit address
    """

    BUS = "I2C"
    max_frequency = 400000  #: Hz
    MOVABLE = False  #: whether programs give it another address: two may begin with the same

    def __init__(self, address):
        super().__init__()
        self.address = address

    def select(self, address):
        """Return the chip that answers at ``address``: itself, None, or one behind it."""
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
WRITE_ONLY = "w"


class Register:
    """One register of a chip's map.

    :param address: of its first byte
    :param name: the datasheet's
    :param access: READ_ONLY, READ_WRITE or WRITE_ONLY; what is write-only reads as 0
    :param width: in bytes
    :param mask: the bits that can be written; all, if not given. The others ignore it
    :param reset: the value after power-up
    :param big_endian: whether the high byte comes first
    :param clear: bits that writing 1 clears, and writing 0 leaves
    :param self_clearing: bits that read as 0 again once :meth:`RegisterChip.written` is over
    :param read_clears: bits that are 0 after they were read
    :param reserved: bits that must be written as they are after power-up
    :param one_time: whether bits can only be set, and keep that without a supply
    :param fifo: whether the pointer stays here: each byte is the next of a queue
    :param bank: the bank that has it, None if all have
    """

    def __init__(
        self,
        address,
        name,
        access=READ_WRITE,
        width=1,
        mask=None,
        reset=0,
        big_endian=True,
        clear=0,
        self_clearing=0,
        read_clears=0,
        reserved=0,
        one_time=False,
        fifo=False,
        bank=None,
    ):
        self.address = address
        self.name = name
        self.access = access
        self.width = width
        self.reset = reset
        self.big_endian = big_endian
        if access == READ_ONLY:
            mask = 0
        elif mask is None:
            mask = (1 << 8 * width) - 1
        self.mask = mask & ~clear
        self.clear = clear
        self.self_clearing = self_clearing
        self.read_clears = read_clears
        self.reserved = reserved
        self.one_time = one_time
        self.fifo = fifo
        self.bank = bank

    def byte(self, value, index):
        """Return the byte of ``value`` that lies ``index`` bytes from the register's address."""
        shift = 8 * (self.width - 1 - index if self.big_endian else index)
        return value >> shift & 0xFF

    def after_write(self, old, value):
        """Return what the register holds when ``value`` is written over ``old``."""
        if self.one_time:
            return old | value & self.mask
        return (old & ~self.mask | value & self.mask) & ~(value & self.clear)


class RegisterFile:
    """Registers as numbered bytes, and a pointer that runs over them.

    Declare the registers in ``REGISTERS``::

        REGISTERS = (
            Register(0x00, "ID", READ_ONLY, reset=0x60),
            Register(0x07, "CONF", width=2, mask=0x3FFF),
            Register(0x0B, "STATUS", READ_ONLY, read_clears=0x01),
            Register(0x3A, "FIFO", READ_ONLY, fifo=True),
        )

    and override :meth:`reading` for contents that come from the world or that
    reading changes, and :meth:`written` for what a write sets off.

    :cvar REGISTERS: the registers of the datasheet's map
    :cvar SIZE: how many byte addresses the pointer reaches before it wraps
    :cvar BANKS: how many banks there are; :attr:`bank` picks one
    """

    REGISTERS = ()
    SIZE = 256
    BANKS = 1

    def _lay_out(self):
        """Make the tables; called once, by ``__init__``."""
        size = self.SIZE * self.BANKS
        self.memory = bytearray(size)  #: the bytes of the registers, bank after bank
        self.bank = 0  #: the bank that the pointer runs over
        self.pointer = 0
        self._map_known = bytearray(size)  # 1 where there is a register
        self._writable = bytearray(size)  # the bits that a write can change
        self._map_reset = bytearray(size)
        self._map_traits = bytearray(size)  # _SPECIAL, _READ_CLEARS, _FIFO
        self._map_registers = {}  # where something is special: the register
        for register in self.REGISTERS:
            self._enter(register)

    def _enter(self, register):
        base = (register.bank or 0) * self.SIZE
        special = 0
        if register.access != READ_WRITE or (
            register.clear or register.self_clearing or register.reserved or register.one_time
        ):
            special = _SPECIAL
        if register.access == WRITE_ONLY or register.read_clears:
            special |= _READ_CLEARS
        if register.fifo:
            special |= _FIFO
        for index in range(register.width):
            place = base + register.address + index
            self._map_known[place] = 1
            self._writable[place] = register.byte(register.mask, index)
            self._map_reset[place] = register.byte(register.reset, index)
            self._map_traits[place] = special | (_EVERYWHERE if register.bank is None else 0)
            if special:
                self._map_registers[place] = register

    def power_up(self):
        """Set registers to their reset values, but what is burned; pointer and bank to 0."""
        for register in self.REGISTERS:
            if register.one_time:
                for index in range(register.width):
                    place = (register.bank or 0) * self.SIZE + register.address + index
                    self._map_reset[place] |= self.memory[place]
        self.memory[:] = self._map_reset
        self.pointer = 0
        self.bank = 0

    # For the chip that is made from this one

    def known(self, address):
        """Return whether the datasheet has a register at ``address``."""
        return self._map_known[self.place(address)]

    def place(self, address):
        """Return where in :attr:`memory` the byte ``address`` of the bank is."""
        if self.bank and not self._map_traits[address] & _EVERYWHERE:
            return self.bank * self.SIZE + address
        return address

    def after(self, pointer, reading):
        """Return where the pointer moves after a byte at ``pointer``: on by one, and round."""
        if self._map_traits[self.place(pointer) if self.bank else pointer] & _FIFO:
            return pointer
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

    # For the bus

    def take(self, byte):
        """Write a byte where the pointer is, and move it. Return whether there is a register."""
        pointer = self.pointer
        place = self.place(pointer) if self.bank else pointer
        self.pointer = self.after(pointer, False)
        memory = self.memory
        if not self._map_known[place]:
            self.mistake(f"there is no register {pointer:#04x} to write {byte:#04x} to")
            return False
        if self._map_traits[place] & _SPECIAL:
            self._take_special(self._map_registers[place], pointer, place, byte)
            return True
        mask = self._writable[place]
        memory[place] = memory[place] & ~mask & 0xFF | byte & mask
        self.written(pointer, byte)
        return True

    def _take_special(self, register, pointer, place, byte):
        index = pointer - register.address
        memory = self.memory
        if register.access == READ_ONLY:
            self.mistake(f"{register.name} ({pointer:#04x}) is read-only: {byte:#04x} is written")
        reserved = register.byte(register.reserved, index)
        if (byte ^ self._map_reset[place]) & reserved:
            self.mistake(
                f"{register.name} ({pointer:#04x}) is written {byte:#04x}: its bits "
                f"{reserved:#04x} are reserved, and must stay "
                f"{self._map_reset[place] & reserved:#04x}"
            )
        mask = self._writable[place]
        old = memory[place]
        if register.one_time:
            memory[place] = old | byte & mask
        else:
            cleared = byte & register.byte(register.clear, index)
            memory[place] = (old & ~mask | byte & mask) & ~cleared & 0xFF
        self.written(pointer, byte)
        memory[place] &= ~register.byte(register.self_clearing, index) & 0xFF

    def give(self):
        """Return the byte where the pointer is, and move it."""
        pointer = self.pointer
        self.reading(pointer)
        place = self.place(pointer) if self.bank else pointer
        value = self.memory[place]
        if self._map_traits[place] & _READ_CLEARS:
            register = self._map_registers[place]
            if register.access == WRITE_ONLY:
                value = 0
            else:
                index = pointer - register.address
                self.memory[place] = value & ~register.byte(register.read_clears, index) & 0xFF
        self.pointer = self.after(pointer, True)
        return value


_SPECIAL = 1  # a write is not just a write
_READ_CLEARS = 2  # nor a read just a read
_FIFO = 4
_EVERYWHERE = 8  # the same in all banks


class RegisterChip(RegisterFile, I2CChip):
    """A chip on I2C whose first written byte sets a pointer into numbered registers.

    Reading and writing go on from the pointer, which moves by the chip's rule
    (:meth:`after`). See :class:`RegisterFile` for how to declare the registers::

        class Lamp(RegisterChip):
            name = "Lamp"
            REGISTERS = (Register(0x00, "BRIGHTNESS", reset=0x80),)

            @property
            def lux(self):
                return self.memory[0x00] * 4

    :cvar POINTER_BYTES: how many bytes set the pointer, the high one first
    :cvar INCREMENT_BIT: the bit beside the pointer without which it stays; 0 if it always moves
    """

    POINTER_BYTES = 1
    INCREMENT_BIT = 0

    def __init__(self, address):
        super().__init__(address)
        self._pointing = 0  # how many bytes of the pointer are still to come
        self._map_held = False  # whether the pointer stays
        self._lay_out()
        self.power_up()

    def start(self, read):
        """Acknowledge; the first byte of a write will be the pointer."""
        self._pointing = 0 if read else self.POINTER_BYTES
        return True

    def write(self, byte):
        """Take the pointer, or a byte for the register that it points to."""
        if not self._pointing:
            pointer = self.pointer
            taken = self.take(byte)
            if self._map_held:
                self.pointer = pointer
            return taken
        if self._pointing == self.POINTER_BYTES:
            if self.INCREMENT_BIT:
                self._map_held = not byte & self.INCREMENT_BIT
                byte &= ~self.INCREMENT_BIT
            self.pointer = 0
        self._pointing -= 1
        self.pointer = (self.pointer << 8 | byte) % self.SIZE
        return self._pointing > 0 or bool(self.known(self.pointer))

    def read(self):
        """Return the byte that the pointer points to."""
        if not self._map_held:
            return self.give()
        pointer = self.pointer
        value = self.give()
        self.pointer = pointer
        return value


class WordRegisterChip(I2CChip):
    """A chip on I2C whose pointer picks whole registers, of 16 bits mostly.

    :class:`Register` declares them too (``width=2``; banks and FIFOs are not for these chips).
    Their contents are whole numbers, in :attr:`values`; reading on reads the register again::

        class Thermometer(WordRegisterChip):
            name = "Thermometer"
            REGISTERS = (
                Register(0x00, "TEMPERATURE", READ_ONLY, width=2),
                Register(0x01, "LIMIT", width=2, mask=0xFFF0, reset=0x4B00),
            )
            temperature = 25.0  # °C

            def reading(self, address):
                if address == 0x00:
                    self.values[address] = round(self.temperature * 128) & 0xFFFF

    :cvar REGISTERS: the registers of the datasheet's map
    """

    REGISTERS = ()

    def __init__(self, address):
        super().__init__(address)
        self.values = {}  #: what each register holds, by its address
        self._burned = {}  # the same of what keeps it without a supply
        self.pointer = 0
        self._by_address = {register.address: register for register in self.REGISTERS}
        self._pointing = self._writing = False
        self._count = 0  # bytes of the register that went over the bus
        self._shifted = 0  # their value
        self.power_up()

    def power_up(self):
        """Set all registers to their reset values, and the pointer to 0."""
        for register in self.REGISTERS:
            address = register.address
            self.values[address] = register.reset | self._burned.get(address, 0)
        self.pointer = 0

    # For the chip that is made from this one

    def reading(self, address):
        """Prepare the register ``address``, whose first byte is about to be read."""

    def written(self, address, value):
        """Do what writing ``value`` to ``address`` sets off; :attr:`values` has it already."""

    # The bus

    def start(self, read):
        """Acknowledge; the first byte of a write will be the pointer."""
        self._finish()
        self._pointing = self._writing = not read
        return True

    def stop(self):
        """End the transaction."""
        self._finish()

    def write(self, byte):
        """Take the pointer, or a byte for the register that it points to."""
        if self._pointing:
            self._pointing = False
            self.pointer = byte
            return byte in self._by_address
        register = self._by_address.get(self.pointer)
        if register is None:
            self.mistake(f"there is no register {self.pointer:#04x} to write {byte:#04x} to")
            return False
        index = self._count
        if index == 0:
            self._shifted = 0
        self._count = index + 1
        if register.big_endian:
            self._shifted = self._shifted << 8 | byte
        else:
            self._shifted |= byte << 8 * index
        if self._count == register.width:
            self._count = 0
            self._write_word(register, self._shifted)
        return True

    def _write_word(self, register, value):
        address = register.address
        if register.access == READ_ONLY:
            self.mistake(f"{register.name} ({address:#04x}) is read-only: {value:#06x} is written")
        if (value ^ register.reset) & register.reserved:
            self.mistake(
                f"{register.name} ({address:#04x}) is written {value:#06x}: its bits "
                f"{register.reserved:#06x} are reserved, and must stay "
                f"{register.reset & register.reserved:#06x}"
            )
        self.values[address] = register.after_write(self.values[address], value)
        if register.one_time:
            self._burned[address] = self.values[address]
        self.written(address, value)
        self.values[address] &= ~register.self_clearing

    def _finish(self):
        """Tell of a register that got only some of its bytes, which change nothing."""
        if self._count and not self._pointing and self._writing:
            register = self._by_address[self.pointer]
            self.mistake(
                f"{register.name} ({self.pointer:#04x}) takes {register.width} bytes, "
                f"and {self._count} came"
            )
        self._count = 0

    def read(self):
        """Return the next byte of the register that the pointer points to."""
        register = self._by_address.get(self.pointer)
        if register is None:
            return 0xFF
        index = self._count
        if index == 0:
            self.reading(self.pointer)
            value = 0 if register.access == WRITE_ONLY else self.values[self.pointer]
            self._shifted = value
            if register.read_clears:
                self.values[self.pointer] = value & ~register.read_clears
        self._count = (index + 1) % register.width
        return register.byte(self._shifted, index)


class Fifo:
    """The queue of samples in a chip.

    :param size: how many bytes it holds
    :ivar overrun: whether bytes were lost since :meth:`clear`
    """

    def __init__(self, size):
        self._bytes = bytearray(size)
        self._first = 0
        self.level = 0  #: how many bytes are in it
        self.overrun = False

    def put(self, data, drop_oldest=False):
        """Put bytes in; what has no room is lost, or pushes out the oldest."""
        size = len(self._bytes)
        for byte in data:
            if self.level == size:
                self.overrun = True
                if not drop_oldest:
                    return
                self._first = (self._first + 1) % size
                self.level -= 1
            self._bytes[(self._first + self.level) % size] = byte
            self.level += 1

    def get(self, empty=0):
        """Return the oldest byte and take it out; ``empty`` if there is none."""
        if not self.level:
            return empty
        byte = self._bytes[self._first]
        self._first = (self._first + 1) % len(self._bytes)
        self.level -= 1
        return byte

    def clear(self):
        """Take all out."""
        self._first = self.level = 0
        self.overrun = False
