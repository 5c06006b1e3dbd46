# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts as text, one glyph after the other: Glyph Bitmap Distribution Format."""

from fontio import Glyph
from micropython import const

from .glyph_cache import GlyphCache, damaged

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from io import FileIO
    from typing import Any

_CLOSE = const(1024)  # bytes, below which a search goes on line by line


class BDF(GlyphCache):
    """A font in a BDF file. Glyphs are found by halves, as files have them in order mostly.

    :param f: the file, open for reading bytes
    :param bitmap_class: of its glyphs' bitmaps
    :raises ValueError: it is no BDF file, or its header is damaged
    """

    def __init__(self, f: "FileIO", bitmap_class: "Any") -> None:
        GlyphCache.__init__(self, f, bitmap_class)
        self.point_size = self.x_resolution = self.y_resolution = None
        self._ascent = self._descent = self._is_sorted = None
        self._advance = (0, 0)
        box = None
        if not f.readline().startswith(b"STARTFONT 2."):
            raise ValueError("Unsupported file version")
        while True:
            line = f.readline()
            if not line:
                raise damaged("the font has no glyphs")
            if line.startswith(b"FONTBOUNDINGBOX"):
                box = _numbers(line, 4)
            elif line.startswith(b"SIZE"):
                self.point_size, self.x_resolution, self.y_resolution = _numbers(line, 3)
            elif line.startswith(b"FONT_ASCENT"):
                self._ascent = _numbers(line, 1)[0]
            elif line.startswith(b"FONT_DESCENT"):
                self._descent = _numbers(line, 1)[0]
            elif line.startswith(b"DWIDTH"):  # of glyphs that have none of their own
                self._advance = _numbers(line, 2)
            elif line.startswith(b"CHARS "):
                break
        if box is None:
            raise damaged("the font has no FONTBOUNDINGBOX")
        self._box = box
        self._first = f.tell()

    @property
    def ascent(self) -> int:
        """Pixels above the baseline: those of the bounding box where the font does not tell."""
        return self._box[1] + self._box[3] if self._ascent is None else self._ascent

    @property
    def descent(self) -> int:
        """Pixels below the baseline: those of the bounding box where the font does not tell."""
        return -self._box[3] if self._descent is None else self._descent

    def get_bounding_box(self) -> "tuple[int, int, int, int]":
        """Return what holds every glyph: width, height, and where its lower left corner is."""
        return self._box

    def _read_glyph(self, point: int) -> "Glyph | None":
        found = point >= 0 and self._scan(point, self._halve(point))
        if not found and not self._in_order():
            found = self._scan(point, self._first)
        return self._glyph() if found else None

    def _halve(self, point: int) -> int:
        """Return a place from which on the glyph comes soon, if glyphs are in order."""
        low, high = self._first, self._end
        while high - low > _CLOSE:
            middle = (low + high) // 2
            self.file.seek(middle)
            self.file.readline()  # the rest of a line
            there = self._next()
            if there is None or there > point:
                high = middle
            elif there < point:
                low = middle
            else:
                return middle
        return low

    def _next(self) -> "int | None":
        """Read up to the next ENCODING, and return its code point; -1 is that of no character."""
        while True:
            line = self.file.readline()
            if not line:
                return None
            if line.startswith(b"ENCODING"):
                there = _numbers(line, 1)[0]
                if there >= 0:
                    return there

    def _scan(self, point: int, start: int) -> bool:
        """Find a glyph line by line, and leave the file behind its ENCODING."""
        self.file.seek(start)
        while True:
            there = self._next()
            if there == point:
                return True
            if there is None or (there > point and self._is_sorted is not False):
                return False

    def _in_order(self) -> bool:
        """Return whether glyphs come by their code points. It is found out once."""
        if self._is_sorted is None:
            self.file.seek(self._first)
            last: "int | None" = -1
            while last is not None:
                there = self._next()
                if there is not None and there < last:
                    self._is_sorted = False
                    return False
                last = there
            self._is_sorted = True
        return self._is_sorted

    def _glyph(self) -> Glyph:
        """Read a glyph from behind its ENCODING."""
        readline = self.file.readline
        box = None
        advance = self._advance
        while True:
            line = readline()
            if not line or line.startswith(b"ENDCHAR"):
                raise damaged("a glyph has no bitmap")
            if line.startswith(b"DWIDTH"):
                advance = _numbers(line, 2)
            elif line.startswith(b"BBX"):
                box = _numbers(line, 4)
            elif line.startswith(b"BITMAP"):
                break
        if box is None:
            raise damaged("a glyph has no size")
        width, height, left, bottom = box
        bitmap = self._new_bitmap(width, height)
        self._draw(bitmap, width, height)
        return Glyph(bitmap, 0, width, height, left, bottom, advance[0], advance[1])

    def _draw(self, bitmap: "Any", width: int, height: int) -> None:
        """Read the rows of a glyph, hexadecimal digits of four pixels each."""
        digits = (width + 3) // 4
        start = 0
        for _ in range(height):
            line = self.file.readline()
            if len(line) < digits:
                raise damaged("a glyph ends too early")
            for index in range(digits):
                nibble = line[index] - 0x30
                if nibble > 9:  # a letter, of either case
                    nibble = (line[index] & 0xDF) - 0x37
                if not 0 <= nibble <= 15:
                    raise damaged("a glyph ends too early")
                place = 4 * index
                while nibble and place < width:
                    if nibble & 8:
                        bitmap[start + place] = 1
                    nibble = nibble << 1 & 15
                    place += 1
            start += width


def _numbers(line: bytes, count: int) -> "tuple[int, ...]":
    """Return the numbers that stand behind a keyword.

    :raises ValueError: they are fewer, or none
    """
    words = line.split()
    try:
        if len(words) > count:
            return tuple([int(word) for word in words[1 : count + 1]])
    except ValueError:
        pass
    raise damaged("a line lacks numbers")
