# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays on eight data pins."""

from copperbench import native as _native
from copperbench.display.buses import ParallelBus

__all__ = ("ParallelBus",)

_native.module(__name__, *__all__)
