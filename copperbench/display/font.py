# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``fontio`` and ``terminalio``: the built-in font, and a terminal made of tiles."""

from collections import namedtuple

from copperbench import native
from copperbench.display import bitmap, terminus, values
from copperbench.display.layers import TileGrid

Glyph = namedtuple(
    "Glyph",
    ("bitmap", "tile_index", "width", "height", "dx", "dy", "shift_x", "shift_y"),
)

if native.CPYTHON:
    Glyph.__module__ = "builtins"


class _Font:
    """The inner side of a BuiltinFont."""

    def __init__(self):
        count = len(terminus.ROWS) // terminus.HEIGHT
        grid = bitmap.Grid(count * terminus.WIDTH, terminus.HEIGHT, 1)
        grid.data = bytearray(grid.stride * grid.height)
        for index, row in enumerate(terminus.ROWS):
            left = index // terminus.HEIGHT * terminus.WIDTH
            for x in range(terminus.WIDTH):
                if row & 0x80 >> x:
                    grid.put(left + x, index % terminus.HEIGHT, 1)
        grid.read_only = True
        self.count = count
        self.bitmap = bitmap.made(grid)

    def tile_of(self, codepoint):
        """Return the tile of a character, or None."""
        index = codepoint - terminus.FIRST
        return index if 0 <= index < self.count else None


@native.exposed
class BuiltinFont(native.Object):
    """The font that is part of the firmware."""

    def __init__(self, *args, **kwargs):
        raise TypeError(native.no_instances("BuiltinFont"))

    bitmap = values.attribute("bitmap", lambda self: self._state.bitmap)

    @native.method(1)
    def get_bounding_box(self):
        """Return width and height of a character."""
        return terminus.WIDTH, terminus.HEIGHT

    @native.method(2)
    def get_glyph(self, codepoint):
        """Return the :class:`Glyph` of a character, or None where there is none."""
        font = self._state
        tile = font.tile_of(values.to_int_named(codepoint, "codepoint"))
        if tile is None:
            return None
        width, height = terminus.WIDTH, terminus.HEIGHT
        return Glyph(font.bitmap, tile, width, height, 0, 0, width, 0)


FONT = native.made(BuiltinFont, _Font())


class _Cursor:
    """Where the next character of a TileGrid goes."""

    def __init__(self, area):
        self.area = area
        self.x = self.y = 0

    def put(self, tile):
        """Set a tile, and go on, from the last to the first."""
        self.area.set_tile(self.x, self.y, tile)
        self.x += 1
        self.wrap()

    def wrap(self):
        """Go to the next row behind the end of one."""
        area = self.area
        if self.x >= area.columns:
            self.y += 1
            self.x %= area.columns
        self.y %= area.rows

    def clear(self):
        """Set all tiles to a space, and go to the first."""
        self.area.set_all_tiles(0)
        self.x = self.y = 0

    def clear_row(self):
        """Set the tiles of the row to a space, and go to its first."""
        for x in range(self.area.columns):
            self.area.set_tile(x, self.y, 0)
        self.x = 0


class _Text:
    """The inner side of a Terminal: what it shows, and what it was told by escape sequences.

    :ivar top: the first row that scrolls; rows are counted from the first that is shown
    :ivar end: the last
    """

    def __init__(self, area, font, status):
        self.area = area
        self.font = font
        self.main = _Cursor(area)
        self.status = None if status is None else _Cursor(status)
        self.command = None  # of an OSC sequence that has not ended
        self.top = 0
        self.end = area.rows - 1
        self.row = 0  # where the cursor was before the character at hand
        self.full = not values.old_firmware()  # 9.x knows fewer sequences
        self.main.clear()
        if self.status is not None:
            self.status.clear()
        area.set_top_left(0, 1)

    def shown(self, row):
        """Return which row of tiles is seen as the row ``row``."""
        return (row + self.area.top_left_y) % self.area.rows

    def write(self, text):
        """Show text, and obey what is no text in it."""
        position = 0
        self.row = self.main.y
        while position < len(text):
            character = text[position]
            position += 1
            if self.command is None:
                position = self._take(character, text, position)
                self.main.wrap()
                self._scroll()
            else:
                position = self._take_status(character, text, position)

    def _take(self, character, text, position):
        """Obey a character. Return where the text goes on."""
        cursor = self.main
        if character >= " ":
            tile = self.font.tile_of(ord(character))
            if tile is not None:
                cursor.put(tile)
        elif character == "\r":
            cursor.x = 0
        elif character == "\t" and self.full:
            for _ in range(4):
                cursor.put(0)
        elif character == "\n":
            cursor.y += 1
        elif character == "\b":
            cursor.x = max(0, cursor.x - 1)
        elif character == "\x1b":
            return self._escape(text, position)
        return position

    def _scroll(self):
        """Make room where the cursor has gone below the last row that scrolls."""
        cursor, area = self.main, self.area
        if cursor.y == self.row:
            return
        if (cursor.y - 1) % area.rows == self.shown(self.end):
            if self.top != 0 or self.end != area.rows - 1:
                cursor.y = self.shown(self.end)
                for row in range(self.top, self.end):
                    self._copy_row(row + 1, row)
            else:
                area.set_top_left(0, (cursor.y + 1) % area.rows)
            cursor.clear_row()
        self.row = cursor.y

    def _copy_row(self, source, target):
        source, target = self.shown(source), self.shown(target)
        for x in range(self.area.columns):
            self.area.set_tile(x, target, self.area.tile_at(x, source))

    def _take_status(self, character, text, position):
        """Take a character of an OSC sequence: for the status bar, or for nothing."""
        status = self.status
        if character == "\x1b" and text[position : position + 1] == "\\":
            self.command = None
            if status is not None:
                status.x = status.y = 0
            return position + 1
        if self.command == 0 and status is not None:
            tile = self.font.tile_of(ord(character))
            if status.x == status.y == 0:
                status.clear()
            if tile is not None:
                status.put(tile)
        return position

    def _escape(self, text, position):
        """Obey a sequence after ESC. Return where the text goes on."""
        start = text[position : position + 1]
        after, numbers = _numbers(text, position + 1, 3 if start == "[" else 1)
        final = text[after : after + 1]
        if start == "[":
            if final == "?":
                return position + 5 if self.full else position
            self._control(final, numbers)
            return after + 1
        if start == "]" and final == ";":
            self.command = numbers[0]
            return after + 1
        if start == "M" and self.full:
            self._reverse()
            return position + 1
        if start == "D" and self.full:
            self.main.y += 1
            return position + 1
        return position

    def _control(self, final, numbers):
        """Obey ``ESC [``, numbers, and a letter."""
        cursor, area = self.main, self.area
        first, second = (numbers + [0])[:2]
        if final == "K":
            self._clear_line(first)
        elif final == "D":
            cursor.x = max(0, cursor.x - first)
        elif final == "J" and first == 2:
            area.set_top_left(0, 0)
            cursor.clear()
            self.row = 0
        elif final == "H":
            cursor.x = min(max(second - 1, 0), area.columns - 1)
            cursor.y = self.row = self.shown(min(max(first - 1, 0), area.rows - 1))
        elif final == "m" and self.full:
            self._set_colors(numbers)
        elif final == "r" and self.full:
            self.top, self.end = 0, area.rows - 1
            if 1 <= first < second <= area.rows:
                self.top, self.end = first - 1, second - 1
            cursor.x = 0
            cursor.y = self.row = self.shown(0)

    def _clear_line(self, part):
        """Clear what is right of the cursor; 1: what is left; 2: all."""
        cursor = self.main
        first, last = cursor.x, self.area.columns
        if part == 1 and self.full:
            first, last = 0, cursor.x
        elif part == 2 and self.full:
            first = 0
        for x in range(first, last):
            self.area.set_tile(x, cursor.y, 0)

    def _set_colors(self, numbers):
        """Have the palette show all text in other colours: 30 to 37, on 40 to 47; 0 resets."""
        palette = self.area.shader
        if not hasattr(palette, "rgb") or palette.count < 2:
            return
        for number in numbers:
            if number == 0:
                palette.set(0, 0x000000)
                palette.set(1, 0xFFFFFF)
            elif 30 <= number <= 37 or 40 <= number <= 47:
                bits = number % 10
                red, green, blue = [0xFF if bits & bit else 0 for bit in (1, 2, 4)]
                palette.set(0 if number >= 40 else 1, red << 16 | green << 8 | blue)

    def _reverse(self):
        """Go up a row; above the first that scrolls, scroll down."""
        cursor, area = self.main, self.area
        if cursor.y != self.shown(self.top):
            cursor.y = (cursor.y - 1) % area.rows
        else:
            if self.top != 0 or self.end != area.rows - 1:
                for row in range(self.end - 1, self.top - 1, -1):
                    self._copy_row(row, row + 1)
            else:
                area.set_top_left(0, (cursor.y - 1) % area.rows)
                cursor.y = area.top_left_y
            cursor.clear_row()
        self.row = cursor.y


def _numbers(text, position, most):
    """Return where the numbers of a sequence end, and the numbers, with ``;`` between them."""
    numbers = []
    while True:
        number = 0
        while "0" <= text[position : position + 1] <= "9":
            number = number * 10 + ord(text[position]) - 48
            position += 1
        numbers.append(number)
        if len(numbers) == most or text[position : position + 1] != ";":
            return position, numbers
        position += 1


@native.exposed
class Terminal(native.Object):
    """Shows a stream of characters in a TileGrid."""

    @native.constructor("scroll_area font *status_bar?")
    def __init__(self, scroll_area, font, *, status_bar=None):
        native.of_type(scroll_area, TileGrid, "scroll_area")
        if status_bar is not None:
            native.of_type(status_bar, TileGrid, "status_bar")
        native.of_type(font, BuiltinFont, "font")
        area = scroll_area._state
        native.at_least(area.columns, 2, "scroll_area_width")
        native.at_least(area.rows, 2, "scroll_area_height")
        status = None if status_bar is None else status_bar._state
        native.hide(self, _Text(area, font._state, status))

    @native.method((2, 4))
    def write(self, buf):
        """Show text or bytes; return how many bytes they are."""
        data = bytes(native.readable(buf))
        self._state.write(str(data, "utf-8"))
        return len(data)

    def _cursor(self, name):
        if values.old_firmware():
            raise AttributeError(f"'Terminal' object has no attribute '{name}'")
        return self._state.main

    cursor_x = values.attribute("cursor_x", lambda self: self._cursor("cursor_x").x)
    cursor_y = values.attribute("cursor_y", lambda self: self._cursor("cursor_y").y)
