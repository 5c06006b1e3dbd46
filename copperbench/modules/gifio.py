# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""GIF files, as pictures that move."""

from copperbench import native as _native
from copperbench.display.gif import OnDiskGif

__all__ = ("OnDiskGif",)

_native.module(__name__, *__all__)
