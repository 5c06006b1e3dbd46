# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's own bus devices."""

from copperbench import native as _native

_PARTS = ("i2c_device", "spi_device")


def __getattr__(name):
    # The firmware has both from the start; here a program loads what it uses.
    if name in _PARTS:
        return __import__(__name__ + "." + name, None, None, (name,))
    raise AttributeError(f"'module' object has no attribute '{name}'")


_native.module(__name__, "i2c_device", "spi_device")
