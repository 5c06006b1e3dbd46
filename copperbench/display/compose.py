# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The composer: the one with numpy, where there is numpy."""

try:
    from copperbench.display.arrays import fill
except ImportError:
    from copperbench.display.pixels import fill

__all__ = ("fill",)
