# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Dvorak keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Dvorak; generated from X's keyboard database."""

    PLAIN = "axje.uidchtnmbrl'poygk,qf;1234567890[]/=\\s-`wvz"
    SHIFT = "AXJE>UIDCHTNMBRL\"POYGK<QF:!@#$%^&*(){}?+|S_~WVZ"
    BACKSLASH = 0x31
