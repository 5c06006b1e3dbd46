# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Text as strokes on a keyboard: what every layout is made from."""

import time

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from adafruit_hid.keyboard import Keyboard

_SHIFT = const(0x02)  # in the first byte of a report
_ALTGR = const(0x40)
_MODIFIERS = b"\xe6\xe1"  # their keycodes: AltGr and Shift


class KeyboardLayoutBase:
    """A layout. One of its own has these tables, or overrides :meth:`_strokes`.

    ``ASCII_TO_KEYCODE`` has a keycode for each code point from 0 on, ``HIGHER_ASCII`` those of
    others by code point or character; ``SHIFT_FLAG`` is set where Shift is needed, and 0 means
    none. ``NEED_ALTGR`` has the characters that need AltGr. ``COMBINED_KEYS`` has characters of
    two strokes, by code point: the dead key with ``SHIFT_FLAG`` in the high byte, in the low one
    the character after it, with ``ALTGR_FLAG`` where the dead key needs AltGr.

    :param keyboard: on which the text is typed
    """

    SHIFT_FLAG = 0x80
    ALTGR_FLAG = 0x80
    SHIFT_CODE = 0xE1
    RIGHT_ALT_CODE = 0xE6
    ASCII_TO_KEYCODE: "bytes | tuple[()]" = ()
    HIGHER_ASCII: "dict[int | str, int]" = {}
    NEED_ALTGR = ""
    COMBINED_KEYS: "dict[int, int]" = {}

    def __init__(self, keyboard: "Keyboard") -> None:
        self.keyboard = keyboard
        self._one_stroke = bytearray(2)

    def write(self, string: str, delay: "float | None" = None) -> None:
        """Type text. Keys that are held meanwhile stay held.

        :param string: the text
        :param delay: seconds to wait after each character
        :raises ValueError: the layout lacks one of the characters; nothing is typed then
        :raises OSError: the computer does not take it
        """
        for char in string:
            self._strokes(char)
        for char in string:
            strokes = self._strokes(char)
            for index in range(0, len(strokes), 2):
                self.keyboard._stroke(strokes[index], strokes[index + 1])
            if delay is not None:
                time.sleep(delay)

    def keycodes(self, char: str) -> "tuple[int, ...]":
        """Return the keycodes that type a character when they are pressed together.

        :param char: one character
        :raises ValueError: the layout lacks it, or types it with a dead key before another one:
            :meth:`strokes` has both
        """
        strokes = self.strokes(char)
        if len(strokes) > 1:
            raise ValueError(f"'{char}' takes {len(strokes)} strokes, one after the other")
        return strokes[0]

    def strokes(self, char: str) -> "list[tuple[int, ...]]":
        """Return the strokes that type a character: for each the keycodes to press together.

        :param char: one character
        :raises ValueError: the layout lacks it
        """
        found = self._strokes(char)
        strokes = []
        for index in range(0, len(found), 2):
            codes = [code for code in _MODIFIERS if found[index] >> (code & 7) & 1]
            codes.append(found[index + 1])
            strokes.append(tuple(codes))
        return strokes

    def _strokes(self, char: str) -> "bytes | bytearray":
        """Return modifiers (as in a report) and keycode of each stroke, one after the other.

        They last until the next call. A layout that keeps its characters in some other way
        overrides it.

        :raises ValueError: the layout lacks it
        """
        keycode = self._keycode(char)
        if keycode:
            return self._stroke(keycode, char in self.NEED_ALTGR)
        pair = self.COMBINED_KEYS.get(ord(char), 0)
        char_after = chr(pair & 0x7F)
        after = self._keycode(char_after)
        if not pair or not after:
            raise ValueError(f"the layout has no '{char}' (0x{ord(char):02x})")
        dead = bytes(self._stroke(pair >> 8, pair & self.ALTGR_FLAG))
        return dead + self._stroke(after, char_after in self.NEED_ALTGR)

    def _stroke(self, keycode: int, altgr: "bool | int") -> bytearray:
        stroke = self._one_stroke
        stroke[0] = (keycode >> 6 & _SHIFT) | (_ALTGR if altgr else 0)
        stroke[1] = keycode & 0x7F
        return stroke

    def _keycode(self, char: str) -> int:
        """Return the keycode of a character, with the flag; 0 if the tables lack it."""
        point = ord(char)
        if point < len(self.ASCII_TO_KEYCODE):
            return self.ASCII_TO_KEYCODE[point]
        return self.HIGHER_ASCII.get(point) or self.HIGHER_ASCII.get(char, 0)
