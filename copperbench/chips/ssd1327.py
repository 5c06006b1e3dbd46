# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Solomon Systech SSD1327, a controller of OLED panels of up to 128x128 pixels in 16 greys.

After its datasheet, rev 1.1 (Dec 2008). A byte of the RAM has two pixels of a line. The grey of
a pixel is the length of its pulse, as commands B8h and B9h set it; the table after reset (B9h)
is taken for even steps. Its light is as long as the pulse, and the picture has for that what a
monitor needs (gamma 2.2). Not simulated: scrolling raises NotImplementedError.

The datasheet leaves open whether A0h turns round what is in the RAM: here it does, but for the
direction in which the pointer moves. What the RAM holds after power-up is noise here. A glass is
wired so that A0h with 53h shows it upright, as modules are.
"""

from copperbench.chip_oled import OLEDChip, Panel, Windowed

_LONGEST = 63  # clocks of a pulse
_GAMMA = 2.2

_PANELS = {
    "128x128": Panel(128, 128),
    "96x96": Panel(96, 96, segment=16, common=32),
}


def _shade(light):
    """Return what a picture has for a part of the light, 0 to 1."""
    return round(255 * light ** (1 / _GAMMA))


class SSD1327(Windowed, OLEDChip):
    """An SSD1327 with its glass.

    :param panel: "128x128" or "96x96": modules as u8g2's tables have them
    :param address: 0x3C or 0x3D
    :ivar contrast: 0 to 255
    :ivar locked: whether all commands but FDh are ignored
    """

    name = "SSD1327"
    COLUMNS = 64
    ROWS = 128
    PIXELS = (128, 128)
    COMMANDS = (
        (0x15, 0x15, 2),
        (0x26, 0x27, 7),
        (0x2E, 0x2F, 0),
        (0x75, 0x75, 2),
        (0x81, 0x81, 1),
        (0xA0, 0xA2, 1),
        (0xA4, 0xA7, 0),
        (0xA8, 0xA8, 1),
        (0xAB, 0xAB, 1),
        (0xAE, 0xAF, 0),
        (0xB1, 0xB1, 1),
        (0xB3, 0xB3, 1),
        (0xB5, 0xB6, 1),
        (0xB8, 0xB8, 15),
        (0xB9, 0xB9, 0),
        (0xBC, 0xBC, 1),
        (0xBE, 0xBE, 1),
        (0xD5, 0xD5, 1),
        (0xE3, 0xE3, 0),
        (0xFD, 0xFD, 1),
    )
    PANELS = _PANELS

    def __init__(self, panel="128x128", address=0x3C):
        super().__init__(panel, address, external_vcc=True)

    def reset(self):
        """Set what can be set as RES# does."""
        super().reset()
        self.contrast = 0x7F
        self.locked = False
        self.start_line = self.offset = 0
        self.multiplex = 128
        self.remap = 0x00
        self.mode = 0xA4
        self.open_window()
        self._shades = bytearray(16)  # what a picture has for each grey
        self._set_even()

    def execute(self, command, arguments):  # noqa: PLR0912  # one table
        """Carry out a command that has all its arguments."""
        value = arguments[0]
        if command == 0xFD:
            if value not in (0x12, 0x16):
                self.mistake(f"command 0xfd takes 0x12 or 0x16, not {value:#04x}")
            self.locked = value == 0x16
        elif self.locked:
            self.mistake(f"command {command:#04x} came while the chip is locked (FDh)")
        elif command == 0x15:
            self.set_columns(command, arguments)
        elif command == 0x75:
            self.set_rows(command, arguments)
        elif command == 0x81:
            self.contrast = value
        elif command == 0xA0:
            if value & 0xA8:
                self.mistake(f"command 0xa0: bits 0xa8 must be 0, in {value:#04x}")
            self.remap = value
        elif command == 0xA1:
            if self.limit(command, value, 0, 127):
                self.start_line = value
        elif command == 0xA2:
            if self.limit(command, value, 0, 127):
                self.offset = value
        elif 0xA4 <= command <= 0xA7:
            self.mode = command
        elif command == 0xA8:
            if self.limit(command, value, 0x0F, 0x7F):
                self.multiplex = value + 1
        elif 0xAE <= command <= 0xAF:
            self.on = command == 0xAF
        elif command == 0xB8:
            self._set_table(arguments)
        elif command == 0xB9:
            self._set_even()
        elif command == 0xB1:
            if not (value & 0x0F and value >> 4):
                self.mistake(f"command 0xb1: a phase of 0 clocks is not allowed, in {value:#04x}")
        elif command == 0x2F:
            raise NotImplementedError("SSD1327: scrolling is not simulated")

    def _set_table(self, arguments):
        before = -1
        for index in range(15):
            if not before < arguments[index] <= _LONGEST:
                self.mistake(
                    f"command 0xb8 takes 15 values up to {_LONGEST}, each above the one before: "
                    f"value {index + 1} is {arguments[index]}"
                )
                return
            before = arguments[index]
        for index in range(15):
            self._shades[index + 1] = _shade(arguments[index] / _LONGEST)

    def _set_even(self):
        for grey in range(16):
            self._shades[grey] = _shade(grey / 15)

    def put(self, byte):
        """Put a byte where the pointer is, and move that by the mode."""
        place = self.row << 6 | self.column
        self.ram[place] = byte
        self.written[place] = 1
        self.move(self.remap & 0x04)

    def source(self, x, y):
        """Return the RAM's pixel that the glass shows at x, y: row << 8 | column; -1 for none.

        Of the two pixels of a byte, that in the low bits has the even column.
        """
        panel = self.panel
        segment = panel.segment + panel.width - 1 - x
        common = panel.common + panel.height - 1 - y
        if not self.remap & 0x40:  # the glass has its lines from both sides in turn
            common = common // 2 + (64 if common & 1 else 0)
        row = self.multiplex - 1 - common if self.remap & 0x10 else common
        row = (row + self.offset) % 128
        if row >= self.multiplex:
            return -1
        column = segment ^ 0x7E if self.remap & 0x01 else segment  # bytes turned round
        if self.remap & 0x02:  # and the two pixels in them
            column ^= 1
        return (row + self.start_line) % 128 << 8 | column

    def value(self, column, row):
        """Return the grey of a pixel in the RAM, 0 to 15."""
        byte = self.ram[row << 6 | column >> 1]
        return byte >> 4 if column & 1 else byte & 0x0F

    def was_written(self, column, row):
        """Return whether data were put into a pixel of the RAM."""
        return bool(self.written[row << 6 | column >> 1])

    def level(self, x, y):
        """Return the brightness of a pixel on the glass, 0 to 255."""
        source = self.source(x, y)
        if not self.on or source < 0 or self.mode == 0xA6:
            return 0
        grey = 15 if self.mode == 0xA5 else self.value(source & 0xFF, source >> 8)
        if self.mode == 0xA7:
            grey = 15 - grey
        return self._shades[grey]
