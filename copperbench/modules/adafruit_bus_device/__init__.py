# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's own bus devices."""

from copperbench import native as _native

_native.module(__name__, "i2c_device", "spi_device")
