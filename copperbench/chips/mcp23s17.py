# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP23S17 as its datasheet describes it (Microchip, DS20001952): an MCP23017 on SPI.

    chip = bench.spi.attach(chips.MCP23S17(), cs="D5")

See :mod:`copperbench.chips.mcp23s08` for how it is addressed.
"""

from copperbench.chips.mcp23s08 import SPIExpander
from copperbench.chips.mcp23017 import TwoPorts


class MCP23S17(TwoPorts, SPIExpander):
    """An MCP23S17.

    :param address: 0x20 to 0x27, by the pins A0 to A2
    """

    name = "MCP23S17"
