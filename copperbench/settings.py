# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
r"""``settings.toml`` of the drive, as far as the firmware reads it: lines of ``KEY = value``.

A value is a string in double quotes with \ escapes, an integer, a float, true or false.
"""

from copperbench.bench import current

_FILE = "/settings.toml"
_ESCAPES = {"b": "\b", "r": "\r", "n": "\n", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}


def find(key, default=None):
    """Return the value of ``key``, or ``default`` where there is none.

    :raises ValueError: the value is not as above
    """
    file = current().open_file(_FILE)
    if file is None:
        return default
    with file:
        for line in file:
            name, equals, value = line.partition("=")
            if equals and name.strip() == key:
                return parse(value.strip())
            if line.startswith("["):  # the firmware looks no further
                break
    return default


def parse(text):
    """Return the value that ``text`` stands for."""
    if text[:1] == '"':
        return _string(text[1:])
    text = text.partition("#")[0].strip()
    if text in ("true", "false"):
        return text == "true"
    for kind in (lambda digits: int(digits.replace("_", ""), 0), float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise ValueError("invalid syntax for integer with base 10: " + repr(text))


def _string(text):
    found = ""
    position = 0
    while position < len(text) and text[position] != '"':
        letter = text[position]
        position += 1
        if letter == "\\" and position < len(text):
            letter = text[position]
            position += 1
            if letter in "uU":
                digits = 4 if letter == "u" else 8
                letter = chr(int(text[position : position + digits], 16))
                position += digits
            elif letter in _ESCAPES:
                letter = _ESCAPES[letter]
            else:
                raise ValueError("Invalid byte " + repr("\\" + letter))
        found += letter
    if position == len(text):
        raise ValueError("Invalid byte '\\n'")
    return found
