# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Brazilian (ABNT2) keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Brazilian (ABNT2); generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890-=\u0301[]ç\u0303',.;\\/"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%\u0308&*()_+\u0300{}Ç\u0302\"<>:|?"
    ALTGR = "₢°¹²³£¢¬§ªº"
    ALTGR_KEYS = b"\x06\x08\x1e\x1f\x20\x21\x22\x23\x2e\x30\x32"
    LINUX_ALTGR = "æ“©ð°đŋħ→ĸłµ”øþ®ßŧ↓„»←«¹²³£¢¬§´ªº~•·\u030cÆ‘ÐŊĦıŁ’ØÞẞŦ↑‚¥¡½¾¼⅜¨⅞™±¿\u0328`\u0304\u030b^×÷\u0307\u0306"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x17\x18\x19\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x2e\x2f\x30\x32\x34\x36\x37\x64\x84\x85\x87\x8a\x8b\x8c\x8f\x91\x92\x93\x96\x97\x98\x99\x9c\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xad\xae\xaf\xb0\xb3\xb4\xb6\xb7\xb8\xe4"
