# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sharp's memory displays."""

from copperbench import native as _native
from copperbench.display.framebuffer import SharpMemoryFramebuffer

__all__ = ("SharpMemoryFramebuffer",)

_native.module(__name__, *__all__)
