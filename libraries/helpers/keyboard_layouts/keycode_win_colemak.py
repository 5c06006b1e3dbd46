# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a Colemak keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a Colemak keyboard, by what they type."""

    SEMICOLON = 0x13
    D = 0x0A
    E = 0x0E
    F = 0x08
    G = 0x17
    I = 0x0F
    J = 0x1C
    K = 0x11
    L = 0x18
    N = 0x0D
    O = 0x33
    P = 0x15
    R = 0x16
    S = 0x07
    T = 0x09
    U = 0x0C
    Y = 0x12
