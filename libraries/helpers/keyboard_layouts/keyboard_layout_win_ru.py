# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Russian keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Russian; generated from X's keyboard database."""

    PLAIN = "фисвуапршолдьтщзйкыегмцчня1234567890-=хъ\\жэёбю."
    SHIFT = "ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ!\"№;%:?*()_+ХЪ/ЖЭЁБЮ,"
    ALTGR = "₽"
    ALTGR_KEYS = b"\x25"
    BACKSLASH = 0x31
