# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Swiss German keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Swiss German; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxzy1234567890'\u0302ü\u0308$öä§,.-<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXZY+\"*ç%&/()=?\u0300è!£éà°;:_>"
    ALTGR = "€¦@#¬|¢\u0303[]}{\\"
    ALTGR_KEYS = b"\x08\x1e\x1f\x20\x23\x24\x25\x2e\x2f\x30\x32\x34\x64"
    LINUX_ALTGR = "æ“ð€đŋħ→ĸłµ”œþ¶ßŧ↓„ſ»←«@#¼½¬|¢\u0301\u0303[]}{•·\\Æ‘©ÐªŊĦıŁº’ŒÞΩ®ẞŦ↑‚¥¡⅛⅜⅝⅞™±¿\u0328\u030a\u0304\u0306\u030b\u030c×÷\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1f\x20\x21\x22\x23\x24\x25\x2d\x2e\x2f\x30\x32\x34\x36\x37\x64\x84\x85\x86\x87\x89\x8a\x8b\x8c\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9c\x9e\x9f\xa2\xa3\xa4\xa5\xa6\xad\xae\xaf\xb0\xb2\xb3\xb4\xb6\xb7\xb8\xe4"
