# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The bench's modules have the names of circuitpython-stubs, or a reason is given here."""

import ast
import importlib
from importlib import metadata
from pathlib import Path

import fontio
import pytest

from copperbench import native
from copperbench.bench import Bench, use

MODULES = [
    "adafruit_pixelbuf",
    "alarm",
    "alarm.pin",
    "alarm.time",
    "analogio",
    "bitmaptools",
    "busdisplay",
    "countio",
    "digitalio",
    "displayio",
    "epaperdisplay",
    "fontio",
    "fourwire",
    "framebufferio",
    "gifio",
    "i2cdisplaybus",
    "keypad",
    "microcontroller",
    "neopixel_write",
    "nvm",
    "paralleldisplaybus",
    "pulseio",
    "pwmio",
    "rainbowio",
    "rgbmatrix",
    "rotaryio",
    "rtc",
    "sharpdisplay",
    "storage",
    "supervisor",
    "terminalio",
    "tilepalettemapper",
    "touchio",
    "usb_cdc",
    "usb_hid",
    "usb_midi",
    "vectorio",
    "watchdog",
]

#: In the stubs and not here: module -> {name: why}.
LEFT_OUT = {
    "fontio": {"FontProtocol": "a type for checkers, which no board has"},
    "digitalio": {"DigitalInOutProtocol": "a type for checkers, which no board has"},
    "gifio": {"GifWriter": "makes files for a camera, which the bench does not have"},
    "storage": {"unsafe_disable_usb_drive": "newer than 10.2, which the bench answers as"},
    "supervisor": dict.fromkeys(
        ("Runtime", "StatusBar"),
        "no name of the firmware's module (sup-ticks): only its one instance is there",
    ),
}

_CONTAINS = "recorded from the firmware (vector-errors)"
_SHOW = "the firmware has it, and tells in it what came in its place"

#: Here and not in the stubs: module -> {name: why}.
ADDED = {
    "busdisplay.BusDisplay": {"show": _SHOW},
    "displayio.Colorspace": dict.fromkeys(
        ("BGR555", "BGR555_SWAPPED", "BGR565", "BGR565_SWAPPED", "L8"),
        "recorded from the firmware (colorspace-enum)",
    ),
    "epaperdisplay.EPaperDisplay": {"show": _SHOW},
    "framebufferio.FramebufferDisplay": {"show": _SHOW},
    "fontio.Glyph": dict.fromkeys(
        [*fontio.Glyph._fields, "count", "index"],
        "it is a named tuple, which the stub does not say",
    ),
    "vectorio.Circle": {"contains": _CONTAINS},
    "vectorio.Polygon": {"contains": _CONTAINS},
    "vectorio.Rectangle": {"contains": _CONTAINS},
    "alarm": {
        "pin": "a submodule",
        "time": "a submodule",
        "touch": "a submodule",
    },
    "microcontroller": {"pin": "a module of the board's, which the stubs leave to it"},
    "storage.VfsFat": dict.fromkeys(
        ("chdir", "getcwd", "remove", "rename", "utime"), "recorded from the firmware (st-attrs)"
    ),
    "watchdog.WatchDogTimer": {"deinit": "in the firmware's table of names"},
}


def _stub(module):
    package = metadata.distribution("circuitpython-stubs")
    first, *rest = module.split(".")
    path = Path(package.locate_file(f"{first}-stubs"), *rest, "__init__.pyi")
    return ast.parse(path.read_text("utf-8"))


def _names(body):
    found = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.AnnAssign):
            found[node.target.id] = node
    return {name: node for name, node in found.items() if not name.startswith("_")}


def _members(cls):
    return {name for name in vars_of(cls) if not name.startswith("_") and name in dir(cls)}


def vars_of(cls):
    own = [base for base in cls.__mro__ if base not in (object, BaseException, Exception)]
    return {name for base in own for name in vars(base)}


@pytest.fixture
def pico():
    before = use(Bench("raspberry_pi_pico"))
    yield
    use(before)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_the_names_of_its_stub(module, pico):
    ours = importlib.import_module(module)
    stub = _names(_stub(module).body)
    mine = {name for name in dir(ours) if not name.startswith("_")}

    assert set(stub) - mine == set(LEFT_OUT.get(module, ()))
    assert mine - set(stub) <= set(ADDED.get(module, ()))
    for name, node in stub.items():
        if isinstance(node, ast.ClassDef) and name in mine:
            place = f"{module}.{name}"
            members = set(_names(node.body))
            present = _members(getattr(ours, name))
            assert members - present == set(LEFT_OUT.get(place, ())), place
            assert present - members <= set(ADDED.get(place, ())), place


def test_what_dir_shows_of_a_module_can_be_read(pico):
    for module in MODULES:
        ours = importlib.import_module(module)
        for name in dir(ours):
            getattr(ours, name)


def test_modules_of_the_firmware_cannot_be_changed(pico):
    for module in MODULES:
        ours = importlib.import_module(module)
        with pytest.raises(AttributeError, match=r"^can't set attribute 'thing'$"):
            ours.thing = 1
        assert ours.__name__ in native.modules
