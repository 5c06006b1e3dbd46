# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sino Wealth SH1106, a controller of OLED panels with a RAM of 132x64 pixels.

After its datasheet, v2.3. It has page addressing only: 20h, 21h and 22h of the SSD1306 are no
commands here. The column counts up to 131 with each byte, and stays there.

The datasheet leaves open whether A0h and A1h turn round what is in the RAM: here they do, as
they tell which column an output shows. What the RAM holds after power-up it does not tell
either: here it is noise. A glass is wired so that A1h and C8h show it upright, as modules are.
"""

from copperbench.chip_oled import MonoOLED, Panel

_PANELS = {
    "128x64": Panel(128, 64, segment=2),
    "128x32": Panel(128, 32, segment=2, common=16),
    "72x40": Panel(72, 40, segment=30, common=12),
    "64x32": Panel(64, 32, segment=36),
}


class SH1106(MonoOLED):
    """An SH1106 with its glass.

    :param panel: "128x64", "128x32", "72x40" or "64x32": modules as u8g2's tables have them
    :param address: 0x3C or 0x3D
    :param external_vcc: whether the module has a supply of 6.4 V to 14 V, and no DC-DC converter
    """

    name = "SH1106"
    COLUMNS = 132
    ROWS = 8
    PIXELS = (132, 64)
    SPI_MAX_FREQUENCY = 4000000
    COMMANDS = (
        (0x00, 0x1F, 0),
        (0x30, 0x33, 0),
        (0x40, 0x7F, 0),
        (0x81, 0x81, 1),
        (0xA0, 0xA1, 0),
        (0xA4, 0xA7, 0),
        (0xA8, 0xA8, 1),
        (0xAD, 0xAD, 1),
        (0xAE, 0xAF, 0),
        (0xB0, 0xB7, 0),
        (0xC0, 0xCF, 0),
        (0xD3, 0xD3, 1),
        (0xD5, 0xD5, 1),
        (0xD9, 0xDB, 1),
        (0xE0, 0xE0, 0),
        (0xE3, 0xE3, 0),
        (0xEE, 0xEE, 0),
    )
    PANELS = _PANELS

    def __init__(self, panel="128x64", address=0x3C, external_vcc=False):
        super().__init__(panel, address, external_vcc)

    def reset(self):
        """Set what can be set as RES# does."""
        super().reset()
        self._converter = True
        self._kept = -1  # the column before a read-modify-write

    @property
    def powered(self):
        """Whether the pixels have their supply: the converter's, or the module's."""
        return self._converter or self.external_vcc

    def execute(self, command, arguments):  # noqa: PLR0912  # one table
        """Carry out a command that has all its arguments."""
        if super().execute(command, arguments):
            return
        value = arguments[0]
        if command < 0x20:
            shift = 0 if command < 0x10 else 4
            self.column = self.column & ~(0x0F << shift) | (command & 0x0F) << shift
        elif 0xB0 <= command <= 0xB7:
            self.row = command & 7
        elif 0x40 <= command <= 0x7F:
            self.start_line = command & 0x3F
        elif 0xC0 <= command <= 0xCF:
            self.reversed = bool(command & 8)
        elif command == 0xA8:
            if self.limit(command, value, 0, 0x3F):
                self.multiplex = value + 1
        elif command == 0xAD:
            if self.limit(command, value, 0x8A, 0x8B):
                self._converter = value == 0x8B
        elif command == 0xDA:
            if value & ~0x10 != 0x02:
                self.mistake(f"command 0xda takes 0x02 or 0x12, not {value:#04x}")
            self.alternative = bool(value & 0x10)
        elif command == 0xE0:
            self._kept = self.column
        elif command == 0xEE:
            if self._kept < 0:
                self.mistake("a read-modify-write ends (EEh) that was not begun (E0h)")
            else:
                self.column = self._kept
            self._kept = -1

    def put(self, byte):
        """Put a byte where the pointer is, and move that to the right."""
        if self.column > 131:
            self.beyond(f"data are written to column {self.column}: there are 132")
            return
        place = self.row * 132 + self.column
        self.ram[place] = byte
        self.written[place] = 1
        self.column += 1

    def source(self, x, y):
        """Return the RAM's pixel that the glass shows at x, y: row << 8 | column; -1 for none."""
        panel = self.panel
        row = self._line(self._driven(panel.common + panel.height - 1 - y))
        segment = panel.segment + panel.width - 1 - x
        return -1 if row < 0 else row << 8 | (131 - segment if self.remapped else segment)
