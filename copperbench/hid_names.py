# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What keys, buttons and axes are called, and what keys type: USB HID Usage Tables 1.5."""

DESKTOP = 0x01
KEYBOARD = 0x07
LIGHTS = 0x08
BUTTONS = 0x09
CONSUMER = 0x0C

ENTER, ESCAPE, BACKSPACE, TAB, SPACE = 0x28, 0x29, 0x2A, 0x2B, 0x2C
CAPS_LOCK, SCROLL_LOCK, DELETE, NUM_LOCK = 0x39, 0x47, 0x4C, 0x53
KEYPAD_ENTER = 0x58
SHIFT, ALTGR = 0x22, 0x40  # in the first byte of a report: either Shift; the right Alt
CONTROLS = 0x9D  # and those that make a command of a key: Control, left Alt, GUI

# The keys from 0x04 on
_SIGNS = "Enter|Escape|Backspace|Tab|Space|-|=|[|]|\\|Europe 1|;|'|`|,|.|/|Caps Lock"
_COMMANDS = "Print Screen|Scroll Lock|Pause|Insert|Home|Page Up|Delete|End|Page Down"
_KEYPAD_SIGNS = "/|*|-|+|Enter|1|2|3|4|5|6|7|8|9|0|."
_KEYS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890")
_KEYS += _SIGNS.split("|")
_KEYS += [f"F{number}" for number in range(1, 13)]
_KEYS += _COMMANDS.split("|") + ["Right", "Left", "Down", "Up", "Num Lock"]
_KEYS += ["Keypad " + sign for sign in _KEYPAD_SIGNS.split("|")]
_KEYS += ["Europe 2", "Application", "Power", "Keypad ="]
_KEYS += [f"F{number}" for number in range(13, 25)]
_MODIFIERS = ("Control", "Shift", "Alt", "GUI")

_DEVICES = {0x10002: "mouse", 0x10004: "joystick", 0x10005: "gamepad", 0x10006: "keyboard"}
_DEVICES.update({0x10007: "keypad", 0x10080: "system", 0xC0001: "media keys"})
_AXES = {0x30: "X", 0x31: "Y", 0x32: "Z", 0x33: "Rx", 0x34: "Ry", 0x35: "Rz", 0x38: "wheel"}
_AXES.update({0x39: "hat", 0x81: "Power Down", 0x82: "Sleep", 0x83: "Wake Up"})
_MEDIA = {0x30: "Power", 0x32: "Sleep", 0x6F: "Brightness Up", 0x70: "Brightness Down"}
_MEDIA.update({0xB0: "Play", 0xB1: "Pause", 0xB2: "Record", 0xB3: "Fast Forward", 0xB4: "Rewind"})
_MEDIA.update({0xB5: "Next Track", 0xB6: "Previous Track", 0xB7: "Stop", 0xB8: "Eject"})
_MEDIA.update({0xB9: "Random Play", 0xBC: "Repeat", 0xCD: "Play/Pause", 0xE2: "Mute"})
_MEDIA.update({0xE5: "Bass Boost", 0xE9: "Volume Up", 0xEA: "Volume Down", 0x183: "Media Player"})
_MEDIA.update({0x18A: "Mail", 0x192: "Calculator", 0x194: "Files", 0x196: "Browser"})
_MEDIA.update({0x19E: "Lock", 0x221: "Search", 0x223: "Home", 0x224: "Back", 0x225: "Forward"})
_MEDIA.update({0x226: "Stop Loading", 0x227: "Refresh", 0x22A: "Bookmarks", 0x22D: "Zoom In"})
_MEDIA.update({0x22E: "Zoom Out", 0x238: "pan"})

# The keys of the United States, from 1 to 0 and from - to /, plain and with Shift.
_PLAIN = "1234567890", "-=[]\\\\;'`,./"
_SHIFTED = "!@#$%^&*()", '_+{}||:"~<>?'
_KEYPAD = "/*-+\n1234567890."


def device(application):
    """Return the name of a device by the usage of its collection."""
    return _DEVICES.get(application) or f"device {application >> 16:#x}:{application & 0xFFFF:#x}"


def usage(number):
    """Return the name of a usage, page << 16 | usage."""
    page, number = number >> 16, number & 0xFFFF
    name = None
    if page == KEYBOARD:
        name = _key(number)
    elif page == BUTTONS:
        name = f"button {number}"
    elif page == DESKTOP:
        name = _AXES.get(number)
    elif page == CONSUMER:
        name = _MEDIA.get(number)
    return name or f"usage {page:#x}:{number:#x}"


def _key(number):
    if 0x04 <= number < 0x04 + len(_KEYS):
        return _KEYS[number - 0x04]
    if 0xE0 <= number < 0xE8:
        return ("Right " if number & 4 else "Left ") + _MODIFIERS[number & 3]
    return None


def us_text(number, modifiers):
    """Return what a key types on the layout of the United States, or nothing.

    :param modifiers: the first byte of a report
    """
    shifted = bool(modifiers & SHIFT)
    if modifiers & ALTGR:
        return ""
    if 0x04 <= number < 0x1E:
        return chr(ord("A" if shifted else "a") + number - 0x04)
    rows = _SHIFTED if shifted else _PLAIN
    if 0x1E <= number < 0x28:
        return rows[0][number - 0x1E]
    if 0x2D <= number < 0x39:
        return rows[1][number - 0x2D]
    return ""


def plain_text(number, num_lock):
    r"""Return what a key types whatever the layout is: Enter, Tab, the keypad; nothing for others.

    Backspace is ``"\b"``.
    """
    if ENTER <= number <= SPACE:
        return "\n\0\b\t "[number - ENTER].replace("\0", "")
    if 0x54 <= number < 0x64 and (num_lock or number <= KEYPAD_ENTER):
        return _KEYPAD[number - 0x54]
    return ""
