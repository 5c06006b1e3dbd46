# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts in all three formats give the glyphs that were written into them.

The files are made here, from pictures in text; that they are right, FreeType tells, and for
LVGL's format upstream's library, by the fonts of its release.
"""

import importlib.util
import io
import itertools
import struct
import sys
import weakref
from pathlib import Path

import freetype
import pytest
import upstream
from displayio import Bitmap
from hypothesis import given, settings, strategies as st

from adafruit_bitmap_font import bdf, bitmap_font, lvfontbin, pcf, ttf
from copperbench import vm

FOLDER = Path(__file__).parents[1]
RELEASE = upstream.place("adafruit-circuitpython-bitmap-font==2.5.1")

# Code point: left, bottom, advance, and the picture
GLYPHS = {
    0x20: (0, 0, 4, []),
    0x41: (0, 0, 6, [".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"]),
    0x6A: (-1, -2, 4, ["...#", "....", "...#", "...#", "...#", "...#", "#..#", ".##."]),
    0x6D: (1, 0, 9, ["##.##.#", "#.#..#."]),
    0x126: (0, 1, 39, ["#" * 36 + ".#", ".#" * 19, "#" + "." * 37]),  # over 32 pixels
}
ASCENT, DESCENT = 7, 2
BOX = (39, 9, -1, -2)
MISSING = (0x0, 0x21, 0x42, 0x7A, 0x120, 0x220, 0x4E2D, 0x1F600)


def shown(glyph):
    """Return a glyph as GLYPHS has it."""
    rows = [
        "".join(".#"[glyph.bitmap[x, y] > 0] for x in range(glyph.width))
        for y in range(glyph.height)
    ]
    assert glyph.tile_index == glyph.shift_y == 0
    return glyph.dx, glyph.dy, glyph.shift_x, rows


def table(order, form, *values):
    return struct.pack(order + form, *values)


def width_of(picture):
    return len(picture[0]) if picture else 0


# The files


def make_bdf(glyphs=GLYPHS, end=b"\n", version="2.1", properties=True):
    lines = [f"STARTFONT {version}", "COMMENT made by a test", "FONT -test-", "SIZE 9 75 72"]
    lines += ["FONTBOUNDINGBOX {} {} {} {}".format(*BOX)]
    if properties:
        lines += ["STARTPROPERTIES 2", f"FONT_ASCENT {ASCENT}", f"FONT_DESCENT {DESCENT}"]
        lines += ["ENDPROPERTIES"]
    lines += [f"CHARS {len(glyphs)}"]
    for point, (left, bottom, advance, picture) in glyphs.items():
        width = width_of(picture)
        lines += [f"STARTCHAR U+{point:04X}", f"ENCODING {point}", "SWIDTH 500 0"]
        lines += [f"DWIDTH {advance} 0", f"BBX {width} {len(picture)} {left} {bottom}", "BITMAP"]
        digits = (width + 7) // 8 * 2
        for row in picture:
            bits = int(row.replace(".", "0").replace("#", "1"), 2) << -width % 8
            lines += [f"{bits:0{digits}X}"]
        lines += ["ENDCHAR"]
    return end.join(line.encode() for line in [*lines, "ENDFONT", ""])


def make_pcf(padding=4, bytes_first="most", bits_first="most", unit=1, compressed=True):
    """Return a PCF file; ``padding`` and ``unit`` are bytes."""
    order = ">" if bytes_first == "most" else "<"
    form = {1: 0, 2: 1, 4: 2, 8: 3}[padding] | {1: 0, 2: 1, 4: 2}[unit] << 4
    form |= 4 * (bytes_first == "most") | 8 * (bits_first == "most")
    names = b"FONT_ASCENT\0CHARSET_REGISTRY\0ISO10646\0CHARSET_ENCODING\x001\0"
    rows = [(0, 0, ASCENT), (12, 1, 29), (38, 1, 55)]
    properties = table(order, "I", 3) + b"".join(table(order, "IBI", *row) for row in rows)
    properties += bytes(-len(properties[4:]) % 4) + table(order, "I", len(names)) + names
    metrics, bitmaps, offsets = [], b"", []
    for left, bottom, advance, picture in GLYPHS.values():
        width = width_of(picture)
        metrics.append((left, left + width, advance, bottom + len(picture), -bottom))
        offsets.append(len(bitmaps))
        for text in picture:
            size = (width + 8 * padding - 1) // (8 * padding) * padding
            bits = text.replace(".", "0").replace("#", "1").ljust(8 * size, "0")
            row = [bits[start : start + 8] for start in range(0, 8 * size, 8)]
            if bits_first == "least":
                row = [byte[::-1] for byte in row]
            if bits_first != bytes_first:
                row = [
                    byte
                    for start in range(0, size, unit)
                    for byte in row[start : start + unit][::-1]
                ]
            bitmaps += bytes(int(byte, 2) for byte in row)
    least = table(order, "5hH", *map(min, zip(*metrics)), 0)
    most = table(order, "5hH", *map(max, zip(*metrics)), 0)
    if compressed:
        packed = table(order, "H", len(metrics))
        packed += b"".join(bytes(value + 0x80 for value in row) for row in metrics)
    else:
        packed = table(order, "I", len(metrics))
        packed += b"".join(table(order, "5hH", *row, 0) for row in metrics)
    numbers = {point: number for number, point in enumerate(GLYPHS)}
    highs = range(min(numbers) >> 8, (max(numbers) >> 8) + 1)
    cells = [numbers.get(high << 8 | low, 0xFFFF) for high in highs for low in range(0x20, 0x93)]
    encodings = table(order, "5h", 0x20, 0x92, highs[0], highs[-1], 0)
    encodings += table(order, f"{len(cells)}H", *cells)
    count = len(offsets)
    images = table(order, f"I{count}I4I", count, *offsets, *[len(bitmaps)] * 4) + bitmaps
    accelerators = bytes(8) + table(order, "3i", ASCENT, DESCENT, 0) + least + most
    tables = [
        (0x1, form, properties),
        (0x4, form | 0x100 * compressed, packed),
        (0x8, form, images),
        (0x20, form, encodings),
        (0x100, form, accelerators),
    ]
    head = struct.pack("<4sI", b"\x01fcp", len(tables))
    body = b""
    for kind, one_form, content in tables:
        place = len(head) + 16 * len(tables) - len(head) + 8 + len(body)
        head_row = struct.pack("<4I", kind, one_form, 4 + len(content), place)
        head += head_row
        body += struct.pack("<I", one_form) + content + bytes(-len(content) % 4)
    return head + body


def bits_of(value, count):
    return f"{value & (1 << count) - 1:0{count}b}" if count else ""


def make_lvgl(depth=1, is_long=False, kind=3, fractional=False, version=1):
    """Return a file in LVGL's format; a set pixel is as dark as it can be."""
    xy, wh, advance_bits = 4, 6, 10 if fractional else 6
    points = sorted(GLYPHS)
    glyphs, offsets = b"", [0]  # glyph 0 is that of no character
    for point in [None, *points]:
        left, bottom, advance, picture = GLYPHS[point] if point else (0, 0, 3, ["#"])
        bits = bits_of(advance << 4 if fractional else advance, advance_bits)
        bits += bits_of(left, xy) + bits_of(bottom, xy)
        bits += bits_of(width_of(picture), wh) + bits_of(len(picture), wh)
        for row in picture:
            bits += row.replace(".", "0" * depth).replace("#", "1" * depth)
        glyphs += bytes(int(bits[n : n + 8].ljust(8, "0"), 2) for n in range(0, len(bits), 8))
        offsets.append(len(glyphs))
    first, last = points[0], points[-1]
    if kind == 0:  # of the first characters only: an offset has a byte
        known = [point for point in points if point - first < 0x100]
        numbers = bytes(
            known.index(point) if point in known else 0 for point in range(first, known[-1] + 1)
        )
        maps = [(first, len(numbers), 1, len(numbers), 0, numbers)]
        others = [point for point in points if point not in known]
        maps += [(point, 1, 1 + points.index(point), 1, 2, b"") for point in others]
    elif kind == 2:
        maps = [(point, 1, 1 + number, 1, 2, b"") for number, point in enumerate(points)]
    else:
        where = struct.pack(f"<{len(points)}H", *(point - first for point in points))
        if kind == 1:
            where += struct.pack(f"<{len(points)}H", *range(len(points)))
        maps = [(first, last - first + 1, 1, len(points), kind, where)]
    rows, data, start = b"", b"", 12 + 16 * len(maps)
    for low, length, glyph, entries, form, content in maps:
        rows += struct.pack("<IIHHHBB", start + len(data), low, length, glyph, entries, form, 0)
        data += content
    head = struct.pack("<IHHHh", version, 3, ASCENT + DESCENT, ASCENT, -DESCENT)
    head += struct.pack("<HhHhhHH", ASCENT, -DESCENT, 0, -2, 8, 0, 0)
    head += bytes((is_long, 0, fractional, depth, xy, wh, advance_bits, 0, 0))
    at = [8 + offset for offset in offsets]
    places = struct.pack("<I", len(at) - 1) + struct.pack(
        f"<{len(at) - 1}{'I' if is_long else 'H'}", *at[:-1]
    )
    tables = [
        (b"head", head.ljust(40, b"\0")),
        (b"cmap", struct.pack("<I", len(maps)) + rows + data),
        (b"loca", places),
        (b"glyf", glyphs),
    ]
    return b"".join(
        struct.pack("<I4s", 8 + len(content) + -len(content) % 4, name)
        + content
        + bytes(-len(content) % 4)
        for name, content in tables
    )


def opened(data):
    """Return the font in a file's bytes."""
    kinds = {b"STAR": bdf.BDF, b"\x01fcp": pcf.PCF}
    return kinds.get(data[:4], lvfontbin.LVGLFont)(io.BytesIO(data), Bitmap)


PCF_FORMS = [
    pytest.param(
        padding, bytes_first, bits_first, unit, id=f"{padding}-{bytes_first}-{bits_first}-{unit}"
    )
    for padding, bytes_first, bits_first, unit in itertools.product(
        (1, 2, 4, 8), ("most", "least"), ("most", "least"), (1, 2, 4)
    )
    if unit <= padding
]

FILES = [
    pytest.param(make_bdf(), id="bdf"),
    pytest.param(make_bdf(end=b"\r\n"), id="bdf of Windows"),
    pytest.param(make_bdf(dict(reversed(GLYPHS.items()))), id="bdf out of order"),
    pytest.param(make_pcf(), id="pcf"),
    pytest.param(make_pcf(compressed=False), id="pcf with long metrics"),
    *(
        pytest.param(make_lvgl(depth), id=f"lvgl of {depth} bits a pixel")
        for depth in (1, 2, 3, 4, 8)
    ),
    pytest.param(make_lvgl(is_long=True, fractional=True), id="lvgl with long offsets"),
    *(pytest.param(make_lvgl(kind=kind), id=f"lvgl with a map of kind {kind}") for kind in (0, 2)),
]


@pytest.mark.parametrize("data", FILES)
def test_glyphs_are_as_written(data):
    font = opened(data)

    assert {point: shown(font.get_glyph(point)) for point in GLYPHS} == GLYPHS
    assert [font.get_glyph(point) for point in MISSING] == [None] * len(MISSING)


@pytest.mark.parametrize("padding, bytes_first, bits_first, unit", PCF_FORMS)
def test_pcf_of_all_orders_is_read_as_freetype_reads_it(
    tmp_path, padding, bytes_first, bits_first, unit
):
    data = make_pcf(padding, bytes_first, bits_first, unit)
    path = tmp_path / "font.pcf"
    path.write_bytes(data)

    font = opened(data)

    face = freetype.Face(str(path))
    for point, glyph in GLYPHS.items():
        assert shown(font.get_glyph(point)) == glyph
        face.load_char(chr(point), freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO)
        assert of_freetype(face.glyph) == glyph


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_bdf_is_read_as_freetype_reads_it(tmp_path, end):
    path = tmp_path / "font.bdf"
    path.write_bytes(make_bdf(end=end))

    face = freetype.Face(str(path))

    for point, glyph in GLYPHS.items():
        face.load_char(chr(point), freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO)
        assert of_freetype(face.glyph) == glyph


def of_freetype(slot):
    """Return what FreeType has read as GLYPHS has it."""
    bitmap, rows = slot.bitmap, []
    for y in range(bitmap.rows):
        row = bitmap.buffer[y * bitmap.pitch : (y + 1) * bitmap.pitch]
        bits = "".join(f"{byte:08b}" for byte in row)[: bitmap.width]
        rows.append(bits.replace("0", ".").replace("1", "#"))
    bottom = slot.bitmap_top - bitmap.rows
    return slot.bitmap_left, bottom, slot.advance.x >> 6, rows


@pytest.mark.parametrize(
    "data, box",
    [
        pytest.param(make_bdf(), BOX, id="bdf"),
        pytest.param(make_pcf(), BOX, id="pcf"),
        pytest.param(make_lvgl(), (0, 9, 0, -2), id="lvgl"),
    ],
)
def test_measures_of_a_line(data, box):
    font = opened(data)

    assert font.ascent == ASCENT
    assert font.get_bounding_box() == box


def theirs():
    """Return upstream's package, under another name than ours."""
    name = "upstream_bitmap_font"
    if name not in sys.modules:
        folder = RELEASE / "adafruit_bitmap_font"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        sys.modules[name] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{name}.bitmap_font")


@pytest.mark.parametrize(
    "name",
    [
        "Junction-regular-24.bdf",
        "Junction-regular-24.pcf",
        "LeagueSpartan-Bold-16.bdf",
        "forkawesome-42.pcf",
        "unifont-16.0.02-ascii-emoji.bin",
        "unifont-16.0.02-ja.bin",
    ],
)
def test_glyphs_of_upstreams_fonts_are_upstreams(name):
    path = str(RELEASE / "examples" / "fonts" / name)
    points = [*range(0x20, 0x7F), 0xE9, 0x17F, 0x3042, 0x4E00, 0xF001, 0xF2A0, 0x1F389]
    ours, other = bitmap_font.load_font(path), theirs().load_font(path)
    other.load_glyphs(points)

    found = [ours.get_glyph(point) for point in points]

    expected = [other.get_glyph(point) for point in points]
    assert sum(glyph is not None for glyph in found) > 1
    assert list(map(pixels, found)) == list(map(pixels, expected))
    assert ours.get_bounding_box() == other.get_bounding_box()


def pixels(glyph):
    if glyph is None:
        return None
    count = glyph.width * glyph.height
    return (*glyph[1:], [glyph.bitmap[index] for index in range(count)])


# Opening


@pytest.mark.parametrize(
    "name, data, kind",
    [
        pytest.param("font.bdf", make_bdf(), bdf.BDF, id="bdf"),
        pytest.param("font.pcf", make_pcf(), pcf.PCF, id="pcf"),
        pytest.param("font.bin", make_lvgl(), lvfontbin.LVGLFont, id="lvgl"),
        pytest.param("font.lvfontbin", make_lvgl(), lvfontbin.LVGLFont, id="lvgl, long name"),
    ],
)
def test_a_file_opens_by_its_first_bytes(tmp_path, name, data, kind):
    (tmp_path / name).write_bytes(data)

    font = bitmap_font.load_font(str(tmp_path / name))

    assert type(font) is kind
    assert shown(font.get_glyph(0x41)) == GLYPHS[0x41]


@pytest.mark.upstream_defect
def test_a_name_in_capitals_opens(tmp_path):
    (tmp_path / "FONT.PCF").write_bytes(make_pcf())

    assert shown(bitmap_font.load_font(str(tmp_path / "FONT.PCF")).get_glyph(0x41))


def test_other_files_are_refused(tmp_path):
    (tmp_path / "a.pcf").write_bytes(b"GIF89a")

    with pytest.raises(ValueError, match="no font begins with b'GIF8'"):
        bitmap_font.load_font(str(tmp_path / "a.pcf"))
    with pytest.raises(FileNotFoundError):
        bitmap_font.load_font(str(tmp_path / "b.pcf"))
    with pytest.raises(ValueError, match="limit must be 1 or more"):
        bitmap_font.load_font(str(tmp_path / "a.pcf"), limit=0)


@pytest.mark.upstream_defect
def test_outlines_are_refused_in_words(tmp_path, capsys):
    data = b"\x00\x01\x00\x00" + struct.pack(">4H4s3I", 1, 16, 0, 0, b"head", 0, 28, 4) + bytes(80)
    (tmp_path / "a.ttf").write_bytes(data)

    with pytest.raises(ValueError, match="make a PCF of it"):
        bitmap_font.load_font(str(tmp_path / "a.ttf"))

    assert capsys.readouterr().out == ""


def test_outlines_are_not_implemented():
    with pytest.raises(NotImplementedError):
        ttf.TTF(io.BytesIO(), Bitmap)


class Pixels:
    """A bitmap of a program's own, which firmware's functions do not know."""

    def __init__(self, width, height, colors):
        self.values = [0] * (width * height)
        self.width = width

    def __setitem__(self, place, value):
        x, y = place if isinstance(place, tuple) else (place, 0)
        self.values[x + y * self.width] = value

    def __getitem__(self, place):
        x, y = place
        return self.values[x + y * self.width]


@pytest.mark.parametrize("name, data", [("a.bdf", make_bdf()), ("a.bin", make_lvgl())])
def test_bitmaps_are_of_the_class_that_is_given(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    glyph = bitmap_font.load_font(str(tmp_path / name), Pixels).get_glyph(0x6A)

    assert type(glyph.bitmap) is Pixels
    assert shown(glyph) == GLYPHS[0x6A]


@pytest.mark.upstream_defect(raises=TypeError)
def test_bitmaps_of_pcf_are_of_the_class_that_is_given(tmp_path):
    (tmp_path / "a.pcf").write_bytes(make_pcf())

    glyph = bitmap_font.load_font(str(tmp_path / "a.pcf"), Pixels).get_glyph(0x6A)

    assert shown(glyph) == GLYPHS[0x6A]


# What glyphs are asked for with


@pytest.mark.parametrize("data", [make_bdf(), make_pcf(), make_lvgl()], ids=["bdf", "pcf", "lvgl"])
@pytest.mark.parametrize(
    "asked", [0x41, "Aj", [0x41, 0x6A], {0x41}, iter((0x41, 0x41))], ids=lambda a: type(a).__name__
)
def test_glyphs_can_be_read_before_they_are_used(data, asked):
    file = io.BytesIO(data)
    font = type(opened(data))(file, Bitmap)

    font.load_glyphs([0x41] if not isinstance(asked, (int, str, list, set)) else asked)
    file.close()

    assert shown(font.get_glyph(0x41)) == GLYPHS[0x41]


@pytest.mark.upstream_defect
def test_the_set_that_is_asked_for_stays_as_it_is():
    asked = {0x41, 0x6A, 0x42}

    opened(make_bdf()).load_glyphs(asked)

    assert asked == {0x41, 0x6A, 0x42}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(make_bdf(), id="bdf", marks=pytest.mark.upstream_defect),
        pytest.param(make_pcf(), id="pcf"),
        pytest.param(make_lvgl(), id="lvgl", marks=pytest.mark.upstream_defect),
    ],
)
def test_only_so_many_glyphs_stay_in_memory(data):
    class Counted(Pixels):
        alive = weakref.WeakSet()

        def __init__(self, *args):
            super().__init__(*args)
            self.alive.add(self)

    font = type(opened(data))(io.BytesIO(data), Counted)
    font.limit = 2

    for point in GLYPHS:
        font.get_glyph(point)
        font.get_glyph(0x42)

    assert len(Counted.alive) <= 2
    assert shown(font.get_glyph(0x41)) == GLYPHS[0x41]


def test_a_glyph_in_memory_is_the_same_object():
    font = opened(make_pcf())

    assert font.get_glyph(0x41) is font.get_glyph(0x41)


# BDF

LONG = dict.fromkeys(range(19968, 22528), GLYPHS[65])  # 2560 glyphs


class Counting(io.BytesIO):
    """A file that counts what is read of it."""

    count = 0

    def readline(self, *args):
        line = super().readline(*args)
        self.count += len(line)
        return line


@pytest.mark.upstream_defect
def test_a_late_glyph_is_found_without_reading_all_before_it():
    file = Counting(make_bdf(LONG))
    font = bdf.BDF(file, Bitmap)

    assert shown(font.get_glyph(0x57FE)) == GLYPHS[0x41]

    assert file.count < len(file.getvalue()) // 20


@pytest.mark.upstream_defect
def test_characters_that_are_not_there_do_not_cost_a_whole_file_each():
    file = Counting(make_bdf(LONG))
    font = bdf.BDF(file, Bitmap)

    assert [font.get_glyph(point) for point in range(0x41, 0x55)] == [None] * 20

    assert file.count < 2 * len(file.getvalue())


@settings(max_examples=25, deadline=None)
@given(st.permutations(sorted(range(0x30, 0x70))), st.integers(0x20, 0x80))
def test_a_glyph_is_found_in_any_order(order, point):
    pictures = {each: (0, 0, each, ["#"]) for each in order}
    font = opened(make_bdf(pictures))

    glyph = font.get_glyph(point)

    assert (glyph and glyph.shift_x) == (point if point in pictures else None)


@pytest.mark.upstream_defect
@pytest.mark.parametrize("number", ["-1", "-1 300"])
def test_glyphs_without_a_character_are_passed_over(number):
    nameless = f"STARTCHAR x\nENCODING {number}\nDWIDTH 1 0\nBBX 1 1 0 0\nBITMAP\n80\nENDCHAR\n"
    data = make_bdf().replace(b"STARTCHAR U+006A", nameless.encode() + b"STARTCHAR U+006A")
    font = opened(data)

    assert shown(font.get_glyph(0x6A)) == GLYPHS[0x6A]
    assert font.get_glyph(-1) is None


@pytest.mark.upstream_defect
def test_version_2_2_is_read():
    assert shown(opened(make_bdf(version="2.2")).get_glyph(0x41)) == GLYPHS[0x41]


def test_a_space_without_pixels_has_its_advance():
    glyph = opened(make_bdf()).get_glyph(0x20)

    assert (glyph.width, glyph.height, glyph.shift_x) == (0, 0, 4)


@pytest.mark.upstream_defect
def test_without_properties_the_box_tells_ascent_and_descent():
    font = opened(make_bdf(properties=False))

    assert (font.ascent, font.descent) == (7, 2)


@pytest.mark.upstream_defect
def test_sizes_are_numbers():
    font = opened(make_bdf())

    assert (font.point_size, font.x_resolution, font.y_resolution) == (9, 75, 72)


def test_a_font_may_tell_the_advance_once():
    data = make_bdf({0x41: GLYPHS[0x41]}).replace(b"DWIDTH 6 0\n", b"")
    font = opened(data.replace(b"CHARS 1", b"DWIDTH 6 0\nCHARS 1"))

    assert font.get_glyph(0x41).shift_x == 6


# PCF and LVGL


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(make_pcf(bytes_first="least", bits_first="least"), id="little-endian"),
        pytest.param(make_pcf(bytes_first="least"), id="bytes little-endian"),
        pytest.param(make_pcf(padding=1), id="rows of whole bytes"),
        pytest.param(make_pcf(padding=8, bits_first="least"), id="bits little-endian"),
    ],
)
def test_pcf_of_other_machines_is_read(data):
    assert shown(opened(data).get_glyph(0x6A)) == GLYPHS[0x6A]


@pytest.mark.upstream_defect
def test_a_code_point_above_16_bits_is_no_other_character_of_a_pcf():
    assert opened(make_pcf()).get_glyph(0x10041) is None


@pytest.mark.upstream_defect
def test_a_full_sparse_map_is_read():
    glyph = opened(make_lvgl(kind=1)).get_glyph(0x126)

    assert glyph is not None
    assert shown(glyph) == GLYPHS[0x126]


@pytest.mark.upstream_defect
def test_gaps_of_a_full_map_are_no_characters():
    assert opened(make_lvgl(kind=0)).get_glyph(0x42) is None


@pytest.mark.upstream_defect
def test_descent_is_below_the_baseline_in_all_formats():
    assert [opened(data).descent for data in (make_bdf(), make_pcf(), make_lvgl())] == [DESCENT] * 3


@pytest.mark.upstream_defect
def test_an_advance_that_is_told_once_is_that_of_all_glyphs():
    data = bytearray(make_lvgl())
    data[30] = 6  # what all have
    glyph = data.index(b"loca") + 8 + 2  # where the place of glyph 1 is, behind that of glyph 0
    start = data.index(b"glyf") - 4 + struct.unpack_from("<H", data, glyph)[0]
    header = int.from_bytes(data[start : start + 4], "big") << 6  # without its advance
    data[start : start + 4] = (header & 0xFFFFFFFF).to_bytes(4, "big")
    data[40] = 0

    found = opened(bytes(data)).get_glyph(0x20)

    assert (found.width, found.height, found.shift_x) == (0, 0, 6)


def test_a_compressed_font_is_refused_in_words():
    data = bytearray(make_lvgl())
    data[41] = 1

    with pytest.raises(ValueError, match="make it with --no-compress"):
        opened(bytes(data))


# Damage

WHOLE = {
    "bdf": make_bdf(),
    "pcf": make_pcf(),
    "odd pcf": make_pcf(1, "least", "most", 1, compressed=False),
    "lvgl": make_lvgl(4),
    "lvgl with gaps": make_lvgl(kind=0),
}


def survey(data):
    """Return what a font that may be damaged has for some characters; errors in words."""
    try:
        font = opened(data)
        font.get_bounding_box()
    except ValueError as error:
        return dict.fromkeys(GLYPHS, str(error))
    found = {}
    for point in (*GLYPHS, 0x42, 0x4E2D):
        try:
            glyph = font.get_glyph(point)
            found[point] = None if glyph is None else shown(glyph)
        except ValueError as error:
            found[point] = str(error)
    return found


@pytest.mark.upstream_defect(raises=AttributeError)
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_ends_early_has_whole_glyphs_or_an_error(name):
    """It is cut at each of its bytes. Of a BDF, a glyph may be gone altogether."""
    data = WHOLE[name]
    may_lack = data.startswith(b"STAR")
    for size in range(len(data)):
        found = survey(data[:size])
        for point, glyph in GLYPHS.items():
            is_told = isinstance(found[point], str) or (may_lack and found[point] is None)
            assert is_told or found[point][3] == glyph[3], (size, hex(point))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 3),
)
def test_any_damage_ends_in_glyphs_or_a_value_error(name, changes, repeated):
    damaged = bytearray(WHOLE[name])
    for place, value in changes:
        damaged[4 + place % (len(damaged) - 4)] = value

    survey(bytes(damaged) + bytes(damaged) * repeated)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([b"STARTFONT 2.1\n", b"\x01fcp", b"\x30\x00\x00\x00head"]), st.binary())
def test_any_bytes_end_in_a_value_error(start, rest):
    survey(start + rest)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_lines_end_in_a_value_error(data):
    lines = make_bdf().split(b"\n")
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=40))

    survey(b"\n".join([lines[0], *chosen]))


# On a board

PROGRAM = """
import displayio
from adafruit_bitmap_font.bitmap_font import load_font
from copperbench.measure import garbage

for name in ("a.bdf", "a.pcf", "a.bin"):
    font = load_font("/fonts/" + name)
    font.load_glyphs("Aj")
    glyph = font.get_glyph(0x6A)
    print(font.ascent, font.descent, font.get_glyph(0x42), glyph[1:])
    for y in range(glyph.height):
        print("".join([".#"[glyph.bitmap[x, y]] for x in range(glyph.width)]))
    garbage(name, lambda: font.get_glyph(0x6A))
"""


def test_all_formats_are_read_on_a_board(tmp_path):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name, data in (("a.bdf", make_bdf()), ("a.pcf", make_pcf()), ("a.bin", make_lvgl())):
        (fonts / name).write_bytes(data)

    result = vm.run(PROGRAM, libraries=[FOLDER], drive=tmp_path, heap=64 * 1024)

    assert result.exception is None, result.stdout
    left, bottom, advance, picture = GLYPHS[0x6A]
    line = f"7 2 None (0, 4, 8, {left}, {bottom}, {advance}, 0)"
    assert result.stdout.splitlines() == [line, *picture] * 3
    assert dict(result.figures) == {"a.bdf": 0, "a.pcf": 0, "a.bin": 0}
