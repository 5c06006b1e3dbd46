# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP23017 as its datasheet describes it (Microchip, DS20001952).

    chip = bench.i2c.attach(chips.MCP23017())
    chip.gpa0 = False  # a button to ground is pressed
    chip.pin(15).value  # the level of GPB7

See :mod:`copperbench.chips.mcp23008` for what its pins are on the bench, and what is not
modelled; nor is IOCON's BANK. GPA7 and GPB7, which the newer datasheet has as outputs only,
can be inputs.
"""

from copperbench.chips.mcp23008 import BANK, I2CExpander, Level, registers


class TwoPorts:
    """What the MCP23017 and the MCP23S17 have in common."""

    PORTS = 2
    SIZE = 22
    ROLES = tuple([f"gp{port}{number}" for port in "ab" for number in range(8)])
    PINS = ROLES + ("inta", "intb", "reset")
    INTERRUPTS = ("inta", "intb")
    REGISTERS = registers(2, 0xFF & ~BANK & ~0x01)

    gpa0 = Level(0)
    gpa1 = Level(1)
    gpa2 = Level(2)
    gpa3 = Level(3)
    gpa4 = Level(4)
    gpa5 = Level(5)
    gpa6 = Level(6)
    gpa7 = Level(7)
    gpb0 = Level(8)
    gpb1 = Level(9)
    gpb2 = Level(10)
    gpb3 = Level(11)
    gpb4 = Level(12)
    gpb5 = Level(13)
    gpb6 = Level(14)
    gpb7 = Level(15)


class MCP23017(TwoPorts, I2CExpander):
    """An MCP23017.

    :param address: 0x20 to 0x27, by the pins A0 to A2
    """

    name = "MCP23017"
