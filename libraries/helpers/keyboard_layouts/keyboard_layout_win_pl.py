# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Polish (programmers) keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Polish (programmers); generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;'`,./\\"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:\"\u0303<>?|"
    ALTGR = "ąćęłńóś€źżĄĆĘŁŃÓŚŹŻ"
    ALTGR_KEYS = b"\x04\x06\x08\x0f\x11\x12\x16\x18\x1b\x1d\x84\x86\x88\x8f\x91\x92\x96\x9b\x9d"
    LINUX_PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;'`,./"
    LINUX_SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:\"~<>?"
    LINUX_ALTGR = "ą”ćðęæŋ’→ə…łµńóþπ©śß↓„œź←ż≠²³¢€½§·«»–\u0327\u0308\u0303\u0300\u0301\u0302¬≤≥Ą“ĆÐĘÆŊ•↔ƏŁ∞ŃÓÞΩ®Ś™↑‘ŒŹ¥Ż¡¿£¼‰∧≈¾±°—\u0328\u030a\u0304\u0306\u030b\u030c∨×÷\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x34\x35\x36\x37\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xad\xae\xaf\xb0\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xe4"
