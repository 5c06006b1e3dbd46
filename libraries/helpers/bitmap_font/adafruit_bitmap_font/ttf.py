# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""TrueType fonts, which are for computers."""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from io import FileIO
    from typing import Any


class TTF:
    """Refuses: a board has no room to draw outlines. ``copperhead font`` makes a PCF of them.

    :param f: not looked at
    :param bitmap: not looked at
    :raises NotImplementedError: always
    """

    def __init__(self, f: "FileIO", bitmap: "Any") -> None:
        raise NotImplementedError("TrueType fonts are for computers: make a PCF of it there")
