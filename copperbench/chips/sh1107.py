# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sino Wealth SH1107, a controller of OLED panels of up to 128x128 pixels.

After its datasheet, v2.1. The columns of the RAM belong to the COM outputs, so the start line
(DCh) is a column and the pages run along the segments. In page addressing (20h) the column
counts up to 127 with each byte; the datasheet leaves open what comes then, so to go on writing
is a mistake here. In vertical addressing (21h) the page counts up, and then the column.

Whether A0h and A1h turn round what is in the RAM it leaves open, too: here they do. What the RAM
holds after power-up is noise here. The DC-DC converter (ADh) is taken and makes no difference:
modules feed their panels from outside, or have it on from the reset.
"""

from copperbench.chip_oled import MonoOLED, Panel

_PANELS = {
    "128x64": Panel(64, 128, common=32, turned=True),
    "128x128": Panel(128, 128, turned=True),
}


class SH1107(MonoOLED):
    """An SH1107 with its glass.

    :param panel: "128x64", as Adafruit's FeatherWing 4650, whose glass of 64 by 128 is held
        sideways, or "128x128", as Adafruit's 5297 and Pimoroni's PIM374
    :param address: 0x3C or 0x3D
    """

    name = "SH1107"
    COLUMNS = 128
    ROWS = 16
    PIXELS = (128, 128)
    LINES = 128
    SPI_MAX_FREQUENCY = 4000000
    COMMANDS = (
        (0x00, 0x17, 0),
        (0x20, 0x21, 0),
        (0x81, 0x81, 1),
        (0xA0, 0xA1, 0),
        (0xA4, 0xA7, 0),
        (0xA8, 0xA8, 1),
        (0xAD, 0xAD, 1),
        (0xAE, 0xCF, 0),
        (0xD3, 0xD3, 1),
        (0xD5, 0xD5, 1),
        (0xD9, 0xD9, 1),
        (0xDB, 0xDC, 1),
        (0xE0, 0xE0, 0),
        (0xE3, 0xE3, 0),
        (0xEE, 0xEE, 0),
    )
    PANELS = _PANELS

    def __init__(self, panel="128x64", address=0x3C):
        super().__init__(panel, address, external_vcc=True)

    def reset(self):
        """Set what can be set as RES# does."""
        super().reset()
        self._down = False  # vertical addressing
        self._kept = -1  # the column before a read-modify-write

    def read(self):
        """Return the status: busy, display off, and the chip's ID, 07h (page 40)."""
        return 0x07 if self.on else 0x47

    def execute(self, command, arguments):  # noqa: PLR0912  # one table
        """Carry out a command that has all its arguments."""
        if super().execute(command, arguments):
            return
        value = arguments[0]
        if command < 0x10:
            self.column = self.column & 0x70 | command
        elif command < 0x18:
            self.column = self.column & 0x0F | (command & 7) << 4
        elif 0xB0 <= command <= 0xBF:
            self.row = command & 0x0F
        elif 0xC0 <= command <= 0xCF:
            self.reversed = bool(command & 8)
        elif command in (0x20, 0x21):
            self._down = command == 0x21
        elif command == 0xA8:
            if self.limit(command, value, 0, 0x7F):
                self.multiplex = value + 1
        elif command == 0xAD:
            self.limit(command, value, 0x80, 0x8F)
        elif command == 0xDC:
            if self.limit(command, value, 0, 0x7F):
                self.start_line = value
        elif command == 0xE0:
            self._kept = self.column
        elif command == 0xEE:
            if self._kept < 0:
                self.mistake("a read-modify-write ends (EEh) that was not begun (E0h)")
            else:
                self.column = self._kept
            self._kept = -1

    def put(self, byte):
        """Put a byte where the pointer is, and move that by the mode."""
        if self.column > 127:
            self.beyond("data go on behind the last column: set the next page first")
            return
        place = self.row << 7 | self.column
        self.ram[place] = byte
        self.written[place] = 1
        if not self._down:
            self.column += 1
        elif self.row < 15:
            self.row += 1
        else:
            self.row = 0
            self.column = self.column + 1 & 0x7F

    def source(self, x, y):
        """Return the RAM's pixel that the glass shows at x, y: row << 8 | column; -1 for none."""
        place = self.to_glass(x, y)
        column = self._line(self.panel.common + (place & 0xFF))
        segment = self.panel.segment + (place >> 8)
        row = 127 - segment if self.remapped else segment
        return -1 if column < 0 else row << 8 | column
