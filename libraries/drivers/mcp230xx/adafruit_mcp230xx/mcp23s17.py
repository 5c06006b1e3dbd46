# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP23S17: 16 inputs and outputs on SPI.

Datasheet: Microchip DS20001952, https://ww1.microchip.com/downloads/en/devicedoc/20001952c.pdf
"""

from micropython import const

from adafruit_mcp230xx.mcp23sxx import MCP23SXX
from adafruit_mcp230xx.ports import Ports

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import SPI
    from digitalio import DigitalInOut


class MCP23S17(Ports, MCP23SXX):
    """An MCP23S17.

    :param spi: the bus that the chip is on
    :param chip_select: the pin that its CS is at
    :param address: 0x20 to 0x27, by the pins A0 to A2; with 0x20 they may be at anything
    :param reset: whether all pins are made inputs, without pull-ups and not inverted; else
        they stay as they are
    :param baudrate: of the bus, in Hz, up to 10 MHz
    :raises ValueError: the address is out of range
    """

    def __init__(
        self,
        spi: "SPI",
        chip_select: "DigitalInOut",
        address: int = 0x20,
        reset: bool = True,
        baudrate: int = 100000,
    ) -> None:
        MCP23SXX.__init__(self, spi, address, chip_select, baudrate)
        self.address = address
        if reset:
            self._reset()
