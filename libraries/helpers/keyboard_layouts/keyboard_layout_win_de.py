# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The German keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """German; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxzy1234567890ß\u0301ü+#öä\u0302,.-<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXZY!\"§$%&/()=?\u0300Ü*'ÖÄ°;:_>"
    ALTGR = "€µ@²³{[]}\\~|ẞ"
    ALTGR_KEYS = b"\x08\x10\x14\x1f\x20\x24\x25\x26\x27\x2d\x30\x64\xad"
    LINUX_ALTGR = "æ“¢ð€đŋħ→ĸłµ”øþ@¶ſŧ↓„«←»¹²³¼½¬{[]}\\\u0327\u0308~’\u030b′·…–|Æ‘©ÐªŊĦı\u0307ŁºØÞΩ®ẞŦ↑‚‹¥›¡⅛£¤⅜⅝⅞™±¿\u0328\u030a¯\u0306\u030c″×÷—"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x35\x36\x37\x38\x64\x84\x85\x86\x87\x89\x8a\x8b\x8c\x8d\x8f\x90\x92\x93\x94\x95\x96\x97\x98\x99\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xad\xae\xaf\xb0\xb2\xb4\xb5\xb6\xb7\xb8"
