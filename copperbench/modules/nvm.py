# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The class of ``microcontroller.nvm``."""

from microcontroller import ByteArray

from copperbench import native as _native

__all__ = ("ByteArray",)

_native.module(__name__, "ByteArray")
