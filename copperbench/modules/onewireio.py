# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""1-Wire, bit by bit."""

from copperbench import native as _native
from copperbench.onewire import OneWire

__all__ = ("OneWire",)

_native.module(__name__, *__all__)
