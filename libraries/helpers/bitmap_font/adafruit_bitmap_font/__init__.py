# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts for displayio from files: BDF, PCF, and LVGL's compact binary format.

Sources: Adobe's Glyph Bitmap Distribution Format 2.2, the FontForge project's description of
PCF, and the font_spec of lv_font_conv.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"
