# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A label made of the font's own tiles: quick to change, and with no pixels of its own.

A line of the built-in font is one ``TileGrid``, whose tiles are changed where the text does: a
changed digit is the only thing that the display draws again. In other fonts each character is
a ``TileGrid``.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from displayio import Bitmap, Group, Palette, TileGrid
from micropython import const

from adafruit_display_text import LabelBase, _paint

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fontio import FontProtocol

    from adafruit_display_text import Color


class Label(LabelBase):
    """A label, see :class:`~adafruit_display_text.LabelBase` for its arguments.

    ``label_direction``: "LTR", "RTL" from right to left, "UPR" upwards and "DWR" downwards (turned
    by a quarter), "TTB" one character below the other.
    """

    _DIRECTIONS = ("LTR", "RTL", "UPR", "DWR", "TTB")

    def __init__(self, font: "FontProtocol", **kwargs: "Any") -> None:
        super().__init__(font, **kwargs)
        self._palette = Palette(2)
        self._palette.make_transparent(0)
        _paint(self._palette, 1, self._color)
        self._behind = Palette(1)  # of the box
        _paint(self._behind, 0, self._background_color)
        self._text = self._plain(kwargs.get("text"))
        self._fill(self._inner)
        self._move(self._inner)

    def _set_text(self, text: str) -> None:
        before = self._text
        self._text = text
        if self._retile(before, text):
            return
        self._spare = None
        self._load(text)
        box = self._bounding_box
        runs = self._lay_out()
        stays = self._anchor_point is None or self._anchored_position is None
        alike = self._bounding_box == box or (stays and self._background_color is None)
        if alike and before and text and self._replace(runs):
            return
        old = self._inner
        inner = Group(scale=old.scale, x=old.x, y=old.y)
        self._assemble(inner, runs)
        self._show(inner)

    def _set_background(self, color: "Color") -> None:
        is_new = color is None or self._background_color is None
        self._background_color = color
        _paint(self._behind, 0, color)
        if is_new:
            self._update()

    def _fill(self, inner: Group) -> None:
        self._spare = None
        self._load(self._text)
        self._assemble(inner, self._lay_out())

    # Changing tiles

    def _retile(self, before: str, text: str) -> bool:
        """Change the tiles of a text of one shape with the one before. Return whether it has."""
        if not self._is_even or len(before) != len(text):
            return False
        changed = 0
        for index in range(len(text)):
            new = text[index]
            old = before[index]
            if new != old:
                if new == "\n" or old == "\n" or not self._glyph(new):
                    return False
                changed += 1
        if changed == 1:
            self._set_tiles(self._inner, before, text)
            return True
        # Several are changed where they are not seen: the group before this one has its shape.
        inner = self._spare
        shown = self._inner
        if inner is None:
            inner = Group(scale=shown.scale)
            self._assemble(inner, self._lay_out())
        else:
            self._set_tiles(inner, self._spare_text, text)
            inner.scale = shown.scale
        inner.x = shown.x
        inner.y = shown.y
        self[0] = self._inner = inner
        self._spare = shown
        self._spare_text = before
        return True

    def _set_tiles(self, inner: Group, before: str, text: str) -> None:
        """Change the tiles of a group that shows ``before``."""
        row = self._first - 1
        grid = None
        place = 0
        step = 1
        for index in range(len(text)):
            character = text[index]
            if character == "\n":
                grid = None
                continue
            if grid is None:
                row += 1
                grid = inner[row]
                place = 0
                if self._direction == "RTL":
                    place = grid.width - 1
                    step = -1
            if character != before[index]:
                self._glyph(character)
                grid[place] = self._tile
            place += step

    def _replace(self, runs: "list[Any]") -> bool:
        """Replace the one character that differs from what is shown, if it is one."""
        inner = self._inner
        first = self._first
        if len(inner) - first != len(runs):
            return False
        found = -1
        for index in range(len(runs)):
            bitmap, _, _, x, y, tiles = runs[index]
            grid = inner[first + index]
            if (
                grid.bitmap is not bitmap
                or grid.x != x
                or grid.y != y
                or grid.width != len(tiles)
                or any(grid[place] != tiles[place] for place in range(len(tiles)))
            ):
                if found >= 0:
                    return False
                found = index
        if found >= 0:
            inner[first + found] = self._made(runs[found])
        return True

    # Making

    # One loop with all directions: a call for each letter would cost more than all it does.
    def _lay_out(self) -> "list[Any]":  # noqa: PLR0912, PLR0915
        """Return what the text is made of: bitmap, width and height of a tile, x, y, tiles."""
        direction = self._direction
        rise = self._rise
        cell = self._cell
        text = self._text
        if cell and text and direction == "LTR" and min(text) >= " " and max(text) <= "~":
            # What most labels are, a line of the built-in font, is known at once.
            self._is_even = True
            y = rise - cell.height - cell.dy
            top = min(0, y)
            bottom = max(0, rise - cell.dy)
            self._bounding_box = (0, top, len(text) * cell.width, bottom - top)
            tiles = [ord(character) - 32 for character in text]
            return [(cell.bitmap, cell.width, cell.height, 0, y, tiles)]
        step = int(self._height * self._line_spacing)
        runs: "list[Any]" = []
        run: "Any" = None
        tiles: "list[int] | None" = None
        last = source = None
        x = y = left = right = top = bottom = 0
        width = height = dx = dy = shift = next_x = next_y = 0
        starts = 0  # lines that have begun
        is_even = cell is not None and direction != "TTB"
        for character in text:
            if character == "\n":
                if direction == "UPR":
                    x += step
                    y = 0
                elif direction == "DWR":
                    x -= step
                    y = 0
                else:
                    y += step
                    x = 0
                tiles = None
                continue
            glyph = self._glyph(character)
            if not glyph:
                is_even = False
                continue
            if glyph is not last:
                last = glyph
                source = glyph.bitmap
                width = glyph.width
                height = glyph.height
                dx = glyph.dx
                dy = glyph.dy
                shift = glyph.shift_x
            if direction == "LTR":
                bottom = max(bottom, y - dy + rise)
                if y == 0:
                    top = min(top, rise - height - dy)
                right = max(right, x + shift, x + width + dx)
                if x == 0:
                    if starts:
                        left = min(left, dx)
                    starts = 1
                place_x = x + dx
                place_y = y - height - dy + rise
                x += shift
            elif direction == "RTL":
                bottom = max(bottom, y - dy + rise)
                if y == 0:
                    top = min(top, rise - height - dy)
                left = min(left, x - shift, x - width - dx)
                if x == 0:
                    if starts:
                        right = max(right, dx)
                    starts = 1
                place_x = x - width
                place_y = y - height - dy + rise
                x -= shift
            elif direction == "TTB":
                left = min(left, dx)
                if y == 0:
                    top = min(top, -dy)
                right = max(right, width + dx, shift + dx)
                bottom = max(bottom, y + height, y + height + dy)
                place_x = rise - width // 2
                place_y = y + dy
                y += shift if height < 2 else height + 1
            elif direction == "UPR":
                left = min(left, x - height + rise)
                if y == 0:
                    bottom = min(bottom, -dy)
                right = max(right, x + height, x + height - dy)
                top = min(top, y - width - dx, y - shift)
                place_x = x - height - dy + rise
                place_y = y - width - dx
                y -= shift
            else:  # DWR
                top = min(top, -dx)
                left = min(left, x, x - dy - rise)
                if x == 0:
                    left = min(left, -dy)
                right = max(right, x + height)
                bottom = max(bottom, y + width + dx, y + shift)
                place_x = x + dy - rise
                place_y = y + dx
                y += shift
            if width <= 0 or height <= 0:
                is_even = False
                continue
            if tiles and place_x == next_x and place_y == next_y and source is run[0]:
                tiles.append(self._tile)
                if direction == "RTL":
                    run[3] = place_x
                elif direction == "UPR":
                    run[4] = place_y
            else:
                tiles = [self._tile]
                run = [source, width, height, place_x, place_y, tiles]
                runs.append(run)
            next_x = place_x
            next_y = place_y
            if direction == "LTR":
                next_x += width
            elif direction == "RTL":
                next_x -= width
            elif direction == "UPR":
                next_y -= width
            elif direction == "DWR":
                next_y += width
            if not is_even:
                tiles = None  # each character is by itself
        if direction in ("UPR", "DWR"):
            self._bounding_box = (left, top, right, bottom - top)
        else:
            self._bounding_box = (left, top, right - left, bottom - top)
        self._is_even = is_even
        return runs

    def _assemble(self, inner: Group, runs: "list[Any]") -> None:
        """Put the parts of a text, and the box behind it, into a group."""
        self._first = 0
        if self._background_color is not None:
            grid = self._box()
            if grid:
                inner.append(grid)
                self._first = 1
        for run in runs:
            inner.append(self._made(run))

    def _made(self, run: "Any") -> TileGrid:
        bitmap, width, height, x, y, tiles = run
        direction = self._direction
        if direction == "RTL":
            tiles = tiles[::-1]
        grid = TileGrid(
            bitmap,
            pixel_shader=self._palette,
            width=len(tiles),
            tile_width=width,
            tile_height=height,
            default_tile=tiles[0],
            x=x,
            y=y,
        )
        for index in range(1, len(tiles)):
            if tiles[index] != tiles[0]:
                grid[index] = tiles[index]
        if direction == "UPR":
            grid.transpose_xy = True
            grid.flip_x = True
        elif direction == "DWR":
            grid.transpose_xy = True
            grid.flip_y = True
        return grid

    def _box(self) -> "TileGrid | None":
        """Return the box behind the text, None where there is nothing of it."""
        left, top, width, height = self._bounding_box
        above, below, before, behind = self._padding
        if not self._text or width + before + behind <= 0 or height + above + below <= 0:
            return None
        if not self._is_tight:
            rise = self._rise
            ascent = self._ascent
            lines = self._text.rstrip("\n").count("\n")
            depth = ascent + self._descent + int(lines * self._height * self._line_spacing)
            direction = self._direction
            if direction == "UPR":
                left = rise - ascent - above
                top = before - height - before - behind
                width, height = depth + above + below, height + before + behind
            elif direction == "DWR":
                left = rise - ascent - below - int(lines * self._height * self._line_spacing)
                top = -before
                width, height = depth + above + below, height + before + behind
            elif direction == "TTB":
                left = -before
                top = -above
                width, height = depth + before + behind, height + above + below
            else:
                left -= before
                top = rise - ascent - above
                width += before + behind
                height = depth + above + below
        if width <= 0 or height <= 0:
            return None
        return TileGrid(Bitmap(width, height, 1), pixel_shader=self._behind, x=left, y=top)
