# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Labels: what they show, and what they leave on the heap of the VM."""

from pathlib import Path

import displayio
import fontio
import pytest
import terminalio
from hypothesis import given, strategies as st

from adafruit_display_text import (
    bitmap_label,
    label,
    outlined_label,
    scrolling_label,
    text_box,
    wrap_text_to_lines,
    wrap_text_to_pixels,
)
from copperbench import vm

FOLDER = Path(__file__).parents[1]

pytestmark = pytest.mark.usefixtures("bench")


def colors(count=6):
    made = displayio.Palette(count)
    made[1] = 0xFFFFFF
    return made


def values(bitmap, x, y, width, height):
    """Return what colours a rectangle of a bitmap has."""
    return {bitmap[a, b] for a in range(x, x + width) for b in range(y, y + height)}


# Changes beside what is drawn from the beginning


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.text("ab1\n é", max_size=8)),
        st.tuples(st.just("line_spacing"), st.sampled_from([0.5, 1.25, 2.0])),
        st.tuples(st.just("scale"), st.integers(1, 3)),
        st.tuples(st.just("background_color"), st.sampled_from([None, 0xFF])),
        st.tuples(st.just("label_direction"), st.sampled_from(["LTR", "RTL", "UPR", "DWR"])),
        st.tuples(st.just("anchor_point"), st.sampled_from([None, (0, 0), (0.5, 1.0), (1, -1.0)])),
    ),
    max_size=6,
)


def drawn(made):
    """Return what a label is made of."""
    inner = made[0]
    grids = [
        (
            bytes(grid.bitmap),
            grid.x,
            grid.y,
            grid.flip_x,
            grid.transpose_xy,
            [grid[place] for place in range(grid.width)],
        )
        for grid in (inner[index] for index in range(len(inner)))
    ]
    return grids, made.bounding_box, made.scale


@pytest.mark.parametrize("module", [label, bitmap_label], ids=["label", "bitmap_label"])
@given(changes=CHANGES)
def test_a_label_that_is_changed_is_as_one_that_is_made_so(module, changes):
    made = module.Label(terminalio.FONT, text="12\n3", anchored_position=(30, 30))

    for name, value in changes:
        setattr(made, name, value)

    settings = {"text": "12\n3", "anchored_position": (30, 30), **dict(changes)}
    fresh = module.Label(terminalio.FONT, **settings)
    assert drawn(made) == drawn(fresh)
    if fresh.anchor_point is not None:
        assert (made.x, made.y) == (fresh.x, fresh.y)


class Steps:
    """A font whose capitals are twice as high as its other letters."""

    ascent = 8
    descent = 2

    def get_bounding_box(self):
        return 6, 10, 0, -2

    def get_glyph(self, code):
        bitmap = displayio.Bitmap(6, 8 if chr(code).isupper() else 4, 2)
        return fontio.Glyph(bitmap, 0, 6, bitmap.height, 0, 0, 6, 0)


@pytest.mark.parametrize("module", [label, bitmap_label], ids=["label", "bitmap_label"])
def test_an_anchor_holds_where_letters_of_another_height_come(module):
    made = module.Label(Steps(), text="a", anchor_point=(0, 0), anchored_position=(10, 20))
    assert made.y + made.bounding_box[1] == 20

    made.text = "A"

    assert made.bounding_box == (0, -4, 6, 8)
    assert (made.x, made.y) == (10, 24)


def test_a_box_with_padding_is_there_as_soon_as_there_is_a_line():
    made = label.Label(terminalio.FONT, background_color=0xFF, padding_left=4, padding_top=4)
    assert len(made[0]) == 0

    made.text = "\n"

    assert len(made[0]) == 1


# Outlines and accents


def test_an_outline_is_around_the_letters():
    made = bitmap_label.Label(terminalio.FONT, text="|", outline_color=0xFF)
    plain = bitmap_label.Label(terminalio.FONT, text="|", padding_left=1, padding_right=1)
    lit = [(x, y) for x in range(8) for y in range(12) if plain.bitmap[x, y]]

    outlined = [(x, y) for x in range(8) for y in range(14) if made.bitmap[x, y] == 2]

    near = {(x + a, y + 1 + b) for x, y in lit for a in (-1, 0, 1) for b in (-1, 0, 1)}
    assert set(outlined) == near - {(x, y + 1) for x, y in lit}


def test_an_accent_colors_the_cells_of_its_letters():
    made = bitmap_label.Label(terminalio.FONT, text="say hello now", color_palette=colors())

    found = made.add_accent_to_substring("hello", 4, 5)

    assert found
    assert values(made.bitmap, 24, 0, 30, 12) == {4, 5}
    assert values(made.bitmap, 0, 0, 24, 12) == values(made.bitmap, 54, 0, 24, 12) == {0, 1}
    assert made.accent_ranges == [(4, 9, 4, 5, "foreground_background")]


def test_accents_can_be_taken_away():
    made = bitmap_label.Label(terminalio.FONT, text="say hello", color_palette=colors())
    before = bytes(made.bitmap)
    made.add_accent_range(0, 3, 4, 5)
    made.add_accent_range(4, 6, 4, 5, "outline")

    made.remove_accent_range(0)
    assert made.remove_accent_from_substring("hello")

    assert not made.remove_accent_from_substring("other")
    assert not made.add_accent_to_substring("other", 4, 5)
    made.outline_size = 1
    assert made.accent_ranges == []
    assert values(made.bitmap, 0, 0, made.bitmap.width, made.bitmap.height) == {0, 1}
    assert len(before) <= len(bytes(made.bitmap))


def test_an_accent_can_be_an_outline():
    made = bitmap_label.Label(terminalio.FONT, text="ab", color_palette=colors())

    made.add_accent_range(1, 2, 4, 5, "outline")

    assert values(made.bitmap, 0, 0, 7, made.bitmap.height) == {0, 1}
    assert values(made.bitmap, 7, 0, made.bitmap.width - 7, made.bitmap.height) == {0, 4, 5}


def test_an_accent_of_another_type_is_refused():
    made = bitmap_label.Label(terminalio.FONT, text="ab", color_palette=colors())

    with pytest.raises(ValueError, match="foreground_background or outline"):
        made.add_accent_range(0, 1, 4, 5, "bold")

    assert made.accent_ranges == []


def test_a_palette_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="at least 4 colors"):
        bitmap_label.Label(terminalio.FONT, text="a", color_palette=colors(3))


# Scrolling


def test_a_long_text_scrolls_around(bench):
    made = bitmap_label.Label(terminalio.FONT, text="12345", max_characters=3, animate_time=0.2)
    shown = []
    for _ in range(8):
        bench.clock.advance(0.21)
        assert made.update()
        shown.append(made._text)

    assert shown == ["123", "234", "345", "45 ", "5 1", " 12", "123", "234"]
    assert made.text == "12345 "


def test_a_text_does_not_scroll_before_it_is_time(bench):
    made = bitmap_label.Label(terminalio.FONT, text="12345", max_characters=3, animate_time=0.2)

    bench.clock.advance(0.19)

    assert not made.update()
    assert made.current_index == 0


def test_a_text_that_fits_does_not_scroll(bench):
    made = bitmap_label.Label(terminalio.FONT, text="123", max_characters=3)

    bench.clock.advance(1)

    assert not made.update()
    made.max_characters = 2
    assert (made.text, made.max_characters) == ("123 ", 2)


def test_the_old_names_are_of_the_same_label():
    assert outlined_label.OutlinedLabel is bitmap_label.Label
    assert scrolling_label.ScrollingLabel is bitmap_label.Label


# Settings


def test_what_is_not_saved_cannot_be_changed():
    made = bitmap_label.Label(terminalio.FONT, text="a", save_text=False)

    for name, value in (("font", terminalio.FONT), ("line_spacing", 2)):
        with pytest.raises(RuntimeError, match="save_text"):
            setattr(made, name, value)


@pytest.mark.parametrize("module", [label, bitmap_label])
def test_a_scale_below_one_is_refused(module):
    made = module.Label(terminalio.FONT, text="a")

    with pytest.raises(ValueError, match="scale"):
        made.scale = 0

    assert made.scale == 1


def test_what_the_font_lacks_is_told_if_asked(capsys):
    label.Label(terminalio.FONT, text="a\u4e00", verbose=True)

    assert "'\u4e00'" in capsys.readouterr().out


# Boxes


def test_a_box_may_be_empty_and_filled_later():
    made = text_box.TextBox(terminalio.FONT, 60, text_box.TextBox.DYNAMIC_HEIGHT)
    assert (made.width, made.height, made.lines, made.text) == (60, 12, [""], "")

    made.text = "hello over there"

    assert made.lines == ["hello over", "there"]
    assert (made.text, made.height) == ("hello over\nthere", 27)
    made.text = ""
    assert made.lines == [""]


def test_a_box_is_as_high_as_it_is_told():
    made = text_box.TextBox(terminalio.FONT, 36, 20, text="a b c d e f g h i j k")
    assert (made.height, made.dynamic_height) == (20, False)

    made.height = text_box.TextBox.DYNAMIC_HEIGHT

    assert (made.height, made.dynamic_height) == (12 + 3 * 15, True)


def test_a_box_has_one_of_three_alignments():
    with pytest.raises(ValueError, match="ALIGN_LEFT, ALIGN_CENTER or ALIGN_RIGHT"):
        text_box.TextBox(terminalio.FONT, 60, 12, align=3)


# Wrapping

WORDS = st.text("abcdefgh ", max_size=60)


@given(text=WORDS, width=st.integers(2, 20))
def test_no_line_is_longer_than_it_may_be_and_no_letter_is_lost(text, width):
    for lines in (wrap_text_to_pixels(text, width), wrap_text_to_lines(text, width)):
        assert all(len(line) <= width for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", [0, -5])
def test_what_has_no_room_has_a_line_for_each_letter(width):
    assert wrap_text_to_pixels("ab c", width) == ["a", "b", "c"]


def test_indents_count():
    lines = wrap_text_to_pixels("one two three", 8, indent0="* ", indent1="  ")

    assert lines == ["* one", "  two", "  three"]


def test_outlines_make_words_wider():
    assert wrap_text_to_pixels("abc def", 54, terminalio.FONT) == ["abc def"]
    assert wrap_text_to_pixels("abc def", 54, terminalio.FONT, "", "", [(0, 3, 3)]) == [
        "abc",
        "def",
    ]


def test_no_characters_in_a_line_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        wrap_text_to_lines("a", 0)


# Heap

MEASURING = """
import displayio
import terminalio
from copperbench.measure import garbage, section
from adafruit_display_text import label, bitmap_label

for kind in (label, bitmap_label):
    name = kind.__name__.split(".")[-1]
    for length in (10, 40):
        texts = ["0" * length, "0" * (length - 1) + "1", "2" * length, "3" * length]
        made = kind.Label(terminalio.FONT, text=texts[0])

        def change():
            made.text = texts[1]
            made.text = texts[0]

        def change_all():
            made.text = texts[2]
            made.text = texts[3]
            made.text = texts[0]

        change()
        garbage("%s %d" % (name, length), change)
        change_all()
        garbage("all of %s %d" % (name, length), change_all)

# What the bench's TileGrid leaves, and that of no board
for length in (10, 40):
    font = terminalio.FONT
    grid = displayio.TileGrid(
        font.bitmap, pixel_shader=displayio.Palette(2), width=length, tile_width=6, tile_height=12
    )
    def set_all():
        for tile in (1, 2, 3):
            for index in range(length):
                grid[index] = tile

    garbage("tiles %d" % length, set_all)

made = label.Label(font, text="x")
with section("label"):
    made = label.Label(font, text="Temperature: 21.5 oC")
"""


@pytest.fixture(scope="module")
def figures():
    """What labels leave on the VM."""
    result = vm.run(MEASURING, libraries=[FOLDER], heap=4 << 20)
    assert result.exception is None, result.stdout
    return result.figures


@pytest.mark.parametrize("name", ["label", "bitmap_label"])
def test_a_changed_text_leaves_no_more_where_it_is_longer(figures, name):
    assert figures[f"{name} 40"] == figures[f"{name} 10"]


def test_a_text_that_is_another_leaves_no_more_where_it_is_longer(figures):
    own = [figures[f"all of label {length}"] - figures[f"tiles {length}"] for length in (10, 40)]

    assert own[0] == own[1]
