# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Turkish Q keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Turkish Q; generated from X's keyboard database."""

    PLAIN = "abcdefghıjklmnopqrstuvwxyz1234567890*-ğü,şi\"öç.<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!'\u0302+%&/()=?_ĞÜ;ŞİéÖÇ:>"
    ALTGR = "æ€@ß₺£#$½{[]}\\|\u0308\u0303\u0300\u0301Æ"
    ALTGR_KEYS = b"\x04\x08\x14\x16\x17\x1f\x20\x21\x22\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x84"
    LINUX_SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!'^+%&/()=?_ĞÜ;ŞİéÖÇ:>"
    LINUX_ALTGR = "â“¢€ªîµ”ô@¶ß₺û„»←«£#$½¾{[]}\\|\u0308~`´×·\u0307Â‘©Îº’ÔΩ®Û‚¥¡²³¼⅜±°¿\u030a\u0304\u0300\u0301\u030c÷¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x08\x09\x0c\x10\x11\x12\x14\x15\x16\x17\x18\x19\x1b\x1c\x1d\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x36\x37\x38\x84\x85\x86\x8c\x90\x91\x92\x94\x95\x98\x99\x9c\x9e\x9f\xa0\xa1\xa2\xa6\xa7\xad\xaf\xb0\xb2\xb3\xb4\xb7\xe4"
