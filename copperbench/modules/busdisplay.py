# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays with memory of their own."""

from copperbench import native as _native
from copperbench.display.busdisplay import BusDisplay

__all__ = ("BusDisplay",)

_native.module(__name__, *__all__)
