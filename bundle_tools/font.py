# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts for boards: the characters that a program needs, drawn from a font for computers.

What FreeType reads can be a source: TrueType, OpenType, BDF, PCF. What comes out is black and
white, as PCF (compact, found by seeking) or BDF (text).
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

FORMATS = ("pcf", "bdf")


class FontError(Exception):
    """A font cannot be made, and why."""


@dataclass(frozen=True)
class Glyph:
    """A character in black and white."""

    point: int  #: its code point
    width: int  #: of the picture, in pixels
    left: int  #: from the pen to the picture
    bottom: int  #: from the baseline to the picture, upwards
    advance: int  #: from this pen to the next
    rows: tuple[int, ...]  #: from the top; of each, the left pixel is the highest bit

    @property
    def height(self) -> int:
        """Of the picture, in pixels."""
        return len(self.rows)

    @property
    def ascent(self) -> int:
        """From the baseline to the top of the picture."""
        return self.bottom + self.height


@dataclass(frozen=True)
class Font:
    """Glyphs by their code points, with the measures of a line."""

    name: str
    ascent: int
    descent: int
    glyphs: tuple[Glyph, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """What holds every glyph: width, height, left and bottom."""
        left = min(glyph.left for glyph in self.glyphs)
        bottom = min(glyph.bottom for glyph in self.glyphs)
        right = max(glyph.left + glyph.width for glyph in self.glyphs)
        return right - left, max(glyph.ascent for glyph in self.glyphs) - bottom, left, bottom


def read(source: Path, size: int | None, points: Iterable[int]) -> tuple[Font, list[int]]:
    """Draw characters of a font.

    :param size: in pixels; of a bitmap font the one that it has, if it is not given
    :return: the font, and the code points that the source lacks
    :raises FontError: FreeType is not installed or does not read it, it has no such size, or
        it lacks all characters
    """
    try:
        import freetype  # noqa: PLC0415  # only this command needs it
    except ImportError:
        raise FontError(
            "freetype-py is not installed: pip install 'copperhead-bundle-tools[font]'"
        ) from None
    try:
        face = freetype.Face(str(source))
    except freetype.FT_Exception as error:
        raise FontError(f"{source}: FreeType does not read it: {error}") from None
    sizes = sorted({int(strike.height) for strike in face.available_sizes})
    if size is None:
        if len(sizes) != 1:
            raise FontError(f"{source}: say with --size how large it is to be, in pixels")
        size = sizes[0]
    if sizes and not face.is_scalable and size not in sizes:
        known = ", ".join(map(str, sizes))
        raise FontError(f"{source}: it has {known} pixels, and no other size")
    face.set_pixel_sizes(0, size)
    glyphs, missing = [], []
    for point in sorted(set(points)):
        if face.get_char_index(point):
            face.load_char(point, freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO)
            glyphs.append(_glyph(point, face.glyph))
        else:
            missing.append(point)
    if not glyphs:
        raise FontError(f"{source}: it has none of these characters")
    lines = face.size
    name = (face.family_name or b"font").decode("ascii", "replace")
    return Font(name, lines.ascender >> 6, -(lines.descender >> 6), tuple(glyphs)), missing


def _glyph(point: int, slot: "freetype.GlyphSlot") -> Glyph:  # type: ignore[name-defined]  # noqa: F821
    bitmap = slot.bitmap
    rows = []
    for y in range(bitmap.rows):
        row = bytes(bitmap.buffer[y * bitmap.pitch : y * bitmap.pitch + (bitmap.width + 7) // 8])
        rows.append(int.from_bytes(row, "big") >> -bitmap.width % 8 if row else 0)
    return Glyph(
        point,
        bitmap.width,
        slot.bitmap_left,
        slot.bitmap_top - bitmap.rows,
        slot.advance.x >> 6,
        tuple(rows),
    )


# BDF


def bdf(font: Font) -> bytes:
    """Return a font in the Glyph Bitmap Distribution Format 2.1."""
    width, height, left, bottom = font.box
    lines = ["STARTFONT 2.1", f"FONT {font.name.replace(' ', '-')}"]
    lines += [f"SIZE {font.ascent + font.descent} 72 72"]
    lines += [f"FONTBOUNDINGBOX {width} {height} {left} {bottom}"]
    lines += ["STARTPROPERTIES 2", f"FONT_ASCENT {font.ascent}", f"FONT_DESCENT {font.descent}"]
    lines += ["ENDPROPERTIES", f"CHARS {len(font.glyphs)}"]
    for glyph in font.glyphs:
        size = font.ascent + font.descent or 1
        lines += [f"STARTCHAR U+{glyph.point:04X}", f"ENCODING {glyph.point}"]
        lines += [f"SWIDTH {round(1000 * glyph.advance / size)} 0", f"DWIDTH {glyph.advance} 0"]
        lines += [f"BBX {glyph.width} {glyph.height} {glyph.left} {glyph.bottom}", "BITMAP"]
        digits = (glyph.width + 7) // 8 * 2
        lines += [f"{row << -glyph.width % 8:0{digits}X}" for row in glyph.rows]
        lines += ["ENDCHAR"]
    return "\n".join([*lines, "ENDFONT", ""]).encode("ascii", "replace")


# PCF

_PROPERTIES, _METRICS, _BITMAPS, _ENCODINGS, _ACCELERATORS = 0x1, 0x4, 0x8, 0x20, 0x100
_FORM = 0x0E  # rows padded to 4 bytes, bytes and bits from the most significant one on
_COMPRESSED = 0x100
_NONE = 0xFFFF
_HIGHEST = 0xFFFF  # code points have two bytes


def pcf(font: Font) -> bytes:
    """Return a font in the Portable Compiled Format.

    :raises FontError: a character is beyond U+FFFF, which the format has no place for
    """
    beyond = [glyph.point for glyph in font.glyphs if glyph.point > _HIGHEST]
    if beyond:
        raise FontError(f"PCF has no place for U+{beyond[0]:X}: take --output NAME.bdf")
    metrics = [_metrics(glyph) for glyph in font.glyphs]
    small = all(-0x80 <= value <= 0x7F for row in metrics for value in row)
    tables = [
        (_PROPERTIES, _FORM, _properties(font)),
        (_METRICS, _FORM | (_COMPRESSED if small else 0), _metrics_table(metrics, small)),
        (_BITMAPS, _FORM, _bitmaps(font.glyphs)),
        (_ENCODINGS, _FORM, _encodings(font.glyphs)),
        (_ACCELERATORS, _FORM, _accelerators(font, metrics)),
    ]
    head = struct.pack("<4sI", b"\x01fcp", len(tables))
    place = len(head) + 16 * len(tables)
    body = b""
    for kind, form, content in tables:
        table = struct.pack("<I", form) + content
        table += bytes(-len(table) % 4)
        head += struct.pack("<4I", kind, form, len(table), place + len(body))
        body += table
    return head + body


def _metrics(glyph: Glyph) -> tuple[int, int, int, int, int]:
    right = glyph.left + glyph.width
    return glyph.left, right, glyph.advance, glyph.ascent, -glyph.bottom


def _metrics_table(metrics: Sequence[tuple[int, ...]], small: bool) -> bytes:
    if small:
        rows = b"".join(bytes(value + 0x80 for value in row) for row in metrics)
        return struct.pack(">H", len(metrics)) + rows
    rows = b"".join(struct.pack(">5hH", *row, 0) for row in metrics)
    return struct.pack(">I", len(metrics)) + rows


def _properties(font: Font) -> bytes:
    names = b"FONT_ASCENT\0FONT_DESCENT\0"
    rows = struct.pack(">IBI", 0, 0, font.ascent) + struct.pack(">IBI", 12, 0, font.descent)
    rows += bytes(-2 % 4)  # two of them, to four
    return struct.pack(">I", 2) + rows + struct.pack(">I", len(names)) + names


def _bitmaps(glyphs: Sequence[Glyph]) -> bytes:
    offsets, data = [], b""
    for glyph in glyphs:
        offsets.append(len(data))
        size = (glyph.width + 31) // 32 * 4
        shift = 8 * size - glyph.width
        data += b"".join((row << shift).to_bytes(size, "big") for row in glyph.rows)
    by_padding = [
        sum((glyph.width + 8 * pad - 1) // (8 * pad) * pad * glyph.height for glyph in glyphs)
        for pad in (1, 2, 4, 8)
    ]
    count = len(glyphs)
    return struct.pack(f">I{count}I4I", count, *offsets, *by_padding) + data


def _encodings(glyphs: Sequence[Glyph]) -> bytes:
    numbers = {glyph.point: number for number, glyph in enumerate(glyphs)}
    lows = [point & 0xFF for point in numbers]
    highs = [point >> 8 for point in numbers]
    first_low, last_low, first_high, last_high = min(lows), max(lows), min(highs), max(highs)
    cells = [
        numbers.get(high << 8 | low, _NONE)
        for high in range(first_high, last_high + 1)
        for low in range(first_low, last_low + 1)
    ]
    head = struct.pack(">5h", first_low, last_low, first_high, last_high, 0)
    return head + struct.pack(f">{len(cells)}H", *cells)


def _accelerators(font: Font, metrics: Sequence[tuple[int, ...]]) -> bytes:
    columns = list(zip(*metrics, strict=True))
    least = struct.pack(">5hH", *map(min, columns), 0)
    most = struct.pack(">5hH", *map(max, columns), 0)
    return bytes(8) + struct.pack(">3i", font.ascent, font.descent, 0) + least + most
