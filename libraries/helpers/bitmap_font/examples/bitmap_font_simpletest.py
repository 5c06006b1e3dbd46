# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Prints text in the pixels of a font.

The font is that of the library font_spleen_8x16. Any other is opened by
``bitmap_font.load_font("/fonts/name.pcf")``.
"""

from font_spleen_8x16 import FONT

TEXT = "<3 Blinka"

_, height, _, bottom = FONT.get_bounding_box()
FONT.load_glyphs(TEXT)

for y in range(height + bottom - 1, bottom - 1, -1):  # from the top, above the baseline
    line = ""
    for character in TEXT:
        glyph = FONT.get_glyph(ord(character))
        row = glyph.dy + glyph.height - 1 - y
        for x in range(glyph.shift_x):
            inside = 0 <= row < glyph.height and 0 <= x - glyph.dx < glyph.width
            line += "#" if inside and glyph.bitmap[x - glyph.dx, row] else " "
    print(line.rstrip())
