# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Spanish keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Spanish; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890'¡\u0300+çñ\u0301º,.-<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"·$%&/()=?¿\u0302*ÇÑ\u0308ª;:_>"
    ALTGR = "€|@#\u0303¬[]}{\\"
    ALTGR_KEYS = b"\x08\x1e\x1f\x20\x21\x23\x2f\x30\x32\x34\x35"
    LINUX_ALTGR = "æ“¢ð€đŋħ→ĸłµ”øþ¶ßŧ↓„ſ»←«|@#~½¬\u0327[]}\u0303{\\•Æ‘©ÐŊĦıŁ’ØÞΩ®ẞŦ↑‚§¥⅛£⅜⅝⅞™±°\u0328\u030a\u0304\u0306\u030b\u030c×÷\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x2e\x2f\x30\x32\x33\x34\x35\x36\x84\x85\x86\x87\x8a\x8b\x8c\x8f\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9c\x9f\xa0\xa2\xa3\xa4\xa5\xa6\xa7\xae\xaf\xb0\xb2\xb3\xb4\xb6\xb7\xb8\xe4"
