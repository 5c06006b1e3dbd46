# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Shapes of one colour."""

from copperbench import native as _native
from copperbench.display.vector import Circle, Polygon, Rectangle

__all__ = ("Circle", "Polygon", "Rectangle")

_native.module(__name__, *__all__)
