# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Finnish keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Finnish; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890+\u0301å\u0308'öä§,.-<"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#¤%&/()=?\u0300Å\u0302*ÖÄ½;:_>"
    ALTGR = "€µ@£${[]}\\\u0303|"
    ALTGR_KEYS = b"\x08\x10\x1f\x20\x21\x24\x25\x26\x27\x2d\x30\x64"
    LINUX_ALTGR = "əð€ıĸµŋœßþ×ʒ@£$‰‚{[]}\\\u0327\u030b\u0303\u030cøæ’–|ƏÐ—ŊŒẞÞ·Ʒ¡”»«“„°¿\u0328\u030a\u0304\u0306ØÆ‘\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x07\x08\x0c\x0e\x10\x11\x12\x16\x17\x1b\x1d\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x34\x36\x38\x64\x84\x87\x90\x91\x92\x96\x97\x9b\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa7\xad\xae\xaf\xb0\xb2\xb3\xb4\xb6\xb7\xe4"
