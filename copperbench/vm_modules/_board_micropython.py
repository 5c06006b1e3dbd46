# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's ``micropython``, which has but one name."""

from micropython import const

from copperbench import native as _native

__all__ = ("const",)

_native.modules[__name__] = ["const"]
