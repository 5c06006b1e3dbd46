# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Microchip MCP23016: 16 inputs and outputs on I2C, an older chip without pull-ups.

Its interrupt is always on, for each change of an input. Its ports, 0 and 1, are called A and
B here, as those of the later chips.

Datasheet: Microchip DS20090, https://ww1.microchip.com/downloads/en/DeviceDoc/20090C.pdf
"""

from micropython import const

from adafruit_mcp230xx.mcp230xx import MCP230XX
from adafruit_mcp230xx.ports import Ports

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C


class MCP23016(Ports, MCP230XX):
    """An MCP23016; what it lacks of the others raises ``AttributeError``.

    :param i2c: the bus that the chip is on
    :param address: 0x20 to 0x27, by the pins A0 to A2
    :param reset: whether all pins are made inputs that are not inverted; else they stay as
        they are
    :raises ValueError: nothing answers at ``address``
    """

    _map = b"\x03\x02\xff\xff\xff\xff\xff\xff\x04\x00\x01"

    def __init__(self, i2c: "I2C", address: int = 0x20, reset: bool = True) -> None:
        MCP230XX.__init__(self, i2c, address)
        if reset:
            self._reset()
