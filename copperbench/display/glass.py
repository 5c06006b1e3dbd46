# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The memory of a panel that knows no more than windows and pixels, and the picture in it.

What its commands are, how large it is and what its bytes mean, it takes from the
display that drives it. Real controllers are chips of their own.
"""

from copperbench.screens import Screen

_WHITE = (255, 255, 255)
_BLACK = (0, 0, 0)

#: What the codes of e-paper of seven and of six colours look like.
_SEVEN = (
    _BLACK,
    _WHITE,
    (0, 255, 0),
    (0, 0, 255),
    (255, 0, 0),
    (255, 255, 0),
    (255, 128, 0),
    _WHITE,
)
_SIX = (_BLACK, _WHITE, (255, 255, 0), (255, 0, 0), _BLACK, (0, 0, 255), (0, 255, 0), _BLACK)


class Plane:
    """A memory of cells: what one address of a window means, a pixel or the pixels of a byte.

    :param columns: of cells
    :param rows: of cells
    :param size: bytes of a cell
    """

    def __init__(self, columns, rows, size):
        self.columns = columns
        self.rows = rows
        self.size = size
        self.cells = bytearray(columns * rows * size)
        self.written = bytearray(columns * rows)
        self._window = (0, 0, columns - 1, rows - 1)
        self._x = self._y = 0
        self._rest = b""

    def set_window(self, x1, y1, x2, y2):
        """Have the next bytes go to a rectangle of cells, edges included."""
        self._window = (x1, y1, x2, y2)
        self._x, self._y = x1, y1
        self._rest = b""

    def write(self, data):
        """Take bytes: row by row, and from the top again after the last."""
        size = self.size
        data = self._rest + data
        whole = len(data) // size
        self._rest = data[whole * size :]
        x1, y1, x2, y2 = self._window
        if x2 < x1 or y2 < y1:
            return
        position = 0
        while position < whole:
            run = min(whole - position, x2 - self._x + 1)
            self._put(self._x, self._y, data[position * size : (position + run) * size], run)
            position += run
            self._x += run
            if self._x > x2:
                self._x = x1
                self._y = self._y + 1 if self._y < y2 else y1

    def _put(self, x, y, data, count):
        if y >= self.rows or x >= self.columns:
            return
        count = min(count, self.columns - x)
        place = y * self.columns + x
        size = self.size
        self.cells[place * size : (place + count) * size] = data[: count * size]
        self.written[place : place + count] = b"\x01" * count

    def cell(self, x, y):
        """Return the bytes of a cell."""
        place = (y * self.columns + x) * self.size
        return self.cells[place : place + self.size]


class Glass(Screen):
    """What a display shows, as the panel's memory lies: black where nothing was written.

    :param display: the inner side of the display that drives it
    """

    def __init__(self, display):
        windows = display.windows
        pixels = display.pixels
        self.pixels = pixels
        self.depth = pixels.depth
        self.share_row = pixels.share_row
        self.width = _memory_size(display.area.x2, windows.start)
        self.height = _memory_size(display.area.y2, windows.start)
        self._wide = windows.wide
        self._as_commands = windows.data_as_commands
        self._pages = windows.pages
        self._little_endian = windows.little_endian
        columns, rows, _, _ = windows.commands
        self._commands = {}
        if columns is not None and not self._pages:
            self._commands[columns] = self._take_columns
            self._commands[rows] = self._take_rows
        self._paper = not hasattr(display, "write_command")
        if self._paper:
            self._describe_paper(display)
        else:
            self._commands[display.write_command] = self._take_first
        per_byte = 8 // self.depth if self.depth < 8 else 1
        columns, rows = self.width, self.height
        if self.share_row:
            columns = -(-columns // per_byte)
        else:
            rows = -(-rows // per_byte)
        size = max(self.depth // 8, 1)
        self.planes = [Plane(columns, rows, size) for _ in range(2 if self._paper else 1)]
        self._plane = None
        self._x = (0, columns - 1)
        self._y = (0, rows - 1)
        self._current = None
        self._parameters = bytearray()
        self._expected = 0
        self.frames = 0  #: how often pixels were written to a window

    def _describe_paper(self, paper):
        self._inverted = (paper.black_inverted, paper.color_inverted)
        self._highlight = paper.highlight
        self._four_grays = paper.four_grays
        self._commands[paper.black_command] = self._take_first
        if paper.color_command <= 0xFF:
            self._commands[paper.color_command] = self._take_second

    # What comes in

    def command(self, byte):
        """Take a command."""
        if self._as_commands and self._current is not None and self._expected:
            self._parameters.append(byte)
            self._expected -= 1
            if not self._expected:
                self._current(self._parameters)
                self._current = None
            return
        self._current = None
        if self._pages and self._take_page(byte):
            return
        take = self._commands.get(byte)
        if take is None:
            self._plane = None  # the data that follow are no pixels
            return
        if take in (self._take_columns, self._take_rows):
            self._current = take
            self._expected = 4 if self._wide[take == self._take_rows] else 2
            self._parameters = bytearray()
        else:
            take()

    def data(self, data):
        """Take data: the parameters of a command, or pixels."""
        if self._current is not None and not self._as_commands:
            self._parameters += data
            if len(self._parameters) >= self._expected:
                self._current(self._parameters)
                self._current = None
        elif self._as_commands or self._plane is not None:
            if self._as_commands:
                self._begin(self.planes[0])
            self._plane.write(data)

    def _take_columns(self, data):
        self._x = self._bounds(data)
        self._plane = None

    def _take_rows(self, data):
        self._y = self._bounds(data)
        self._plane = None

    def _bounds(self, data):
        if len(data) == 2:
            return data[0], data[1]
        if self._little_endian:
            return data[0] | data[1] << 8, data[2] | data[3] << 8
        return data[0] << 8 | data[1], data[2] << 8 | data[3]

    def _take_first(self):
        self._begin(self.planes[0])

    def _take_second(self):
        self._begin(self.planes[1])

    def _begin(self, plane):
        self._plane = plane
        self.frames += 1
        plane.set_window(self._x[0], self._y[0], self._x[1], self._y[1])

    def _take_page(self, byte):
        """Take a command that sets the page or a half of the column. Return whether it is one."""
        if byte < 0x10:
            self._x = (self._x[0] & 0xF0 | byte, self.planes[0].columns - 1)
        elif byte < 0x18:
            self._x = (self._x[0] & 0x0F | (byte & 0x07) << 4, self.planes[0].columns - 1)
        elif 0xB0 <= byte <= 0xBF:
            self._y = (byte & 0x0F, byte & 0x0F)
            self._plane = None
            return True
        else:
            return False
        self._begin(self.planes[0])
        return True

    # What is seen

    def color(self, x, y):
        """Return the colour of a pixel, (red, green, blue)."""
        return self._whole(x, y) if self.depth >= 8 else self._packed(x, y)

    def _whole(self, x, y):
        plane = self.planes[0]
        if not plane.written[y * plane.columns + x]:
            return _BLACK
        data = plane.cell(x, y)
        if self.pixels.grayscale:
            return data[0], data[0], data[0]
        return _color_of(data, self.depth)

    def _packed(self, x, y):
        codes = []
        for plane in self.planes:
            code = self._code(plane, x, y)
            if code is None and plane is self.planes[0]:
                return _BLACK
            codes.append(code)
        if self._paper:
            return self._paper_color(codes)
        if self.pixels.grayscale:
            level = codes[0] * 255 // ((1 << self.depth) - 1)
            return level, level, level
        return codes[0] >> 3 & 1 and 255, codes[0] >> 2 & 1 and 255, codes[0] >> 1 & 1 and 255

    def _code(self, plane, x, y):
        """Return the bits of a pixel below a byte, None where nothing was written."""
        per_byte = 8 // self.depth
        if self.share_row:
            column, row, place = x // per_byte, y, x % per_byte
        else:
            column, row, place = x, y // per_byte, y % per_byte
        if not plane.written[row * plane.columns + column]:
            return None
        if self.pixels.reverse_pixels:
            place = per_byte - 1 - place
        return plane.cells[row * plane.columns + column] >> place * self.depth & (
            (1 << self.depth) - 1
        )

    def _paper_color(self, codes):
        if self.pixels.colors:
            return (_SIX if self.pixels.colors == 6 else _SEVEN)[codes[0] & 7]
        light = codes[0] ^ self._inverted[0]
        second = codes[1]
        if second is not None:
            second ^= self._inverted[1]
        if self._four_grays:
            level = (light << 1 | (second or 0)) * 85
            return level, level, level
        if second and self._highlight:
            return self._highlight >> 16 & 0xFF, self._highlight >> 8 & 0xFF, self._highlight & 0xFF
        return _WHITE if light else _BLACK


def _memory_size(visible, start):
    """Return the columns or rows of the memory: with an offset there are more than are visible."""
    if start == (0, 0):
        return visible
    return -(-(visible + max(start)) // 16) * 16


def _color_of(data, depth):
    """Return the colour that the bytes of a pixel mean, in the order in which they came."""
    if depth == 8:
        value = data[0]
        return widen(value >> 5, 3), widen(value >> 2 & 7, 3), widen(value & 3, 2)
    if depth == 16:
        value = data[0] << 8 | data[1]
        return widen(value >> 11, 5), widen(value >> 5 & 0x3F, 6), widen(value & 0x1F, 5)
    return data[0], data[1], data[2]


def widen(value, bits):
    """Return a channel of few bits as eight, its bits again and again."""
    found = value << 8 - bits
    filled = bits
    while filled < 8:
        found |= found >> filled
        filled *= 2
    return found & 0xFF
