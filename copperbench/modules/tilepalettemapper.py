# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Other colours for the tiles of a TileGrid."""

from copperbench import native as _native
from copperbench.display.tilepalettemapper import TilePaletteMapper

__all__ = ("TilePaletteMapper",)

_native.module(__name__, *__all__)
