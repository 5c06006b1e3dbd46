# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Spleen 8x16, as ``FONT``.

By Frederic Cambus. The file beside this one was made of release 1.9.1 of the font by
``copperhead font spleen-8x16.pcf.gz --range 20-7E --range A0-17F -o font.pcf``.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_bitmap_font.bitmap_font import load_font

FONT = load_font(__file__.rsplit("/", 1)[0] + "/font.pcf")  #: it reads glyphs when they are used
