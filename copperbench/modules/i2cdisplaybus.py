# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays on I2C."""

from copperbench import native as _native
from copperbench.display.buses import I2CDisplayBus

__all__ = ("I2CDisplayBus",)

_native.module(__name__, *__all__)
