# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: RUF001 - accents are what it is about
"""What keyboard layouts of many countries share: tables as text, dead keys, two hosts.

A layout is a module such as ``keyboard_layout_win_fr`` with a class ``KeyboardLayout``, whose
tables are strings: the characters of the keys, one after the other.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

from adafruit_hid.keyboard_layout_base import KeyboardLayoutBase

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from adafruit_hid.keyboard import Keyboard

# The keys of PLAIN and SHIFT: letters, digits, and the others as they lie on an ISO keyboard.
KEYS = (
    b"\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a"
    b"\x1b\x1c\x1d\x1e\x1f\x20\x21\x22\x23\x24\x25\x26\x27"
    b"\x2d\x2e\x2f\x30\x32\x33\x34\x35\x36\x37\x38\x64\x87\x89"
)
_CONTROLS = "\b\t\n\x1b \x7f"
_CONTROL_KEYS = b"\x2a\x2b\x28\x29\x2c\x4c"
_ISO_BACKSLASH = const(0x32)
_SPACE = b"\x00\x2c"
_SHIFT = const(0x02)
_ALTGR = const(0x40)

# Of each accent, which stands for its dead key: what it is with a space on Windows and on
# Linux, letters that take it on both, and the same with it; and further ones of Linux.
_ACCENTS = (
    ("\u0300", "`", "`", "aeiouAEIOU", "àèìòùÀÈÌÒÙ", "nN", "ǹǸ"),
    ("\u0301", "´", "'", "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ", "clnrszCLNRSZ", "ćĺńŕśźĆĹŃŔŚŹ"),
    ("\u0302", "^", "^", "aeiouAEIOU", "âêîôûÂÊÎÔÛ", "cghjswyCGHJSWY", "ĉĝĥĵŝŵŷĈĜĤĴŜŴŶ"),
    ("\u0303", "~", "~", "anoANO", "ãñõÃÑÕ", "iuIU", "ĩũĨŨ"),
    ("\u0308", "¨", '"', "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ", "Y", "Ÿ"),
    ("\u030a", "°", "°", "uU", "ůŮ", "aA", "åÅ"),
    ("\u030c", "ˇ", "ˇ", "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ", "glGL", "ǧľǦĽ"),
    ("\u0327", "¸", "¸", "cC", "çÇ", "gklnrstGKLNRST", "ģķļņŗşţĢĶĻŅŖŞŢ"),
    ("\u0306", "˘", "˘", "", "", "agiouAGIOU", "ăğĭŏŭĂĞĬŎŬ"),
    ("\u0307", "˙", "˙", "", "", "cegzCEGIZ", "ċėġżĊĖĠİŻ"),
    ("\u030b", "˝", "˝", "", "", "ouOU", "őűŐŰ"),
    ("\u0328", "˛", "˛", "", "", "aeiuAEIU", "ąęįųĄĘĮŲ"),
    ("\u0304", "¯", "¯", "", "", "aeiouAEIOU", "āēīōūĀĒĪŌŪ"),
)


class Layout(KeyboardLayoutBase):
    """A layout; its tables are those of Windows unless they say otherwise.

    Combining accents in the tables stand for dead keys.

    :param keyboard: on which the text is typed
    :param host: the system of the computer. ``windows`` types what holds on Windows, which is
        mostly so elsewhere; ``linux`` has all that X and Wayland know
    :raises ValueError: there is no such host
    """

    PLAIN = ""  #: a character for each of :data:`KEYS`, \0 where there is none
    SHIFT = ""  #: likewise, with Shift
    ALTGR = ""  #: characters that need AltGr
    ALTGR_KEYS = b""  #: their keys, and 0x80 where Shift is needed, too
    LINUX_PLAIN = ""  #: the same for Linux, where it is something else
    LINUX_SHIFT = ""
    LINUX_ALTGR = ""
    LINUX_ALTGR_KEYS = b""
    BACKSLASH = _ISO_BACKSLASH  #: the key beside Enter
    SPACED = ""  #: accents and what they are with a space on Windows, where that is special

    def __init__(self, keyboard: "Keyboard", host: str = "windows") -> None:
        if host not in ("windows", "linux"):
            raise ValueError("host must be windows or linux")
        KeyboardLayoutBase.__init__(self, keyboard)
        self._linux = host == "linux"
        self._plain = self.PLAIN
        self._shift = self.SHIFT
        self._altgr = self.ALTGR
        self._altgr_keys = self.ALTGR_KEYS
        if self._linux:
            self._plain = self.LINUX_PLAIN or self.PLAIN
            self._shift = self.LINUX_SHIFT or self.SHIFT
            self._altgr = self.LINUX_ALTGR
            self._altgr_keys = self.LINUX_ALTGR_KEYS

    def _strokes(self, char: str) -> bytes:
        """Return modifiers and keycode of each stroke for a character, one after the other.

        :raises ValueError: the layout lacks it
        """
        found = b""
        if not ("\u0300" <= char <= "\u036f" or char == "\0"):  # these stand for something else
            found = self._direct(char) or self._composed(char)
        if not found:
            raise ValueError(f"the layout has no {char!r} (0x{ord(char):02x})")
        return found

    def _direct(self, char: str) -> bytes:
        """Return the one stroke for a character, or nothing."""
        index = _CONTROLS.find(char)
        if index >= 0:
            return bytes((0, _CONTROL_KEYS[index]))
        for held, characters in ((0, self._plain), (_SHIFT, self._shift)):
            index = characters.find(char)
            if index >= 0:
                key = KEYS[index]
                return bytes((held, self.BACKSLASH if key == _ISO_BACKSLASH else key))
        index = self._altgr.find(char)
        if index < 0:
            return b""
        key = self._altgr_keys[index]
        return bytes((_ALTGR | _SHIFT if key & 0x80 else _ALTGR, key & 0x7F))

    def _composed(self, char: str) -> bytes:
        """Return the strokes of a dead key and what follows it, or nothing."""
        for accent, spaced, on_linux, letters, both, more, linux in _ACCENTS:
            special = self.SPACED.find(accent)
            on_windows = spaced if special < 0 else self.SPACED[special + 1]
            if char == (on_linux if self._linux else on_windows):
                after = _SPACE
            elif char in both:
                after = self._direct(letters[both.find(char)])
            elif self._linux and char in linux:
                after = self._direct(more[linux.find(char)])
            else:
                continue
            dead = self._direct(accent)
            if dead and after:
                return dead + after
        return b""
