# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Buses in hardware."""

from copperbench.i2c import I2C
from copperbench.spi import SPI

__all__ = ("I2C", "SPI")
