# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays as their buses see them: commands and data, on SPI with a D/C pin or on I2C."""

from copperbench.chip import I2CChip
from copperbench.chip_spi import SPIChip


class SPIDisplayChip(SPIChip):
    """A controller on SPI whose D/C pin tells commands from data.

    It has the methods that take them::

        class Panel(SPIDisplayChip):
            name = "Panel"

            def command(self, byte): ...
            def data(self, buffer, start, end): ...

    ``bench.spi.attach(Panel(), cs="D5", dc="D6", reset="D9")``. Which bytes after a command
    are its parameters, and whether they come with D/C low or high, is the controller's own.
    """

    max_frequency = 80000000
    modes = (0, 3)
    answers = False

    def connect_pin(self, role, line):
        """Have a pin of the controller at ``line``; ``reset`` is watched."""
        super().connect_pin(role, line)
        if role == "reset":
            line.watch(self._reset_changed)

    def _reset_changed(self, level):
        if not level:
            self.power_up()

    def command(self, byte):
        """Take a byte that came with D/C low."""

    def data(self, buffer, start, end):
        """Take bytes that came with D/C high."""

    def exchange(self, byte):
        """Take one byte."""
        if self.dc is None or self.dc.value:
            self._one[0] = byte
            self.data(self._one, 0, 1)
        else:
            self.command(byte)
        return 0xFF

    _one = bytearray(1)

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take ``count`` bytes, data all at once."""
        if out is None:
            super().transfer(out, out_start, into, in_start, count, fill)
        elif self.dc is None or self.dc.value:
            self.data(out, out_start, out_start + count)
        else:
            for index in range(out_start, out_start + count):
                self.command(out[index])


class I2CDisplayChip(I2CChip):
    """A controller on I2C that gets a control byte before commands and data.

    SSD1306 and its like do::

        class Panel(I2CDisplayChip):
            name = "Panel"

            def command(self, byte): ...
            def data(self, byte): ...

    Control byte: bit 7 (Co) has another one come after the next byte, bit 6 (D/C) is set for data.
    """

    max_frequency = 400000

    def __init__(self, address=0x3C):
        super().__init__(address)
        self._control = -1  # none yet

    def command(self, byte):
        """Take a byte of a command."""

    def data(self, byte):
        """Take a byte of data."""

    def start(self, read):
        """Acknowledge; a control byte comes next."""
        self._control = -1
        return True

    def write(self, byte):
        """Take a control byte, or what it announced."""
        if self._control < 0:
            if byte & 0x3F:
                self.mistake(f"{byte:#04x} is no control byte: its lower six bits must be 0")
            self._control = byte
            return True
        if self._control & 0x40:
            self.data(byte)
        else:
            self.command(byte)
        if self._control & 0x80:
            self._control = -1
        return True
