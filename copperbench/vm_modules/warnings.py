# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's warnings: lines on the console."""

from copperbench import native as _native

_action = "default"


def warn(message, category=Warning):
    """Warn."""
    if _action == "error":
        raise category(message)
    if _action != "ignore":
        print(f"{category.__name__}: {message}")


def simplefilter(action):
    """Say what a warning does: ``error``, ``ignore`` or ``default``."""
    global _action  # noqa: PLW0603
    if action not in ("error", "ignore", "default"):
        raise ValueError
    _action = action


_native.module(__name__, *["simplefilter", "warn"])
