# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""E-paper."""

from copperbench import native as _native
from copperbench.display.epaper import EPaperDisplay

__all__ = ("EPaperDisplay",)

_native.module(__name__, *__all__)
