# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The font has the characters that its README tells of, at its size."""

from font_spleen_8x16 import FONT

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]


def test_all_characters_fill_a_cell():
    glyphs = [FONT.get_glyph(point) for point in LATIN]

    assert {(glyph.shift_x, glyph.shift_y) for glyph in glyphs} == {(8, 0)}
    assert FONT.get_bounding_box() == (8, 16, 0, -4)
    assert (FONT.ascent, FONT.descent) == (12, 4)


def test_characters_differ():
    shown = [FONT.get_glyph(ord(character)) for character in "0OQ1lI|8B5S"]

    pictures = {
        tuple(glyph.bitmap[i] for i in range(glyph.width * glyph.height)) for glyph in shown
    }

    assert len(pictures) == len(shown)


def test_what_it_lacks_is_told():
    assert FONT.get_glyph(0x4E2D) is None
