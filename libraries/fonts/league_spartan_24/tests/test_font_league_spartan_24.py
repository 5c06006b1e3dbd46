# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The font has the characters that its README tells of, at its size."""

from font_league_spartan_24 import FONT

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
LACKING = {0x132, 0x133, 0x149, 0x17F}


def test_a_capital_is_wider_than_an_i():
    assert FONT.get_glyph(ord("W")).shift_x > 2 * FONT.get_glyph(ord("i")).shift_x


def test_all_characters_but_four_are_there():
    assert {point for point in LATIN if FONT.get_glyph(point) is None} == LACKING


def test_accents_are_above_letters():
    plain, accented = FONT.get_glyph(ord("E")), FONT.get_glyph(ord("É"))

    assert accented.dy == plain.dy
    assert accented.height > plain.height + 2


def test_characters_differ():
    shown = [FONT.get_glyph(ord(character)) for character in "0OQ1lI|8B5S"]

    pictures = {
        tuple(glyph.bitmap[i] for i in range(glyph.width * glyph.height)) for glyph in shown
    }

    assert len(pictures) == len(shown)


def test_what_it_lacks_is_told():
    assert FONT.get_glyph(0x4E2D) is None
