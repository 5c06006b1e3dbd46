# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts from files."""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from .glyph_cache import GlyphCache

LVGL_HEADER_SIZE = b"\x30\x00\x00\x00"  #: the length of its header, which begins it


def load_font(filename: str, bitmap: "Any" = None, limit: "int | None" = None) -> "GlyphCache":
    """Open a font.

    :param filename: of a file in the formats BDF, PCF or LVGL's binary one, whatever it is called
    :param bitmap: the class of its glyphs' bitmaps; ``displayio.Bitmap`` if not given
    :param limit: how many glyphs are kept in memory; 256 if not given
    :raises OSError: there is no such file
    :raises ValueError: it is no font, or of an unknown kind, or damaged
    """
    if limit is not None and limit < 1:
        raise ValueError("limit must be 1 or more")
    if bitmap is None:
        import displayio  # noqa: PLC0415 - not all boards have it

        bitmap = displayio.Bitmap
    file = open(filename, "rb")  # noqa: SIM115 - the font keeps it
    start = file.read(4)
    font: "GlyphCache"
    try:
        if start == b"STAR":
            from .bdf import BDF  # noqa: PLC0415 - the others need no heap

            font = BDF(file, bitmap)
        elif start == b"\x01fcp":
            from .pcf import PCF  # noqa: PLC0415 - the others need no heap

            font = PCF(file, bitmap)
        elif start == LVGL_HEADER_SIZE:
            from .lvfontbin import LVGLFont  # noqa: PLC0415 - the others need no heap

            font = LVGLFont(file, bitmap)
        elif start == b"\x00\x01\x00\x00":
            raise ValueError("TrueType fonts are for computers: make a PCF of it there")
        else:
            raise ValueError(f"no font begins with {start!r}")
    except ValueError:
        file.close()
        raise
    if limit is not None:
        font.limit = limit
    return font
