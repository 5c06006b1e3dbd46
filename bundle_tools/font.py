# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts for boards: the characters that a program needs, drawn from a font for computers.

What FreeType reads can be a source: TrueType, OpenType, BDF, PCF. What comes out is black and
white: as PCF, which boards read fastest; as LVGL's binary format, which is small also where
characters are far apart; or as BDF, which is text.

Sources: the FontForge project's description of PCF; the font_spec of lv_font_conv; Adobe's Glyph
Bitmap Distribution Format 2.1.
"""

import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    try:
        _choose(face, source, size)
        known = {point: face.get_char_index(point) for point in sorted(set(points))}
        glyphs = []
        for point, number in known.items():
            if number:
                face.load_glyph(number, freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO)
                if face.glyph.bitmap.pixel_mode != freetype.FT_PIXEL_MODE_MONO:
                    raise FontError(f"{source}: its characters are pictures with colours or greys")
                glyphs.append(_glyph(point, face.glyph))
    except freetype.FT_Exception as error:
        raise FontError(f"{source}: FreeType does not draw it: {error}") from None
    if not glyphs:
        raise FontError(f"{source}: it has none of these characters")
    lines = face.size
    name = re.sub("[^A-Za-z0-9]+", " ", (face.family_name or b"").decode("ascii", "replace"))
    missing = [point for point, number in known.items() if not number]
    ascent, descent = max(lines.ascender >> 6, 0), max(-(lines.descender >> 6), 0)
    return Font(name.strip() or "font", ascent, descent, tuple(glyphs)), missing


def _choose(face: "freetype.Face", source: Path, size: int | None) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Have a font drawn in a size.

    :raises FontError: it has no such size, or several and none is asked for
    """
    sizes = [int(strike.height) for strike in face.available_sizes]
    if size is None and (face.is_scalable or len(sizes) != 1):
        raise FontError(f"{source}: say with --size how large it is to be, in pixels")
    if face.is_scalable:
        face.set_pixel_sizes(0, size)
    elif size is None or size in sizes:
        face.select_size(0 if size is None else sizes.index(size))
    else:
        known = ", ".join(map(str, sorted(set(sizes))))
        raise FontError(f"{source}: it has {known} pixels, and no other size")


def _glyph(point: int, slot: "freetype.GlyphSlot") -> Glyph:  # type: ignore[name-defined]  # noqa: F821
    bitmap = slot.bitmap
    data, size, rows = bytes(bitmap.buffer), (bitmap.width + 7) // 8, []
    for start in range(0, bitmap.rows * bitmap.pitch, bitmap.pitch or 1):
        rows.append(int.from_bytes(data[start : start + size], "big") >> -bitmap.width % 8)
    return Glyph(
        point,
        bitmap.width,
        slot.bitmap_left,
        slot.bitmap_top - bitmap.rows,
        slot.advance.x >> 6,
        tuple(rows),
    )


def _properties_of(font: Font) -> Mapping[str, int | str]:
    """Return what BDF and PCF tell of a font; without the last two, FreeType knows no Unicode."""
    return {
        "FAMILY_NAME": font.name,
        "FONT_ASCENT": font.ascent,
        "FONT_DESCENT": font.descent,
        "CHARSET_REGISTRY": "ISO10646",
        "CHARSET_ENCODING": "1",
    }


# BDF


def bdf(font: Font) -> bytes:
    """Return a font in the Glyph Bitmap Distribution Format 2.1."""
    width, height, left, bottom = font.box
    lines = ["STARTFONT 2.1", f"FONT {font.name.replace(' ', '-')}"]
    lines += [f"SIZE {font.ascent + font.descent} 72 72"]
    lines += [f"FONTBOUNDINGBOX {width} {height} {left} {bottom}"]
    properties = _properties_of(font)
    lines += [f"STARTPROPERTIES {len(properties)}"]
    for name, value in properties.items():
        lines += [f"{name} {value}" if isinstance(value, int) else f'{name} "{value}"']
    lines += ["ENDPROPERTIES", f"CHARS {len(font.glyphs)}"]
    for glyph in font.glyphs:
        size = font.ascent + font.descent or 1
        lines += [f"STARTCHAR U+{glyph.point:04X}", f"ENCODING {glyph.point}"]
        lines += [f"SWIDTH {round(1000 * glyph.advance / size)} 0", f"DWIDTH {glyph.advance} 0"]
        lines += [f"BBX {glyph.width} {glyph.height} {glyph.left} {glyph.bottom}", "BITMAP"]
        digits = (glyph.width + 7) // 8 * 2
        lines += [f"{row << -glyph.width % 8:0{digits}X}" for row in glyph.rows]
        lines += ["ENDCHAR"]
    return "\n".join([*lines, "ENDFONT", ""]).encode()


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
        raise FontError(f"PCF has no place for U+{beyond[0]:X}: take --output NAME.bin")
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
    names, rows = bytearray(), b""

    def place(text: str) -> int:
        names.extend(text.encode() + b"\0")
        return len(names) - len(text) - 1

    properties = _properties_of(font)
    for name, value in properties.items():
        at, is_text = place(name), isinstance(value, str)
        rows += struct.pack(">IBI", at, is_text, place(value) if isinstance(value, str) else value)
    rows += bytes(-len(properties) % 4)
    return struct.pack(">I", len(properties)) + rows + struct.pack(">I", len(names)) + names


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


# LVGL's binary format

_RUN = 8  # characters in a row that are worth a map of their own: it takes 16 bytes, else 2 each
_TINY, _SPARSE_TINY = 2, 3  # kinds of maps
_SPAN = 0xFFFF  # code points from the first to the last of a map


def lvgl(font: Font) -> bytes:
    """Return a font in LVGL's binary format, not compressed, with a bit a pixel.

    Glyph 0 is that of no character, and empty. Every glyph has its own advance: readers differ
    about fonts where it is told once.

    :raises FontError: it has more characters than the format can count
    """
    if len(font.glyphs) >= 0xFFFF:
        raise FontError("LVGL's format has no place for more than 65534 characters")
    by_point = {glyph.point: glyph for glyph in font.glyphs}
    maps = _maps(sorted(by_point))
    glyphs = [by_point[point] for points, _ in maps for point in points]
    signed = [value for glyph in glyphs for value in (glyph.left, glyph.bottom)]
    xy = max(max(value, ~value).bit_length() for value in signed) + 1
    wh = max(max(glyph.width, glyph.height) for glyph in glyphs).bit_length()
    advance = max(max(glyph.advance for glyph in glyphs).bit_length(), 1)
    offsets, body = [8, 8], b""
    for glyph in glyphs:
        bits = _Bits()
        bits.add(glyph.advance, advance)
        bits.add(glyph.left, xy)
        bits.add(glyph.bottom, xy)
        bits.add(glyph.width, wh)
        bits.add(glyph.height, wh)
        for row in glyph.rows:
            bits.add(row, glyph.width)
        body += bits.bytes()
        offsets.append(8 + len(body))
    offsets.pop()
    is_long = offsets[-1] > 0xFFFF
    _, _, _, bottom = font.box
    head = struct.pack("<IHHHh", 1, 3, font.ascent + font.descent, font.ascent, -font.descent)
    top = max(glyph.ascent for glyph in glyphs)
    widest = max(glyph.advance for glyph in glyphs)
    head += struct.pack("<HhHhhHH", font.ascent, -font.descent, 0, bottom, top, widest, 0)
    head += bytes((is_long, 0, 0, 1, xy, wh, advance, 0, 0)).ljust(10, b"\0")
    head += struct.pack("<hH", 0, 0)  # of an underline
    places = struct.pack(f"<I{len(offsets)}{'I' if is_long else 'H'}", len(offsets), *offsets)
    tables = (b"head", head), (b"cmap", _cmap(maps)), (b"loca", places), (b"glyf", body)
    return b"".join(_table(name, content) for name, content in tables)


class _Bits:
    """Numbers one after the other, the highest bit first."""

    def __init__(self) -> None:
        self._value = self._count = 0

    def add(self, value: int, count: int) -> None:
        self._value = self._value << count | value & (1 << count) - 1
        self._count += count

    def bytes(self) -> bytes:
        return (self._value << -self._count % 8).to_bytes((self._count + 7) // 8, "big")


def _maps(points: Sequence[int]) -> list[tuple[list[int], int]]:
    """Return maps of ``points``, which are in order: of long runs, and of what is between."""
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][-1] + 1 and len(runs[-1]) < _SPAN:
            runs[-1].append(point)
        else:
            runs.append([point])
    maps: list[tuple[list[int], int]] = []
    for run in runs:
        if len(run) >= _RUN:
            maps.append((run, _TINY))
            continue
        is_open = maps and maps[-1][1] == _SPARSE_TINY and run[-1] - maps[-1][0][0] < _SPAN
        if is_open:
            maps[-1][0].extend(run)
        else:
            maps.append((list(run), _SPARSE_TINY))
    return maps


def _cmap(maps: Sequence[tuple[list[int], int]]) -> bytes:
    rows, data, glyph = b"", b"", 1
    for points, kind in maps:
        first, length = points[0], points[-1] - points[0] + 1
        place = 12 + 16 * len(maps) + len(data)
        entries = 0 if kind == _TINY else len(points)
        rows += struct.pack("<IIHHHBB", place, first, length, glyph, entries, kind, 0)
        if kind == _SPARSE_TINY:
            data += struct.pack(f"<{entries}H", *(point - first for point in points))
        glyph += len(points)
    return struct.pack("<I", len(maps)) + rows + data


def _table(name: bytes, content: bytes) -> bytes:
    padding = bytes(-len(content) % 4)
    return struct.pack("<I4s", 8 + len(content) + len(padding), name) + content + padding


#: What the name of a file ends in, and what makes its content.
FORMATS: Mapping[str, Callable[[Font], bytes]] = {"pcf": pcf, "bin": lvgl, "bdf": bdf}
