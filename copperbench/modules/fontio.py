# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Fonts."""

from copperbench import native as _native
from copperbench.display.font import BuiltinFont, Glyph

__all__ = ("BuiltinFont", "Glyph")

_native.module(__name__, *__all__)
