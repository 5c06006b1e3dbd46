# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts in LVGL's binary format, compact, with up to four bits a pixel."""

from fontio import Glyph
from micropython import const

from .glyph_cache import GlyphCache, damaged

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from io import FileIO
    from typing import Any

_FULL = const(0)  # kinds of a map of code points
_SPARSE_FULL = const(1)
_TINY = const(2)
_SPARSE_TINY = const(3)


class LVGLFont(GlyphCache):
    """A font in LVGL's binary format, not compressed (``lv_font_conv --no-compress``).

    :param f: the file, open for reading bytes
    :param bitmap_class: of its glyphs' bitmaps; ``displayio.Bitmap`` if not given
    :raises ValueError: it is no such font, lacks a table, or is compressed
    """

    def __init__(self, f: "FileIO", bitmap_class: "Any" = None) -> None:
        if bitmap_class is None:
            import displayio  # noqa: PLC0415 - not all boards have it

            bitmap_class = displayio.Bitmap
        GlyphCache.__init__(self, f, bitmap_class)
        tables = {}
        start = 0
        while start + 8 <= self._end:
            f.seek(start)
            size, name = self._unpack("<I4s")
            if size < 8:  # not even its own head
                break
            tables[name] = start
            start += size
        for name in (b"head", b"cmap", b"loca", b"glyf"):
            if name not in tables:
                raise damaged("the font lacks a table")
        f.seek(tables[b"head"] + 14)
        self._size, self._ascent, self._descent = self._unpack("<HHh")
        f.seek(tables[b"head"] + 30)
        self._width, _kerning, self._is_long = self._unpack("<HHB")
        _ids, self._is_fractional, self._depth = self._unpack("3B")
        self._xy_bits, self._wh_bits, self._advance_bits, packing = self._unpack("4B")
        if packing:
            raise ValueError("the font is compressed: make it with --no-compress")
        if not 1 <= self._depth <= 8:
            raise damaged("a pixel has an impossible size")
        f.seek(tables[b"cmap"] + 8)
        count = self._unpack("<I")[0]
        #: kind, where its data is, first code point, how many, first glyph, how many entries
        self._maps: "list[tuple[int, ...]]" = []
        for _ in range(count):
            offset, first, length, glyph, entries, kind, _pad = self._unpack("<IIHHHBB")
            self._maps.append((kind, tables[b"cmap"] + offset, first, length, glyph, entries))
        f.seek(tables[b"loca"] + 8)
        self._count = self._unpack("<I")[0]
        self._places = tables[b"loca"] + 12
        self._glyphs_at = tables[b"glyf"]

    @property
    def ascent(self) -> int:
        """Pixels above the baseline."""
        return self._ascent

    @property
    def descent(self) -> int:
        """Pixels below the baseline."""
        return -self._descent

    def get_bounding_box(self) -> "tuple[int, int, int, int]":
        """Return width, height, and where the lower left corner is, of the line.

        The width is 0 where each character has its own.
        """
        return self._width, self._size, 0, self._descent

    def _read_glyph(self, point: int) -> "Glyph | None":
        number = self._number(point)
        if number is None or number >= self._count:
            return None
        self.file.seek(self._places + (4 if self._is_long else 2) * number)
        place = self._glyphs_at + self._unpack("<I" if self._is_long else "<H")[0]
        sizes = self._advance_bits, self._xy_bits, self._xy_bits, self._wh_bits, self._wh_bits
        data = self._data(place, sum(sizes))
        at = 0
        head = []
        for size in sizes:
            value = 0
            for _ in range(size):
                value = value << 1 | data[at >> 3] >> (7 - (at & 7)) & 1
                at += 1
            head.append(value)
        advance, left, bottom, width, height = head
        if not self._advance_bits:
            advance = self._width
        elif self._is_fractional:
            advance = (advance + 8) >> 4
        if self._xy_bits:
            sign = 1 << (self._xy_bits - 1)
            left, bottom = (left ^ sign) - sign, (bottom ^ sign) - sign
        depth = self._depth
        bitmap = self._new_bitmap(width, height, depth)
        data = self._data(place, at + width * height * depth)
        mask = (1 << depth) - 1
        for index in range(width * height):
            pair = data[at >> 3] << 8 | data[(at >> 3) + 1]
            value = pair >> (16 - depth - (at & 7)) & mask
            if value:
                bitmap[index] = value
            at += depth
        return Glyph(bitmap, 0, width, height, left, bottom, advance, 0)

    def _data(self, place: int, bits: int) -> bytearray:
        """Return bits of the file, with a byte behind them, from which nothing is taken."""
        size = (bits + 7) // 8
        self.file.seek(place)
        data = bytearray(size + 1)
        if place + size > self._end or self.file.readinto(data) < size:
            raise damaged("the font ends too early")
        return data

    def _number(self, point: int) -> "int | None":
        """Return the number of a code point's glyph, or None."""
        for kind, place, first, length, glyph, entries in self._maps:
            index = point - first
            if not 0 <= index < length:
                continue
            if kind == _TINY:
                return glyph + index
            if kind == _FULL:
                self.file.seek(place + index)
                number = self._unpack("B")[0] if index < entries else 0
                if number or not index:  # 0 is the first one's: others are not there
                    return glyph + number
            if kind not in (_SPARSE_FULL, _SPARSE_TINY):
                continue
            low, high = 0, entries
            while low < high:  # the list is in order
                middle = (low + high) // 2
                there = self._half_word(place + 2 * middle)
                if there == index:
                    if kind == _SPARSE_FULL:
                        middle = self._half_word(place + 2 * (entries + middle))
                    return glyph + middle
                if there < index:
                    low = middle + 1
                else:
                    high = middle
        return None

    def _half_word(self, place: int) -> int:
        self.file.seek(place)
        return self._unpack("<H")[0]
