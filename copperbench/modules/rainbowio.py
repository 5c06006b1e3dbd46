# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A wheel of colours."""

from copperbench import native as _native


@_native.function(1)
def colorwheel(n):
    """Return the colour at ``n``, 0 to 255, as 0xRRGGBB: red, green, blue, and red again."""
    n = _native.to_float(n)
    if n > 255:  # negative ones do not wrap, and give negative colours
        n -= int(n / 256) * 256
    if n < 85:
        falls, rises = 16, 8
    elif n < 170:
        n -= 85
        falls, rises = 8, 0
    else:
        n -= 170
        falls, rises = 0, 16
    step = int(n * 3)
    return (255 - step) << falls | step << rises


_native.module(__name__, "colorwheel")
