# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Solomon Systech SSD1306, a controller of OLED panels of 128x64 pixels and smaller.

After its datasheet, rev 1.5 (Aug 2010), with what the SSD1306B has besides (rev 1.1, 2014:
commands ADh, 23h, D6h, and two more voltages of the charge pump). Not simulated: scrolling
(2Fh), fading and zooming raise NotImplementedError.

The datasheet does not tell what the RAM holds after power-up: here it is noise. A glass is
wired so that A1h and C8h show it upright, as modules are.
"""

from copperbench.chip_oled import MonoOLED, Panel, Windowed

_VERTICAL = 1
_PAGE = 2

_PANELS = {
    "128x64": Panel(128, 64),
    "128x32": Panel(128, 32, alternative=False),
    "96x16": Panel(96, 16, segment=16, alternative=False),
    "72x40": Panel(72, 40, segment=28),
    "64x48": Panel(64, 48, segment=32),
    "64x32": Panel(64, 32, segment=32),
}


class SSD1306(Windowed, MonoOLED):
    """An SSD1306 with its glass.

    :param panel: "128x64", "128x32", "96x16", "72x40", "64x48" or "64x32": modules as u8g2's
        tables have them (96x16: as Adafruit has it, from SEG16 on; others begin at SEG0)
    :param address: 0x3C or 0x3D
    :param external_vcc: whether the module has a supply of 7 V to 15 V, and no charge pump
    :param pages_everywhere: whether B0h to B7h and 00h to 1Fh move the pointer in all modes, as
        in some chips of this name; the datasheet has them for page mode only
    """

    name = "SSD1306"
    COLUMNS = 128
    ROWS = 8
    PIXELS = (128, 64)
    COMMANDS = (
        (0x00, 0x1F, 0),
        (0x20, 0x20, 1),
        (0x21, 0x22, 2),
        (0x23, 0x23, 1),
        (0x26, 0x27, 6),
        (0x29, 0x2A, 5),
        (0x2E, 0x2F, 0),
        (0x40, 0x7F, 0),
        (0x81, 0x81, 1),
        (0x8D, 0x8D, 1),
        (0xA0, 0xA1, 0),
        (0xA3, 0xA3, 2),
        (0xA4, 0xA7, 0),
        (0xA8, 0xA8, 1),
        (0xAD, 0xAD, 1),
        (0xAE, 0xAF, 0),
        (0xB0, 0xB7, 0),
        (0xC0, 0xC0, 0),
        (0xC8, 0xC8, 0),
        (0xD3, 0xD3, 1),
        (0xD5, 0xD6, 1),
        (0xD9, 0xDB, 1),
        (0xE3, 0xE3, 0),
    )
    PANELS = _PANELS

    def __init__(self, panel="128x64", address=0x3C, external_vcc=False, pages_everywhere=False):
        self.pages_everywhere = pages_everywhere
        super().__init__(panel, address, external_vcc)

    def reset(self):
        """Set what can be set as RES# does (datasheet, 8.5)."""
        super().reset()
        self.contrast = 0x7F
        self.mode = _PAGE
        self.open_window()
        self._pump = self._pumping = False

    @property
    def powered(self):
        """Whether the pixels have their supply: the pump's, or the module's."""
        return self._pumping or self.external_vcc

    def execute(self, command, arguments):  # noqa: PLR0912  # one table
        """Carry out a command that has all its arguments."""
        if super().execute(command, arguments):
            if command == 0xAF:
                self._pumping = self._pump  # 8Dh takes effect now
            return
        value = arguments[0]
        if command < 0x20:
            if self.mode == _PAGE or self.pages_everywhere:
                shift = 0 if command < 0x10 else 4
                self.column = (self.column & ~(0x0F << shift) | (command & 0x0F) << shift) & 0x7F
        elif 0xB0 <= command <= 0xB7:
            if self.mode == _PAGE or self.pages_everywhere:
                self.row = command & 7
        elif command == 0x20:
            self._set_mode(value)
        elif command == 0x21:
            self.set_columns(command, arguments)
        elif command == 0x22:
            self.set_rows(command, arguments)
        elif 0x40 <= command <= 0x7F:
            self.start_line = command & 0x3F
        elif command == 0x8D:
            self._set_pump(value)
        elif command == 0xA8:
            if self.limit(command, value, 0x0F, 0x3F):
                self.multiplex = value + 1
        elif command in (0xC0, 0xC8):
            self.reversed = command == 0xC8
        elif command == 0xDA:
            if value & ~0x30 != 0x02:
                self.mistake(f"command 0xda takes 0x02, 0x12, 0x22 or 0x32, not {value:#04x}")
            self.alternative = bool(value & 0x10)
            self.swapped = bool(value & 0x20)
        elif command == 0x2F or (command in (0x23, 0xD6) and value):
            raise NotImplementedError(f"SSD1306: command {command:#04x} is not simulated")

    def _set_mode(self, value):
        if value & 3 == 3 or value & ~3:
            self.mistake(f"command 0x20 takes 0, 1 or 2, not {value:#04x}")
        if value & 3 != 3:
            self.mode = value & 3

    def _set_pump(self, value):
        if value not in (0x10, 0x14, 0x94, 0x95):
            self.mistake(f"command 0x8d takes 0x10, 0x14, 0x94 or 0x95, not {value:#04x}")
        self._pump = bool(value & 0x04)
        if self._pump and self.external_vcc:
            self.mistake("the charge pump is switched on beside an external supply (8Dh)")

    def put(self, byte):
        """Put a byte where the pointer is, and move that by the mode."""
        segment = 127 - self.column if self.remapped else self.column  # of data that come now
        place = self.row << 7 | segment
        self.ram[place] = byte
        self.written[place] = 1
        if self.mode == _PAGE:
            # It stays in the page, and goes on at its start (10.1.3).
            self.column = self.column + 1 & 0x7F
        else:
            self.move(self.mode == _VERTICAL)

    def source(self, x, y):
        """Return the RAM's pixel that the glass shows at x, y: row << 8 | SEG; -1 for none."""
        panel = self.panel
        row = self._line(self._driven(panel.common + panel.height - 1 - y))
        return -1 if row < 0 else row << 8 | panel.segment + panel.width - 1 - x
