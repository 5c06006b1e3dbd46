# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The British keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """British; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890-=[]#;'`,./\\"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"£$%^&*()_+{}~:@¬<>?|"
    ALTGR = "áéíóú€¦ÁÉÍÓÚ"
    ALTGR_KEYS = b"\x04\x08\x0c\x12\x18\x21\x35\x84\x88\x8c\x92\x98"
    LINUX_ALTGR = "æ“¢ðđŋħ→ĸłµ”øþ¶ßŧ↓„ſ»←«¹²³€½¾\u0327\u0308\u0303\u0300\u0301\u0302•·Æ‘©ÐªŊĦıŁº’ØÞΩ®ẞŦ↑‚§¥¡⅛¼⅜⅝⅞™±°¿\u0328\u030a\u0304\u0306\u030b\u030c×÷\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x2e\x2f\x30\x32\x33\x34\x36\x37\x84\x85\x86\x87\x89\x8a\x8b\x8c\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9c\x9e\x9f\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xad\xae\xaf\xb0\xb2\xb3\xb4\xb6\xb7\xb8\xe4"
