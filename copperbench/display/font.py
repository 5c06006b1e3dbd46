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


class _Screen:
    """The inner side of a Terminal: where it writes next."""

    def __init__(self, area, font, status):
        self.area = area
        self.font = font
        self.status = status
        self.x = self.y = 0
        self.status_x = self.status_y = 0
        self.command = None  # of an OSC sequence that has not ended
        area.set_all_tiles(0)
        if status is not None:
            status.set_all_tiles(0)
        area.set_top_left(0, 1)

    def write(self, text):
        """Show text, and obey what is no text in it."""
        area = self.area
        row = self.y
        position = 0
        while position < len(text):
            character = text[position]
            position += 1
            if self.command is not None:
                position = self._status(character, text, position)
                continue
            tile = self.font.tile_of(ord(character))
            if tile is not None:
                area.set_tile(self.x, self.y, tile)
                self.x += 1
            elif character == "\r":
                self.x = 0
            elif character == "\n":
                self.y += 1
            elif character == "\b":
                self.x = max(0, self.x - 1)
            elif character == "\x1b":
                position, moved = self._escape(text, position)
                if moved:
                    row = self.y
                    continue
            if self.x >= area.columns:
                self.y += 1
                self.x %= area.columns
            self.y %= area.rows
            if self.y != row:
                if self.y == area.top_left_y:
                    for x in range(area.columns):
                        area.set_tile(x, self.y, 0)
                    area.set_top_left(0, (self.y + 1) % area.rows)
                row = self.y

    def _status(self, character, text, position):
        """Take a character of an OSC sequence: of the status bar, or of one that nobody knows."""
        status = self.status
        if character == "\x1b" and text[position : position + 1] == "\\":
            self.command = None
            self.status_x = self.status_y = 0
            return position + 1
        tile = self.font.tile_of(ord(character))
        if (
            self.command == 0
            and status is not None
            and tile is not None
            and self.status_y < status.rows
        ):
            if self.status_x == self.status_y == 0:
                status.set_all_tiles(0)
            status.set_tile(self.status_x, self.status_y, tile)
            self.status_x += 1
            if self.status_x >= status.columns:
                self.status_y += 1
                self.status_x = 0
        return position

    def _escape(self, text, position):
        """Obey a sequence after ESC. Return where text goes on, and if the cursor is placed."""
        area = self.area
        start = text[position : position + 1]
        if text[position : position + 2] == "[K":
            for x in range(self.x, area.columns):
                area.set_tile(x, self.y, 0)
            return position + 2, False
        number, after = _number(text, position + 1)
        final = text[after : after + 1]
        if start == "[":
            moved = True
            if final == "D":
                self.x = max(0, self.x - number)
            elif final == "J" and number == 2:
                area.set_top_left(0, 0)
                self.x = self.y = 0
                area.set_all_tiles(0)
            elif final == ";":
                column, after = _number(text, after + 1)
                if text[after : after + 1] == "H":
                    line = min(max(number - 1, 0), area.rows - 1)
                    self.x = min(max(column - 1, 0), area.columns - 1)
                    self.y = (line + area.top_left_y) % area.rows
            return after + 1, moved
        if start == "]" and final == ";":
            self.command = number
            return after + 1, False
        return position, False


def _number(text, position):
    """Return the number at a place of the text, and where it ends."""
    number = 0
    while position < len(text) and "0" <= text[position] <= "9":
        number = number * 10 + ord(text[position]) - 48
        position += 1
    return number, position


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
        native.hide(self, _Screen(area, font._state, status))

    @native.method((2, 4))
    def write(self, buf):
        """Show text or bytes; return how many bytes they are."""
        data = bytes(native.readable(buf))
        self._state.write(str(data, "utf-8"))
        return len(data)
