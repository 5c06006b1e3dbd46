# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""UltraChip UC8151D controller of e-paper, 160 sources by 296 gates.

Datasheet: UltraChip UC8151D, in the order of its commands; they are those of the IL0373. Times are
those that GxEPD2's author has measured on panels.
"""

from copperbench.chip_epaper import GREYS, EPaperChip, Panel
from copperbench.screens.epaper import BLACK, THIRD, WHITE

_BYTES, _ROWS = 20, 296  # of the memory: 160 sources, 296 gates
_RED = (255, 0, 0)
_SLEEP = 0xA5  # what deep sleep asks for, so that no accident begins it

_PANELS = {
    "128x296": Panel(128, 296, on=100, off=50, full=3500, partial=750),  # 2.9 inch
    "128x296 red": Panel(128, 296, 0, _RED, on=100, off=50, full=18000),
    "104x212": Panel(104, 212, on=100, off=50, full=4700, partial=750),  # 2.13 inch
    "152x152": Panel(152, 152, on=100, off=50, full=3500, partial=750),  # 1.54 inch
}

_RESOLUTIONS = {1: (96, 252), 2: (128, 296), 3: (160, 296)}  # by RES of 00h

# Name, and how many bytes follow: at least, at most.
_COMMANDS = {
    0x00: ("PSR", 1, 2),
    0x01: ("PWR", 1, 5),
    0x02: ("POF", 0, 0),
    0x03: ("PFS", 1, 1),
    0x04: ("PON", 0, 0),
    0x05: ("PMES", 0, 0),
    0x06: ("BTST", 3, 3),
    0x07: ("DSLP", 1, 1),
    0x10: ("DTM1", 0, 1 << 30),
    0x11: ("DSP", 0, 0),
    0x12: ("DRF", 0, 0),
    0x13: ("DTM2", 0, 1 << 30),
    0x17: ("AUTO", 1, 1),
    0x20: ("LUTC", 42, 44),
    0x21: ("LUTWW", 42, 42),
    0x22: ("LUTBW", 42, 42),
    0x23: ("LUTWB", 42, 42),
    0x24: ("LUTBB", 42, 42),
    0x30: ("PLL", 1, 1),
    0x40: ("TSC", 0, 0),
    0x41: ("TSE", 1, 1),
    0x42: ("TSW", 3, 3),
    0x43: ("TSR", 0, 0),
    0x50: ("CDI", 1, 1),
    0x51: ("LPD", 0, 0),
    0x60: ("TCON", 1, 1),
    0x61: ("TRES", 3, 3),
    0x65: ("GSST", 3, 3),
    0x70: ("REV", 0, 0),
    0x71: ("FLG", 0, 0),
    0x80: ("AMV", 1, 1),
    0x81: ("VV", 0, 0),
    0x82: ("VDCS", 1, 1),
    0x90: ("PTL", 7, 7),
    0x91: ("PTIN", 0, 0),
    0x92: ("PTOUT", 0, 0),
    0xA0: ("PGM", 0, 0),
    0xA1: ("APG", 0, 0),
    0xA2: ("ROTP", 0, 0),
    0xE0: ("CCSET", 1, 1),
    0xE3: ("PWS", 1, 1),
    0xE5: ("TSSET", 1, 1),
}


class UC8151D(EPaperChip):
    """A UC8151D behind a panel: see :class:`~copperbench.chip_epaper.EPaperChip`.

    RES 00b of PSR is taken for what the panel's memory (OTP) has as its size: so do modules that
    programs send 1Fh to. Gates and sources in another order (UD and SHL of PSR at 0), AUTO and
    OTP are not modelled; what comes back on SPI is not, either.
    """

    name = "UC8151D"
    BUSY = 0
    BYTES, ROWS = _BYTES, _ROWS
    COMMANDS = _COMMANDS
    PANELS = _PANELS
    STREAMS = (0x10, 0x13)

    def _reset(self):
        super()._reset()
        self._setting = 0x0F
        self._size = (self.panel.width, self.panel.height)
        self._interval = 0xD7
        self._window = (0, 0, _BYTES - 1, _ROWS - 1)
        self._in_window = False
        self._luts = {}

    def _act(self, code, given):  # noqa: PLR0912  # a branch for each command
        if code == 0x00:
            self._set_panel(given[0])
        elif code == 0x02:
            self._powered = False
            self._busy_for(self.panel.off)
        elif code == 0x04:
            self._powered = True
            self._busy_for(self.panel.on)
        elif code == 0x07:
            if given[0] == _SLEEP:
                self._sleep()
            else:
                self.mistake(f"DSLP (07h) takes A5h, and gets {given[0]:02X}h")
        elif code == 0x12:
            self._refresh()
        elif code == 0x17:
            raise NotImplementedError("the bench does not run sequences by itself")
        elif 0x20 <= code <= 0x24:
            self._luts[code] = bytes(given)
        elif code == 0x50:
            self._interval = given[0]
        elif code == 0x61:
            width, height = given[0] & 0xF8, (given[1] & 1) << 8 | given[2]
            if not 0 < width <= 8 * _BYTES or not 0 < height <= _ROWS:
                self.mistake(
                    f"TRES (61h) asks for {width} by {height} pixels of {8 * _BYTES} by {_ROWS}"
                )
                return
            self._size = (width, height)
        elif code == 0x90:
            left, right = given[0] >> 3, given[1] >> 3
            top, bottom = (given[2] & 1) << 8 | given[3], (given[4] & 1) << 8 | given[5]
            if left > right or top > bottom or right >= _BYTES or bottom >= _ROWS:
                self.mistake(
                    f"PTL (90h) asks for columns {given[0]} to {given[1]}, rows {top} to {bottom}"
                )
                return
            self._window = (left, top, right, bottom)
        elif code in (0x91, 0x92):
            self._in_window = code == 0x91

    def _set_panel(self, setting):
        self._setting = setting
        if not setting & 0x01:  # RST_N
            self._reset()
            self._powered = False
            return
        if setting & 0x0C != 0x0C:
            raise NotImplementedError("the bench has sources and gates in no other order")
        self._size = _RESOLUTIONS.get(setting >> 6, (self.panel.width, self.panel.height))

    # Memory

    def _area(self):
        """Return the columns, in bytes, and the rows that pixels go to."""
        if self._in_window:
            return self._window
        width, height = self._size
        return 0, 0, (width + 7) // 8 - 1, height - 1

    def _pixels(self, code, first, buffer, start, end):
        plane = self._planes[code == 0x13]
        left, top, right, bottom = self._area()
        across = right - left + 1
        room = across * (bottom - top + 1)
        for index in range(start, end):
            place = first + index - start
            if place == room:
                name = self.COMMANDS[code][0]
                self.mistake(f"{name} ({code:02X}h) takes {room} bytes, and gets more")
            if place >= room:
                return
            place = (top + place // across) * _BYTES + left + place % across
            plane[place] = buffer[index]
            self._written[place] = 1

    # Updates

    def _refresh(self):
        if not self._powered:
            self.mistake("DRF (12h) comes before PON (04h): there is no voltage to move anything")
            return
        area = self._area()
        settings = (area, self._setting, self._interval, dict(self._luts))
        spares = self._spares()
        self._busy_for(
            self.panel.partial if spares else self.panel.full, lambda: self._show(spares, *settings)
        )

    def _spares(self):
        """Return whether the waveforms leave pixels alone that are as they were."""
        if not self._setting & 0x20:
            return False
        for code in (0x21, 0x24):  # white stays white, black stays black
            lut = self._luts.get(code, b"")
            for phase in range(0, len(lut), 6):
                if lut[phase]:  # its levels
                    return False
        return True

    def _show(self, spares, area, setting, interval, luts):
        """Drive the pixels of an area: each has a bit in either memory."""
        screen, panel = self.screen, self.panel
        first, second = self._planes
        two_colors = setting & 0x10
        straight = interval & 0x10  # DDX[0]: a 1 is white
        red_is_0 = interval & 0x20  # DDX[1]
        left, top, right, bottom = area
        ghosts = 0
        for y in range(top, min(bottom + 1, panel.height)):
            for x in range(8 * left, min(8 * right + 8, panel.width)):
                place = y * _BYTES + (x >> 3)
                shift = 7 - (x & 7)
                old, new = first[place] >> shift & 1, second[place] >> shift & 1
                at = y * panel.width + x
                if not two_colors:
                    red = new == 0 if red_is_0 else new == 1
                    white = old == (1 if straight else 0)
                    screen.pixels[at] = THIRD if red and panel.third else WHITE if white else BLACK
                    continue
                if not straight:
                    old, new = 1 - old, 1 - new
                if spares:
                    if old != new:
                        screen.pixels[at] = WHITE if new else BLACK
                    ghosts += screen.pixels[at] != (WHITE if new else BLACK)
                elif setting & 0x20:
                    screen.pixels[at] = GREYS[new << 1 | old]
                else:
                    screen.pixels[at] = WHITE if new else BLACK
        screen.ghosts = ghosts
        if spares:
            screen.partial += 1
        else:
            screen.full += 1
