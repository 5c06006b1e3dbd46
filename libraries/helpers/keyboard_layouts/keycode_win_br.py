# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a Brazilian (ABNT2) keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a Brazilian (ABNT2) keyboard, by what they type."""

    LEFT_BRACKET = 0x30
    RIGHT_BRACKET = 0x32
    BACKSLASH = 0x64
    SEMICOLON = 0x38
    QUOTE = 0x35
    FORWARD_SLASH = 0x87
