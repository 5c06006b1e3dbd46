# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""OLED controllers as their bus and their glass see them: commands with arguments, RAM, lines.

:class:`OLEDChip` takes commands and data from I2C or from SPI with a D/C pin. :class:`MonoOLED`
adds what SSD1306, SH1106 and SH1107 have in common: a RAM of one bit a pixel, and a glass whose
lines (COM) and columns (SEG) are wired to a part of the controller's outputs, a :class:`Panel`.

The picture is the one that the panel comes to: that segments and commons rise some 100 ms after
the display is switched on is not in it, nor are contrast and timing of the phases.
"""

from copperbench.chip_display import I2CDisplayChip
from copperbench.screens.oled import OLEDScreen

_UNKNOWN = 0xFF  # in the table of arguments: there is no such command
_RESET_US = 3  # that RES# must be low at the least (SSD1306 rev 1.5, 8.9; SH1107 page 55: 10 µs)


class Panel:
    """How a glass is wired to its controller.

    :param width: in pixels, as wired: of its columns that lie side by side
    :param height: in pixels
    :param segment: the number of its first SEG output
    :param common: the number of its first COM output
    :param alternative: whether its lines come from both sides of the chip in turn (DAh, bit 4)
    :param turned: whether the module is held a quarter turn clockwise from that
    """

    def __init__(self, width, height, segment=0, common=0, alternative=True, turned=False):
        self.width = width
        self.height = height
        self.segment = segment
        self.common = common
        self.alternative = alternative
        self.turned = turned


class OLEDChip(I2CDisplayChip):
    """A controller on I2C, or on SPI with a D/C pin, by how it is wired.

    ``bench.i2c.attach(SSD1306())``, ``bench.spi.attach(SSD1306(), cs="D5", dc="D6", reset="D9")``.
    Arguments of a command come as the command does (D/C low), in as many transactions as one likes.

    :param panel: a name in :attr:`PANELS`, or a :class:`Panel`
    :param address: its 7-bit address
    :param external_vcc: whether the module has a supply for its pixels, and needs no charge pump
    :raises ValueError: there is no panel of that name
    :cvar COMMANDS: first command, last command, number of arguments
    :cvar COLUMNS: of the RAM, in cells of a byte
    :cvar ROWS: of the RAM, in cells of a byte
    :cvar PIXELS: of the RAM, across and down
    :ivar screen: what it shows, an :class:`~copperbench.screens.oled.OLEDScreen`
    :ivar frames: how often data came after a command
    :ivar on: whether the display is on
    """

    PINS = ("dc", "reset")
    I2C_MAX_FREQUENCY = 400000
    SPI_MAX_FREQUENCY = 10000000
    COMMANDS = ()
    PANELS = None
    COLUMNS = ROWS = 0
    PIXELS = (0, 0)

    modes = (0, 3)
    cs_active = False
    answers = False
    cs = None
    dc = None

    def __init__(self, panel, address=0x3C, external_vcc=False):
        super().__init__(address)
        if isinstance(panel, str):
            if panel not in self.PANELS:
                known = ", ".join(sorted(self.PANELS))
                raise ValueError(f"there is no panel {panel!r}; there are {known}")
            panel = self.PANELS[panel]
        self.panel = panel
        self.external_vcc = external_vcc
        self._lengths = bytearray([_UNKNOWN] * 256)
        for first, last, count in self.COMMANDS:
            for command in range(first, last + 1):
                self._lengths[command] = count
        self._arguments = bytearray(16)
        self.ram = bytearray(self.COLUMNS * self.ROWS)
        self.written = bytearray(self.COLUMNS * self.ROWS)  # 1 where data were put
        self._held_us = -1  # since when RES# is low
        self.power_up()
        self.screen = OLEDScreen(self)

    # Supply and reset

    def power_up(self):
        """Have noise in the RAM, as it comes up, and reset the rest."""
        noise = 0x2A5C
        for index in range(len(self.ram)):
            noise = (noise * 75 + 74) % 65537
            self.ram[index] = noise & 0xFF
            self.written[index] = 0
        self.reset()

    def reset(self):
        """Do what RES# does: the RAM keeps what it has. Extend it."""
        self.on = False
        self.frames = 0
        self._opcode = 0
        self._count = self._missing = 0
        self._fresh = True  # whether the next data begin a frame
        self._told = False  # whether it was told that they have no place
        self._control = -1

    def connect(self, bus):
        """Take the bus's clock and power up; called when the chip is attached."""
        self.max_frequency = self.SPI_MAX_FREQUENCY if bus.KIND == "SPI" else self.I2C_MAX_FREQUENCY
        super().connect(bus)

    def connect_pin(self, role, line):
        """Have a pin of the chip at ``line``; ``reset`` is watched."""
        super().connect_pin(role, line)
        if role == "dc":
            self.dc = line
        if role == "reset":
            line.watch(self._reset_changed)

    def _reset_changed(self, level):
        if level is not None and not level:
            self._held_us = self.now_us
            self.reset()
        elif self._held_us >= 0:
            low_us = self.now_us - self._held_us
            self._held_us = -1
            if low_us < _RESET_US:
                self.mistake(f"RES# was low for {low_us} us: {_RESET_US} us are the least")

    # The buses

    def data_level(self):
        """Return the level of the D/C pin, None where there is none: records have it."""
        return None if self.dc is None else bool(self.dc.value)

    def selected(self):
        """Begin a transaction on SPI."""

    def released(self):
        """End a transaction on SPI; a command may go on in the next."""

    def exchange(self, byte):
        """Take one byte on SPI."""
        if self.dc is None or self.dc.value:
            self.data(byte)
        else:
            self.command(byte)
        return 0xFF

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take ``count`` bytes on SPI."""
        is_data = self.dc is None or self.dc.value
        for index in range(out_start, out_start + count):
            byte = fill if out is None else out[index]
            if is_data:
                self.data(byte)
            else:
                self.command(byte)

    def read(self):
        """Return the status: bit 6 is set while the display is off."""
        return 0x00 if self.on else 0x40

    def command(self, byte):
        """Take a command, or an argument of one."""
        if self._held_us >= 0:
            self.mistake(f"{byte:#04x} came while RES# is low")
            return
        if self._missing:
            self._arguments[self._count] = byte
            self._count += 1
            self._missing -= 1
            if self._missing:
                return
        else:
            count = self._lengths[byte]
            if count == _UNKNOWN:
                self.mistake(f"there is no command {byte:#04x}")
                return
            self._opcode = byte
            self._count = 0
            self._missing = count
            if count:
                return
        self._fresh = True
        self.execute(self._opcode, self._arguments)

    def data(self, byte):
        """Take a byte for the RAM."""
        if self._held_us >= 0:
            self.mistake(f"data came while RES# is low: {byte:#04x}")
            return
        if self._missing:
            self.mistake(
                f"data came where command {self._opcode:#04x} needs {self._missing} bytes more, "
                "with D/C low"
            )
            self._missing = 0
        if self._fresh:
            self._fresh = False
            self._told = False
            self.frames += 1
        self.put(byte)

    # For the chip that is made from this one

    def execute(self, command, arguments):
        """Carry out a command that has all its arguments."""

    def put(self, byte):
        """Put a byte where the pointer is, and move that."""

    def source(self, x, y):
        """Return the RAM's pixel that the glass shows at x, y: row << 8 | column; -1 for none."""
        raise NotImplementedError

    def value(self, column, row):
        """Return the level of a pixel in the RAM, 0 to 255."""
        raise NotImplementedError

    def was_written(self, column, row):
        """Return whether data were put into a pixel of the RAM."""
        raise NotImplementedError

    def level(self, x, y):
        """Return the brightness of a pixel on the glass, 0 to 255."""
        raise NotImplementedError

    def limit(self, command, value, least, most):
        """Tell of a value that the datasheet does not have. Return whether it is one that it has.

        :param command: whose argument it is
        """
        if least <= value <= most:
            return True
        self.mistake(f"command {command:#04x} takes {least:#x} to {most:#x}, not {value:#04x}")
        return False

    def beyond(self, text):
        """Tell of data that have no place in the RAM, once for all that follow a command."""
        if not self._told:
            self._told = True
            self.mistake(text)

    def to_glass(self, x, y):
        """Return where a pixel is as the glass is wired: line << 8 | column."""
        panel = self.panel
        if panel.turned:
            x, y = panel.width - 1 - y, x
        return y << 8 | x


class Windowed:
    """The pointer of Solomon Systech's chips: it runs through a window of the RAM, and round."""

    def open_window(self):
        """Have all of the RAM in the window, and the pointer at its start."""
        self._columns = (0, self.COLUMNS - 1)
        self._rows = (0, self.ROWS - 1)
        self.column = self.row = 0

    def set_columns(self, command, arguments):
        """Take the first column and the last one; the pointer is set to the first."""
        if self._are_bounds(command, arguments, self.COLUMNS - 1):
            self._columns = (arguments[0], arguments[1])
            self.column = arguments[0]

    def set_rows(self, command, arguments):
        """Take the first row and the last one; the pointer is set to the first."""
        if self._are_bounds(command, arguments, self.ROWS - 1):
            self._rows = (arguments[0], arguments[1])
            self.row = arguments[0]

    def _are_bounds(self, command, arguments, most):
        first, last = arguments[0], arguments[1]
        if first <= last <= most:
            return True
        self.mistake(
            f"command {command:#04x} takes a start and an end up to {most}, not {first} and {last}"
        )
        return False

    def move(self, down):
        """Move the pointer to the right, and down at the end of a row; or first down."""
        if down:
            if self._next_row():
                self._next_column()
        elif self._next_column():
            self._next_row()

    def _next_column(self):
        """Move the pointer right. Return whether it is at the window's start again."""
        if self.column == self._columns[1]:
            self.column = self._columns[0]
            return True
        self.column = (self.column + 1) % self.COLUMNS
        return False

    def _next_row(self):
        if self.row == self._rows[1]:
            self.row = self._rows[0]
            return True
        self.row = (self.row + 1) % self.ROWS
        return False


class MonoOLED(OLEDChip):
    """What SSD1306, SH1106 and SH1107 have in common.

    :cvar LINES: COM outputs
    :ivar contrast: 0 to 255
    """

    LINES = 64

    def reset(self):
        """Set what can be set as RES# does."""
        super().reset()
        self.inverse = self.all_on = False
        self.contrast = 0x80
        self.start_line = self.offset = 0
        self.multiplex = self.LINES  # lines that are driven
        self.remapped = False  # SEG, A1h
        self.reversed = False  # COM, C8h
        self.alternative = True
        self.swapped = False  # the two sides of COM outputs, bit 5 of DAh
        self.column = self.row = 0

    def execute(self, command, arguments):
        """Carry out a command that the three chips share. Return whether this was one."""
        value = arguments[0]
        if 0xAE <= command <= 0xAF:
            self.on = command == 0xAF
        elif 0xA4 <= command <= 0xA5:
            self.all_on = command == 0xA5
        elif 0xA6 <= command <= 0xA7:
            self.inverse = command == 0xA7
        elif 0xA0 <= command <= 0xA1:
            self.remapped = command == 0xA1
        elif command == 0x81:
            self.contrast = value
        elif command == 0xD3:
            if self.limit(command, value, 0, self.LINES - 1):
                self.offset = value
        elif command == 0xD9:
            if not (value & 0x0F and value >> 4):
                self.mistake(f"command 0xd9: a phase of 0 clocks is not allowed, in {value:#04x}")
        elif command not in (0xD5, 0xDB, 0xE3):
            return False
        return True

    def _line(self, common):
        """Return the RAM's line that a COM output shows, -1 where it is not driven."""
        row = self.multiplex - 1 - common if self.reversed else common
        row = (row + self.offset) % self.LINES
        return (row + self.start_line) % self.LINES if row < self.multiplex else -1

    def _driven(self, common):
        """Return which COM drives the line of the glass that ``common`` is meant for.

        The outputs of one side come first. A glass is wired for one of two orders, and shows
        its lines mixed up in the other.
        """
        half = self.LINES // 2
        output = common
        if self.panel.alternative:
            output = common // 2 + (half if common & 1 else 0)
        if self.swapped:
            output = (output + half) % self.LINES
        if self.alternative:
            return output * 2 if output < half else (output - half) * 2 + 1
        return output

    def value(self, column, row):
        """Return the level of a pixel in the RAM, 0 or 255."""
        return 255 if self.ram[(row >> 3) * self.COLUMNS + column] >> (row & 7) & 1 else 0

    def was_written(self, column, row):
        """Return whether data were put into a pixel of the RAM."""
        return bool(self.written[(row >> 3) * self.COLUMNS + column])

    @property
    def powered(self):
        """Whether the pixels have their supply."""
        return True

    def level(self, x, y):
        """Return whether a pixel on the glass is lit: 0 or 255."""
        if not (self.on and self.powered):
            return 0
        source = self.source(x, y)
        if source < 0:
            return 0
        if self.all_on:
            return 255
        return self.value(source & 0xFF, source >> 8) ^ (255 if self.inverse else 0)
