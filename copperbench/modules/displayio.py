# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bitmaps, palettes, layers, and what displays show of them."""

from copperbench import native as _native
from copperbench.display import legacy as _legacy
from copperbench.display.bitmap import Bitmap
from copperbench.display.color import ColorConverter, Colorspace, Palette
from copperbench.display.core import TERMINAL as CIRCUITPYTHON_TERMINAL, displays as _displays
from copperbench.display.layers import Group, TileGrid
from copperbench.display.ondisk import OnDiskBitmap


def release_displays():
    """End all displays, and free the pins of their buses."""
    _displays().release()


def __getattr__(name):
    return _legacy.moved(name)


__all__ = [
    "CIRCUITPYTHON_TERMINAL",
    "Bitmap",
    "ColorConverter",
    "Colorspace",
    "Group",
    "OnDiskBitmap",
    "Palette",
    "TileGrid",
    "release_displays",
]


def __dir__():
    found = _legacy.names()
    for name in found:
        _legacy.moved(name)  # 9.x warns of each as dir() looks at it
    return __all__ + found


_native.module(__name__, *__all__)
