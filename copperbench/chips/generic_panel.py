# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A panel without a controller of any make, for programs that drive displays.

It takes from the display (``busdisplay.BusDisplay`` or ``epaperdisplay.EPaperDisplay``)
how large it is, and which commands set columns and rows and write pixels; it ignores
all other commands. What real controllers do about sleep, inversion, rotation or colour
formats, it does not.
"""

from copperbench.chip import I2CChip
from copperbench.chip_display import SPIDisplayChip
from copperbench.display.glass import Glass


class GenericPanel(SPIDisplayChip):
    """The panel on SPI, with a D/C pin: ``bench.spi.attach(GenericPanel(), cs="D5", dc="D6")``.

    A display without a D/C pin sends nine bits for each byte, which the panel takes too.

    :ivar screen: what it shows, once a display drives it
    """

    name = "panel"
    modes = (0, 1, 2, 3)

    def __init__(self):
        super().__init__()
        self.screen = None
        self._nine_bits = False

    def driven_by(self, display):
        """Have a display drive the panel from now on: it starts dark."""
        self.screen = display.screen = Glass(display)
        self._nine_bits = display.bus.command is None

    def data_level(self):
        """Return the level of the D/C pin, None where the program does not use it."""
        return None if self.dc is None or self.dc.user is None else bool(self.dc.value)

    def command(self, byte):
        """Take a command."""
        self.screen.command(byte)

    def data(self, buffer, start, end):
        """Take the parameters of a command, or pixels."""
        self.screen.data(bytes(buffer[start:end]))

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take bytes, as commands or as data; nothing comes back."""
        if self.screen is None or out is None:
            return
        if self.data_level() is not None:
            super().transfer(out, out_start, into, in_start, count, fill)
        elif self._nine_bits:
            bits = int.from_bytes(out[out_start : out_start + count], "big")
            for index in range(count * 8 // 9):
                word = bits >> count * 8 - 9 * (index + 1) & 0x1FF
                if word & 0x100:
                    self.screen.data(bytes((word & 0xFF,)))
                else:
                    self.screen.command(word)


class GenericPanelI2C(I2CChip):
    """The panel on I2C; a control byte tells commands (0x80) from data (0x40). It acknowledges all.

    :param address: its 7-bit address
    :ivar screen: what it shows, once a display drives it
    """

    name = "panel"
    max_frequency = 1000000

    def __init__(self, address=0x3C):
        super().__init__(address)
        self.screen = None
        self._control = None
        self._data = bytearray()

    def driven_by(self, display):
        """Have a display drive the panel from now on: it starts dark."""
        self.screen = display.screen = Glass(display)

    def start(self, read):
        """Acknowledge; a control byte comes first."""
        self._control = None
        return True

    def write(self, byte):
        """Take a control byte, or what it announced."""
        if self._control is None:
            self._control = byte
        elif self._control & 0x40:
            self._data.append(byte)
        else:
            if self.screen is not None:
                self.screen.command(byte)
            if self._control & 0x80:
                self._control = None
        return True

    def read(self):
        """Return nothing of interest."""
        return 0x00

    def stop(self):
        """Take the data that came."""
        if self._data:
            if self.screen is not None:
                self.screen.data(bytes(self._data))
            self._data = bytearray()
