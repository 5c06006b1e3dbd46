# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts for boards have the characters of their source, whoever reads them.

Read they are by our adafruit_bitmap_font, by upstream's, and by FreeType, which draws the source.
"""

import importlib.util
import struct
import sys
from pathlib import Path

import freetype
import pytest
import standard
import upstream
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from bundle_tools import font as fonts, wheels
from bundle_tools.cli import cli
from bundle_tools.font import Font, FontError, Glyph

FONTS = standard.ROOT / "libraries" / "fonts"
SPLEEN = FONTS / "spleen_8x16" / "font_spleen_8x16" / "font.pcf"
SPARTAN = FONTS / "league_spartan_24" / "font_league_spartan_24" / "font.pcf"
OURS = standard.ROOT / "libraries" / "helpers" / "bitmap_font"
THEIRS = upstream.place("adafruit-circuitpython-bitmap-font==2.5.1")


@pytest.fixture
def make(tmp_path):
    """Return a function: run `copperhead font` with an output in an empty folder."""

    def run(source, *options, output="font.pcf"):
        result = CliRunner().invoke(
            cli, ["font", str(source), *options, "-o", str(tmp_path / output)]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    run.folder = tmp_path
    return run


def load_font(folder, path):
    """Open a font with the adafruit_bitmap_font in a folder, ours or upstream's."""
    name = f"{'our' if folder is OURS else 'their'}_bitmap_font"
    if name not in sys.modules:
        package = folder / "adafruit_bitmap_font"
        spec = importlib.util.spec_from_file_location(
            name, package / "__init__.py", submodule_search_locations=[str(package)]
        )
        sys.modules[name] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{name}.bitmap_font").load_font(str(path))


def rows_of(bitmap, width, height):
    return [tuple(bitmap[x, y] for x in range(width)) for y in range(height)]


def seen(path, points, folder=OURS):
    """Return what a library for boards reads of a font: code point -> glyph."""
    font = load_font(folder, path)
    found = {}
    for point in points:
        glyph = font.get_glyph(point)
        rows = rows_of(glyph.bitmap, glyph.width, glyph.height)
        found[point] = (glyph.dx, glyph.dy, glyph.shift_x, rows)
    return found


def drawn(path, points, size=None):
    """Return what FreeType draws of a font."""
    face = freetype.Face(str(path))
    if size:
        face.set_pixel_sizes(0, size)
    else:
        face.select_size(0)
    found = {}
    for point in points:
        face.load_char(chr(point), freetype.FT_LOAD_RENDER | freetype.FT_LOAD_TARGET_MONO)
        slot, bitmap = face.glyph, face.glyph.bitmap
        rows = [
            tuple(
                bitmap.buffer[y * bitmap.pitch + x // 8] >> (7 - x % 8) & 1
                for x in range(bitmap.width)
            )
            for y in range(bitmap.rows)
        ]
        found[point] = (
            slot.bitmap_left,
            slot.bitmap_top - bitmap.rows,
            slot.advance.x >> 6,
            rows,
        )
    return found


CHARACTERS = "Aj .°é"


@pytest.mark.parametrize("kind", sorted(fonts.FORMATS))
@pytest.mark.parametrize("source", [SPLEEN, SPARTAN], ids=["one width", "many widths"])
def test_characters_are_those_of_the_source(make, source, kind):
    points = list(map(ord, CHARACTERS))

    result = make(source, "--chars", CHARACTERS, output=f"font.{kind}")

    path = make.folder / f"font.{kind}"
    told = f"{path}: 6 characters, {path.stat().st_size} bytes\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, told, "")
    expected = drawn(source, points)
    assert seen(path, points) == expected
    assert seen(path, points, THEIRS) == expected
    if kind != "bin":  # which FreeType does not know
        assert drawn(path, points) == expected
    assert load_font(OURS, path).get_glyph(ord("B")) is None


@pytest.mark.parametrize("kind", sorted(fonts.FORMATS))
def test_a_line_has_the_measures_of_the_source(make, kind):
    make(SPLEEN, output=f"font.{kind}")

    font = load_font(OURS, make.folder / f"font.{kind}")

    assert (font.ascent, font.descent) == (12, 4)
    assert font.get_bounding_box() == (8, 16, 0, -4)


def test_what_a_font_of_a_library_is_made_of_can_be_made_again(make):
    make(SPLEEN, "--range", "20-7E", "--range", "A0-17F")

    assert (make.folder / "font.pcf").read_bytes() == SPLEEN.read_bytes()


def test_without_characters_it_is_those_of_ascii(make):
    result = make(SPLEEN)

    assert "95 characters" in result.stdout


@pytest.mark.parametrize("spelled", ["41-43", "U+41-43", "0x41-0x43", "U+0041-U+0043"])
def test_ranges_are_in_hexadecimal_digits(make, spelled):
    make(SPLEEN, "--range", spelled)

    font = load_font(OURS, make.folder / "font.pcf")
    there = [point for point in range(0x20, 0x7F) if font.get_glyph(point)]
    assert there == [0x41, 0x42, 0x43]


def test_gaps_in_a_range_are_told(make):
    result = make(SPLEEN, "--range", "41", "--range", "4E00-4E14")

    assert result.exit_code == 0
    assert "1 characters" in result.stdout
    assert result.stderr.startswith(f"{SPLEEN}: it has no U+4E00 U+4E01 ")
    assert result.stderr.endswith("U+4E0F and 5 more\n")


@pytest.mark.parametrize(
    "options, code, told",
    [
        pytest.param(["--chars", "A中"], 1, "it has no U+4E2D", id="a character that is missing"),
        pytest.param(["--range", "4E00-4E10"], 1, "it has none of these", id="all are missing"),
        pytest.param(["--size", "12"], 1, "it has 16 pixels, and no other size", id="a size"),
        pytest.param(["--range", "7E-20"], 2, "ends before it begins", id="a range backwards"),
        pytest.param(["--range", "110000"], 2, "is beyond Unicode", id="beyond Unicode"),
        pytest.param(["--range", "A..Z"], 2, "'A..Z' is not like U+20-7E", id="no range"),
        pytest.param(["--size", "0"], 2, "0 is not in the range", id="no size"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_written(make, options, code, told):
    result = make(SPLEEN, *options)

    assert result.exit_code == code
    assert told in result.stderr
    assert list(make.folder.iterdir()) == []


def test_another_format_is_told(make):
    result = make(SPLEEN, output="font.ttf")

    assert result.exit_code == 2
    assert "it must end in .pcf, .bin or .bdf" in result.stderr


def test_what_is_no_font_is_told(make, tmp_path):
    source = tmp_path / "a.ttf"
    source.write_bytes(b"GIF89a")

    result = make(source)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {source}: FreeType does not read it: ")
    assert not (tmp_path / "font.pcf").exists()


def test_an_output_that_cannot_be_written_is_told(make, tmp_path):
    (tmp_path / "file").write_text("")

    result = make(SPLEEN, output="file/font.pcf")

    assert result.exit_code == 1
    assert f"{tmp_path / 'file' / 'font.pcf'}: cannot write it: " in result.stderr


def test_pcf_has_no_place_for_emoji():
    font = Font("test", 1, 0, (Glyph(0x1F600, 1, 0, 0, 1, (1,)),))

    with pytest.raises(FontError, match=r"no place for U\+1F600: take --output NAME\.bin"):
        fonts.pcf(font)


# Outlines. A square, in a font that is written here

_SCALE = 1000  # units to a size


def outlines(characters="\u25a0"):
    """Return a TrueType font whose characters are squares, 400 units wide, on the baseline."""
    square = struct.pack(">hhhhh", 1, 0, 0, 400, 400) + struct.pack(">HH", 3, 0)
    square += bytes((1, 1, 1, 1)) + struct.pack(">8h", 0, 0, 400, 0, 0, 400, 0, -400)
    square += bytes(-len(square) % 4)
    points = sorted(map(ord, characters))
    count = len(points) + 1
    segments = [(point, point, 1 + index - point) for index, point in enumerate(points)]
    segments.append((0xFFFF, 0xFFFF, 1))
    ends, starts, deltas = (
        [row[1] for row in segments],
        [row[0] for row in segments],
        [row[2] % 65536 for row in segments],
    )
    number = len(segments)
    form = struct.pack(f">7H{number}HH", 4, 16 + 8 * number, 0, 2 * number, 0, 0, 0, *ends, 0)
    form += struct.pack(f">{number}H{number}H{number}H", *starts, *deltas, *[0] * number)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + form,
        b"glyf": square * count,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            0,
            _SCALE,
            0,
            0,
            0,
            0,
            400,
            400,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 500, *[0] * 11, count),
        b"hmtx": struct.pack(">Hh", 500, 0) * count,
        b"loca": struct.pack(f">{count + 1}I", *(len(square) * n for n in range(count + 1))),
        b"maxp": struct.pack(">IH", 0x10000, count) + struct.pack(">13H", 4, 1, *[0] * 11),
    }
    head = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 48)
    place, rows, data = 12 + 16 * len(tables), b"", b""
    for name, content in tables.items():
        rows += struct.pack(">4s3I", name, 0, place + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    return head + rows + data


@pytest.mark.parametrize("size", [10, 20, 50])
def test_outlines_are_drawn_in_the_size_that_is_asked_for(make, tmp_path, size):
    source = tmp_path / "square.ttf"
    source.write_bytes(outlines())

    result = make(source, "--size", str(size), "--chars", "\u25a0", output="font.bin")

    assert result.exit_code == 0, result.stderr
    side = size * 400 // _SCALE
    found = seen(tmp_path / "font.bin", [0x25A0])[0x25A0]
    assert found == (0, 0, size // 2, [(1,) * side] * side)


def test_outlines_need_a_size(make, tmp_path):
    source = tmp_path / "square.ttf"
    source.write_bytes(outlines())

    result = make(source)

    assert result.exit_code == 1
    assert "say with --size how large it is to be, in pixels" in result.stderr


# Any font


@st.composite
def glyph(draw, point):
    width, height = draw(st.integers(0, 40)), draw(st.integers(0, 12))
    rows = tuple(draw(st.integers(0, (1 << width) - 1)) for _ in range(height))
    left, bottom = draw(st.integers(-200, 90)), draw(st.integers(-60, 60))
    return Glyph(point, width, left, bottom, draw(st.integers(0, 300)), rows)


@st.composite
def font(draw, highest):
    points = draw(st.sets(st.integers(1, highest), min_size=1, max_size=6))
    first = draw(st.integers(1, highest - 40))
    points |= set(range(first, first + draw(st.integers(0, 20))))
    return Font("test", 9, 3, tuple(draw(glyph(point)) for point in sorted(points)))


@pytest.mark.parametrize("kind", sorted(fonts.FORMATS))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_font_is_read_as_it_is_written(tmp_path_factory, kind, data):
    made = data.draw(font(0xFFFF if kind == "pcf" else 0x10FFFF))
    path = tmp_path_factory.getbasetemp() / f"any.{kind}"
    path.write_bytes(fonts.FORMATS[kind](made))

    found = seen(path, [one.point for one in made.glyphs])

    for one in made.glyphs:
        rows = [tuple(row >> (one.width - 1 - x) & 1 for x in range(one.width)) for row in one.rows]
        assert found[one.point] == (one.left, one.bottom, one.advance, rows)


def test_characters_far_apart_are_small_in_a_bin():
    rows = (0xFF,) * 16
    font = Font("test", 12, 4, tuple(Glyph(point, 8, 0, -4, 8, rows) for point in (0x41, 0x2500)))

    assert len(fonts.pcf(font)) > 5000
    assert len(fonts.lvgl(font)) < 200


def test_a_bin_of_more_than_64_kb_is_read(tmp_path):
    path = tmp_path / "font.bin"
    glyphs = [Glyph(point, 16, 0, 0, 17, (point,) * 16) for point in range(0x4E00, 0x5800)]
    path.write_bytes(fonts.lvgl(Font("test", 16, 0, tuple(glyphs))))

    assert path.stat().st_size > 1 << 16
    row = tuple(map(int, f"{0x57FF:016b}"))
    assert seen(path, [0x57FF]) == {0x57FF: (0, 0, 17, [row] * 16)}


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in FONTS.iterdir() if (path / "pyproject.toml").is_file())
)
def test_the_terms_of_fonts_travel(folder):
    (library,) = (one for one in standard.libraries() if one.part == folder)

    (licence,) = library.licences

    assert licence.name.startswith("LICENSE-")
    assert b"Copyright (c)" in licence.data
    assert licence.name[len("LICENSE-") : -len(".txt")] in library.licence
    assert Path(standard.ROOT, "LICENSES", licence.name[len("LICENSE-") :]).is_file()
    assert {"LICENSE", licence.name} <= set(wheels.of_library(library, b"MIT").files)
