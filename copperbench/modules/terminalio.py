# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The built-in font, and a terminal that writes with it."""

from copperbench import native as _native
from copperbench.display.font import FONT, Terminal

__all__ = ("FONT", "Terminal")

_native.module(__name__, *__all__)
