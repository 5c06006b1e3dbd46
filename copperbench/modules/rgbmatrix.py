# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Matrices of LEDs, HUB75."""

from copperbench import native as _native
from copperbench.display.framebuffer import RGBMatrix

__all__ = ("RGBMatrix",)

_native.module(__name__, *__all__)
