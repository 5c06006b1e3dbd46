# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a Czech keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a Czech keyboard, by what they type."""

    MINUS = 0x38
    EQUALS = 0x2D
    BACKSLASH = 0x64
    SEMICOLON = 0x35
    Y = 0x1D
    Z = 0x1C
