# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The United States, international keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """United States, international; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;\u0301\u0300,./"
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%\u0302&*()_+{}|:\u0308\u0303<>?"
    ALTGR = "á©ðéíøµñóöä®ßþúåüæ¡²³¤€¼½¾‘’¥×«»¬¶ç¿Á¢ÐÉÍØÑÓÖÄ§ÞÚÅÜÆ¹£÷¦Ç"
    ALTGR_KEYS = b"\x04\x06\x07\x08\x0c\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x1a\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x36\x38\x84\x86\x87\x88\x8c\x8f\x91\x92\x93\x94\x96\x97\x98\x9a\x9c\x9d\x9e\xa1\xae\xb2\xb6"
    LINUX_ALTGR = "á©ðéíœøµñóöä®ßþúåüæ¡²³¤€¼½¾‘’¥×«»¬¶'`ç\u0307¿Á¢ÐÉÍŒØÑÓÖÄ§ÞÚÅÜÆ¹\u030b\u0304£\u0327^\u0328\u0306\u030a÷“”¦°\"~Ç\u030c"
    LINUX_ALTGR_KEYS = b"\x04\x06\x07\x08\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x1a\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27\x2d\x2e\x2f\x30\x32\x33\x34\x35\x36\x37\x38\x84\x86\x87\x88\x8c\x8e\x8f\x91\x92\x93\x94\x96\x97\x98\x9a\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa5\xa6\xa7\xae\xaf\xb0\xb2\xb3\xb4\xb5\xb6\xb7"
    BACKSLASH = 0x31
    SPACED = "\u0301'\u0308\""
