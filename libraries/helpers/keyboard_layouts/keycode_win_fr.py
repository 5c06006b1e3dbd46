# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a French keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a French keyboard, by what they type."""

    MINUS = 0x23
    SEMICOLON = 0x36
    QUOTE = 0x21
    COMMA = 0x10
    A = 0x14
    M = 0x33
    Q = 0x04
    W = 0x1D
    Z = 0x1A
