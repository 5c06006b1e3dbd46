# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Prints signs of a font that is in the program itself: two of 8 by 8 pixels."""

import io

import displayio

from adafruit_bitmap_font import bdf

ICONS = b"""\
STARTFONT 2.1
FONT icons
SIZE 8 75 75
FONTBOUNDINGBOX 8 8 0 -1
STARTPROPERTIES 2
FONT_ASCENT 7
FONT_DESCENT 1
ENDPROPERTIES
CHARS 2
STARTCHAR heart
ENCODING 104
SWIDTH 1000 0
DWIDTH 9 0
BBX 8 7 0 0
BITMAP
66
FF
FF
FF
7E
3C
18
ENDCHAR
STARTCHAR thermometer
ENCODING 116
SWIDTH 750 0
DWIDTH 6 0
BBX 5 8 0 -1
BITMAP
20
50
50
70
70
F8
F8
70
ENDCHAR
ENDFONT
"""

font = bdf.BDF(io.BytesIO(ICONS), displayio.Bitmap)

for character in "ht":
    glyph = font.get_glyph(ord(character))
    for y in range(glyph.height):
        print("".join(".#"[glyph.bitmap[x, y]] for x in range(glyph.width)))
    print()
