# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Buses that the firmware makes itself, on any pins."""

from copperbench import native as _native
from copperbench.bitbang import I2C, SPI

__all__ = ("I2C", "SPI")

_native.module(__name__, *__all__)
