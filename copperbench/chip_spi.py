# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chips on SPI, and chips that are on I2C or SPI with one map of registers."""

from copperbench.chip import Chip, RegisterChip, RegisterFile


class SPIChip(Chip):
    """A chip on SPI.

    It gets each byte and answers with one, at the same time::

        class Echo(SPIChip):  # answers each byte with the one before
            name = "Echo"
            last = 0

            def exchange(self, byte):
                value, self.last = self.last, byte
                return value

    ``bench.spi.attach(Echo(), cs="D5")``.

    :cvar max_frequency: of the clock, in Hz
    :cvar modes: the SPI modes that it takes: polarity << 1 | phase
    :cvar cs_active: the level of CS that selects it
    :cvar answers: whether it ever drives MISO
    """

    BUS = "SPI"
    PINS = ("dc", "reset")
    answers = True
    max_frequency = 10000000
    modes = (0,)
    cs_active = False
    cs = None  # the line of its CS pin
    dc = None  # the line of its D/C pin, where it has one

    def connect_pin(self, role, line):
        """Have a pin of the chip at ``line``. Extend it to watch one."""
        super().connect_pin(role, line)
        if role == "dc":
            self.dc = line

    def data_level(self):
        """Return the level of the D/C pin, None where there is none: records have it."""
        return None if self.dc is None else bool(self.dc.value)

    def selected(self):
        """Begin a transaction: CS has become active."""

    def released(self):
        """End the transaction: CS is no longer active."""

    def exchange(self, byte):
        """Take a byte and return the one that comes back for it."""
        return 0xFF

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take ``count`` bytes; displays override it to take them all at once.

        :param out: where they are, or None: then all are ``fill``
        :param into: where the answers go, or None
        """
        if out is None:
            for index in range(in_start, in_start + count):
                value = self.exchange(fill)
                if into is not None:
                    into[index] = value
        elif into is None:
            for index in range(out_start, out_start + count):
                self.exchange(out[index])
        else:
            for index in range(count):
                into[in_start + index] = self.exchange(out[out_start + index])


class SPIRegisters:
    """The SPI side of a :class:`~copperbench.chip.RegisterFile`: a command byte, then registers.

    :cvar READ_BIT: the bit of the command byte that tells a read from a write
    :cvar READ_IS: its level for a read
    :cvar MULTIPLE_BIT: the bit without which the pointer stays; 0 if it always moves
    :cvar ADDRESS_MASK: the bits of the command byte that are the address
    :cvar DUMMY_BYTES: how many bytes come back between the command and the first register
    """

    READ_BIT = 0x80
    READ_IS = 1
    MULTIPLE_BIT = 0
    ADDRESS_MASK = 0x7F
    DUMMY_BYTES = 0

    _spi_step = 0  # 0: the command is next
    _spi_reads = False
    _spi_stays = False

    def selected(self):
        """Begin a transaction: the command byte comes first."""
        self._spi_step = 0

    def released(self):
        """End the transaction."""
        self._spi_step = 0

    def exchange(self, byte):
        """Take the command, or a byte for a register; answer with a register's byte."""
        step = self._spi_step
        if step == 0:
            self._spi_step = 1
            self._spi_reads = bool(byte & self.READ_BIT) == bool(self.READ_IS)
            self._spi_stays = bool(self.MULTIPLE_BIT) and not byte & self.MULTIPLE_BIT
            self.pointer = self.spi_address(byte & self.ADDRESS_MASK)
            return 0xFF
        pointer = self.pointer
        value = 0xFF
        if not self._spi_reads:
            self.take(byte)
        elif step <= self.DUMMY_BYTES:
            self._spi_step = step + 1
            return 0xFF
        else:
            value = self.give()
        if self._spi_stays:
            self.pointer = pointer
        return value

    def spi_address(self, bits):
        """Return the register that the address bits of a command mean."""
        return bits % self.SIZE


class SPIRegisterChip(SPIRegisters, RegisterFile, SPIChip):
    """A chip on SPI with numbered registers.

    It says how its command byte is made::

    class Gyro(SPIRegisterChip):
        name = "Gyro"
        modes = (0, 3)
        READ_BIT = 0x80
        MULTIPLE_BIT = 0x40
        ADDRESS_MASK = 0x3F
        REGISTERS = (Register(0x0F, "WHO_AM_I", READ_ONLY, reset=0xD4),)
    """

    def __init__(self):
        SPIChip.__init__(self)
        self._lay_out()
        self.power_up()


class BothRegisterChip(SPIRegisters, RegisterChip):
    """A chip with numbered registers that is on I2C or on SPI, by how it is wired.

    Both have one map::

        class Barometer(BothRegisterChip):
            name = "Barometer"
            REGISTERS = (Register(0xD0, "ID", READ_ONLY, reset=0x60),)

            def spi_address(self, bits):
                return bits | 0x80  # on SPI, registers have no top bit

    ``bench.i2c.attach(Barometer(0x76))``, ``bench.spi.attach(Barometer(0x76), cs="D5")``.

    :cvar I2C_MAX_FREQUENCY: in Hz
    :cvar SPI_MAX_FREQUENCY: in Hz
    """

    I2C_MAX_FREQUENCY = 400000
    SPI_MAX_FREQUENCY = 10000000
    modes = (0, 3)
    cs_active = False
    answers = True
    cs = None

    def connect(self, bus):
        """Take the bus's clock and power up; called when the chip is attached."""
        self.max_frequency = self.SPI_MAX_FREQUENCY if bus.KIND == "SPI" else self.I2C_MAX_FREQUENCY
        super().connect(bus)

    def data_level(self):
        """Return None: the chip has no D/C pin."""
        return

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take ``count`` bytes on SPI."""
        SPIChip.transfer(self, out, out_start, into, in_start, count, fill)
