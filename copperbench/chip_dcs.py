# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Controllers of colour displays with MIPI's display command set (DCS), on SPI with a D/C pin.

ST7789, ST7735, ILI9341, GC9A01 and ST7796 have one set of commands, from NOP (00h) to the
identities (DCh), and each has its own beyond; they differ in the size of the memory, in the
colour formats, and in how long they must be left alone. What is modelled: the memory with its
windows, MADCTL, 12, 16 and 18 bits a pixel, sleep, display on and off, inversion, idle and
partial mode, scrolling, both resets, and the pauses that the datasheets ask for.
Voltages, gamma and the frame rate are taken and have no effect, nor has the order of
scanning (ML, MH). Nothing is read back: most modules do not have the pin.

A controller sits behind some glass, which it does not know: a :class:`Panel` tells which part
of the memory it shows, and how its colours lie.
"""

from copperbench.chip_display import SPIDisplayChip
from copperbench.screens.tft import TFTScreen, deepened

_MY = 0x80
_MX = 0x40
_MV = 0x20
_BGR = 0x08

_FORMATS = {3: 12, 5: 16, 6: 18}  # COLMOD's low three bits: bits a pixel

_RESET_LOW_US = 10  # that the pin must be low at least
_SLEEP_US = 120000  # from a reset or SLPIN to SLPOUT, and from SLPOUT to SLPIN

#: What all of them know: command -> (name, fewest parameters, most, what it sets off).
COMMANDS = {
    0x00: ("NOP", 0, 0, None),
    0x01: ("SWRESET", 0, 0, "_software_reset"),
    0x04: ("RDDID", 0, 0, None),
    0x09: ("RDDST", 0, 0, None),
    0x0A: ("RDDPM", 0, 0, None),
    0x0B: ("RDDMADCTL", 0, 0, None),
    0x0C: ("RDDCOLMOD", 0, 0, None),
    0x0D: ("RDDIM", 0, 0, None),
    0x0E: ("RDDSM", 0, 0, None),
    0x0F: ("RDDSDR", 0, 0, None),
    0x10: ("SLPIN", 0, 0, "_sleep_in"),
    0x11: ("SLPOUT", 0, 0, "_sleep_out"),
    0x12: ("PTLON", 0, 0, "_partial_on"),
    0x13: ("NORON", 0, 0, "_normal_on"),
    0x20: ("INVOFF", 0, 0, "_inversion_off"),
    0x21: ("INVON", 0, 0, "_inversion_on"),
    0x26: ("GAMSET", 1, 1, None),
    0x28: ("DISPOFF", 0, 0, "_display_off"),
    0x29: ("DISPON", 0, 0, "_display_on"),
    0x2A: ("CASET", 4, 4, "_columns"),
    0x2B: ("RASET", 4, 4, "_rows"),
    0x2C: ("RAMWR", 0, 0, "_write"),
    0x2E: ("RAMRD", 0, 0, None),
    0x30: ("PTLAR", 4, 4, "_partial_area"),
    0x33: ("VSCRDEF", 6, 6, "_scroll_area"),
    0x34: ("TEOFF", 0, 0, None),
    0x35: ("TEON", 1, 1, None),
    0x36: ("MADCTL", 1, 1, "_access"),
    0x37: ("VSCSAD", 2, 2, "_scroll_start"),
    0x38: ("IDMOFF", 0, 0, "_idle_off"),
    0x39: ("IDMON", 0, 0, "_idle_on"),
    0x3A: ("COLMOD", 1, 1, "_format"),
    0x3C: ("RAMWRC", 0, 0, "_write_on"),
    0x3E: ("RAMRDC", 0, 0, None),
    0x44: ("STE", 2, 2, None),
    0x45: ("GSCAN", 0, 0, None),
    0x51: ("WRDISBV", 1, 1, None),
    0x52: ("RDDISBV", 0, 0, None),
    0x53: ("WRCTRLD", 1, 1, None),
    0x54: ("RDCTRLD", 0, 0, None),
    0x55: ("WRCACE", 1, 1, None),
    0x56: ("RDCABC", 0, 0, None),
    0x5E: ("WRCABCMB", 1, 1, None),
    0x5F: ("RDCABCMB", 0, 0, None),
    0xDA: ("RDID1", 0, 0, None),
    0xDB: ("RDID2", 0, 0, None),
    0xDC: ("RDID3", 0, 0, None),
}


def settings(*rows):
    """Return a table of commands that set what has no effect here.

    :param rows: (command, name, how many parameters it has[, how many at the most])
    """
    return {row[0]: (row[1], row[2], row[-1], None) for row in rows}


_NONE = {}


class Panel:
    """The glass that a controller drives, and how a module's maker has connected it.

    :param width: in columns of the memory, as it lies with MADCTL 00h
    :param height: in rows
    :param left: the column of the memory that is its first
    :param top: the row of the memory that is its first
    :param inverted: whether colours are right with INVON, as with most IPS glass
    :param bgr: whether they are right with the BGR bit of MADCTL set
    :param mirrored: whether the memory's first column is at the right as one looks at the glass
    :param memory: columns and rows of the memory, where pins of the controller choose them
    """

    def __init__(
        self,
        width,
        height,
        left=0,
        top=0,
        inverted=False,
        bgr=False,
        mirrored=False,
        memory=None,
    ):
        self.width = width
        self.height = height
        self.left = left
        self.top = top
        self.inverted = inverted
        self.bgr = bgr
        self.mirrored = mirrored
        self.memory = memory


class DCSChip(SPIDisplayChip):
    """A controller with MIPI's display command set.

    It says how large its memory is, what it takes, and which modules there are::

        class Example(DCSChip):
            name = "Example"
            COLUMNS, ROWS = 240, 320
            PANELS = {"240x320": Panel(240, 320)}
            EXTENSION = settings((0xC0, "PWCTRL1", 1), (0xB6, "DISCTRL", 3, 4))

    :param panel: one of :attr:`PANELS`; the first, if not given
    :param turned: by how much the module is turned clockwise as one looks at it, in degrees: a
        multiple of 90. Pictures are seen that way; at 0 the memory's first row is on top
    :ivar screen: the :class:`~copperbench.screens.tft.TFTScreen`
    :cvar COLUMNS: of the memory
    :cvar ROWS: of the memory
    :cvar FORMATS: by the low three bits of COLMOD: bits a pixel
    :cvar FORMAT: COLMOD after a reset
    :cvar EXTENSION: commands beyond those that all have
    :cvar LACKS: those of :data:`COMMANDS` that it does not have
    :raises ValueError: there is no such panel, or ``turned`` is no multiple of 90
    """

    PINS = ("dc", "reset", "backlight")
    #: Of the clock, in Hz. Datasheets allow some 10 to 15 MHz for writing; displays are driven
    #: at 24 MHz (which is what FourWire does if not told otherwise) up to this all the same.
    max_frequency = 62500000

    COLUMNS, ROWS = 240, 320
    FORMATS = _FORMATS
    FORMAT = 0x66
    EXTENSION = _NONE
    LACKS = ()
    PANELS = _NONE

    def __init__(self, panel=None, turned=0):
        super().__init__()
        if panel is None:
            panel = next(iter(self.PANELS))
        if panel not in self.PANELS:
            raise ValueError(f"panel must be one of {', '.join(self.PANELS)}")
        if turned % 90:
            raise ValueError("turned must be a multiple of 90")
        self._panel = self.PANELS[panel]
        self.columns, self.rows = self._panel.memory or (self.COLUMNS, self.ROWS)
        self.screen = TFTScreen(self, self._panel, turned % 360)
        self._commands = dict(COMMANDS)
        self._commands.update(self.EXTENSION)
        for command in self.LACKS:
            del self._commands[command]
        self._one_parameter = bytearray(1)
        self._held = False  # in reset
        self._reset_us = 0
        self._memory = Memory(self.columns, self.rows)
        self._set_defaults()
        self.power_up()

    # Resets

    def power_up(self):
        """Start as when the supply rises: what is in the memory means nothing."""
        self._memory.clear()
        self._reset()
        self._free_us = self._awake_us = 0

    def _reset_changed(self, level):
        now = self.now_us
        if not level:
            self._held = True
            self._reset_us = now
            return
        if not self._held:
            return
        self._held = False
        if now - self._reset_us < _RESET_LOW_US:
            self.mistake(f"reset is low for {now - self._reset_us} µs, and must be for 10")
        was_awake = not self.asleep
        self._reset()
        self._not_before("a reset by the pin", was_awake)

    def _software_reset(self):
        was_awake = not self.asleep
        self._reset()
        self._not_before("SWRESET", was_awake)

    def _not_before(self, what, was_awake):
        """Have no command come for 5 ms, nor SLPOUT for 120 ms if the controller was awake."""
        self._since = what
        self._free_us = self.now_us + 5000
        self._awake_us = self.now_us + _SLEEP_US if was_awake else 0

    def _reset(self):
        """Take the values that registers have after a reset; the memory keeps its contents."""
        self._set_defaults()
        self._memory.turn(0)
        self._columns_given = (0, self._memory.across - 1)
        self._rows_given = (0, self._memory.down - 1)

    def _set_defaults(self):
        self.asleep = True
        self.on = False
        self.inversion = False
        self.idle = False
        self.bgr = False
        self.partial = None  # the lines that are shown, first and last, or None
        self._partial_lines = (0, self.rows - 1)
        self._scroll = (0, self.rows, 0)  # lines that are fixed, that scroll, and fixed again
        self.scrolled = 0
        self._bits = self.FORMATS[self.FORMAT & 7]
        self._row = None  # the command whose parameters come
        self._code = 0
        self._parameters = bytearray()
        self._writing = False
        self._rest = b""
        self._since = ""
        self._free_us = 0
        self._awake_us = 0

    # What comes in

    def command(self, byte):
        """Take a command."""
        if self._held:
            self.mistake(f"command {byte:02X}h comes while reset is low")
            return
        self._close()
        row = self._commands.get(byte)
        if self.now_us < self._free_us:
            self._early(row[0] if row else "command", byte, self._free_us, 5)
        if row is None:
            self._row = None
            self.mistake(f"there is no command {byte:02X}h")
            return
        if not self.knows(byte):
            return
        self._row = row
        self._code = byte
        self._parameters = bytearray()
        if row[2] == 0:
            self._act()

    def knows(self, command):
        """Return whether a command is heard now; controllers with locked ones override it."""
        return True

    def _early(self, name, byte, due, least):
        passed = least - (due - self.now_us) / 1000
        self.mistake(
            f"{name} ({byte:02X}h) comes {passed:.1f} ms after {self._since}, "
            f"and must not for {least} ms"
        )

    def _close(self):
        """Look whether the command before this one has had its parameters."""
        row = self._row
        if row is not None and len(self._parameters) < row[1]:
            self.mistake(
                f"{row[0]} ({self._code:02X}h) takes {row[1]} bytes, and gets "
                f"{len(self._parameters)}"
            )
        self._writing = False

    def exchange(self, byte):
        """Take one byte."""
        self._one_parameter[0] = byte
        self.transfer(self._one_parameter, 0, None, 0, 1, 0)
        return 0xFF

    def data(self, buffer, start, end):
        """Take the parameters of a command, or pixels."""
        if self._writing:
            self._pixels(bytes(buffer[start:end]))
            return
        row = self._row
        if row is None:
            return
        for index in range(start, end):
            self._parameters.append(buffer[index])
            if len(self._parameters) == row[1]:
                self._act()
            elif len(self._parameters) == row[2] + 1:
                self.mistake(
                    f"{row[0]} ({self._code:02X}h) takes {row[2] or 'no'} bytes, and gets more"
                )

    def _act(self):
        name = self._row[3]
        if name is not None:
            getattr(self, name)()

    def _word(self, index):
        return self._parameters[index] << 8 | self._parameters[index + 1]

    # Sleep, and what is shown

    def _sleep_in(self):
        if not self.asleep:
            if self.now_us < self._awake_us:
                self._early("SLPIN", 0x10, self._awake_us, 120)
            self.asleep = True
            self._pause("SLPIN")

    def _sleep_out(self):
        if self.asleep:
            if self.now_us < self._awake_us:
                self._early("SLPOUT", 0x11, self._awake_us, 120)
            self.asleep = False
            self._pause("SLPOUT")

    def _pause(self, what):
        self._since = what
        self._free_us = self.now_us + 5000
        self._awake_us = self.now_us + _SLEEP_US

    def _display_on(self):
        self.on = True

    def _display_off(self):
        self.on = False

    def _inversion_on(self):
        self.inversion = True

    def _inversion_off(self):
        self.inversion = False

    def _idle_on(self):
        self.idle = True

    def _idle_off(self):
        self.idle = False

    def _partial_on(self):
        self.partial = self._partial_lines

    def _normal_on(self):
        self.partial = None
        self.scrolled = 0  # it ends scrolling, too

    def _partial_area(self):
        first, last = self._word(0), self._word(2)
        if max(first, last) >= self.rows:
            self.mistake(f"PTLAR (30h) names lines {first} to {last}, and there are {self.rows}")
            return
        self._partial_lines = (first, last)
        if self.partial is not None:
            self.partial = self._partial_lines

    def _scroll_area(self):
        above, moving, below = self._word(0), self._word(2), self._word(4)
        if above + moving + below != self.rows:
            self.mistake(
                f"VSCRDEF (33h) has {above} + {moving} + {below} lines, and there are {self.rows}"
            )
            return
        self._scroll = (above, moving, below)

    def _scroll_start(self):
        line = self._word(0)
        if line >= self.rows:
            self.mistake(f"VSCSAD (37h) names line {line}, and there are {self.rows}")
            return
        self.scrolled = line

    @property
    def visible(self):
        """Whether the memory is seen: awake, on, not in reset, and lit."""
        light = self.lines.get("backlight")
        lit = light is None or (light.value if light.duty is None else light.duty > 0)
        return self.on and not self.asleep and not self._held and lit

    def line_shown(self, line):
        """Return which row of the memory is shown in a line of the glass, None for none."""
        if self.partial is not None:
            first, last = self.partial
            if not (first <= line <= last if first <= last else line <= last or line >= first):
                return None
        above, moving, _ = self._scroll
        if self.scrolled and above <= line < above + moving:
            return above + (line - above + self.scrolled - above) % moving
        return line

    # The memory

    def _access(self):
        mode = self._parameters[0]
        self.bgr = bool(mode & _BGR)
        self._memory.turn(mode & (_MY | _MX | _MV))

    def _format(self):
        bits = self.FORMATS.get(self._parameters[0] & 7)
        if bits is None:
            known = " or ".join([f"{code}" for code in self.FORMATS])
            self.mistake(
                f"COLMOD (3Ah) is {self._parameters[0]:02X}h: its low three bits must be {known}"
            )
            return
        self._bits = bits

    def _columns(self):
        self._columns_given = self._bounds("CASET (2Ah)", "columns", self._memory.across)

    def _rows(self):
        self._rows_given = self._bounds("RASET (2Bh)", "rows", self._memory.down)

    def _bounds(self, name, what, count):
        first, last = self._word(0), self._word(2)
        if last < first:
            self.mistake(f"{name} goes from {first} to {last}: the last must not be before")
        elif last >= count:
            self.mistake(f"{name} goes to {last}, and the memory has {what} 0 to {count - 1}")
        return first, last

    def _write(self):
        self.screen.frames += 1
        self._memory.begin(self._columns_given, self._rows_given)
        self._write_on()

    def _write_on(self):
        self._writing = True
        self._rest = b""

    def _pixels(self, data):
        """Write pixels; bytes that do not make up a pixel wait for those that follow."""
        data = self._rest + data
        if self._bits == 16:
            whole = len(data) & ~1
            self._memory.write(data[:whole], 2)
        elif self._bits == 18:
            whole = len(data) // 3 * 3
            self._memory.write(bytes([v & 0xFC | v >> 6 for v in data[:whole]]), 3)
        else:  # 12: two pixels in three bytes
            whole = len(data) // 3 * 3
            wide = bytearray()
            for index in range(whole):
                wide.append((data[index] >> 4) * 17)
                wide.append((data[index] & 15) * 17)
            self._memory.write(bytes(wide), 3)
        self._rest = data[whole:]

    def cells(self):
        """Return the :class:`Memory`, for the screen."""
        return self._memory


class Memory:
    """The memory of a controller, as MADCTL has it written: across, then down.

    It lies the way in which it is written now, so that a row of pixels is one slice; when
    MADCTL changes, what is in it is laid anew.

    :ivar across: how many pixels a row has, as it is written
    :ivar down: how many rows
    :ivar size: bytes a pixel: 2 as long as all are of 16 bits (5, 6 and 5, the high byte first), or
        3, red, green and blue
    :ivar data: the pixels
    :ivar written: for each of them, whether it was ever written
    """

    def __init__(self, columns, rows):
        self.columns = columns
        self.rows = rows
        self.size = 2
        self.clear()

    def clear(self):
        """Forget all."""
        self._mode = 0
        self.across, self.down = self.columns, self.rows
        count = self.columns * self.rows
        self.data = bytearray(count * self.size)
        self.written = bytearray(count)
        self._is_blank = True
        self._window = (0, 0, self.across - 1, self.down - 1)
        self._x = self._y = 0

    def place(self, column, row):
        """Return where the pixel of a column and row of the memory is, with MADCTL 00h."""
        mode = self._mode
        if mode & _MX:
            column = self.columns - 1 - column
        if mode & _MY:
            row = self.rows - 1 - row
        if mode & _MV:
            return column * self.across + row
        return row * self.across + column

    def turn(self, mode):
        """Have it written another way, by the top three bits of MADCTL."""
        if mode == self._mode:
            return
        size = self.size
        old, old_written = self.data, self.written
        columns, rows = self.columns, self.rows
        before = [self.place(0, 0)]
        before += [self.place(1, 0) - before[0], self.place(0, 1) - before[0]]
        self._mode = mode
        self.across, self.down = (rows, columns) if mode & _MV else (columns, rows)
        if self._is_blank:
            return
        self.data = bytearray(len(old))
        self.written = bytearray(len(old_written))
        for row in range(rows):
            for column in range(columns):
                source = before[0] + column * before[1] + row * before[2]
                if old_written[source]:
                    target = self.place(column, row)
                    self.written[target] = 1
                    self.data[target * size : target * size + size] = old[
                        source * size : source * size + size
                    ]

    def begin(self, columns, rows):
        """Have the next pixels go to a window, from its first one on."""
        self._window = (columns[0], rows[0], columns[1], rows[1])
        self._x, self._y = columns[0], rows[0]

    def write(self, data, size):
        """Write pixels of 2 or 3 bytes: row by row, and from the top again after the last."""
        if size != self.size:
            if size == 2:
                data = deepened(data)
            else:
                self.data = bytearray(deepened(self.data))
                self.size = 3
            size = 3
        x1, y1, x2, y2 = self._window
        if x2 < x1 or y2 < y1:
            return
        whole = len(data) // size
        self._is_blank = self._is_blank and not whole
        position = 0
        while position < whole:
            run = min(whole - position, x2 - self._x + 1)
            self._put(data, position, run)
            position += run
            self._x += run
            if self._x > x2:
                self._x = x1
                self._y = self._y + 1 if self._y < y2 else y1

    def _put(self, data, position, run):
        """Write a run of pixels; what lies outside is lost."""
        run = min(run, self.across - self._x)
        if run > 0 and self._y < self.down:
            size = self.size
            place = self._y * self.across + self._x
            self.data[place * size : (place + run) * size] = data[
                position * size : (position + run) * size
            ]
            self.written[place : place + run] = b"\x01" * run
