# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Colemak keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Colemak; generated from X's keyboard database."""

    PLAIN = "abcsftdhuneimky;qprglvwxjz1234567890-=[]\\o'`,./"
    SHIFT = "ABCSFTDHUNEIMKY:QPRGLVWXJZ!@#$%^&*()_+{}|O\"~<>?"
    LINUX_ALTGR = "á\u0306çßã\u0301\u0308\u030cúñéí\u0304\u030aüöäø\u0300\u0328łœå\u0302đæ¡ºª¢€ħðþ‘’–×«»óõ\u0303\u0327\u0307¿ÁÇẞÃ\u030bÚÑÉÍÜÖÄØŁŒÅĐÆ¹²³£¥ĦÐÞ“”—÷‹›ÓÕ"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x33\x34\x35\x36\x37\x38\x84\x86\x87\x88\x89\x8c\x8d\x8e\x8f\x92\x93\x94\x95\x98\x99\x9a\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xad\xae\xaf\xb0\xb3\xb4"
    BACKSLASH = 0x31
