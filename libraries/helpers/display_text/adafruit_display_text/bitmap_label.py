# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A label that is one bitmap: for fonts from files, with outlines, accents and scrolling.

Where a text changes, the part that differs is drawn beside, and copied onto the screen by one
call.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from bitmaptools import blit, fill_region
from displayio import Bitmap, Group, Palette, TileGrid
from micropython import const

from adafruit_display_text import LabelBase, _as_text, _paint

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fontio import FontProtocol

    from adafruit_display_text import Color

ACCENT_START = const(0)
ACCENT_END = const(1)
ACCENT_FG = const(2)
ACCENT_BG = const(3)
ACCENT_TYPE = const(4)

_FAR = const(0x7FFF)
_TICKS = const(0x1FFFFFFF)  # after which the firmware begins anew

try:
    from supervisor import ticks_ms
except ImportError:
    import time

    def ticks_ms() -> int:
        """Return milliseconds, as the firmware counts them."""
        return int(time.monotonic() * 1000) & _TICKS


# How a TileGrid is turned: transpose_xy, flip_x, flip_y
_TURNED = {"UPR": (True, True, False), "DWR": (True, False, True), "UPD": (False, True, True)}


class Label(LabelBase):
    """A label; see :class:`~adafruit_display_text.LabelBase` for further arguments.

    ``label_direction``: "LTR", "RTL" from right to left, "UPR" upwards, "DWR" downwards, "UPD"
    upside down.

    :param save_text: False: :attr:`font` and :attr:`line_spacing` cannot be set
    :param color_palette: 4 colours or more: of the box, of the text, of its outline, and those
        of accents; ``color``, ``background_color`` and ``outline_color`` then do not count
    :param outline_color: 0xRRGGBB or (red, green, blue) of a line around the letters
    :param outline_size: how thick it is, in pixels of the font
    :param max_characters: how many are shown of a longer text, which then scrolls
    :param animate_time: seconds from one step of the scrolling to the next
    :param current_index: the first character that is shown
    :raises ValueError: ``color_palette`` is too short
    """

    _DIRECTIONS = ("LTR", "RTL", "UPD", "UPR", "DWR")

    def __init__(
        self,
        font: "FontProtocol",
        save_text: bool = True,
        color_palette: "Palette | None" = None,
        outline_color: "Color" = None,
        outline_size: int = 1,
        max_characters: "int | None" = None,
        animate_time: float = 0.3,
        current_index: int = 0,
        **kwargs: "Any",
    ) -> None:
        if color_palette is not None and len(color_palette) < 4:
            raise ValueError("color_palette must have at least 4 colors")
        super().__init__(font, **kwargs)
        self._palette = color_palette
        if color_palette is None:
            self._palette = Palette(3)
            _paint(self._palette, 0, self._background_color)
            _paint(self._palette, 1, self._color)
            self._palette[2] = 0x999999 if outline_color is None else outline_color
        self._saves = save_text
        self._has_outline = outline_color is not None
        self._outline_size = outline_size
        if self._has_outline:
            self._padding = tuple(
                [
                    kwargs.get("padding_" + side, outline_size)
                    for side in ("top", "bottom", "left", "right")
                ]
            )
        if self._is_tight:
            self._padding = (0, 0, 0, 0)
        self.animate_time = animate_time
        self._stepped = ticks_ms()  # when it was scrolled
        self._most = max_characters
        self._index = current_index
        self._accents = []
        self._bitmap = self._grid = self._beside = self._part = None
        self._full_text = self._scrolled(kwargs.get("text"))
        self._fill(self._inner)
        self._move(self._inner)

    # What is shown

    @property
    def bitmap(self) -> "Bitmap | None":
        """What the text is drawn into; None where there is none."""
        return self._bitmap

    @property
    def tilegrid(self) -> "TileGrid | None":
        """What has :attr:`bitmap`; None where there is no text."""
        return self._grid

    @property
    def text(self) -> str:
        """The whole text, also where a part is shown; set to None, it is empty."""
        return self.full_text

    @text.setter
    def text(self, text: str) -> None:
        self.full_text = text

    @property
    def full_text(self) -> str:
        """The same as :attr:`text`, with the space behind it that scrolling needs."""
        return self._full_text

    @full_text.setter
    def full_text(self, text: str) -> None:
        self._set_full(text)

    @property
    def max_characters(self) -> "int | None":
        """How many characters are shown of a longer text; None: all."""
        return self._most

    @max_characters.setter
    def max_characters(self, count: "int | None") -> None:
        if count != self._most:
            self._most = count
            self._full_text = self._scrolled(self._full_text)
            self.update(True)

    @property
    def current_index(self) -> int:
        """The first character that is shown, from 0; :meth:`update` draws what is set here."""
        return self._index

    @current_index.setter
    def current_index(self, index: int) -> None:
        self._index = index % len(self._full_text) if self._full_text else 0

    def update(self, force: bool = False) -> bool:
        """Scroll by a character, if it is time to. Call it often.

        :param force: draw now, without a step
        :return: whether anything was drawn
        """
        scrolls = self._most is not None and len(self._full_text) > self._most
        if scrolls:
            now = ticks_ms()
            if not force and (now - self._stepped & _TICKS) <= self.animate_time * 1000:
                return False
            self._stepped = now
        elif not force:
            return False
        self._set_text(self._window())
        if not force:
            self.current_index += 1
        return True

    def _set_full(self, text: "Any") -> None:
        text = self._scrolled(text)
        if text != self._full_text:
            self._full_text = text
            if self._most is not None:
                self._index = 0
            self.update(True)

    def _scrolled(self, text: "Any") -> str:
        """Return a text as it is kept: with a space between its end and its beginning."""
        text = _as_text(text)
        if self._most is not None and len(text) > self._most and text[-1] != " ":
            text += " "
        return text

    def _window(self) -> str:
        """Return the part that is to be seen now, its tabs replaced."""
        text = self._full_text
        if self._most is not None and len(text) > self._most:
            end = self._index + self._most
            text = text[self._index : end] + text[: max(0, end - len(text))]
        text = self._plain(text)
        if self._direction == "RTL":
            text = "\n".join(
                ["".join([line[~i] for i in range(len(line))]) for line in text.split("\n")]
            )
        return text

    # Outline

    @property
    def outline_color(self) -> "Color":
        """Of the line around the letters; None: there is none."""
        return self._palette[2] if self._has_outline else None

    @outline_color.setter
    def outline_color(self, color: "Color") -> None:
        had = self._has_outline
        self._has_outline = color is not None
        if color is not None:
            self._palette[2] = color
        if had != self._has_outline:
            if color is not None:
                self._make_room()
            self._update()

    @property
    def outline_size(self) -> int:
        """How thick the line is, in pixels of the font."""
        return self._outline_size

    @outline_size.setter
    def outline_size(self, size: int) -> None:
        self._outline_size = size
        self._make_room()
        self._update()

    def _make_room(self) -> None:
        self._padding = tuple([max(padding, self._outline_size) for padding in self._padding])

    # Accents

    @property
    def accent_ranges(self) -> "list[tuple[int, int, int, int, str]]":
        """The accents: start, end, the two colours and the type of each."""
        return self._accents

    def add_accent_range(
        self,
        start: int,
        end: int,
        foreground_color: int,
        background_color: int,
        accent_type: str = "foreground_background",
    ) -> None:
        """Give characters other colours.

        :param start: index of the first in the whole text
        :param end: of the first behind them
        :param foreground_color: index in ``color_palette``
        :param background_color: likewise; of the line around them where the type is "outline"
        :param accent_type: "foreground_background" or "outline"
        :raises ValueError: another type
        """
        _check_accent(accent_type)
        if accent_type == "outline":
            self._make_room()
        self._accents.append((start, end, foreground_color, background_color, accent_type))
        self._update()

    def remove_accent_range(self, start: int) -> None:
        """Take away the accents that start at an index."""
        self._accents[:] = [accent for accent in self._accents if accent[ACCENT_START] != start]
        self._update()

    def add_accent_to_substring(
        self,
        substring: str,
        foreground_color: int,
        background_color: int,
        accent_type: str = "foreground_background",
        start: int = 0,
    ) -> bool:
        """Give the first place of ``substring`` other colours, see :meth:`add_accent_range`.

        :param start: where in the text it is looked for
        :return: whether the text has it
        :raises ValueError: another type of accent
        """
        _check_accent(accent_type)
        index = self._full_text.find(substring, start)
        if index < 0:
            return False
        end = index + len(substring)
        self.add_accent_range(index, end, foreground_color, background_color, accent_type)
        return True

    def remove_accent_from_substring(self, substring: str, start: int = 0) -> bool:
        """Take away the accents that start at the first place of ``substring``.

        :param start: where in the text it is looked for
        :return: whether the text has it
        """
        index = self._full_text.find(substring, start)
        if index < 0:
            return False
        self.remove_accent_range(index)
        return True

    def clear_accent_ranges(self) -> None:
        """Take away all accents."""
        self._accents[:] = ()
        self._update()

    def _accent(self, index: int) -> "tuple[int, int, int, int, str] | None":
        """Return the accent of a character of what is shown."""
        if self._accents and self._full_text:
            place = (self._index + index) % len(self._full_text)
            for accent in self._accents:
                if accent[ACCENT_START] <= place < accent[ACCENT_END]:
                    return accent
        return None

    # What labels differ in

    def _set_background(self, color: "Color") -> None:
        self._background_color = color
        _paint(self._palette, 0, color)

    def _set_text(self, text: str) -> None:
        before = self._text
        self._text = text
        is_plain = not self._has_outline and not self._accents and len(text) == len(before)
        if is_plain and self._is_even and self._redraw(before):
            return
        self._load(text)
        box = self._bounding_box
        area = self._area()
        moves = self._anchor_point is not None and self._bounding_box != box
        if self._bitmap is None or area != self._place or moves:
            self._update()
        elif not is_plain or not self._redraw(before):
            self._exchange()

    def _exchange(self) -> None:
        """Draw all into a second bitmap, which then takes the place of the first."""
        drawn = self._blank(self._beside, self._place[2], self._place[3])
        self._draw_all(drawn, self._place)
        self._grid.bitmap = drawn
        self._bitmap, self._beside = drawn, self._bitmap

    def _fill(self, inner: Group) -> None:
        self._text = self._window()
        self._load(self._text)
        self._place = area = self._area()
        self._bitmap = self._grid = None
        if area is None:
            return
        left, top, width, height = area
        self._bitmap = Bitmap(width, height, len(self._palette))
        self._draw_all(self._bitmap, area)
        self._grid = TileGrid(self._bitmap, pixel_shader=self._palette, x=left, y=top)
        if self._direction in _TURNED:
            turned = _TURNED[self._direction]
            self._grid.transpose_xy, self._grid.flip_x, self._grid.flip_y = turned
        inner.append(self._grid)

    # Where things are

    def _area(self) -> "tuple[int, int, int, int] | None":
        """Measure the text. Return x, y, width and height of its bitmap, None for none."""
        text = self._text
        rise = self._rise
        step = int(self._line_spacing * self._height)
        x = y = left = right = top = bottom = 0
        highest = lowest = most_left = most_right = 0
        starts = waiting = last_line = 0
        is_even = self._cell is not None
        for index in range(len(text)):
            if text[index] == "\n":
                waiting += 1
                continue
            if not " " <= text[index] <= "~":
                is_even = False
            glyph = self._glyph(text[index])
            if not glyph:
                continue
            if waiting or not starts:
                last_line += waiting
                x = self._indent(text, index)
                y = last_line * step
                waiting = 0
                if starts:
                    left = min(left, glyph.dx)
                starts = 1
            height = glyph.height
            below = y - glyph.dy
            begin = x + glyph.dx
            end = begin + glyph.width
            x += glyph.shift_x
            wider = 0
            if self._accents:
                accent = self._accent(index)
                if accent and accent[ACCENT_TYPE] == "outline":
                    wider = self._outline_size
                    x += wider
            right = max(right, x, end)
            if y == 0:
                top = min(top, below - height + rise)
            bottom = max(bottom, below + rise)
            most_left = min(most_left, begin)
            most_right = max(most_right, end + 2 * wider)
            highest = min(highest, below - height - wider)
            lowest = max(lowest, below + wider)
        self._is_even = is_even and starts  # letters of one size, and no others
        if not starts:
            self._bounding_box = (0, 0, 0, 0)
            return None
        self._bounding_box = (left, top, right - left, bottom - top)
        return self._frame(left, right, most_left, most_right, highest, lowest, last_line * step)

    def _frame(self, left, right, most_left, most_right, highest, lowest, depth):
        """Return the box of the bitmap: what the text has, and the background with its padding."""
        rise = self._rise
        above, below, before, behind = self._padding
        size = self._outline_size if self._has_outline else 0
        if self._is_tight:
            box_top = self._bounding_box[1] - rise
            box_bottom = box_top + self._bounding_box[3]
        else:
            box_top = -self._ascent - above
            box_bottom = depth + self._descent + below
        # Letters may reach out of the box of the font, and outlines do.
        x1 = min(left - before, most_left - size)
        x2 = max(right + behind, most_right + size)
        y1 = min(box_top, highest - size)
        y2 = max(box_bottom, lowest + size)
        wide, high = self._bounding_box[2:]
        if self._direction == "UPR":
            self._bounding_box = (x1 + above, y1 + rise + behind, high, wide)
        elif self._direction == "DWR":
            self._bounding_box = (x1 + below, y1 + rise + before, high, wide)
        return x1, y1 + rise, x2 - x1, y2 - y1

    def _indent(self, text: str, start: int) -> int:
        """Return where the line begins whose first character has the index ``start``."""
        return 0

    # Drawing

    def _blank(self, bitmap: "Bitmap | None", width: int, height: int) -> Bitmap:
        """Return a bitmap of a size with nothing in it: the one that is given, if it is of it."""
        if bitmap is None or bitmap.width != width or bitmap.height != height:
            return Bitmap(width, height, len(self._palette))
        bitmap.fill(0)
        return bitmap

    def _draw_all(self, target: Bitmap, area: "tuple[int, int, int, int]") -> None:
        """Draw the whole text into a bitmap of its size."""
        left, top, width, height = area
        top -= self._rise
        if self._has_outline:
            shape = Bitmap(width, height, len(self._palette))
            self._draw(shape, left, top, left + width, top + height, is_shape=True)
            _dye(shape, 2, len(self._palette))
            _surround(target, shape, self._outline_size)
        self._draw(target, left, top, left + width, top + height)

    def _draw(  # noqa: PLR0915  # one loop: a call for each letter costs
        self,
        target: Bitmap,
        left: int,
        top: int,
        right: int,
        bottom: int,
        is_shape: bool = False,
    ) -> None:
        """Draw what lies in a rectangle; y is from the first baseline.

        :param is_shape: draw what gets the outline: all but accents
        """
        text = self._text
        step = int(self._line_spacing * self._height)
        x = y = 0
        begins = True
        for index in range(len(text)):
            character = text[index]
            if character == "\n":
                y += step
                begins = True
                continue
            if begins:
                x = self._indent(text, index)
                begins = False
            glyph = self._glyph(character)
            if not glyph:
                continue
            width = glyph.width
            height = glyph.height
            shift = glyph.shift_x
            place_x = x + glyph.dx
            if not self._accents and (place_x >= right or place_x + width <= left):
                x += shift
                continue
            source = glyph.bitmap
            tile = self._tile
            place_y = y - height - glyph.dy
            from_x = from_y = 0
            if width and height:
                columns = source.width // width
                from_x = tile % columns * width
                from_y = tile // columns * height
            if self._accents:
                accent = self._accent(index)
                if accent:
                    size = 0
                    if accent[ACCENT_TYPE] == "outline":
                        size = self._outline_size
                    elif not is_shape:
                        _paint_box(
                            target,
                            x - left,
                            y - self._ascent - top,
                            x + shift - left,
                            y + self._descent - top,
                            accent[ACCENT_BG],
                        )
                    source = self._colored(source, from_x, from_y, width, height, accent, size)
                    from_x = from_y = 0
                    width += 2 * size
                    height += 2 * size
                    place_y -= size
                    shift += size
                    if is_shape:
                        width = 0  # is not drawn
            x += shift
            # Only what lies in the rectangle
            cut_left = max(0, left - place_x)
            cut_top = max(0, top - place_y)
            cut_right = max(0, place_x + width - right)
            cut_bottom = max(0, place_y + height - bottom)
            if cut_left + cut_right < width and cut_top + cut_bottom < height:
                blit(
                    target,
                    source,
                    place_x + cut_left - left,
                    place_y + cut_top - top,
                    x1=from_x + cut_left,
                    y1=from_y + cut_top,
                    x2=from_x + width - cut_right,
                    y2=from_y + height - cut_bottom,
                    skip_source_index=0,
                )

    def _redraw(self, before: str) -> bool:  # noqa: PLR0912, PLR0915
        """Draw where the text differs from one of its length in the same box.

        :return: whether that can be told: else nothing is drawn
        """
        text = self._text
        step = int(self._line_spacing * self._height)
        left = top = _FAR
        right = bottom = -_FAR
        old_x = new_x = y = changed = 0
        is_even = self._is_even
        shift = self._cell.shift_x if is_even else 0
        begins = True
        for index in range(len(text)):
            old = before[index]
            new = text[index]
            if new == old and new_x == old_x and not begins and is_even and new != "\n":
                old_x = new_x = new_x + shift
                continue
            if new == "\n" or old == "\n":
                if new != old:  # lines end elsewhere
                    return False
                y += step
                begins = True
                continue
            if is_even and not " " <= new <= "~":
                return False
            if begins:
                old_x = self._indent(before, index)
                new_x = self._indent(text, index)
                begins = False
            glyph = self._glyph(old)
            if old != new or old_x != new_x:
                changed += 1
                if glyph:
                    left = min(left, old_x + glyph.dx)
                    right = max(right, old_x + glyph.dx + glyph.width)
                    top = min(top, y - glyph.dy - glyph.height)
                    bottom = max(bottom, y - glyph.dy)
                    old_x += glyph.shift_x
                glyph = self._glyph(new)
                if glyph:
                    left = min(left, new_x + glyph.dx)
                    right = max(right, new_x + glyph.dx + glyph.width)
                    top = min(top, y - glyph.dy - glyph.height)
                    bottom = max(bottom, y - glyph.dy)
                    new_x += glyph.shift_x
                    last = new
            elif glyph:
                old_x += glyph.shift_x
                new_x += glyph.shift_x
        width = right - left
        height = bottom - top
        if width <= 0 or height <= 0:
            return True
        x = left - self._place[0]
        y = top - self._place[1] + self._rise
        if changed == 1 and is_even and self._glyph(last):
            # Characters of this font cover what was in their place.
            start = self._tile * width
            blit(self._bitmap, self._cell.bitmap, x, y, x1=start, x2=start + width)
        elif 2 * width * height > self._place[2] * self._place[3]:
            self._exchange()
        else:
            self._part = part = self._blank(self._part, width, height)
            self._draw(part, left, top, right, bottom)
            blit(self._bitmap, part, x, y)
        return True

    def _colored(self, source, left, top, width, height, accent, size):
        """Return a character in the colours of an accent, with room for its outline."""
        count = len(self._palette)
        letter = Bitmap(width + 2 * size, height + 2 * size, count)
        blit(letter, source, size, size, x1=left, y1=top, x2=left + width, y2=top + height)
        made = letter
        if size:
            made = Bitmap(letter.width, letter.height, count)
            _dye(letter, accent[ACCENT_BG], count)
            _surround(made, letter, size)
        _dye(letter, accent[ACCENT_FG], count)
        if size:
            blit(made, letter, 0, 0, skip_source_index=0)
        return made


def _dye(bitmap: Bitmap, color: int, count: int) -> None:
    """Give a colour to all that is not 0."""
    dye = Bitmap(bitmap.width, bitmap.height, count)
    dye.fill(color)
    blit(bitmap, dye, 0, 0, skip_dest_index=0)


def _surround(target: Bitmap, shape: Bitmap, size: int) -> None:
    """Draw a shape to all sides of its place, up to ``size`` pixels away."""
    for down in range(-size, size + 1):
        for across in range(-size, size + 1):
            x = max(across, 0)
            y = max(down, 0)
            blit(
                target,
                shape,
                x,
                y,
                x1=x - across,
                y1=y - down,
                x2=shape.width - x,
                y2=shape.height - y,
                skip_source_index=0,
            )


def _paint_box(target: Bitmap, x1: int, y1: int, x2: int, y2: int, color: int) -> None:
    """Fill what lies in a bitmap of a rectangle."""
    x1 = max(x1, 0)
    y1 = max(y1, 0)
    x2 = min(x2, target.width)
    y2 = min(y2, target.height)
    if x1 < x2 and y1 < y2:
        fill_region(target, x1, y1, x2, y2, color)


def _check_accent(accent_type: str) -> None:
    if accent_type not in ("foreground_background", "outline"):
        raise ValueError("accent_type must be foreground_background or outline")
