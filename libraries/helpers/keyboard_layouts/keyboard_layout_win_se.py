# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Swedish keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Swedish; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890+\u0301å\u0308'öä§,.-<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#¤%&/()=?\u0300Å\u0302*ÖÄ½;:_>"
    ALTGR = "€µ@£${[]}\\\u0303|"
    ALTGR_KEYS = b"\x08\x10\x1f\x20\x21\x24\x25\x26\x27\x2d\x30\x64"
    LINUX_ALTGR = "ª“©ð€đŋħ→ĸłµ”œþ®ß↓„ſ»←«¡@£$¥{[]}\\±\u0303´øæ¶\u0327·|º‘Ð¢ŊĦıŁ’ŒÞΩẞ↑‚¹²³¼⅝÷°¿¬\u030a\u030c×ØÆ¾\u0328\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x15\x16\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x23\x24\x25\x26\x27\x2d\x2e\x30\x32\x33\x34\x35\x36\x37\x64\x84\x85\x87\x88\x8a\x8b\x8c\x8f\x91\x92\x93\x94\x96\x98\x99\x9e\x9f\xa0\xa1\xa3\xa4\xa7\xad\xae\xaf\xb0\xb2\xb3\xb4\xb5\xb6\xb7\xe4"
