# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Drawing into bitmaps, and copying, blending and dithering them."""

from copperbench import native as _native
from copperbench.display import tools as _tools, values as _values
from copperbench.display.tools import (
    BlendMode,
    DitherAlgorithm,
    alphablend,
    arrayblit,
    blit,
    boundary_fill,
    dither,
    draw_circle,
    draw_line,
    draw_polygon,
    fill_region,
    readinto,
    rotozoom,
)


def __getattr__(name):
    if name == "replace_color" and not _values.old_firmware():
        return _tools.replace_color
    raise AttributeError(f"'module' object has no attribute '{name}'")


__all__ = [
    "BlendMode",
    "DitherAlgorithm",
    "alphablend",
    "arrayblit",
    "blit",
    "boundary_fill",
    "dither",
    "draw_circle",
    "draw_line",
    "draw_polygon",
    "fill_region",
    "readinto",
    "rotozoom",
]


def __dir__():
    found = list(__all__)
    if not _values.old_firmware():
        found.append("replace_color")
    return found


_native.module(__name__, *__all__)

if not _native.CPYTHON:
    _native.modules[__name__] = sorted(__dir__())
