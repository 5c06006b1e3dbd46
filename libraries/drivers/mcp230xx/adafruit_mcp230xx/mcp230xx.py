# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""How the expanders on I2C are reached."""

from adafruit_mcp230xx.mcp23xxx import MCP23XXX


class MCP230XX(MCP23XXX):
    """What the chips on I2C have in common; make one of the class that has your chip's name."""

    def _fetch(self, address: int, length: int) -> None:
        buffer = self._buffer
        buffer[1] = address
        with self._device as i2c:
            i2c.write_then_readinto(
                buffer, buffer, out_start=1, out_end=2, in_start=2, in_end=2 + length
            )

    def _send(self, length: int) -> None:
        with self._device as i2c:
            i2c.write(self._buffer, start=1, end=2 + length)
