# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""bitmaptools where the recorded scenes do not reach: plain models, edges, what is refused."""

import array
import io
import math

import bitmaptools
import displayio
import pytest
from hypothesis import given, strategies as st

_RGB565 = displayio.Colorspace.RGB565
_SWAPPED = displayio.Colorspace.RGB565_SWAPPED
_SHADES = (0, 1, 3)


def _bitmap(rows, count=16):
    bitmap = displayio.Bitmap(len(rows[0]), len(rows), count)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            bitmap[x, y] = value
    return bitmap


def _rows(bitmap):
    return [[bitmap[x, y] for x in range(bitmap.width)] for y in range(bitmap.height)]


_grids = st.integers(1, 7).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(_SHADES), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


# Models


@given(_grids, st.data())
def test_a_filled_region_is_filled_and_nothing_else(rows, data):
    bitmap = _bitmap(rows)
    x1 = data.draw(st.integers(0, bitmap.width))
    x2 = data.draw(st.integers(x1, bitmap.width))
    y1 = data.draw(st.integers(0, bitmap.height))
    y2 = data.draw(st.integers(y1, bitmap.height))

    bitmaptools.fill_region(bitmap, x1, y1, x2, y2, 9)

    assert _rows(bitmap) == [
        [9 if x1 <= x < x2 and y1 <= y < y2 else value for x, value in enumerate(row)]
        for y, row in enumerate(rows)
    ]


@given(_grids, _grids, st.data())
def test_a_blit_copies_what_lands_inside_but_what_is_skipped(source, target, data):
    x = data.draw(st.integers(0, len(target[0])))
    y = data.draw(st.integers(0, len(target)))
    skipped = data.draw(st.sampled_from((None, *_SHADES)))
    kept = data.draw(st.sampled_from((None, *_SHADES)))
    bitmap = _bitmap(target)

    bitmaptools.blit(bitmap, _bitmap(source), x, y, skip_source_index=skipped, skip_dest_index=kept)

    expected = [list(row) for row in target]
    for down, row in enumerate(source):
        for across, value in enumerate(row):
            if y + down < len(target) and x + across < len(target[0]):
                below = target[y + down][x + across]
                if value != skipped and (kept is None or below != kept):
                    expected[y + down][x + across] = value
    assert _rows(bitmap) == expected


@given(_grids, st.data())
def test_a_blit_into_itself_moves_all_as_if_it_were_copied_first(rows, data):
    bitmap = _bitmap(rows)
    x1 = data.draw(st.integers(0, bitmap.width))
    y1 = data.draw(st.integers(0, bitmap.height))
    x = data.draw(st.integers(0, bitmap.width))
    y = data.draw(st.integers(0, bitmap.height))
    if (x > x1) != (y > y1):
        x, y = x1, y1  # the firmware goes by columns, and protects one direction at a time

    bitmaptools.blit(bitmap, bitmap, x, y, x1=x1, y1=y1)

    expected = [list(row) for row in rows]
    for down in range(bitmap.height - y1):
        for across in range(bitmap.width - x1):
            if y + down < bitmap.height and x + across < bitmap.width:
                expected[y + down][x + across] = rows[y1 + down][x1 + across]
    assert _rows(bitmap) == expected


@given(_grids, st.data())
def test_a_boundary_fill_reaches_all_that_touches_and_has_the_colour(rows, data):
    bitmap = _bitmap(rows)
    start = (
        data.draw(st.integers(0, bitmap.width - 1)),
        data.draw(st.integers(0, bitmap.height - 1)),
    )
    color = rows[start[1]][start[0]]

    bitmaptools.boundary_fill(bitmap, *start, 9, color)

    reached, waiting = set(), [start]
    while waiting:
        x, y = waiting.pop()
        inside = 0 <= x < bitmap.width and 0 <= y < bitmap.height
        if inside and (x, y) not in reached and rows[y][x] == color:
            reached.add((x, y))
            waiting += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    assert {
        (x, y) for y, row in enumerate(_rows(bitmap)) for x, value in enumerate(row) if value == 9
    } == reached


@given(*[st.integers(-5, 12)] * 4)
def test_a_line_goes_from_end_to_end_without_a_gap(x1, y1, x2, y2):
    bitmap = displayio.Bitmap(8, 8, 2)

    bitmaptools.draw_line(bitmap, x1, y1, x2, y2, 1)

    drawn = {(x, y) for y in range(8) for x in range(8) if bitmap[x, y]}
    for x, y in ((x1, y1), (x2, y2)):
        assert ((x, y) in drawn) == (0 <= x < 8 and 0 <= y < 8)
    for x, y in drawn:
        assert min(x1, x2) <= x <= max(x1, x2)
        assert min(y1, y2) <= y <= max(y1, y2)


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=2, max_size=5))
def test_a_polygon_is_its_lines(points):
    polygon, lines = displayio.Bitmap(16, 16, 2), displayio.Bitmap(16, 16, 2)
    xs = array.array("h", [x for x, _ in points])
    ys = array.array("h", [y for _, y in points])

    bitmaptools.draw_polygon(polygon, xs, ys, 1)

    for first, second in zip(points, [*points[1:], points[0]]):
        bitmaptools.draw_line(lines, *first, *second, 1)
    assert _rows(polygon) == _rows(lines)


@given(st.integers(0, 9))
def test_a_circle_is_the_same_in_all_eighths(radius):
    bitmap = displayio.Bitmap(21, 21, 2)

    bitmaptools.draw_circle(bitmap, 10, 10, radius, 1)

    rows = _rows(bitmap)
    assert rows[10][10 + radius] == 1
    assert rows == rows[::-1] == [row[::-1] for row in rows] == [list(r) for r in zip(*rows)]


@given(_grids)
def test_rotozoom_as_it_is_copies_and_twice_as_large_doubles(rows):
    source = _bitmap(rows)
    as_it_is, larger = [displayio.Bitmap(source.width, source.height, 16) for _ in range(2)]

    bitmaptools.rotozoom(as_it_is, source)
    bitmaptools.rotozoom(larger, source, scale=2.0, ox=0, oy=0, px=0, py=0)

    assert _rows(as_it_is) == rows
    assert _rows(larger) == [
        [rows[y // 2][x // 2] for x in range(source.width)] for y in range(source.height)
    ]


def test_rotozoom_turns_clockwise():
    source, target = displayio.Bitmap(12, 12, 2), displayio.Bitmap(12, 12, 2)
    bitmaptools.fill_region(source, 0, 0, 4, 4, 1)

    bitmaptools.rotozoom(target, source, angle=math.pi / 2)

    lit = [(x, y) for y in range(12) for x in range(12) if target[x, y]]
    assert 10 <= len(lit) <= 20  # an edge of it falls outside
    assert all(x >= 7 and y <= 4 for x, y in lit)


# Colours


@pytest.mark.parametrize("space", [_RGB565, _SWAPPED])
def test_all_of_one_source_is_that_source(space):
    first = _bitmap([[0xF800, 0x07E0, 0x1234]], 65536)
    second = _bitmap([[0x001F, 0xFFFF, 0x4321]], 65536)
    target = displayio.Bitmap(3, 1, 65536)

    bitmaptools.alphablend(target, first, second, space, 0.0, 1.0)
    only_second = _rows(target)
    bitmaptools.alphablend(target, first, second, space, 1.0, 0.0)

    assert only_second == _rows(second)
    assert _rows(target) == _rows(first)


def test_half_of_each_is_between_and_a_screen_keeps_what_is_lighter():
    black, white = _bitmap([[0]], 65536), _bitmap([[0xFFFF]], 65536)
    target = displayio.Bitmap(1, 1, 65536)

    bitmaptools.alphablend(target, black, white, _RGB565)
    normal = target[0]
    bitmaptools.alphablend(
        target, black, white, _RGB565, 1.0, 1.0, blendmode=bitmaptools.BlendMode.Screen
    )

    assert 0 < normal < 0xFFFF
    assert target[0] == 0xFFFF


def test_what_is_skipped_in_both_sources_stays_as_it_was():
    first, second = _bitmap([[7]], 65536), _bitmap([[9]], 65536)
    target = _bitmap([[0x1234]], 65536)

    bitmaptools.alphablend(
        target, first, second, _RGB565, skip_source1_index=7, skip_source2_index=9
    )

    assert target[0] == 0x1234


@pytest.mark.parametrize("algorithm", ["Atkinson", "FloydStenberg"])
@pytest.mark.parametrize("luma, share", [(0, 0), (255, 1), (128, 0.5)])
def test_dithering_keeps_the_brightness(algorithm, luma, share):
    source = displayio.Bitmap(32, 16, 256)
    source.fill(luma)
    target = displayio.Bitmap(32, 16, 65536)

    bitmaptools.dither(
        target, source, displayio.Colorspace.L8, getattr(bitmaptools.DitherAlgorithm, algorithm)
    )

    values = [value for row in _rows(target) for value in row]
    assert set(values) <= {0, 65535}
    assert abs(values.count(65535) / len(values) - share) < 0.1


def test_a_colour_is_replaced_everywhere():
    bitmap = _bitmap([[1, 2, 1], [3, 1, 2]])

    bitmaptools.replace_color(bitmap, 1, 5)

    assert _rows(bitmap) == [[5, 2, 5], [3, 5, 2]]


# Files and arrays


@pytest.mark.parametrize(
    "bits, size, settings, data, row",
    [
        (1, 1, {}, b"\x05", [1, 0, 1, 0]),
        (1, 1, {"reverse_pixels_in_element": True}, b"\xa0", [1, 0, 1, 0]),
        (2, 1, {}, b"\xe4", [0, 1, 2, 3]),
        (4, 1, {}, b"\x21\x43", [1, 2, 3, 4]),
        (8, 1, {}, b"\x01\x02\x03\x04", [1, 2, 3, 4]),
        (16, 2, {}, b"\x01\x00\x02\x00\x03\x00\x04\x00", [1, 2, 3, 4]),
        (16, 2, {"swap_bytes_in_element": True}, b"\x00\x01\x00\x02\x00\x03\x00\x04", [1, 2, 3, 4]),
        (24, 1, {}, bytes((0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4)), [1, 2, 3, 4]),
        (32, 4, {}, b"\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0", [1, 2, 3, 4]),
    ],
)
def test_rows_are_read_from_files_of_every_depth(bits, size, settings, data, row):
    bitmap = displayio.Bitmap(4, 1, 256)

    bitmaptools.readinto(bitmap, io.BytesIO(data), bits, size, **settings)

    assert _rows(bitmap) == [row]


def test_rows_can_come_in_reverse_and_a_short_file_ends_the_reading():
    bitmap = displayio.Bitmap(2, 2, 256)

    bitmaptools.readinto(bitmap, io.BytesIO(b"\1\2\3\4"), 8, reverse_rows=True)

    assert _rows(bitmap) == [[3, 4], [1, 2]]
    with pytest.raises(EOFError):
        bitmaptools.readinto(bitmap, io.BytesIO(b"\1\2\3"), 8)


def test_an_array_is_put_row_by_row_cut_to_the_bits_there_are():
    bitmap = displayio.Bitmap(3, 2, 4)

    bitmaptools.arrayblit(bitmap, array.array("H", [1, 2, 3, 4, 5, 6]), skip_index=5)

    assert _rows(bitmap) == [[1, 2, 3], [0, 0, 2]]


# What is refused


@pytest.mark.parametrize(
    "error, words, call",
    [
        (ValueError, "out of range of target", lambda b: bitmaptools.draw_circle(b, 1, 1, 1, 16)),
        (ValueError, "x must be 0-4", lambda b: bitmaptools.draw_circle(b, 5, 1, 1, 1)),
        (
            ValueError,
            "Coordinate arrays types have different sizes",
            lambda b: bitmaptools.draw_polygon(b, bytes(4), array.array("h", [1, 2, 3, 4]), 1),
        ),
        (IndexError, "index out of range", lambda b: bitmaptools.arrayblit(b, bytes(11))),
        (
            ValueError,
            "invalid element_size 3, must be, 1, 2, or 4",
            lambda b: bitmaptools.readinto(b, io.BytesIO(), 8, 3),
        ),
        (
            ValueError,
            "invalid bits_per_pixel 5, must be, 1, 2, 4, 8, 16, 24, or 32",
            lambda b: bitmaptools.readinto(b, io.BytesIO(), 5),
        ),
        (
            ValueError,
            "source palette too large",
            lambda b: bitmaptools.blit(b, displayio.Bitmap(2, 2, 256), 0, 0),
        ),
        (
            ValueError,
            "clip point must be (x,y) tuple",
            lambda b: bitmaptools.rotozoom(b, b, dest_clip0=3),
        ),
        (
            TypeError,
            "colorspace must be of type ColorSpace, not int",
            lambda b: bitmaptools.alphablend(b, b, b, 1),
        ),
        (
            ValueError,
            "For L8 colorspace, input bitmap must have 8 bits per pixel",
            lambda b: bitmaptools.alphablend(b, b, b, displayio.Colorspace.L8),
        ),
        (
            ValueError,
            "Unsupported colorspace",
            lambda b: bitmaptools.alphablend(b, b, b, displayio.Colorspace.RGB888),
        ),
        (
            TypeError,
            "bitmap sizes must match",
            lambda b: bitmaptools.dither(b, displayio.Bitmap(1, 1, 65536), _RGB565),
        ),
        (
            TypeError,
            "bitmap must be of type Bitmap, not int",
            lambda b: bitmaptools.readinto(1, b, 8),
        ),
        (
            TypeError,
            "x1 must be of type int, not str",
            lambda b: bitmaptools.fill_region(b, "", 0, 1, 1, 1),
        ),
    ],
)
def test_what_the_firmware_refuses_is_refused_in_its_words(error, words, call):
    with pytest.raises(error) as caught:
        call(displayio.Bitmap(4, 3, 16))

    assert str(caught.value) == words
