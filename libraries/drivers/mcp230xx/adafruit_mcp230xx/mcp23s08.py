# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP23S08: 8 inputs and outputs on SPI.

Datasheet: Microchip DS20001919, https://ww1.microchip.com/downloads/en/DeviceDoc/MCP23008-MCP23S08-Data-Sheet-20001919F.pdf
"""

from micropython import const

from adafruit_mcp230xx.mcp23sxx import MCP23SXX

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import SPI
    from digitalio import DigitalInOut


class MCP23S08(MCP23SXX):
    """An MCP23S08.

    :param spi: the bus that the chip is on
    :param chip_select: the pin that its CS is at
    :param address: 0x20 to 0x23, by the pins A0 and A1; with 0x20 they may be at anything
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
