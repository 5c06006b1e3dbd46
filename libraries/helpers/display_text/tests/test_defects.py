# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is wrong in adafruit_display_text 5.0.6, and right here."""

import sys

import board
import busdisplay
import displayio
import fontio
import fourwire
import pytest
import terminalio

from adafruit_display_text import (
    bitmap_label,
    label,
    text_box,
    wrap_text_to_lines,
    wrap_text_to_pixels as wrap,
)

pytestmark = [pytest.mark.upstream_defect, pytest.mark.usefixtures("bench")]

MODULES = pytest.mark.parametrize("module", [label, bitmap_label], ids=["label", "bitmap_label"])
WIDTH, HEIGHT = 96, 48


class Font:
    """A font like those of files: its box has four numbers, each glyph a bitmap, all are full."""

    def __init__(self, width=6, height=10, below=2, ascent=8, descent=2, known=None):
        self.box = (width, height, 0, -below)
        self.ascent = ascent
        self.descent = descent
        self._known = known
        self._bitmap = displayio.Bitmap(width, height, 2)
        self._bitmap.fill(1)

    def get_bounding_box(self):
        return self.box

    def get_glyph(self, code):
        if self._known is not None and chr(code) not in self._known:
            return None
        width, height, _, dy = self.box
        return fontio.Glyph(self._bitmap, 0, width, height, 0, dy, width, 0)


class Screen:
    """A display with labels, and what is seen of them."""

    def __init__(self, *labels):
        displayio.release_displays()
        bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
        self.display = busdisplay.BusDisplay(
            bus, b"", width=WIDTH, height=HEIGHT, auto_refresh=False
        )
        self.group = displayio.Group()
        for made in labels:
            self.group.append(made)
        self.display.root_group = self.group

    def seen(self):
        """Return the pixels."""
        self.display.refresh()
        return bytes(self.display._state.screen.planes[0].cells)

    def changed(self):
        """Return the box of what a refresh draws again, None where that is nothing."""
        cells = self.display._state.screen.planes[0].cells
        cells[:] = b"\x55" * len(cells)  # no colour of these labels
        self.display.refresh()
        places = [place // 2 for place in range(len(cells)) if cells[place] != 0x55]
        if not places:
            return None
        columns = [place % WIDTH for place in places]
        rows = [place // WIDTH for place in places]
        return min(columns), min(rows), max(columns) + 1, max(rows) + 1

    def lit(self):
        """Return the box of what is not black."""
        pixels = self.seen()
        places = [place for place in range(WIDTH * HEIGHT) if any(pixels[2 * place :][:2])]
        columns = [place % WIDTH for place in places]
        rows = [place // WIDTH for place in places]
        return min(columns), min(rows), max(columns) + 1, max(rows) + 1

    def watched(self, change):
        """Return all that is seen while ``change()`` runs, looked at after each line of a label."""
        pictures = [self.seen()]

        def look(frame, event, _):
            if "adafruit_display_text" not in frame.f_code.co_filename:
                return None
            if event in ("line", "return"):
                sys.settrace(None)
                pictures.append(self.seen())
                sys.settrace(look)
            return look

        before = sys.gettrace()
        sys.settrace(look)
        try:
            change()
        finally:
            sys.settrace(before)
        pictures.append(self.seen())
        return pictures


# What is seen while a text changes


@MODULES
@pytest.mark.parametrize(
    "before, after",
    [
        pytest.param("12:34", "12:59", id="some digits"),
        pytest.param("9.9", "10.0", id="wider"),
        pytest.param("ab\ncd", "c", id="fewer lines"),
        pytest.param("", "hello", id="from nothing"),
    ],
)
def test_a_display_never_shows_a_half_drawn_text(module, before, after):
    made = module.Label(
        terminalio.FONT,
        text=before,
        anchor_point=(1.0, 0.5),
        anchored_position=(80, 24),
        background_color=0x0000FF,
    )
    screen = Screen(made)

    pictures = screen.watched(lambda: setattr(made, "text", after))

    assert pictures[0] != pictures[-1]
    assert set(pictures) == {pictures[0], pictures[-1]}


@MODULES
def test_a_changed_digit_is_all_that_is_drawn_again(module):
    made = module.Label(terminalio.FONT, text="12:34", x=10, y=20, scale=2)
    screen = Screen(made)
    screen.seen()

    made.text = "12:35"

    assert screen.changed() == (10 + 4 * 12, 8, 10 + 5 * 12, 8 + 24)


@MODULES
def test_in_fonts_of_files_too_a_changed_letter_is_all_that_is_drawn_again(module):
    made = module.Label(Font(), text="abc", x=10, y=20)
    screen = Screen(made)
    screen.seen()
    font = Font()
    font._bitmap[0, 0] = 0
    other = font.get_glyph(0)
    glyph_of = made.font.get_glyph
    made.font.get_glyph = lambda code: other if code == ord("x") else glyph_of(code)

    made.text = "axc"

    assert screen.changed() == (16, 16, 22, 26)


@MODULES
def test_a_text_that_is_shown_already_is_not_drawn_again(module):
    made = module.Label(terminalio.FONT, text="same", x=10, y=20)
    screen = Screen(made)
    screen.seen()

    made.text = "other"
    made.text = "same "
    made.text = "sames"
    screen.seen()
    made.text = "samee"

    assert screen.changed() == (34, 14, 40, 26)


# Settings that are changed later


def test_line_spacing_can_be_changed_later():
    made = label.Label(Font(), text="a\nb", line_spacing=1.25)

    made.line_spacing = 2.0

    assert made.bounding_box == (0, -4, 6, 30)


@MODULES
def test_a_new_font_has_its_own_baseline(module):
    made = module.Label(Font(), text="a")

    made.font = Font(10, 20, 4, 16, 4)

    assert made.bounding_box == (0, -8, 10, 20)


def test_an_outline_can_be_given_later():
    made = bitmap_label.Label(terminalio.FONT, text="A", color=None, x=20, y=20)
    screen = Screen(made)
    assert not any(screen.seen())

    made.outline_color = 0x00FF00

    assert made.outline_color == 0x00FF00
    assert any(screen.seen())


@pytest.mark.upstream_defect(raises=TypeError)
@MODULES
def test_an_anchor_can_be_taken_away(module):
    made = module.Label(terminalio.FONT, text="a", anchor_point=(0, 0), anchored_position=(10, 10))

    made.anchor_point = None
    made.x = 3

    assert (made.anchor_point, made.x) == (None, 3)


def test_a_box_has_an_outline_that_fits():
    made = bitmap_label.Label(Font(), text="a", outline_color=0xFF, outline_size=2)

    assert (made.bitmap.width, made.bitmap.height) == (10, 14)


def test_a_box_is_aligned_anew():
    made = text_box.TextBox(Font(), 60, 20, text="ab", x=10, y=20)
    screen = Screen(made)
    screen.seen()

    made.align = text_box.TextBox.ALIGN_RIGHT

    assert screen.lit()[0::2] == (58, 70)


@pytest.mark.parametrize(
    "align, left",
    [
        pytest.param(text_box.TextBox.ALIGN_CENTER, 10 + (60 - 8 - 4 - 12) // 2, id="centre"),
        pytest.param(text_box.TextBox.ALIGN_RIGHT, 10 + 60 - 8 - 4 - 12, id="right"),
    ],
)
def test_lines_are_aligned_between_the_paddings(align, left):
    made = text_box.TextBox(
        Font(), 60, 20, align, text="ab", x=10, y=20, padding_left=8, padding_right=4
    )

    assert Screen(made).lit()[0] == left


def test_a_wider_box_is_wrapped_anew():
    made = text_box.TextBox(Font(), 40, 40, text="ab cd ef")
    assert made.lines == ["ab cd", "ef"]

    made.width = 60

    assert made.lines == ["ab cd ef"]


# Fonts


def test_fonts_of_files_are_where_the_other_label_has_them():
    one = label.Label(Font(), text="a", x=20, y=20)
    other = bitmap_label.Label(Font(), text="a", x=20, y=20)

    assert Screen(other).lit() == Screen(one).lit() == (20, 16, 26, 26)
    assert other.bounding_box == one.bounding_box


@pytest.mark.upstream_defect(raises=TypeError)
@MODULES
def test_a_font_need_not_know_its_ascent(module):
    made = module.Label(Font(ascent=None, descent=None), text="a")

    assert made.bounding_box == (0, -4, 6, 10)


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_text_of_nothing_that_the_font_has_is_empty():
    made = bitmap_label.Label(Font(known="M j'"), text="ab")

    assert made.bounding_box == (0, 0, 0, 0)


def test_letters_that_reach_out_of_the_font_are_not_cut():
    tall = Font(6, 14, 2, 8, 2)
    tall.box = (6, 10, 0, -2)
    glyph = fontio.Glyph(Font(6, 14)._bitmap, 0, 6, 14, 0, -2, 6, 0)
    tall.get_glyph = lambda code: glyph

    assert Screen(bitmap_label.Label(tall, text="a", x=20, y=20)).lit() == (20, 12, 26, 26)


# Texts


@pytest.mark.upstream_defect(raises=AttributeError)
@MODULES
@pytest.mark.parametrize("text, shown", [(5, "5"), (21.5, "21.5")])
def test_a_number_is_a_text(module, text, shown):
    made = module.Label(terminalio.FONT)

    made.text = text

    assert made.text == shown


@pytest.mark.upstream_defect(raises=AttributeError)
def test_no_text_is_none():
    assert label.Label(terminalio.FONT, text=None).bounding_box == (0, 0, 0, 0)


def test_both_labels_begin_with_a_line_feed_alike():
    one = label.Label(terminalio.FONT, text="\nA")
    other = bitmap_label.Label(terminalio.FONT, text="\nA")

    assert other.bounding_box == one.bounding_box


def test_from_right_to_left_the_first_line_is_the_first():
    made = bitmap_label.Label(terminalio.FONT, text="ab\nc", label_direction="RTL")
    other = bitmap_label.Label(terminalio.FONT, text="ba\nc")

    assert bytes(made.bitmap) == bytes(other.bitmap)


def test_a_direction_that_is_none_is_refused_at_once():
    with pytest.raises(RuntimeError, match="LTR, RTL"):
        label.Label(terminalio.FONT, text="a", label_direction="XYZ")


def test_letters_with_an_accent_stay_on_the_line():
    colors = displayio.Palette(5)
    for index in range(1, 5):
        colors[index] = 0xFFFFFF
    colors.make_transparent(0)
    colors.make_transparent(4)
    made = bitmap_label.Label(terminalio.FONT, text="AAAA", color_palette=colors, x=10, y=20)
    screen = Screen(made)
    before = screen.seen()

    made.add_accent_range(1, 3, 3, 4)

    assert screen.seen() == before


# Wrapping


@pytest.mark.parametrize(
    "text, width, lines",
    [
        pytest.param("hello world", 66, ["hello world"], id="as wide as the box"),
        pytest.param("ab", 6, ["a", "b"], id="no room for a hyphen"),
        pytest.param("x ab", 5, ["x", "a", "b"], id="no room for a letter"),
        pytest.param("a\nbcd", 18, ["a", "bcd"], id="a paragraph as wide as the box"),
    ],
)
def test_text_is_wrapped_to_pixels(text, width, lines):
    assert wrap(text, width, Font()) == lines


@pytest.mark.parametrize(
    "text, most, lines",
    [
        pytest.param("hello world", 11, ["hello world"], id="as long as the line"),
        pytest.param("ab", 1, ["a", "b"], id="one character"),
        pytest.param("a\nb", 10, ["a", "b"], id="line feeds"),
        pytest.param("abcd b c", 4, ["abcd", "b c"], id="behind a full line"),
    ],
)
def test_text_is_wrapped_to_lines(text, most, lines):
    assert wrap_text_to_lines(text, most) == lines
