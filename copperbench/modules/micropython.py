# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The compiler's hint, for CPython; the VM has its own module of this name."""


def const(value):
    """Return ``value``."""
    return value
