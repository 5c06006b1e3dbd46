# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Frames beside a picture that is a dict of pixels, and bytes beside layouts written down anew."""

import hashlib
from array import array

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

import adafruit_framebuf
from adafruit_framebuf import (
    GS2_HMSB,
    GS4_HMSB,
    GS8,
    MHMSB,
    MVLSB,
    RGB565,
    RGB888,
    BitmapFont,
    FrameBuffer,
    FrameBuffer1,
)

FORMATS = {
    "MVLSB": MVLSB,
    "MHMSB": MHMSB,
    "GS2": GS2_HMSB,
    "GS4": GS4_HMSB,
    "GS8": GS8,
    "RGB565": RGB565,
    "RGB888": RGB888,
}

# Where a pixel is, as MicroPython's documentation of framebuf and the firmware's sources have it:
# for a frame of so many pixels a row, the bits of pixel (x, y) as (byte, bit), the highest first.
LAYOUTS = {
    MVLSB: lambda row, x, y: [(y // 8 * row + x, y % 8)],
    MHMSB: lambda row, x, y: [((y * row + x) // 8, 7 - x % 8)],
    GS2_HMSB: lambda row, x, y: [((y * row + x) // 4, x % 4 * 2 + bit) for bit in (1, 0)],
    GS4_HMSB: lambda row, x, y: [((y * row + x) // 2, 4 - x % 2 * 4 + bit) for bit in (3, 2, 1, 0)],
    GS8: lambda row, x, y: [(y * row + x, bit) for bit in range(7, -1, -1)],
    RGB565: lambda row, x, y: [
        (2 * (y * row + x) + byte, bit) for byte in (1, 0) for bit in range(7, -1, -1)
    ],
    RGB888: lambda row, x, y: [
        (3 * (y * row + x) + byte, bit) for byte in (0, 1, 2) for bit in range(7, -1, -1)
    ],
}
PIXELS_IN_A_BYTE = {MHMSB: 8, GS2_HMSB: 4, GS4_HMSB: 2}


def stride_of(form, width):
    """Return the pixels of a row, rounded up so that each row begins with a byte."""
    several = PIXELS_IN_A_BYTE.get(form, 1)
    return (width + several - 1) // several * several


def bits_at(buffer, places):
    value = 0
    for byte, bit in places:
        value = value << 1 | buffer[byte] >> bit & 1
    return value


def stored(form, color):
    """Return a colour as a format keeps it."""
    if form in {MVLSB, MHMSB}:
        return int(bool(color))
    if form == RGB565:
        return (color >> 8 & 0xF800) | (color >> 5 & 0x07E0) | (color >> 3 & 0x001F)
    return color & {GS2_HMSB: 3, GS4_HMSB: 15, GS8: 255, RGB888: 0xFFFFFF}[form]


def frame(width, height, form=MVLSB, stride=None, rotation=0, fill=0):
    each = len(LAYOUTS[form](8, 0, 0))
    row = stride_of(form, stride or width)
    rows = (height + 7) // 8 * 8 if form == MVLSB else height
    made = FrameBuffer(
        bytearray([fill]) * ((row * rows * each + 7) // 8), width, height, form, stride
    )
    made.rotation = rotation
    return made


class Picture:
    """What a frame should show: a pixel that was not drawn is missing."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.pixels = {}

    def put(self, points, color):
        for x, y in points:
            if 0 <= x < self.width and 0 <= y < self.height:
                self.pixels[x, y] = color


def seen(made):
    """Return what a frame shows: its pixels as the layout has them, turned to be looked at."""
    found = {}
    width, height, quarters = made.width, made.height, made.rotation
    for x in range(width):
        for y in range(height):
            value = bits_at(made.buf, LAYOUTS[MVLSB](made.stride, x, y))
            if value:
                place = {
                    0: (x, y),
                    1: (y, width - 1 - x),
                    2: (width - 1 - x, height - 1 - y),
                    3: (height - 1 - y, x),
                }[quarters]
                found[place] = value
    return found


def rows(made):
    """Return a frame as text."""
    return [
        "".join("#" if made.pixel(x, y) else "." for x in range(made.width))
        for y in range(made.height)
    ]


# Layout

forms = st.sampled_from(sorted(FORMATS.values()))
coordinates = st.integers(-12, 40)
sizes = st.integers(1, 30)
colors = st.one_of(st.integers(0, 3), st.integers(0, 0xFFFFFF))


@given(form=forms, width=sizes, height=sizes, more=st.integers(0, 9), data=st.data())
def test_a_pixel_lies_where_the_layout_has_it_and_nowhere_else(form, width, height, more, data):
    made = frame(width, height, form, stride=width + more)
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    color = data.draw(colors)

    made.pixel(x, y, color)

    places = LAYOUTS[form](stride_of(form, width + more), x, y)
    assert bits_at(made.buf, places) == stored(form, color)
    rest = bytearray(made.buf)
    for byte, bit in places:
        rest[byte] &= ~(1 << bit)
    assert not any(rest)


@given(form=forms, color=colors)
def test_a_pixel_is_read_as_it_was_written(form, color):
    made = frame(9, 9, form)

    made.pixel(7, 5, color)

    kept = stored(form, color)
    if form == RGB565:
        kept = color & 0xF8FCF8
    assert made.pixel(7, 5) == kept


@given(
    form=forms,
    width=sizes,
    height=sizes,
    more=st.integers(0, 9),
    area=st.tuples(coordinates, coordinates, coordinates, coordinates),
    rotation=st.integers(0, 3),
    before=st.sampled_from([0, 0xFF, 0xA5]),
    color=colors,
)
def test_a_rectangle_is_its_pixels(form, width, height, more, area, rotation, before, color):
    made = frame(width, height, form, width + more, rotation, before)
    alike = frame(width, height, form, width + more, rotation, before)
    x, y, across, down = area

    made.fill_rect(x, y, across, down, color)

    for column in range(x, x + across):
        for row in range(y, y + down):
            alike.pixel(column, row, color)
    assert made.buf == alike.buf


@given(form=forms, width=sizes, height=sizes, more=st.integers(0, 9), color=colors)
def test_fill_leaves_what_lies_between_the_rows(form, width, height, more, color):
    made = frame(width, height, form, width + more, fill=0x5A)
    alike = frame(width, height, form, width + more, fill=0x5A)

    made.fill(color)

    for x in range(width):
        for y in range(height):
            alike.pixel(x, y, color)
    assert made.buf == alike.buf


@pytest.mark.parametrize("rotation", range(4))
def test_a_point_is_turned_clockwise(rotation):
    made = frame(16, 8, rotation=rotation)

    made.pixel(2, 1, 1)

    assert seen(made) == {(2, 1): 1}
    x, y = [(2, 1), (14, 2), (13, 6), (1, 5)][rotation]
    made.rotation = 0
    assert made.pixel(x, y) == 1


# Shapes


@given(
    ends=st.tuples(coordinates, coordinates, coordinates, coordinates),
    rotation=st.integers(0, 3),
)
def test_a_line_is_one_pixel_for_each_step_of_the_longer_way(ends, rotation):
    x_0, y_0, x_1, y_1 = ends
    made = frame(24, 16, rotation=rotation)
    steps = max(abs(x_1 - x_0), abs(y_1 - y_0))

    made.line(*ends, 1)

    width, height = (16, 24) if rotation & 1 else (24, 16)
    shown = seen(made)
    inside = 0
    for step in range(steps + 1):
        x, y = (
            start + (end - start) * (step / steps if steps else 0)
            for start, end in ((x_0, x_1), (y_0, y_1))
        )
        near = {
            (column, row)
            for column in {int(x // 1), int(-(-x // 1))}
            for row in {int(y // 1), int(-(-y // 1))}
            if abs(column - x) <= 0.5 and abs(row - y) <= 0.5
        }
        hit = near & shown.keys()
        if all(0 <= column < width and 0 <= row < height for column, row in near):
            assert hit
        inside += bool(hit)
    assert len(shown) == inside


def test_a_line_of_200000_pixels_takes_no_longer_than_what_is_seen_of_it():
    made = frame(128, 64)
    calls = []
    set_pixel = made.format.set_pixel
    made.format.set_pixel = lambda *pixel: (calls.append(pixel), set_pixel(*pixel))

    made.line(-100000, -50000, 100000, 50000, 1)

    assert len(calls) == 128
    assert made.pixel(0, 0) == made.pixel(127, 63) == 1


@given(x=st.integers(-5, 30), y=st.integers(-5, 30), radius=st.integers(0, 20), fill=st.booleans())
def test_a_circle_is_as_wide_as_high_and_its_own_mirror(x, y, radius, fill):
    made = frame(80, 80)

    made.circle(x + 25, y + 25, radius, 1, fill)

    pixels = {(column - x - 25, row - y - 25) for column, row in seen(made)}
    assert max(column for column, _ in pixels) == radius
    assert pixels == {(row, column) for column, row in pixels}
    assert pixels == {(-column, row) for column, row in pixels}
    for column, row in pixels:
        distance = (column**2 + row**2) ** 0.5
        assert distance < radius + 0.5
        assert fill or distance > radius - 1
    if fill:
        within = range(-radius, radius + 1)
        assert pixels >= {(a, b) for a in within for b in within if a * a + b * b <= radius**2}


@given(wide=st.integers(0, 20), high=st.integers(0, 20), fill=st.booleans())
def test_an_ellipse_is_as_wide_and_high_as_its_radii_and_has_no_gaps(wide, high, fill):
    made = frame(48, 48)

    made.ellipse(24, 24, wide, high, 1, fill)

    pixels = {(column - 24, row - 24) for column, row in seen(made)}
    assert {abs(column) for column, _ in pixels} == set(range(wide + 1))
    assert {abs(row) for _, row in pixels} == set(range(high + 1))
    assert (wide, 0) in pixels
    assert (0, high) in pixels


@pytest.mark.parametrize(
    "mask, signs",
    [
        pytest.param(1, [(1, -1)], id="upper right"),
        pytest.param(2, [(-1, -1)], id="upper left"),
        pytest.param(4, [(-1, 1)], id="lower left"),
        pytest.param(8, [(1, 1)], id="lower right"),
        pytest.param(5, [(1, -1), (-1, 1)], id="two"),
    ],
)
def test_quarters_of_an_ellipse_are_drawn_alone(mask, signs):
    whole, some = frame(48, 48), frame(48, 48)

    whole.ellipse(24, 24, 17, 9, 1)
    some.ellipse(24, 24, 17, 9, 1, mask=mask)

    assert set(seen(some)) == {
        (x, y)
        for x, y in seen(whole)
        if any((x - 24) * right >= 0 and (y - 24) * down >= 0 for right, down in signs)
    }


def test_a_negative_radius_draws_nothing():
    made = frame(8, 8)

    made.circle(4, 4, -1, 1)

    assert not any(made.buf)


def inside(x, y, corners):
    """Return whether a point is inside, by counting edges to its left."""
    crossed = False
    for (x_0, y_0), (x_1, y_1) in zip(corners, corners[1:] + corners[:1]):
        if (y_0 <= y) != (y_1 <= y) and x > x_0 + (y - y_0) * (x_1 - x_0) / (y_1 - y_0):
            crossed = not crossed
    return crossed


@given(
    corners=st.lists(
        st.tuples(st.integers(0, 23), st.integers(0, 23)), min_size=3, max_size=7, unique=True
    )
)
def test_a_polygon_is_its_edges_and_if_filled_what_is_inside(corners):
    outline, filled, edges = frame(24, 24), frame(24, 24), frame(24, 24)
    flat = array("h", [value for corner in corners for value in corner])

    outline.poly(0, 0, flat, 1)
    filled.poly(0, 0, flat, 1, True)

    for start, end in zip(corners[-1:] + corners[:-1], corners):
        edges.line(*start, *end, 1)
    assert seen(outline) == seen(edges)
    within = {(x, y) for x in range(24) for y in range(24) if inside(x, y, corners)}
    assert seen(filled).keys() >= within | seen(edges).keys()
    near = {(x + dx, y) for x, y in within | seen(edges).keys() for dx in (-1, 0, 1)}
    assert seen(filled).keys() <= near


def test_a_polygon_of_nothing_draws_nothing():
    made = frame(8, 8)

    made.poly(0, 0, [], 1, True)

    assert not any(made.buf)


# Copying and moving


@given(
    form=forms,
    rotation=st.integers(0, 3),
    x=coordinates,
    y=coordinates,
    key=st.sampled_from([-1, 0, 1]),
)
def test_a_copied_frame_is_its_pixels(form, rotation, x, y, key):
    source = frame(9, 6, GS8)
    for place in range(54):
        source.buf[place] = place % 4
    made, alike = frame(20, 12, form, None, rotation), frame(20, 12, form, None, rotation)

    made.blit(source, x, y, key)

    for column in range(9):
        for row in range(6):
            color = source.pixel(column, row)
            if color != key:
                alike.pixel(x + column, y + row, color)
    assert made.buf == alike.buf


def test_a_palette_gives_the_colours_and_is_looked_at_before_the_key():
    source = frame(2, 1, MHMSB)
    source.pixel(1, 0, 1)
    palette = frame(2, 1, RGB888)
    palette.pixel(0, 0, 0x102030)
    palette.pixel(1, 0, 0x405060)
    made = frame(4, 1, RGB888)

    made.blit(source, 0, 0, palette=palette)
    made.blit(source, 2, 0, 0x102030, palette)

    assert [made.pixel(x, 0) for x in range(4)] == [0x102030, 0x405060, 0, 0x405060]


@given(
    form=forms,
    width=st.sampled_from([5, 8, 16]),
    height=st.sampled_from([3, 8, 16]),
    rotation=st.integers(0, 3),
    dx=st.integers(-18, 18),
    dy=st.integers(-18, 18),
    whole=st.booleans(),
)
def test_scrolling_moves_pixels_as_they_are_seen(form, width, height, rotation, dx, dy, whole):
    if whole:
        dx, dy = dx & ~7, dy & ~7
    made = frame(width, height, form, width + 8, rotation)
    across, down = (height, width) if rotation & 1 else (width, height)
    for x in range(across):
        for y in range(down):
            made.pixel(x, y, x * 37 + y * 101 & 0xFFF)
    before = {(x, y): made.pixel(x, y) for x in range(across) for y in range(down)}
    made.format.set_pixel(made, width, 0, 1)  # beside the frame
    beside = made.format.get_pixel(made, width, 0)

    made.scroll(dx, dy)

    for (x, y), was in before.items():
        assert made.pixel(x, y) == before.get((x - dx, y - dy), was)
    assert made.format.get_pixel(made, width, 0) == beside


# Text


def glyphs():
    font = BitmapFont()
    return bytes((5, 8)) + b"".join(bytes(font._glyph(code)) for code in range(256))


def test_the_font_is_that_of_the_file_that_upstream_comes_with():
    # font5x8.bin in the examples of adafruit_framebuf 1.6.12
    digest = "256f8db12c0d562a03490865479dddc4d6931b5774be1eaee416a1064ef6bdcf"

    assert hashlib.sha256(glyphs()).hexdigest() == digest


@given(
    form=forms,
    rotation=st.integers(0, 3),
    size=st.integers(1, 4),
    text=st.text(st.characters(max_codepoint=255), max_size=6),
    x=st.integers(-40, 40),
    y=st.integers(-40, 40),
    color=colors,
    before=st.sampled_from([0, 0xFF, 0xA5]),
    width=st.integers(1, 40),
    height=st.integers(1, 24),
)
@settings(max_examples=200)
def test_text_is_the_pixels_of_its_glyphs(
    form, rotation, size, text, x, y, color, before, width, height
):
    made, alike = (frame(width, height, form, width + 3, rotation, before) for _ in range(2))
    data = glyphs()

    made.text(text, x, y, color, size=size)

    for number, line in enumerate(text.split("\n")):
        for place, char in enumerate(line):
            for column in range(5):
                for row in range(8):
                    if data[2 + 5 * ord(char) + column] >> row & 1:
                        alike.rect(
                            x + (6 * place + column) * size,
                            y + (8 * number + row) * size,
                            size,
                            size,
                            color,
                            fill=True,
                        )
    assert made.buf == alike.buf


def test_text_is_legible():
    made = frame(24, 8)

    made.text("Ay!\xf8", 0, 0, 1)

    assert rows(made) == [
        "..#...........#....###..",
        ".#.#..........#...##.##.",
        "#...#.#...#...#...##.##.",
        "#...#.#...#...#....###..",
        "#####..####...#.........",
        "#...#.....#.............",
        "#...#.#...#...#.........",
        ".......###..............",
    ]


def test_a_character_beyond_the_font_is_a_question_mark():
    made, alike = frame(12, 8), frame(12, 8)

    made.text("\u20acA", 0, 0, 1)
    alike.text("?A", 0, 0, 1)

    assert made.buf == alike.buf


def test_text_has_colour_1_unless_told_otherwise():
    made, alike = frame(12, 8), frame(12, 8)

    made.text("A", 0, 0)
    alike.text("A", 0, 0, 1)

    assert made.buf == alike.buf


@pytest.fixture
def narrow(tmp_path):
    """A font of 3 by 6 pixels, whose glyphs are their codes; bits 6 and 7 are no part of it."""
    path = tmp_path / "font3x6.bin"
    path.write_bytes(bytes((3, 6)) + bytes(code | 0xC0 for code in range(256) for _ in range(3)))
    return str(path)


@pytest.mark.parametrize("rotation", [0, 1])
def test_another_font_comes_from_its_file(narrow, rotation):
    made = frame(24, 24, rotation=rotation)

    made.text("\x15\n\x3f", 2, 1, 1, font_name=narrow)

    first = {(x, y) for x in (2, 3, 4) for y in (1, 3, 5)}
    second = {(x, y) for x in (2, 3, 4) for y in range(7, 13)}
    assert set(seen(made)) == first | second


def test_fonts_are_changed_and_their_files_closed(narrow, recwarn):
    made = frame(24, 8)

    made.text("\x01", 0, 0, 1, font_name=narrow)
    file = made._font._font
    made.text("A", 8, 0, 1)

    assert file.closed
    assert made._font.font_name == "font5x8.bin"
    assert not recwarn.list


def test_a_file_of_the_built_in_fonts_name_comes_first(tmp_path, monkeypatch):
    (tmp_path / "font5x8.bin").write_bytes(bytes((5, 8)) + b"\xff" * 1280)
    monkeypatch.chdir(tmp_path)
    made = frame(6, 8)

    made.text(" ", 0, 0, 1)

    assert rows(made) == ["#####."] * 8
    made._font.deinit()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes((5, 8)) + bytes(1279), id="too short"),
        pytest.param(bytes((5, 16)) + bytes(1280), id="too high"),
        pytest.param(bytes((5, 0)) + bytes(1280), id="of no height"),
    ],
)
def test_a_file_that_is_no_font_is_refused(tmp_path, content, recwarn):
    path = tmp_path / "broken.bin"
    path.write_bytes(content)

    with pytest.raises(RuntimeError, match=r"Invalid font file: .*broken.bin"):
        BitmapFont(str(path))

    assert not recwarn.list


def test_a_missing_font_is_the_systems_error(tmp_path):
    made = frame(8, 8)

    with pytest.raises(OSError, match="missing"):
        made.text("A", 0, 0, 1, font_name=str(tmp_path / "missing.bin"))

    assert not any(made.buf)


def test_a_font_is_closed_at_the_end_of_its_block(narrow):
    with BitmapFont(narrow) as font:
        assert font.font_width, font.font_height == (3, 6)
        assert font.width("abc") == 12

    assert font._font.closed


def test_a_font_draws_in_anything_that_has_fill_rect():
    class Recorder:
        def __init__(self):
            self.areas = []

        def fill_rect(self, *area):
            self.areas.append(area)

    recorder = Recorder()

    BitmapFont().draw_char("!", 10, 20, recorder, 7, size=2)

    assert recorder.areas == [(14, 20, 2, 10, 7), (14, 32, 2, 2, 7)]


# What drivers build on


def test_a_format_of_the_programs_own_is_drawn_with():
    class Upside:  # bit 0 at the bottom, as in some drivers for LCDs
        def set_pixel(self, made, x, y, color):
            bit = 0x80 >> (y & 7)
            made.buf[x + (y >> 3) * made.stride] |= bit
            if not color:
                made.buf[x + (y >> 3) * made.stride] ^= bit

        def get_pixel(self, made, x, y):
            return made.buf[x + (y >> 3) * made.stride] >> (7 - (y & 7)) & 1

        def fill(self, made, color):
            for index in range(len(made.buf)):
                made.buf[index] = 0xFF if color else 0

        def fill_rect(self, made, x, y, width, height, color):
            for column in range(x, x + width):
                for row in range(y, y + height):
                    self.set_pixel(made, column, row, color)

    made, alike = frame(24, 8), frame(24, 8)
    made.format = Upside()

    for each in (made, alike):
        each.fill(0)
        each.rect(0, 0, 24, 8, 1)
        each.text("on", 4, 0, 1)
        each.line(0, 7, 23, 0, 1)
        each.scroll(1, 0)

    assert rows(made) == rows(alike)
    assert made.buf != alike.buf


class View:
    """A view of a memory chip, which can only be indexed."""

    def __init__(self, length):
        self.bytes = bytearray(length)

    def __getitem__(self, index):
        return self.bytes[index]

    def __setitem__(self, index, value):
        assert isinstance(index, int)
        self.bytes[index] = value


@pytest.mark.parametrize("form", [MVLSB, MHMSB])
def test_a_buffer_without_slices_is_drawn_in(form):
    view = View(32 * 16 // 8)
    made, alike = FrameBuffer(view, 32, 16, form), frame(32, 16, form)

    for each in (made, alike):
        each.fill(1)
        each.fill_rect(3, 3, 25, 10, 0)
        each.text("on", 4, 4, 1)

    assert view.bytes == alike.buf


def test_a_part_of_a_buffer_is_drawn_in():
    buffer = bytearray(1 + 128)

    made = FrameBuffer1(memoryview(buffer)[1:], 128, 8)
    made.text("Hello", 0, 0, 1)
    made.fill_rect(100, 0, 28, 8, 1)

    assert buffer[0] == 0
    assert buffer[1:6] == b"\x7f\x08\x08\x08\x7f"
    assert buffer[-28:] == b"\xff" * 28


def test_formats_are_there_by_their_names():
    assert isinstance(frame(8, 8, MVLSB).format, adafruit_framebuf.MVLSBFormat)
    assert isinstance(frame(8, 8, MHMSB).format, adafruit_framebuf.MHMSBFormat)
    assert isinstance(frame(8, 8, GS2_HMSB).format, adafruit_framebuf.GS2HMSBFormat)
    assert isinstance(frame(8, 8, RGB565).format, adafruit_framebuf.RGB565Format)
    assert isinstance(frame(8, 8, RGB888).format, adafruit_framebuf.RGB888Format)
    with pytest.raises(AttributeError, match="OtherFormat"):
        adafruit_framebuf.OtherFormat  # noqa: B018  # a look is what is tested


# Pillow's pictures


@pytest.mark.parametrize("rotation", range(4))
@pytest.mark.parametrize(
    "form, mode, color, stored_color",
    [
        pytest.param(MVLSB, "1", 1, 1, id="MVLSB"),
        pytest.param(MHMSB, "1", 1, 1, id="MHMSB"),
        pytest.param(GS2_HMSB, "1", 1, 1, id="GS2 of one bit"),
        pytest.param(GS2_HMSB, "L", 0x80, 2, id="GS2"),
        pytest.param(GS4_HMSB, "RGB", (255, 255, 255), 15, id="GS4 of colours"),
        pytest.param(GS8, "L", 200, 200, id="GS8"),
        pytest.param(RGB565, "RGB", (255, 255, 255), 0xF8FCF8, id="RGB565"),
        pytest.param(RGB888, "RGB", (1, 2, 3), 0x010203, id="RGB888"),
    ],
)
def test_a_picture_is_shown(form, mode, color, stored_color, rotation):
    made = frame(5, 3, form, None, rotation, 0xFF)
    size = (3, 5) if rotation & 1 else (5, 3)
    picture = Image.new(mode, size)
    picture.putpixel((1, 2), color)

    made.image(picture)

    shown = {(x, y): made.pixel(x, y) for x in range(size[0]) for y in range(size[1])}
    assert shown.pop((1, 2)) == stored_color
    assert set(shown.values()) == {0}


@pytest.mark.parametrize(
    "form, mode, size, message",
    [
        pytest.param(MVLSB, "RGB", (8, 8), "mode 1", id="colours for one bit"),
        pytest.param(MHMSB, "L", (8, 8), "mode 1", id="greys for one bit"),
        pytest.param(RGB565, "1", (8, 8), "mode RGB", id="one bit for colours"),
        pytest.param(RGB888, "RGB", (8, 9), "8x8", id="another size"),
    ],
)
def test_a_picture_that_does_not_fit_is_refused(form, mode, size, message):
    made = frame(8, 8, form)

    with pytest.raises(ValueError, match=message):
        made.image(Image.new(mode, size, 1 if mode != "RGB" else (9, 9, 9)))

    assert not any(made.buf)


# What is refused


@pytest.mark.parametrize(
    "arguments, message",
    [
        pytest.param((8, 8, 7), "invalid format", id="no such format"),
        pytest.param((8, 8, -1), "invalid format", id="negative format"),
        pytest.param((8, 8, adafruit_framebuf.MHMSBFormat), "invalid format", id="a class"),
        pytest.param((0, 8, MVLSB), "must be 1 or more", id="no width"),
        pytest.param((8, 0, MVLSB), "must be 1 or more", id="no height"),
        pytest.param((8, 8, MVLSB, 7), "stride width or more", id="stride below the width"),
        pytest.param((8, 65, MVLSB), "must have 72 bytes", id="buffer a page too short"),
        pytest.param((12, 33, MHMSB), "must have 66 bytes", id="buffer too short for whole bytes"),
        pytest.param((9, 9, RGB888), "must have 243 bytes", id="buffer too short for colours"),
    ],
)
def test_a_frame_that_cannot_be_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        FrameBuffer(bytearray(64), *arguments)


def test_the_last_row_needs_no_more_than_the_width():
    FrameBuffer(bytearray(3 * (10 + 4)), 4, 2, RGB888, 10)

    with pytest.raises(ValueError, match="must have 42 bytes"):
        FrameBuffer(bytearray(41), 4, 2, RGB888, 10)


@pytest.mark.parametrize("value", [-1, 4, 90, None])
def test_no_other_rotation_is_taken(value):
    made = frame(8, 8, rotation=3)

    with pytest.raises(ValueError, match="must be 0 to 3"):
        made.rotation = value

    assert made.rotation == 3


@pytest.mark.parametrize("size", [0, -2])
def test_text_has_a_size(size):
    with pytest.raises(ValueError, match="size must be 1 or more"):
        frame(8, 8).text("A", 0, 0, 1, size=size)
