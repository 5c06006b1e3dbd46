# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Hungarian keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Hungarian; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxzy123456789öüóőúűéá0,.-í"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXZY'\"+!%/=()ÖÜÓŐÚŰÉÁ§?:_Í"
    ALTGR = "ä{&ĐÄ[]łŁ<}\\đ€@|#>\u030c\u0306\u030a\u0328\u0307\u0301\u030b\u0308\u0327÷×¤$ß;*"
    ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0e\x0f\x10\x11\x14\x16\x18\x19\x1a\x1b\x1d\x1f\x21\x22\x23\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x34\x36\x38"
    LINUX_ALTGR = "ä{&ĐÄ[]ħłŁ<}„”\\¶đŧ€@|#–>~\u030c^\u0306\u030a\u0328`\u0307\u0301\u030b\u0308\u0327÷×¤$ß¬;*‘©ÐªŊĦº’ØÞΩ®ẞŦ↑‚¥\u0303ˇ\u0302˘°˛\u0300˙´˝¨¸\u0304¢"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x34\x35\x36\x38\x85\x86\x87\x89\x8a\x8b\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9c\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xad\xae\xb0\xb3"
