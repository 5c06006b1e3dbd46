# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""displayio's objects where the recorded scenes do not reach: buffers, files, order, subclasses."""

import io
import struct

import displayio
import fontio
import pytest
import terminalio
import vectorio
from hypothesis import given, strategies as st

from copperbench.display.layers import Members


def _bmp(width, height, bits, rows, palette=(), *, compression=0, header=40):
    """Return a BMP file; the last row comes first."""
    colors = b"".join(struct.pack("<I", color) for color in palette)
    offset = 14 + header + len(colors)
    head = struct.pack("<2sIHHI", b"BM", offset + len(rows), 0, 0, offset)
    info = struct.pack(
        "<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(rows), 0, 0, len(palette), 0
    )
    return head + struct.pack("<I", header) + info[4:] + colors + rows


# Bitmaps


@given(st.sampled_from((2, 4, 16, 256, 65536)), st.integers(1, 40), st.integers(1, 4), st.data())
def test_what_is_put_in_a_bitmap_is_in_it_and_nothing_else_changes(count, width, height, data):
    bitmap = displayio.Bitmap(width, height, count)
    model = {}
    for _ in range(data.draw(st.integers(0, 9))):
        place = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
        model[place] = bitmap[place] = data.draw(st.integers(0, count - 1))

    assert {(x, y): bitmap[x, y] for y in range(height) for x in range(width) if bitmap[x, y]} == {
        place: value for place, value in model.items() if value
    }
    assert [bitmap[index] for index in range(width * height)] == [
        bitmap[x, y] for y in range(height) for x in range(width)
    ]


def test_a_bitmap_is_its_memory():
    bitmap = displayio.Bitmap(4, 2, 65536)
    view = memoryview(bitmap)

    view[5] = 0x1234

    assert (bitmap[1, 1], view.format, len(view)) == (0x1234, "H", 8)


def test_a_bitmap_does_not_show_that_it_is_an_array_on_the_bench():
    bitmap = displayio.Bitmap(4, 2, 4)

    assert not hasattr(bitmap, "append")
    assert bitmap != displayio.Bitmap(4, 2, 4)
    assert [name for name in dir(bitmap) if not name.startswith("_")] == [
        "bits_per_value",
        "deinit",
        "dirty",
        "fill",
        "height",
        "width",
    ]
    for use in (len, iter, sorted):
        with pytest.raises(TypeError):
            use(bitmap)


def test_a_bitmap_that_was_given_back_cannot_be_used():
    bitmap = displayio.Bitmap(4, 2, 4)
    bitmap.deinit()

    with pytest.raises(ValueError, match="deinitialized"):
        bitmap[0] = 1


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((-1, 1, 2), "width must be 0-32767"),
        ((1, 40000, 2), "height must be 0-32767"),
        ((1, 1, 0), "value_count must be 1-65536"),
        ((1, 1, 65537), "value_count must be 1-65536"),
    ],
)
def test_a_bitmap_of_a_wrong_size_is_refused(arguments, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        displayio.Bitmap(*arguments)


def test_a_bitmap_that_no_board_has_memory_for_is_refused():
    with pytest.raises(
        MemoryError, match=r"^memory allocation failed, allocating 2147418112 bytes$"
    ):
        displayio.Bitmap(32767, 32767, 65536)


# Files


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "Invalid file"),
        (b"BM" + bytes(8), "Invalid file"),
        (b"PNG" + bytes(80), "Invalid file"),
        (_bmp(2, 2, 4, bytes(8), (0, 1), compression=2), "RLE-compressed BMP not supported"),
        (
            _bmp(2, 2, 4, bytes(8), header=64),
            "Only Windows format, uncompressed BMP supported: given header size is 64",
        ),
        (_bmp(2, 2, 8, b""), "Unable to read color palette data"),
    ],
)
def test_a_file_that_is_no_picture_of_a_known_kind_is_refused(content, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        displayio.OnDiskBitmap(io.BytesIO(content))


def test_a_picture_is_as_large_as_it_says_and_has_its_colours():
    picture = displayio.OnDiskBitmap(
        io.BytesIO(_bmp(3, 2, 4, bytes.fromhex("12300000 45600000"), range(0, 0x70, 0x10)))
    )

    assert (picture.width, picture.height, len(picture.pixel_shader)) == (3, 2, 7)
    assert picture.pixel_shader[3] == 0x30


def test_a_picture_that_ends_early_is_black_where_nothing_is_left(bench):
    picture = displayio.OnDiskBitmap(io.BytesIO(_bmp(2, 2, 24, b"\x10\x20\x30")))

    file = picture._state
    assert [file.get(x, y) for y in (1, 0) for x in (0, 1)] == [0x302010, 0, 0, 0]
    assert bench.notes[0].startswith("a picture of 2 by 2 pixels lacks 13 bytes")


def test_a_text_file_or_a_missing_one_is_refused(tmp_path):
    with pytest.raises(TypeError, match=r"^file must be a file opened in byte mode$"):
        displayio.OnDiskBitmap(5)
    with pytest.raises(OSError, match="2"):
        displayio.OnDiskBitmap(str(tmp_path / "none.bmp"))


# Groups


def _tile():
    return displayio.TileGrid(displayio.Bitmap(2, 2, 2), pixel_shader=displayio.Palette(2))


@given(st.lists(st.integers(0, 5), max_size=12))
def test_a_sorted_group_is_sorted(keys):
    group = displayio.Group()
    ranks = {}
    for key in keys:
        layer = _tile()
        ranks[layer] = key
        group.append(layer)

    group.sort(key=ranks.get)
    upwards = [ranks[layer] for layer in group]
    group.sort(key=ranks.get, reverse=True)

    assert upwards == sorted(keys)
    assert [ranks[layer] for layer in group] == sorted(keys, reverse=True)


def test_a_layer_that_was_taken_out_can_go_elsewhere():
    first, second, layer = displayio.Group(), displayio.Group(), _tile()
    first.append(layer)

    with pytest.raises(ValueError, match=r"^Layer already in a group$"):
        second.append(layer)
    first.remove(layer)
    second.append(layer)

    assert (len(first), len(second)) == (0, 1)


def test_a_program_can_make_classes_of_groups_and_tiles():
    class Sprite(displayio.TileGrid):
        def __init__(self):
            super().__init__(displayio.Bitmap(2, 2, 2), pixel_shader=displayio.Palette(2), x=3)
            self.speed = 2

        def step(self):
            self.x += self.speed

    class Scene(displayio.Group):
        pass

    scene = Scene(scale=2)
    sprite = Sprite()
    scene.append(sprite)
    sprite.step()

    assert (sprite.x, scene.scale, scene[0]) == (5, 2, sprite)
    assert isinstance(scene._state, Members)


def test_what_is_no_layer_is_refused():
    with pytest.raises(ValueError, match=r"^Layer must be a Group or TileGrid subclass$"):
        displayio.Group().append(3)


# Palettes and tiles


@pytest.mark.parametrize(
    "color", [0x123456, (0x12, 0x34, 0x56), b"\x12\x34\x56", [0x12, 0x34, 0x56]]
)
def test_a_colour_can_be_given_in_many_ways(color):
    palette = displayio.Palette(1)

    palette[0] = color

    assert palette[0] == 0x123456


def test_tiles_must_fit_into_the_bitmap_and_exist():
    bitmap = displayio.Bitmap(8, 8, 2)
    with pytest.raises(ValueError, match=r"^Tile width must exactly divide bitmap width$"):
        displayio.TileGrid(bitmap, pixel_shader=displayio.Palette(2), tile_width=3)
    tiles = displayio.TileGrid(
        bitmap, pixel_shader=displayio.Palette(2), tile_width=4, tile_height=4
    )
    with pytest.raises(ValueError, match=r"^tile must be 0-3$"):
        tiles[0] = 4


# Shapes and fonts


@given(st.integers(1, 30), st.integers(-9, 9), st.integers(-9, 9))
def test_a_circle_contains_what_is_near(radius, x, y):
    circle = vectorio.Circle(pixel_shader=displayio.Palette(1), radius=radius, x=0, y=0)

    if circle.contains(x, y):
        assert x * x + y * y <= (radius + 1) ** 2
    elif (abs(x), abs(y)) != (radius, 0):
        assert (abs(x) + 1) ** 2 + (abs(y) + 1) ** 2 > radius * radius


def test_a_rectangle_contains_its_pixels():
    rectangle = vectorio.Rectangle(pixel_shader=displayio.Palette(1), width=3, height=2, x=1, y=1)

    assert [(x, y) for y in range(5) for x in range(6) if rectangle.contains(x, y)] == [
        (x, y) for y in (1, 2) for x in (1, 2, 3)
    ]


def test_the_font_has_a_glyph_for_each_printable_character_of_ascii():
    glyphs = [terminalio.FONT.get_glyph(code) for code in range(32, 127)]

    assert all(isinstance(glyph, fontio.Glyph) for glyph in glyphs)
    assert terminalio.FONT.get_glyph(31) is None
    assert terminalio.FONT.get_bounding_box() == (6, 12)


@pytest.fixture
def terminal():
    """Return a terminal of six by four, and a function that returns its rows."""
    font = terminalio.FONT
    palette = displayio.Palette(2)
    tiles = displayio.TileGrid(
        font.bitmap, pixel_shader=palette, width=6, height=4, tile_width=6, tile_height=12
    )
    made = terminalio.Terminal(tiles, font)

    def rows():
        first = tiles._state.top_left_y
        return [
            "".join(
                chr(32 + tiles[6 * ((row + first) % 4) + column]) for column in range(6)
            ).rstrip()
            for row in range(4)
        ]

    return made, rows, palette


@pytest.mark.parametrize(
    "text, rows",
    [
        ("ab", ["", "", "", "ab"]),
        ("a\r\nb\r\nc\r\nd\r\ne", ["b", "c", "d", "e"]),
        ("abcdefgh", ["", "", "abcdef", "gh"]),
        ("ab\b\bX", ["", "", "", "Xb"]),
        ("a\tb", ["", "", "a    b", ""]),
        ("abcd\x1b[2D\x1b[K", ["", "", "", "ab"]),
        ("abcd\x1b[2D\x1b[1K", ["", "", "", "  cd"]),
        ("abcd\x1b[2K", ["", "", "", ""]),
        ("ab\x1b[2JX", ["X", "", "", ""]),
        ("\x1b[2J\x1b[3;2HX\x1b[HY", ["Y", "", " X", ""]),
        ("\x1b[2Ja\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\r\nX", ["a", "c", "X", "d"]),
        ("\x1b[2Ja\r\nb\r\nc\r\nd\x1b[2;3r\x1b[2;1H\x1bMX", ["a", "X", "b", "d"]),
        ("\x1b[2Ja\r\nb\x1b[H\x1bMX", ["X", "a", "b", ""]),
        ("\x1b]7;nothing\x1b\\a", ["", "", "", "a"]),
    ],
)
def test_a_terminal_obeys_what_is_no_text(terminal, text, rows):
    shown, found, _ = terminal

    assert shown.write(text) == len(text)
    assert found() == rows


def test_a_terminal_colours_all_its_text_at_once(terminal):
    shown, _, palette = terminal

    shown.write("\x1b[31;44ma")
    colors = (palette[0], palette[1])
    shown.write("\x1b[0m")

    assert colors == (0x0000FF, 0xFF0000)
    assert (palette[0], palette[1]) == (0x000000, 0xFFFFFF)
    assert (shown.cursor_x, shown.cursor_y) == (1, 0)
