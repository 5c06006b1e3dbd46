# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Solomon Systech SSD1680 controller of e-paper, 176 sources by 296 gates.

Datasheet: Solomon Systech SSD1680, rev 0.14, June 2019: which waveform a pixel gets in section 6.6,
commands in section 7 (22h on page 26). Times are those that GxEPD2's author has measured on panels.
"""

from copperbench.chip_epaper import GREYS, EPaperChip, Panel
from copperbench.screens.epaper import BLACK, THIRD, WHITE

_BYTES, _ROWS = 22, 296  # of the memory: 176 sources, 296 gates
_RED = (255, 0, 0)
_LUT = 153  # bytes of a waveform

_PANELS = {
    "122x250": Panel(122, 250, 8, on=100, off=250, full=4100, partial=750),  # 2.13 inch
    "122x250 red": Panel(122, 250, 8, _RED, on=100, off=150, full=15000),
    "128x296": Panel(128, 296, 0, on=100, off=150, full=4100, partial=750),  # 2.9 inch
    "128x296 red": Panel(128, 296, 0, _RED, on=100, off=150, full=27000),
    "152x296": Panel(152, 296, 0, on=100, off=150, full=4100, partial=750),  # 2.66 inch
}

# Name, and how many bytes follow: at least, at most.
_COMMANDS = {
    0x01: ("driver output control", 3, 3),
    0x03: ("gate driving voltage control", 1, 1),
    0x04: ("source driving voltage control", 3, 3),
    0x08: ("initial code setting OTP program", 0, 0),
    0x09: ("write register for initial code setting", 4, 4),
    0x0A: ("read register for initial code setting", 0, 0),
    0x0C: ("booster soft start control", 4, 4),
    0x10: ("deep sleep mode", 1, 1),
    0x11: ("data entry mode setting", 1, 1),
    0x12: ("SWRESET", 0, 0),
    0x14: ("HV ready detection", 1, 1),
    0x15: ("VCI detection", 1, 1),
    0x18: ("temperature sensor control", 1, 1),
    0x1A: ("write to temperature register", 2, 2),
    0x1B: ("read from temperature register", 0, 0),
    0x1C: ("write command to external temperature sensor", 3, 3),
    0x20: ("master activation", 0, 0),
    0x21: ("display update control 1", 2, 2),
    0x22: ("display update control 2", 1, 1),
    0x24: ("write RAM (black white)", 0, 1 << 30),
    0x26: ("write RAM (red)", 0, 1 << 30),
    0x27: ("read RAM", 0, 0),
    0x28: ("VCOM sense", 0, 0),
    0x29: ("VCOM sense duration", 1, 1),
    0x2A: ("program VCOM OTP", 0, 0),
    0x2B: ("write register for VCOM control", 2, 2),
    0x2C: ("write VCOM register", 1, 1),
    0x2D: ("OTP register read for display option", 0, 0),
    0x2E: ("user ID read", 0, 0),
    0x2F: ("status bit read", 0, 0),
    0x30: ("program WS OTP", 0, 0),
    0x31: ("load WS OTP", 0, 0),
    0x32: ("write LUT register", _LUT, _LUT),
    0x34: ("CRC calculation", 0, 0),
    0x35: ("CRC status read", 0, 0),
    0x36: ("program OTP selection", 0, 0),
    0x37: ("write register for display option", 10, 10),
    0x38: ("write register for user ID", 10, 10),
    0x39: ("OTP program mode", 1, 1),
    0x3C: ("border waveform control", 1, 1),
    0x3F: ("end option", 1, 1),
    0x41: ("read RAM option", 1, 1),
    0x44: ("set RAM X address start and end", 2, 2),
    0x45: ("set RAM Y address start and end", 4, 4),
    0x46: ("auto write red RAM", 1, 1),
    0x47: ("auto write B/W RAM", 1, 1),
    0x4E: ("set RAM X address counter", 1, 1),
    0x4F: ("set RAM Y address counter", 2, 2),
    0x7F: ("NOP", 0, 0),
}

_CLOCK, _ANALOG, _LOAD, _MODE_2, _DISPLAY, _ANALOG_OFF = 0x80, 0x40, 0x10, 0x08, 0x04, 0x02


class SSD1680(EPaperChip):
    """An SSD1680 behind a panel: see :class:`~copperbench.chip_epaper.EPaperChip`.

    Sources and gates in another order (GD, SM and TB of 01h), writing by patterns (46h, 47h) and
    OTP are not modelled. What comes back on SPI is not, either.
    """

    name = "SSD1680"
    BUSY = 1
    BYTES, ROWS = _BYTES, _ROWS
    COMMANDS = _COMMANDS
    PANELS = _PANELS
    STREAMS = (0x24, 0x26)

    def _reset(self):
        super()._reset()
        self._gates = _ROWS
        self._entry = 3  # both counters up, columns first
        self._columns = (0, _BYTES - 1)
        self._rows = (0, _ROWS - 1)
        self._column = self._line = 0
        self._options = 0
        self._sequence = 0xFF
        self._lut = None

    def _act(self, code, given):  # noqa: PLR0912  # a branch for each command
        if code == 0x01:
            if given[2]:
                raise NotImplementedError("the bench has no other order of gates than G0 to G295")
            self._gates = (given[0] | (given[1] & 1) << 8) + 1
            if self._gates > _ROWS or given[1] & 0xFE:
                self.mistake(f"driver output control (01h) asks for {self._gates} gates of {_ROWS}")
                self._gates = min(self._gates, _ROWS)
        elif code == 0x10:
            if given[0] & 3:
                self._sleep()
                self._tell(self.BUSY)  # until the reset
                if given[0] & 3 == 3:
                    self._forget()
        elif code == 0x11:
            self._entry = given[0] & 7
        elif code == 0x12:
            self._reset()
            self._busy_for(10)
        elif code == 0x20:
            self._activate()
        elif code == 0x21:
            self._options = given[0]
        elif code == 0x22:
            self._sequence = given[0]
        elif code == 0x32:
            self._lut = bytes(given)
        elif code in (0x46, 0x47):
            raise NotImplementedError("the bench does not write patterns")
        elif code == 0x44:
            self._columns = self._within("columns", given[0] & 0x3F, given[1] & 0x3F, _BYTES)
        elif code == 0x45:
            first, last = [given[i] | (given[i + 1] & 1) << 8 for i in (0, 2)]
            self._rows = self._within("rows", first, last, _ROWS)
        elif code == 0x4E:
            self._column = self._within("column", given[0] & 0x3F, 0, _BYTES)[0]
        elif code == 0x4F:
            self._line = self._within("row", given[0] | (given[1] & 1) << 8, 0, _ROWS)[0]

    def _within(self, what, first, last, count):
        if first >= count or last >= count:
            self.mistake(f"{what} {max(first, last)} is beyond the memory, which has {count}")
        return min(first, count - 1), min(last, count - 1)

    # Memory

    def _pixels(self, code, first, buffer, start, end):
        plane = self._planes[code == 0x26]
        step_x = 1 if self._entry & 1 else -1
        step_y = 1 if self._entry & 2 else -1
        for index in range(start, end):
            place = self._line * _BYTES + self._column
            plane[place] = buffer[index]
            self._written[place] = 1
            if self._entry & 4:
                if self._line_on(step_y):
                    self._column_on(step_x)
            elif self._column_on(step_x):
                self._line_on(step_y)

    def _column_on(self, step):
        """Move to the next column. Return whether it is the first one again."""
        first, last = self._columns
        if self._column == last:
            self._column = first
            return True
        self._column = (self._column + step) % _BYTES
        return False

    def _line_on(self, step):
        first, last = self._rows
        if self._line == last:
            self._line = first
            return True
        self._line = (self._line + step) % _ROWS
        return False

    # Updates

    def _activate(self):
        """Do what 22h has asked for."""
        asked = self._sequence
        panel = self.panel
        ms = 1
        if asked & _ANALOG and not self._powered:
            self._powered = True
            ms += panel.on
        if asked & _LOAD:
            self._lut = None
        show = None
        if asked & _DISPLAY:
            if self._powered:
                partial = bool(asked & _MODE_2) or self._spares()
                ms += panel.partial if partial else panel.full
                bits = (self._options, self._lut, bool(asked & _MODE_2))

                def show():
                    self._show(*bits)

            else:
                self.mistake(
                    f"master activation (20h) with {asked:02X}h in 22h shows a picture without "
                    "voltage: 40h turns that on"
                )
        if asked & _ANALOG_OFF and self._powered:
            self._powered = False
            ms += panel.off
        self._busy_for(ms, show)

    def _spares(self):
        """Return whether the waveform leaves pixels alone that are as they were."""
        return self._lut is not None and not any(self._lut[:12]) and not any(self._lut[36:48])

    def _show(self, options, lut, second_mode):
        """Drive the pixels: each has a bit in either memory."""
        screen, panel = self.screen, self.panel
        black, red = self._planes
        flip = 0xFF if options & 0x08 else 0
        red_flip = 0xFF if options & 0x80 else 0
        no_black, no_red = options & 0x04, options & 0x40
        changing = second_mode if lut is None else self._spares()
        ghosts = 0
        for y in range(min(panel.height, self._gates)):
            for x in range(panel.width):
                place = y * _BYTES + (panel.left + x >> 3)
                shift = 7 - (panel.left + x & 7)
                bit = 0 if no_black else (black[place] ^ flip) >> shift & 1
                other = 0 if no_red else (red[place] ^ red_flip) >> shift & 1
                at = y * panel.width + x
                if changing:
                    if bit != other:
                        screen.pixels[at] = WHITE if bit else BLACK
                    ghosts += screen.pixels[at] != (WHITE if bit else BLACK)
                elif lut is not None:
                    screen.pixels[at] = GREYS[bit << 1 | other]
                elif other and panel.third:
                    screen.pixels[at] = THIRD
                else:
                    screen.pixels[at] = WHITE if bit else BLACK
        screen.ghosts = ghosts
        if changing:
            screen.partial += 1
        else:
            screen.full += 1
