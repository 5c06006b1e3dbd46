# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""The Dutch keyboard layout."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from copperhead_layout import Layout


class KeyboardLayout(Layout):
    """Dutch; generated from X's keyboard database."""

    PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890\x00\x00\x00\x00\x00\x00\x00\x00,."
    SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    LINUX_PLAIN = "abcdefghijklmnopqrstuvwxyz1234567890/°\u0308*<+\u0301@,.-]"
    LINUX_SHIFT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&_()'?\u0303\u0302|>±\u0300§;:=["
    LINUX_ALTGR = "á”¢ð€ªŋħïĸłμñò¶ßþü“ſ»ÿ«¹²³¼½¾£{}\\\u0327~¬¸·Á’©ÐŊĦÏŁºÑÒÞΩ®ẞÜ‘¥¡⅛⅜⅝⅞™¿\u0328^\u0304\u0306\u030b`\u0307¦"
    LINUX_ALTGR_KEYS = b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x2d\x2e\x2f\x35\x36\x37\x84\x85\x86\x87\x8a\x8b\x8c\x8f\x90\x91\x92\x93\x94\x95\x96\x98\x99\x9c\x9e\x9f\xa2\xa3\xa4\xa7\xad\xae\xaf\xb0\xb2\xb3\xb4\xb8\xe4"
