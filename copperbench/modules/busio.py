# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Buses in hardware."""

from copperbench import native as _native
from copperbench.i2c import I2C
from copperbench.spi import SPI
from copperbench.uart import UART

__all__ = ("I2C", "SPI", "UART")

_native.module(__name__, *__all__)
