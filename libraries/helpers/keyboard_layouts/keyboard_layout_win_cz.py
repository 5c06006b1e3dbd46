# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Czech keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Czech; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxzy+ěščřžýáíé=\u0301ú)\u0308ů§;,.-\\"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXZY1234567890%\u030c/('\"!\u030a?:_|"
    ALTGR = "{&Đ€[]łŁ}đ@#÷×¤$ß<>*"
    ALTGR_KEYS = b"\x05\x06\x07\x08\x09\x0a\x0e\x0f\x11\x16\x19\x1b\x2f\x30\x32\x33\x34\x36\x37\x38"
    LINUX_ALTGR = "~{&Đ€[]`→łŁ^}øþ¶đŧ↓@#←°\u0304$<>*Æ‘©ÐªŊĦıº’ØÞΩ®ẞŦ↑‚¥\u0303\u0302\u0306\u0328\u0300\u0307\u030b\u0327÷×ß¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x17\x18\x19\x1b\x1c\x1d\x2e\x33\x36\x37\x38\x84\x85\x86\x87\x89\x8a\x8b\x8c\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9c\x9e\xa0\xa1\xa3\xa4\xa5\xa7\xae\xaf\xb0\xb4\xe4"
