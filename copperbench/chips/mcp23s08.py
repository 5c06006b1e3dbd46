# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP23S08 as its datasheet describes it (Microchip, DS20001919).

    chip = bench.spi.attach(chips.MCP23S08(), cs="D5")
    other = chip.share(chips.MCP23S08(0x21))  # at the same CS

It is an MCP23008 on SPI. Until HAEN is set in IOCON it takes its address for 0, whatever the
pins A0 and A1 are at.
"""

from copperbench.chip_spi import SPIChip
from copperbench.chips.mcp23008 import (
    HAEN,
    INTPOL,
    IOCON,
    MCP23008,
    ODR,
    SEQOP,
    Expander,
    registers,
)

OPCODE = 0x40


class SPIExpander(Expander, SPIChip):
    """An expander on SPI.

    :param address: 0x20 and on, by its address pins
    """

    BUS = "SPI"
    max_frequency = 10000000
    modes = (0, 3)
    LAST = 0x27

    def __init__(self, address=0x20):
        if not 0x20 <= address <= self.LAST:
            raise ValueError(f"an {self.name} has address 0x20 to {self.LAST:#04x}")
        self.address = address
        self._others = ()  # at the same CS
        self._step = 0  # 0: the opcode is next; 1: the register; 2: its bytes
        self._reads = self._addressed = False
        self._make_pins()
        SPIChip.__init__(self)
        self._lay_out()
        self.power_up()

    def share(self, other):
        """Have another chip at the same wires, CS included, and return it."""
        self._others = self._others + (other,)
        if self.bus is not None:
            other.connect(self.bus)
        return other

    def selected(self):
        """Begin a transaction: the opcode comes first."""
        self._step = 0
        for other in self._others:
            other.selected()

    def exchange(self, byte):
        """Take a byte, and answer if it is this chip that is read."""
        value = 0xFF
        for other in self._others:
            value &= other.exchange(byte)
        return value & self._exchange(byte)

    def _exchange(self, byte):
        step = self._step
        if step == 0:
            address = self.address & 7 if self._register(IOCON) & HAEN else 0
            self._addressed = byte & 0xFE == OPCODE | address << 1 and not self._resetting
            self._reads = bool(byte & 1)
        elif not self._addressed:
            return 0xFF
        elif step == 1:
            self.pointer = byte % self.SIZE
        elif self._reads:
            return self.give()
        else:
            self.take(byte)
        self._step = min(step + 1, 2)
        return 0xFF


class MCP23S08(SPIExpander):
    """An MCP23S08.

    :param address: 0x20 to 0x23, by the pins A0 and A1
    """

    name = "MCP23S08"
    SIZE = 11
    LAST = 0x23
    REGISTERS = registers(1, SEQOP | 0x10 | HAEN | ODR | INTPOL)

    gp0, gp1, gp2, gp3 = MCP23008.gp0, MCP23008.gp1, MCP23008.gp2, MCP23008.gp3
    gp4, gp5, gp6, gp7 = MCP23008.gp4, MCP23008.gp5, MCP23008.gp6, MCP23008.gp7
