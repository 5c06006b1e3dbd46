# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts as the X server has them: Portable Compiled Format."""

from fontio import Glyph
from micropython import const

from .glyph_cache import GlyphCache, damaged

try:
    from bitmaptools import readinto
except ImportError:  # not all firmware has it
    readinto = None  # type: ignore[assignment]

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from io import FileIO
    from typing import Any

# Tables
_ACCELERATORS = const(0x002)
_METRICS = const(0x004)
_BITMAPS = const(0x008)
_ENCODINGS = const(0x020)
_BDF_ACCELERATORS = const(0x100)

# Bits of a table's format
_PADDING = const(0x03)  # of a row: 1, 2, 4 or 8 bytes
_BYTES_MSB = const(0x04)
_BITS_MSB = const(0x08)
_ACCELERATORS_WITH_INK = const(0x100)
_COMPRESSED_METRICS = const(0x100)

_LAID_OUT = const(0x0F)
_USUAL = const(0x0E)  # padded to 4 bytes, bytes and bits from the most significant one on

_NONE = const(0xFFFF)  # the index of a glyph that is not there


class PCF(GlyphCache):
    """A font in a PCF file.

    :param f: the file, open for reading bytes
    :param bitmap_class: of its glyphs' bitmaps
    :raises ValueError: it is no PCF file, or lacks a table
    """

    def __init__(self, f: "FileIO", bitmap_class: "Any") -> None:
        GlyphCache.__init__(self, f, bitmap_class)
        magic, count = self._unpack("<4sI")
        if magic != b"\x01fcp":
            raise ValueError("no PCF font")
        tables = {}
        for _ in range(count):
            kind, form, _size, offset = self._unpack("<4I")
            tables[kind] = (form, offset)
        for kind in (_METRICS, _BITMAPS, _ENCODINGS):
            if kind not in tables:
                raise damaged("the font lacks a table")
        self._read_accelerators(
            tables.get(_BDF_ACCELERATORS) or tables.get(_ACCELERATORS) or (None, 0)
        )
        order = self._open(tables[_ENCODINGS])
        self._columns = self._unpack(order + "4h")  # first and last low byte, and high byte
        self._unpack(order + "h")
        self._encodings = f.tell(), order
        order = self._open(tables[_METRICS])
        self._is_compressed = bool(tables[_METRICS][0] & _COMPRESSED_METRICS)
        self._count = self._unpack(order + ("H" if self._is_compressed else "I"))[0]
        self._metrics = f.tell(), order
        order = self._open(tables[_BITMAPS])
        self._form = tables[_BITMAPS][0]
        glyphs = self._unpack(order + "I")[0]
        self._count = min(self._count, glyphs)
        self._offsets = f.tell(), order
        self._bits = f.tell() + 4 * glyphs + 16  # behind the sizes for the four paddings
        self._row = bytearray(8)

    @property
    def ascent(self) -> int:
        """Pixels above the baseline."""
        return self._ascent

    @property
    def descent(self) -> int:
        """Pixels below the baseline."""
        return self._descent

    def get_bounding_box(self) -> "tuple[int, int, int, int]":
        """Return what holds every glyph: width, height, and where its lower left corner is."""
        return self._box

    def _open(self, table: "tuple[int, int]") -> str:
        """Go behind the format of a table, and return the order of its bytes."""
        form, offset = table
        self.file.seek(offset)
        if self._unpack("<I")[0] != form:
            raise damaged("the font has two formats for one table")
        return ">" if form & _BYTES_MSB else "<"

    def _read_accelerators(self, table: "tuple[int | None, int]") -> None:
        if table[0] is None:
            raise damaged("the font lacks a table")
        order = self._open(table)
        self._unpack("8B")
        self._ascent, self._descent, _ = self._unpack(order + "3i")
        smallest, largest = self._unpack(order + "6h"), self._unpack(order + "6h")
        if table[0] & _ACCELERATORS_WITH_INK:
            smallest, largest = self._unpack(order + "6h"), self._unpack(order + "6h")
        # left and right side bearings, advance, ascent, descent of the extremes
        left, bottom = smallest[0], -largest[4]
        self._box = largest[1] - left, largest[3] - bottom, left, bottom

    def _read_glyph(self, point: int) -> "Glyph | None":
        index = self._index(point)
        if index is None:
            return None
        left, right, advance, ascent, descent = self._metrics_of(index)
        width, height = right - left, ascent + descent
        bitmap = self._new_bitmap(width, height)
        if width and height:
            self._draw(bitmap, index, width, height)
        return Glyph(bitmap, 0, width, height, left, -descent, advance, 0)

    def _index(self, point: int) -> "int | None":
        """Return the number of a code point's glyph, or None."""
        first_low, last_low, first_high, last_high = self._columns
        low, high = point & 0xFF, point >> 8
        if not (first_low <= low <= last_low and first_high <= high <= last_high):
            return None
        place, order = self._encodings
        row = (high - first_high) * (last_low - first_low + 1)
        self.file.seek(place + 2 * (row + low - first_low))
        index = self._unpack(order + "H")[0]
        return None if index == _NONE else index

    def _metrics_of(self, index: int) -> "tuple[int, ...]":
        """Return side bearings, advance, ascent and descent of a glyph."""
        if index >= self._count:
            raise damaged("a glyph has no metrics")
        place, order = self._metrics
        if self._is_compressed:
            self.file.seek(place + 5 * index)
            return tuple(value - 0x80 for value in self._unpack("5B"))
        self.file.seek(place + 12 * index)
        return self._unpack(order + "5h")

    def _draw(self, bitmap: "Any", index: int, width: int, height: int) -> None:
        padding = 8 << (self._form & _PADDING)
        size = (width + padding - 1) // padding * padding // 8
        place, order = self._offsets
        self.file.seek(place + 4 * index)
        place = self._bits + self._unpack(order + "I")[0]
        if place + size * height > self._end:
            raise damaged("the font ends too early")
        self.file.seek(place)
        if readinto and self._form & _LAID_OUT == _USUAL:
            try:
                readinto(
                    bitmap,
                    self.file,
                    bits_per_pixel=1,
                    element_size=4,
                    reverse_pixels_in_element=True,
                )
                return
            except TypeError:  # the bitmap is of another class than displayio's
                pass
        if len(self._row) < size:
            self._row = bytearray(size)
        row = memoryview(self._row)[:size]
        # Bytes go from the left to the right, unless they are units in another order than bits.
        is_left_first = bool(self._form & _BITS_MSB)
        unit = 1 if is_left_first == bool(self._form & _BYTES_MSB) else 1 << (self._form >> 4 & 3)
        if size % unit:
            raise damaged("a row has an impossible size")
        first = 0x80 if is_left_first else 1
        start = 0
        for _ in range(height):
            self.file.readinto(row)
            for column in range((width + 7) // 8):
                byte = row[column ^ (unit - 1)]
                x = 8 * column
                while byte and x < width:
                    if byte & first:
                        bitmap[start + x] = 1
                    byte = byte << 1 & 0xFF if is_left_first else byte >> 1
                    x += 1
            start += width
