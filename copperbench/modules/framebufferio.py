# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays whose pixels lie in the board's memory."""

from copperbench import native as _native
from copperbench.display.framebuffer import FramebufferDisplay

__all__ = ("FramebufferDisplay",)

_native.module(__name__, *__all__)
