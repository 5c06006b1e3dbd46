# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Greek keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Greek; generated from X's keyboard database."""

    PLAIN = "αβψδεφγηιξκλμνοπ\x00ρστθωςχυζ1234567890\x00\x00\x00\x00\x00\x00\x00\x00,."
    SHIFT = "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠ\x00ΡΣΤΘΩΣΧΥΖ"
    LINUX_PLAIN = "αβψδεφγηιξκλμνοπ;ρστθωςχυζ1234567890-=[]\\\u0301'`,./«"
    LINUX_SHIFT = "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠ:ΡΣΤΘΩΣΧΥΖ!@#$%^&*()_+{}|\u0308\"~<>?»"
    LINUX_ALTGR = "ϐ©↓€ϕϝͻͼϟϲϻʹϡ·®ϑϖϛ→ϒͽ½£¼ϰϗ₯°±\u0303\u0300↑ϜϽϾϞϹϺ͵ϠϱϴϚ←Ͽ¹²³¾Ϗ\u0304\u0306¦"
    LINUX_ALTGR_KEYS = b"\x05\x06\x07\x08\x09\x0a\x0c\x0d\x0e\x0f\x10\x11\x13\x14\x15\x18\x19\x1a\x1b\x1c\x1d\x1f\x20\x21\x23\x24\x25\x27\x2d\x2f\x34\x87\x8a\x8c\x8d\x8e\x8f\x90\x91\x93\x95\x98\x9a\x9b\x9d\x9e\x9f\xa0\xa1\xa4\xaf\xb0\xe4"
