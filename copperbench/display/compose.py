# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The composer: the one with numpy, where there is numpy."""

try:
    from copperbench.display.arrays import fill

    AT_ONCE = True  #: whether an area is best composed as a whole, or in the parts that are sent
except ImportError:
    from copperbench.display.pixels import fill

    AT_ONCE = False  # a whole one would take more of the program's heap than a board has

__all__ = ("AT_ONCE", "fill")
