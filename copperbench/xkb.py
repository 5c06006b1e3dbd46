# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The keyboard layouts of X and Wayland, from libxkbcommon: what a computer makes of keys.

For the host only. The library and its data are the system's: Debian's ``libxkbcommon0`` and
``xkb-data``, and ``libx11-data`` for what dead keys compose.

    desk = xkb.Desk("fr")
    desk.stroke(0x40, 0x1F)  # modifiers and key, as a report has them
    "~"
"""

import ctypes
import ctypes.util
import functools

RIGHT_ALT = 0x40
_MODIFIERS = (29, 42, 56, 125, 97, 54, 100, 126)  # Linux's keys for the bits of a report
_EVDEV = 8  # what X's keycodes are above Linux's

# Linux's key for each of HID's, of the block with letters (drivers/hid/hid-input.c)
_LETTERS = (30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47)
_LETTERS += (17, 45, 21, 44)
_OTHERS = (28, 1, 14, 15, 57, 12, 13, 26, 27, 43, 43, 39, 40, 41, 51, 52, 53, 58)
KEYS = {0x04 + number: key for number, key in enumerate(_LETTERS)}
KEYS.update({0x1E + number: 2 + number for number in range(10)})
KEYS.update({0x28 + number: key for number, key in enumerate(_OTHERS)})
KEYS.update(
    {0x4C: 111, 0x64: 86, 0x87: 89, 0x88: 93, 0x89: 124, 0x8A: 92, 0x8B: 94, 0x90: 122, 0x91: 123}
)

_COMPOSING, _COMPOSED, _CANCELLED = 1, 2, 3
_DOWN, _UP = 1, 0


class XkbMissingError(Exception):
    """The system has no libxkbcommon, or no data of layouts."""


class _Names(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")
    ]


@functools.cache
def library():
    """Return libxkbcommon.

    :raises XkbMissingError: the system has none
    """
    name = ctypes.util.find_library("xkbcommon")
    if name is None:
        raise XkbMissingError("there is no libxkbcommon: apt install libxkbcommon0 xkb-data")
    found = ctypes.CDLL(name)
    pointer, number, text = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p
    for function, result, arguments in (
        ("xkb_context_new", pointer, [ctypes.c_int]),
        ("xkb_keymap_new_from_names", pointer, [pointer, ctypes.POINTER(_Names), ctypes.c_int]),
        ("xkb_keymap_get_as_string", pointer, [pointer, ctypes.c_int]),
        ("xkb_state_new", pointer, [pointer]),
        ("xkb_state_update_key", ctypes.c_int, [pointer, number, ctypes.c_int]),
        ("xkb_state_key_get_one_sym", number, [pointer, number]),
        ("xkb_keysym_to_utf32", number, [number]),
        ("xkb_keysym_get_name", ctypes.c_int, [number, text, ctypes.c_size_t]),
        ("xkb_compose_table_new_from_locale", pointer, [pointer, text, ctypes.c_int]),
        ("xkb_compose_state_new", pointer, [pointer, ctypes.c_int]),
        ("xkb_compose_state_feed", ctypes.c_int, [pointer, number]),
        ("xkb_compose_state_get_status", ctypes.c_int, [pointer]),
        ("xkb_compose_state_get_utf8", ctypes.c_int, [pointer, text, ctypes.c_size_t]),
        ("xkb_compose_state_reset", None, [pointer]),
    ):
        entry = getattr(found, function)
        entry.restype = result
        entry.argtypes = arguments
    return found


class Desk:
    """A computer with a layout, at which somebody types: strokes go in, text comes out.

    :param layout: as X has it, ``de``; with its variant, ``us(intl)``
    :param model: of the keyboard: ``pc105``, ``pc104``, ``jp106``
    :raises XkbMissingError: the system has no libxkbcommon, or no such layout
    """

    def __init__(self, layout, model="pc105"):
        xkb = self._xkb = library()
        context = xkb.xkb_context_new(0)
        name, _, variant = layout.partition("(")
        names = _Names(b"evdev", model.encode(), name.encode(), variant.rstrip(")").encode(), b"")
        self._keymap = xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
        if not self._keymap:
            raise XkbMissingError(f"there is no layout {layout}: apt install xkb-data")
        self._state = xkb.xkb_state_new(self._keymap)
        table = xkb.xkb_compose_table_new_from_locale(context, b"en_US.UTF-8", 0)
        self._compose = xkb.xkb_compose_state_new(table, 0) if table else None

    @property
    def composes(self):
        """Whether the system knows what dead keys compose."""
        return self._compose is not None

    def symbol(self, modifiers, usage):
        """Return the symbol of a key with modifiers, which are let go again, as X numbers it."""
        xkb, state = self._xkb, self._state
        held = [_EVDEV + key for bit, key in enumerate(_MODIFIERS) if modifiers >> bit & 1]
        for key in held:
            xkb.xkb_state_update_key(state, key, _DOWN)
        found = xkb.xkb_state_key_get_one_sym(state, _EVDEV + KEYS[usage]) if usage in KEYS else 0
        for key in held:
            xkb.xkb_state_update_key(state, key, _UP)
        return found

    def name(self, symbol):
        """Return a symbol's name, such as ``dead_acute``."""
        buffer = ctypes.create_string_buffer(64)
        self._xkb.xkb_keysym_get_name(symbol, buffer, len(buffer))
        return buffer.value.decode()

    def character(self, symbol):
        """Return the character of a symbol, or nothing where it has none."""
        point = self._xkb.xkb_keysym_to_utf32(symbol)
        return chr(point) if point else ""

    def stroke(self, modifiers, usage):
        """Return what a key with modifiers types: nothing for a dead key, until another comes."""
        symbol = self.symbol(modifiers, usage)
        if not self.composes:
            return self.character(symbol)
        xkb, compose = self._xkb, self._compose
        xkb.xkb_compose_state_feed(compose, symbol)
        status = xkb.xkb_compose_state_get_status(compose)
        if status == _COMPOSING:
            return ""
        text = self.character(symbol)
        if status == _COMPOSED:
            buffer = ctypes.create_string_buffer(64)
            xkb.xkb_compose_state_get_utf8(compose, buffer, len(buffer))
            text = buffer.value.decode()
        elif status == _CANCELLED:
            text = ""
        if status in (_COMPOSED, _CANCELLED):
            xkb.xkb_compose_state_reset(compose)
        return text
