# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Type every character of every layout on a computer with that layout, and print how it went.

    python libraries/helpers/keyboard_layouts/generator/sweep.py

The computer is libxkbcommon, which Linux's desktops read keys with: what is verified is the
profile for Linux, and of the one for Windows what it types by the same strokes.
"""

import importlib
import sys

import generate

import copperhead_layout

_TYPED = {"\r": "\n"}  # X's Enter is a carriage return
_CONTROLS = "\b\t\n\x1b \x7f"


class Keyboard:
    """Where strokes end up: modifiers and key of each."""

    def __init__(self):
        self.strokes = []

    def _stroke(self, modifiers, keycode):
        self.strokes.append((modifiers, keycode))


def layout(name, host):
    """Return a layout with a keyboard that only notes."""
    module = importlib.import_module(f"keyboard_layout_win_{name}")
    return module.KeyboardLayout(Keyboard(), host)


def strokes(typist, character):
    """Return the strokes for a character, or None where the layout lacks it."""
    typist.keyboard.strokes.clear()
    try:
        typist.write(character)
    except ValueError:
        return None
    return list(typist.keyboard.strokes)


def claimed(typist):
    """Return all characters that a layout can type."""
    tables = [typist._plain, typist._shift, typist._altgr, typist.SPACED, _CONTROLS]
    tables += [text for row in copperhead_layout._ACCENTS for text in row[1:]]
    return [found for found in sorted(set("".join(tables))) if strokes(typist, found)]


def misread(typist, desk, characters):
    """Return the characters that a computer reads as something else, with what it reads."""
    found = {}
    for character in characters:
        text = "".join(desk.stroke(*stroke) for stroke in strokes(typist, character))
        if _TYPED.get(text, text) != character:
            found[character] = text
    return found


def main():
    """Print a row for each layout, and return the exit code."""
    print(f"{'layout':10} {'Windows':>8} {'Linux':>8} {'verified':>9}  (characters)")
    total = wrong = 0
    for name, row in generate.layouts().items():
        windows, linux = layout(name, "windows"), layout(name, "linux")
        characters = claimed(linux)
        missed = misread(linux, generate.desk(row), characters)
        verified = len(characters) - len(missed)
        print(f"{name:10} {len(claimed(windows)):8} {len(characters):8} {verified:9}", end="  ")
        print(", ".join(f"{key!r} reads {value!r}" for key, value in missed.items()))
        total, wrong = total + verified, wrong + len(missed)
    print(f"{total} characters verified for Linux, {wrong} read as something else")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
