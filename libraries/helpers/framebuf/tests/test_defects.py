# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is wrong in adafruit_framebuf 1.6.12, and right here."""

import struct

import pytest

from adafruit_framebuf import GS2_HMSB, MHMSB, MVLSB, RGB565, RGB888, BitmapFont, FrameBuffer

BYTES = {MVLSB: 1, RGB565: 16, MHMSB: 1, RGB888: 24, GS2_HMSB: 2}  # for eight pixels


def frame(width, height, form=MVLSB, fill=0):
    length = (width + 7) // 8 * ((height + 7) // 8 * 8) * BYTES[form]
    return FrameBuffer(bytearray([fill]) * length, width, height, form)


def rows(made):
    """Return a frame as text."""
    return [
        "".join("#" if made.pixel(x, y) else "." for x in range(made.width))
        for y in range(made.height)
    ]


@pytest.fixture
def fonts(tmp_path, monkeypatch):
    """A drive with two fonts, of glyphs that are full; the one as upstream wants it is one."""
    for name in ("font5x8.bin", "other.bin"):
        (tmp_path / name).write_bytes(bytes((5, 8)) + b"\xff" * 1280)
    monkeypatch.chdir(tmp_path)


@pytest.mark.upstream_defect(raises=FileNotFoundError)
def test_text_needs_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = frame(5, 8)

    made.text("A", 0, 0, 1)

    assert made.buf[:5] == b"\x7c\x12\x11\x12\x7c"


@pytest.mark.upstream_defect
def test_fill_of_two_bits_goes_to_the_programs_own_buffer():
    buffer = bytearray(16)

    FrameBuffer(buffer, 8, 8, GS2_HMSB).fill(3)

    assert buffer == b"\xff" * 16


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "area, shown",
    [
        pytest.param((-2, -2, 6, 6), ["...#", "...#", "...#", "####"], id="upper left"),
        pytest.param((1, 1, 9, 9), ["....", ".###", ".#..", ".#.."], id="lower right"),
    ],
)
def test_edges_outside_are_not_drawn_at_the_border(area, shown):
    made = frame(4, 4)

    made.rect(*area, 1)

    assert rows(made) == shown


@pytest.mark.upstream_defect(raises=IndexError)
@pytest.mark.parametrize("step", [(9, 0), (-9, 0)])
def test_scrolling_out_of_sight_changes_nothing(step):
    made = frame(8, 8, fill=0xA5)

    made.scroll(*step)

    assert made.buf == b"\xa5" * 8


@pytest.mark.upstream_defect
def test_scrolling_knows_what_is_down():
    made = frame(8, 8)
    made.rotation = 1
    made.pixel(2, 3, 1)

    made.scroll(0, 1)

    assert made.pixel(2, 4) == 1


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "radius, shown",
    [
        pytest.param(0, [".....", ".....", "..#..", ".....", "....."], id="a point"),
        pytest.param(1, [".....", ".###.", ".#.#.", ".###.", "....."], id="1"),
        pytest.param(2, [".###.", "#...#", "#...#", "#...#", ".###."], id="2"),
    ],
)
def test_a_circle_has_its_radius(radius, shown):
    made = frame(5, 5)

    made.circle(2, 2, radius, 1)

    assert rows(made) == shown


@pytest.mark.upstream_defect(raises=struct.error)
@pytest.mark.usefixtures("fonts")
def test_a_character_beyond_the_font_is_a_question_mark():
    made = frame(5, 8)

    made.text("\u20ac", 0, 0, 1)

    assert rows(made) == ["#####"] * 8


@pytest.mark.upstream_defect
def test_green_is_read_as_it_was_written():
    made = frame(1, 1, RGB565)

    made.pixel(0, 0, 0x081C08)

    assert made.pixel(0, 0) == 0x081C08


@pytest.mark.upstream_defect
def test_colours_stay_while_they_scroll():
    made = frame(4, 1, RGB565)
    made.pixel(0, 0, 0xFFFFFF)

    for _ in range(3):
        made.scroll(1, 0)

    assert made.pixel(3, 0) == 0xF8FCF8


@pytest.mark.upstream_defect(raises=TypeError)
@pytest.mark.parametrize(
    "form, color, expected",
    [
        pytest.param(RGB888, (255, 0, 1), 0xFF0001, id="RGB888"),
        pytest.param(GS2_HMSB, (255, 255, 255), 3, id="GS2"),
    ],
)
def test_fill_takes_tuples(form, color, expected):
    made = frame(8, 8, form)

    made.fill(color)

    assert made.pixel(7, 7) == expected


@pytest.mark.upstream_defect
@pytest.mark.parametrize("form, width", [(MHMSB, 12), (GS2_HMSB, 5)])
def test_rows_share_no_bytes(form, width):
    made = frame(width, 2, form)

    made.pixel(0, 1, 1)

    assert [made.pixel(x, 0) for x in range(width)] == [0] * width


@pytest.mark.upstream_defect
def test_a_buffer_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="must have 64 bytes"):
        FrameBuffer(bytearray(1), 8, 64)


@pytest.mark.upstream_defect
def test_a_frame_in_a_wider_one_leaves_its_neighbours():
    buffer = bytearray(16)

    FrameBuffer(buffer, 8, 8, MVLSB, 16).fill(1)

    assert buffer == b"\xff" * 8 + bytes(8)


@pytest.mark.upstream_defect
@pytest.mark.usefixtures("fonts")
def test_text_of_no_size_is_refused():
    with pytest.raises(ValueError, match="size must be 1 or more"):
        frame(8, 8).text("A", 0, 0, 1, size=0)


@pytest.mark.upstream_defect
@pytest.mark.usefixtures("fonts")
def test_the_file_of_a_font_is_closed_when_another_one_is_wanted():
    made = frame(8, 8)

    made.text("A", 0, 0, 1)
    first = made._font._font
    made.text("A", 0, 0, 1, font_name="other.bin")

    assert first.closed


@pytest.mark.upstream_defect
@pytest.mark.usefixtures("fonts")
def test_a_font_in_a_block_remains_the_one_that_it_is():
    with BitmapFont("other.bin") as font:
        assert font.font_name == "other.bin"


@pytest.mark.upstream_defect
def test_the_outline_of_two_bits_has_four_sides():
    made = frame(4, 3, GS2_HMSB)

    made.format.rect(made, 0, 0, 4, 3, 1)

    assert rows(made) == ["####", "#..#", "####"]


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_frame_is_copied_into_another():
    made = frame(8, 8)

    made.blit(frame(2, 8, fill=0xFF), 1, 0)

    assert rows(made) == [".##....."] * 8
