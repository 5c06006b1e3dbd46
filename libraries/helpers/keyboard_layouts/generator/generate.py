# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Write the modules of the layouts, from X's keyboard database and from windows.toml.

    python libraries/helpers/keyboard_layouts/generator/generate.py

Needs Debian's libxkbcommon0 and xkb-data. The modules are in git; a test makes them again.
"""

import string
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomllib

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
# At the end: what is Python's own is not to be a board's.
sys.path += [str(HERE.parent), str(HERE.parent.parent / "hid"), str(ROOT)]
sys.path += [str(ROOT / "copperbench" / "modules")]

from copperbench import xkb  # noqa: E402  # found by the lines above

#: As in copperhead_layout.KEYS, which this does not import: one may be wrong.
KEYS = (
    *range(0x04, 0x28),
    *(0x2D, 0x2E, 0x2F, 0x30, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x64, 0x87, 0x89),
)
LEVELS = (0x00, 0x02, 0x40, 0x42)  # modifiers: none, Shift, AltGr, both
NONE = "\0"
DEAD = {
    "dead_grave": "\u0300",
    "dead_acute": "\u0301",
    "dead_circumflex": "\u0302",
    "dead_tilde": "\u0303",
    "dead_perispomeni": "\u0303",
    "dead_macron": "\u0304",
    "dead_breve": "\u0306",
    "dead_abovedot": "\u0307",
    "dead_diaeresis": "\u0308",
    "dead_abovering": "\u030a",
    "dead_doubleacute": "\u030b",
    "dead_caron": "\u030c",
    "dead_cedilla": "\u0327",
    "dead_ogonek": "\u0328",
}
#: What an accent is with a space on Windows, where it is another sign than usual.
SPACED = {"us_intl": "\u0301'\u0308\""}
#: Names of keys in adafruit_hid.keycode, by what they type in the United States.
NAMES = {
    "-": "MINUS",
    "=": "EQUALS",
    "[": "LEFT_BRACKET",
    "]": "RIGHT_BRACKET",
    "\\": "BACKSLASH",
    "#": "POUND",
    ";": "SEMICOLON",
    "'": "QUOTE",
    "`": "GRAVE_ACCENT",
    ",": "COMMA",
    ".": "PERIOD",
    "/": "FORWARD_SLASH",
    **{letter.lower(): letter for letter in string.ascii_uppercase},
}
US = {
    **{letter: 0x04 + index for index, letter in enumerate(string.ascii_lowercase)},
    **dict(zip("-=[]\\#;'`,./", (0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x32, *range(0x33, 0x39)))),
}
HEADER = """\
# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, E741, RUF001, RUF100 - generator/generate.py has written it
# fmt: off
\"\"\"{docstring}\"\"\"

__version__ = "{version}"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

"""
Rows = list[str]  # four levels of characters, one for each of KEYS


def layouts() -> Mapping[str, Mapping[str, Any]]:
    """Return what layouts.toml says."""
    return tomllib.loads((HERE / "layouts.toml").read_text("utf-8"))


def desk(layout: Mapping[str, Any]) -> xkb.Desk:
    """Return a computer with a layout."""
    return xkb.Desk(layout["xkb"], layout.get("model", "pc104" if "ansi" in layout else "pc105"))


def of_x(layout: Mapping[str, Any]) -> Rows:
    """Return what keys type in X. A key that ignores a modifier counts without it."""
    computer = desk(layout)
    missing = {0x64} if "ansi" in layout or layout.get("model") == "jp106" else {0x87, 0x89}
    missing -= {0x87} if layout.get("model") == "abnt2" else set()
    rows = []
    for held in LEVELS:
        row = ""
        for key in KEYS:
            if key in missing:  # no such keyboard has it, whatever X says
                row += NONE
                continue
            symbol = computer.symbol(held, key)
            fewer = [computer.symbol(held & ~bit, key) for bit in (0x02, 0x40) if held & bit]
            dead = DEAD.get(computer.name(symbol))
            row += NONE if symbol in fewer else dead or _printable(computer.character(symbol))
        rows.append(row)
    return rows


def _printable(character: str) -> str:
    return character if character and character.isprintable() else NONE


def of_windows(name: str, layout: Mapping[str, Any], on_x: Rows) -> Rows:
    """Return what keys type on Windows, as far as it is known."""
    if "windows" in layout:
        table = tomllib.loads((HERE / "windows.toml").read_text("utf-8"))
        rows = [row.ljust(len(KEYS), NONE) for row in table[name]["levels"]]
        return [row[:-3] + NONE + row[-2:] for row in rows] if "ansi" in layout else rows
    kinds = {
        "all": lambda character: True,
        "ascii": str.isascii,
        "letters and digits": lambda character: character.isalnum() or character in ",.",
    }
    holds = kinds[layout["both"]]
    rows = ["".join(c if holds(c) else NONE for c in row) for row in on_x[:2]]
    return [*rows, NONE * len(KEYS), NONE * len(KEYS)]


def preferring(on_x: Rows, on_windows: Rows) -> Rows:
    """Return what keys type in X, each character where it is on Windows, too, if it is there."""
    found = [list(row) for row in on_x]
    places = [(level, index) for level in range(len(LEVELS)) for index in range(len(KEYS))]
    same = {on_x[lv][at] for lv, at in places if on_x[lv][at] == on_windows[lv][at]}
    for level, index in places:
        character = on_x[level][index]
        if character in same and on_windows[level][index] != character:
            found[level][index] = NONE
    return ["".join(row) for row in found]


def altgr(rows: Rows) -> tuple[str, bytes]:
    """Return the characters that need AltGr, and their keys: what is there without is not."""
    characters, keys = "", bytearray()
    for row, shifted in ((rows[2], 0x00), (rows[3], 0x80)):
        for key, character in zip(KEYS, row):
            if character not in (NONE, *characters, *rows[0], *rows[1]):
                characters += character
                keys.append(key | shifted)
    return characters, bytes(keys)


def module(name: str, layout: Mapping[str, Any], version: str) -> str:
    """Return the source of a layout's module."""
    on_x = of_x(layout)
    windows = of_windows(name, layout, on_x)
    linux = preferring(on_x, windows)
    values: list[tuple[str, Any]] = [("PLAIN", _cut(windows[0])), ("SHIFT", _cut(windows[1]))]
    values += zip(("ALTGR", "ALTGR_KEYS"), altgr(windows))
    for index, key in ((0, "LINUX_PLAIN"), (1, "LINUX_SHIFT")):
        if _cut(linux[index]) != _cut(windows[index]):
            values.append((key, _cut(linux[index])))
    values += zip(("LINUX_ALTGR", "LINUX_ALTGR_KEYS"), altgr(linux))
    values += [("BACKSLASH", 0x31)] if "ansi" in layout else []
    values += [("SPACED", SPACED[name])] if name in SPACED else []
    lines = [f"    {key} = {_literal(value)}" for key, value in values if value]
    docstring = f"The {layout['title']} keyboard layout."
    text = HEADER.format(docstring=docstring, version=version)
    text += "from copperhead_layout import Layout\n\n\nclass KeyboardLayout(Layout):\n"
    text += f'    """{layout["title"]}; generated from X\'s keyboard database."""\n\n'
    return text + "\n".join(lines) + "\n"


def keycodes(name: str, layout: Mapping[str, Any], version: str) -> str:
    """Return the source of a module with the names of keys by what is printed on them."""
    plain = of_windows(name, layout, of_x(layout))[0]
    there = {character: key for key, character in reversed(list(zip(KEYS, plain)))}
    if "ansi" in layout and "\\" in there:
        there["\\"] = 0x31
    lines = [
        f"    {NAMES[character]} = 0x{there[character]:02X}"
        for character in NAMES
        if there.get(character, US[character]) != US[character]
    ]
    docstring = f"Keys by what is printed on a {layout['title']} keyboard."
    text = HEADER.format(docstring=docstring, version=version)
    text += "from adafruit_hid import keycode\n\n\nclass Keycode(keycode.Keycode):\n"
    text += f'    """The places of a {layout["title"]} keyboard, by what they type."""\n'
    return text + ("\n" + "\n".join(lines) + "\n" if lines else "")


def alias(name: str, kind: str, imported: str, title: str, version: str) -> str:
    """Return the source of a module that is another one by another name."""
    docstring = f"The {title} keyboard, by another name."
    text = HEADER.format(docstring=docstring, version=version)
    return text + f"from {kind}_win_{name} import {imported}\n\n__all__ = [{imported!r}]\n".replace(
        "'", '"'
    )


def _cut(row: str) -> str:
    return row.rstrip(NONE)


def _literal(value: Any) -> str:
    if isinstance(value, int):
        return f"0x{value:02X}"
    if isinstance(value, bytes):
        return 'b"' + "".join(f"\\x{byte:02x}" for byte in value) + '"'
    text = ""
    for character in value:
        if character in '"\\':
            text += "\\" + character
        elif character == NONE:
            text += "\\x00"  # not \\0, which a digit may follow
        elif character.isprintable() and not 0x0300 <= ord(character) < 0x0370:
            text += character
        else:
            text += f"\\u{ord(character):04x}"
    return f'"{text}"'


def modules(version: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the source of each module."""
    for name, layout in layouts().items():
        yield f"keyboard_layout_win_{name}", module(name, layout, version)
        yield f"keycode_win_{name}", keycodes(name, layout, version)
        for also in layout.get("also", ()):
            title = layout["title"]
            yield (
                f"keyboard_layout_win_{also}",
                alias(name, "keyboard_layout", "KeyboardLayout", title, version),
            )
            yield f"keycode_win_{also}", alias(name, "keycode", "Keycode", title, version)


def main() -> None:
    """Write all modules."""
    for name, text in modules("1.0.0"):
        (HERE.parent / f"{name}.py").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
