# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP23008: 8 inputs and outputs on I2C.

Datasheet: Microchip DS20001919, https://ww1.microchip.com/downloads/en/DeviceDoc/MCP23008-MCP23S08-Data-Sheet-20001919F.pdf
"""

from micropython import const

from adafruit_mcp230xx.mcp230xx import MCP230XX

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C


class MCP23008(MCP230XX):
    """An MCP23008.

    :param i2c: the bus that the chip is on
    :param address: 0x20 to 0x27, by the pins A0 to A2
    :param reset: whether all pins are made inputs, without pull-ups and not inverted; else
        they stay as they are
    :raises ValueError: nothing answers at ``address``
    """

    def __init__(self, i2c: "I2C", address: int = 0x20, reset: bool = True) -> None:
        MCP230XX.__init__(self, i2c, address)
        if reset:
            self._reset()
