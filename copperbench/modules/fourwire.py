# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays on SPI, with a pin that tells data from commands."""

from copperbench import native as _native
from copperbench.display.buses import FourWire

__all__ = ("FourWire",)

_native.module(__name__, *__all__)
