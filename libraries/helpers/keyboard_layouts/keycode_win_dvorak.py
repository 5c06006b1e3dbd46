# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a Dvorak keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a Dvorak keyboard, by what they type."""

    MINUS = 0x34
    EQUALS = 0x30
    LEFT_BRACKET = 0x2D
    RIGHT_BRACKET = 0x2E
    SEMICOLON = 0x1D
    QUOTE = 0x14
    COMMA = 0x1A
    PERIOD = 0x08
    FORWARD_SLASH = 0x2F
    B = 0x11
    C = 0x0C
    D = 0x0B
    E = 0x07
    F = 0x1C
    G = 0x18
    H = 0x0D
    I = 0x0A
    J = 0x06
    K = 0x19
    L = 0x13
    N = 0x0F
    O = 0x16
    P = 0x15
    Q = 0x1B
    R = 0x12
    S = 0x33
    T = 0x0E
    U = 0x09
    V = 0x37
    W = 0x36
    X = 0x05
    Y = 0x17
    Z = 0x38
