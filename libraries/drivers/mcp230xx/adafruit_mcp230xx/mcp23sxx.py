# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How the expanders on SPI are reached."""

from micropython import const

from adafruit_mcp230xx.mcp23xxx import MCP23XXX

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import SPI
    from digitalio import DigitalInOut

MCP23SXX_CODE_READ = const(0x41)
MCP23SXX_CODE_WRITE = const(0x40)

_IOCON = const(5)
_HAEN = const(0x08)


class MCP23SXX(MCP23XXX):
    """What the chips on SPI have in common; make one of the class that has your chip's name.

    :param spi: the bus that the chip is on
    :param address: 0x20 to 0x27, by the pins A0 to A2
    :param chip_select: the pin that its CS is at
    :param baudrate: of the bus, in Hz, up to 10 MHz
    :raises ValueError: the address is out of range
    """

    def __init__(
        self, spi: "SPI", address: int, chip_select: "DigitalInOut", baudrate: int = 100000
    ) -> None:
        if address & ~0x27:
            raise ValueError("address must be 0x20 to 0x27")
        opcode = MCP23SXX_CODE_WRITE | (address & 7) << 1
        self.cmd_write = opcode
        self.cmd_read = opcode | 1
        MCP23XXX.__init__(self, spi, address, chip_select, baudrate)
        if address & 7:
            # Until HAEN is set, chips take their address for 0, whatever A0 to A2 are at
            self._haen = _HAEN
            self.cmd_write = MCP23SXX_CODE_WRITE
            self.io_control = 0
            self.cmd_write = opcode

    def _fetch(self, address: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = self.cmd_read
        buffer[1] = address
        with self._device as spi:
            spi.write(buffer, end=2)
            spi.readinto(buffer, start=2, end=2 + length)

    def _send(self, length: int) -> None:
        self._buffer[0] = self.cmd_write
        with self._device as spi:
            spi.write(self._buffer, end=2 + length)
