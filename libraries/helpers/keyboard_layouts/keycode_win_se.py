# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
"""Keys by what is printed on a Swedish keyboard."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_hid import keycode


class Keycode(keycode.Keycode):
    """The places of a Swedish keyboard, by what they type."""

    MINUS = 0x38
    QUOTE = 0x32
