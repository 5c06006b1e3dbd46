# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Glyphs that were read already, and what reading has in common for all formats."""

import struct

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import FileIO
    from typing import Any

    from fontio import Glyph

_LIMIT = const(256)


class GlyphCache:
    """A font that reads glyphs when they are asked for, and keeps the last ones.

    :param f: its file, open for reading bytes
    :param bitmap_class: of its glyphs' bitmaps
    :ivar limit: how many glyphs are kept, 1 or more; the one that was read first is forgotten
        first. What is in use elsewhere, by a label, stays in memory anyhow. With fewer than the
        text has that is shown, they are read again and again
    """

    limit = _LIMIT

    def __init__(self, f: "FileIO | None" = None, bitmap_class: "Any" = None) -> None:
        self._glyphs: "dict[int, Glyph | None]" = {}
        self._order: "list[int]" = []
        self.file = self.name = f
        self.bitmap_class = bitmap_class
        if f is not None:
            f.seek(0, 2)
            self._end = f.tell()
            f.seek(0)

    def load_glyphs(self, code_points: "int | str | Iterable[int]") -> None:
        """Read glyphs now that will be asked for.

        :param code_points: one code point, several, or a text
        :raises ValueError: the file is damaged
        """
        if isinstance(code_points, int):
            code_points = (code_points,)
        wanted = {ord(found) if isinstance(found, str) else found for found in code_points}
        for point in sorted(wanted):  # as most files have them
            if point not in self._glyphs:
                self._keep(point, self._read_glyph(point))

    def get_glyph(self, code_point: int) -> "Glyph | None":
        """Return the glyph of a code point, or None where the font has none.

        :param code_point: what ``ord()`` gives
        :raises ValueError: the file is damaged
        """
        if code_point not in self._glyphs:
            self._keep(code_point, self._read_glyph(code_point))
        return self._glyphs[code_point]

    def _keep(self, point: int, glyph: "Glyph | None") -> None:
        while self._order and len(self._order) >= self.limit:
            del self._glyphs[self._order.pop(0)]
        self._glyphs[point] = glyph
        self._order.append(point)

    def _read_glyph(self, point: int) -> "Glyph | None":
        """Return the glyph of a code point as the file has it, or None."""
        raise NotImplementedError

    def _unpack(self, form: str) -> "tuple[Any, ...]":
        """Read what follows in the file.

        :raises ValueError: the file ends before
        """
        size = struct.calcsize(form)
        data = self.file.read(size)  # type: ignore[union-attr]
        if len(data) < size:
            raise damaged("the font ends too early")
        return struct.unpack(form, data)

    def _new_bitmap(self, width: int, height: int, depth: int = 1) -> "Any":
        """Return an empty bitmap for a glyph.

        :raises ValueError: the file is too short to have its pixels
        """
        if width < 0 or height < 0 or width * height * depth > 8 * self._end:
            raise damaged("a glyph has an impossible size")
        return self.bitmap_class(width, height, 1 << depth)


def damaged(what: str) -> ValueError:
    """Return the error of a file that is not as it should be."""
    return ValueError(what + ": the file is damaged")
