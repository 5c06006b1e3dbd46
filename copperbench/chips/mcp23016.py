# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP23016 as its datasheet describes it (Microchip, DS20090C).

    chip = bench.i2c.attach(chips.MCP23016())

It has the pins of an MCP23017, but registers at other addresses, no pull-ups, and an interrupt
that is always on, for each change of an input; its ports are called 0 and 1. See
:mod:`copperbench.chips.mcp23008` for what its pins are on the bench. Not modelled: the clock
that it holds while it works (1.9.2), and IARES.
"""

from copperbench.chips.mcp23008 import (
    GPINTEN,
    GPIO,
    INTCAP,
    IOCON,
    IODIR,
    IPOL,
    OLAT,
    I2CExpander,
)
from copperbench.chips.mcp23017 import TwoPorts

NUMBERS = (GPIO, OLAT, IPOL, IODIR, INTCAP, IOCON)  # by pair of addresses (table 1-3)


class MCP23016(TwoPorts, I2CExpander):
    """An MCP23016.

    :param address: 0x20 to 0x27, by the pins A0 to A2
    """

    name = "MCP23016"
    max_frequency = 400000
    PINS = TwoPorts.ROLES + ("int",)
    INTERRUPTS = ("int", "int")  # of both ports

    def power_up(self):
        """Make all pins inputs, with their interrupt on."""
        super().power_up()
        self.memory[2 * GPINTEN] = self.memory[2 * GPINTEN + 1] = 0xFF

    def write(self, byte):
        """Take the command byte, or a byte for the register that it names."""
        if self._pointing:
            if byte >= 2 * len(NUMBERS):
                return False
            byte = 2 * NUMBERS[byte >> 1] + (byte & 1)
        return super().write(byte)

    def after(self, pointer, reading):
        """Return where the pointer moves: to the other of the pair (1.9.2)."""
        return pointer ^ 1

    def written(self, address, value):
        """Do as the registers say; there is nothing in IOCON that changes the pins."""
        if address >> 1 != IOCON:
            super().written(address, value)

    def _tell(self):
        """Set the interrupt pin: an open drain that is low for either port."""
        line = self.lines.get("int")
        if line is not None:
            line.value = False if max(self._flagged) else None
