# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The two ports of the MCP23017 and the MCP23S17, apart."""

from micropython import const

from adafruit_mcp230xx.mcp23xxx import MCP23XXX, Register

# As in mcp23xxx
_A = const(0x10)
_B = const(0x20)
_IODIR = const(0)
_IPOL = const(1)
_GPPU = const(6)
_INTF_PINS = const(0x47)
_INTCAP = const(8)
_INTCAP_LEVELS = const(0x88)
_GPIO = const(9)


class Ports(MCP23XXX):
    """Pins 0 to 7 are port A, 8 to 15 port B; the names are those of all pins with a letter."""

    _ports = 2

    gpioa = Register(_A | _GPIO)
    gpiob = Register(_B | _GPIO)
    iodira = Register(_A | _IODIR)
    iodirb = Register(_B | _IODIR)
    gppua = Register(_A | _GPPU)
    gppub = Register(_B | _GPPU)
    ipola = Register(_A | _IPOL)
    ipolb = Register(_B | _IPOL)
    int_flaga: "list[int]" = Register(_A | _INTF_PINS)  # type: ignore[assignment]
    int_flagb: "list[int]" = Register(_B | _INTF_PINS)  # type: ignore[assignment]
    int_capa: "list[int]" = Register(_A | _INTCAP_LEVELS)  # type: ignore[assignment]
    int_capb: "list[int]" = Register(_B | _INTCAP_LEVELS)  # type: ignore[assignment]

    def clear_inta(self) -> None:
        """End the interrupts of port A."""
        self._read(_A | _INTCAP)

    def clear_intb(self) -> None:
        """End the interrupts of port B."""
        self._read(_B | _INTCAP)
