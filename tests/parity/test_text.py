# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""adafruit_display_text beside the release that it is compatible with: the same pictures."""

import importlib
import itertools
from pathlib import Path

import board
import busdisplay
import displayio
import fontio
import fourwire
import probe
import pytest
import standard
import terminalio
import upstream

from copperbench.bench import Bench, use

PIN = next(pin for pin in upstream.required() if pin.startswith("adafruit-circuitpython-display-t"))
FONT_PIN = next(pin for pin in upstream.required() if "bitmap-font" in pin)
WIDTH, HEIGHT = 240, 120

FONTS = ("terminalio", "LeagueSpartan-Bold-16.bdf", "Junction-regular-24.pcf", "cells")
ANCHORS = (None, (0, 0), (0.5, 0.5), (1.0, 1.0), (0.25, -1.0))
LOOKS = (
    {},
    {"background_color": 0x0000FF},
    {"background_color": 0x0000FF, "padding_top": 3, "padding_left": 4, "padding_right": 1},
    {"background_color": 0x008000, "padding_bottom": 5, "background_tight": True},
    {"base_alignment": True, "color": 0xFFFF00},
    {"scale": 2, "line_spacing": 0.9, "background_color": (64, 0, 0)},
    {"tab_replacement": (2, "_"), "line_spacing": 2},
)
TEXTS = (
    "Hello", "jgpqy", "12:34", "a b\tc", "AV.\n,To", "line\nof\n\nthree", "end\n", "  in", "",
    "é ß → M", "~",
)  # fmt: skip


class Cells:
    """A font of letters of one size, with what is not the same in all of them: their bitmaps."""

    def __init__(self):
        self._glyphs = {}

    def get_bounding_box(self):
        return 6, 10

    def get_glyph(self, code):
        if code not in self._glyphs:
            bitmap = displayio.Bitmap(6, 10, 2)
            for place in range(60):
                bitmap[place] = (code * 7919 >> place % 13) & 1
            self._glyphs[code] = fontio.Glyph(bitmap, 0, 6, 10, 0, -2, 6, 0)
        return self._glyphs[code]


@pytest.fixture(scope="module")
def shown():
    """Return a function that shows labels, and returns the picture."""
    before = use(Bench(strict=False))
    displayio.release_displays()
    bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
    display = busdisplay.BusDisplay(bus, b"", width=WIDTH, height=HEIGHT, auto_refresh=False)

    def show(labels):
        screen = displayio.Group()
        for label in labels:
            screen.append(label)
        display.root_group = screen
        display.refresh()
        memory = bytes(display._state.screen.planes[0].cells)  # quicker than the picture of it
        display.root_group = displayio.Group()
        while len(screen):
            screen.pop()
        return memory

    yield show
    displayio.release_displays()
    use(before)


@pytest.fixture(scope="module")
def fonts():
    """The fonts: of the firmware, of files of upstream's as ours reads them, one made here."""
    folders = [upstream.place(pin) / "examples" / "fonts" for pin in (PIN, FONT_PIN)]
    (library,) = [each for each in standard.libraries() if each.upstream == FONT_PIN]
    with probe.Side([Path(library.folder)]):
        load = importlib.import_module("adafruit_bitmap_font.bitmap_font").load_font
        found = {
            path.name: load(str(path))
            for folder in folders
            for path in folder.iterdir()
            if path.name in FONTS
        }
    return {**found, "terminalio": terminalio.FONT, "cells": Cells()}


@pytest.fixture(scope="module")
def both():
    """The modules, ours and upstream's."""
    (library,) = [each for each in standard.libraries() if each.upstream == PIN]
    found = []
    for folders in ([library.folder], [release.folder for release in upstream.closure(PIN)]):
        with probe.Side([Path(folder) for folder in folders]):
            found.append(
                {
                    name: importlib.import_module(f"adafruit_display_text.{name}")
                    for name in ("label", "bitmap_label", "text_box")
                }
            )
    return {name: (found[0][name], found[1][name]) for name in found[0]}


def seen(label):
    """Return what a program can read of where a label is."""
    return label.bounding_box, label.x, label.y, label.width, label.height, label.scale


def asked(index, shift, look):
    """Return the arguments of one label of a screen: they lie side by side."""
    x, y = 30 + index % 4 * 60, 20 + index // 4 * 40
    anchor = ANCHORS[(index + shift) % len(ANCHORS)]
    where = {"anchor_point": anchor, "anchored_position": (x, y)} if anchor else {"x": x, "y": y}
    return {**where, **look}


def compare(shown, ours, theirs):
    """Return the labels that are elsewhere than theirs, and whether their picture differs."""
    found = [
        (index, seen(mine), seen(other))
        for index, (mine, other) in enumerate(zip(ours, theirs))
        if seen(mine) != seen(other)
    ]
    return found or (["the picture"] if shown(ours) != shown(theirs) else [])


@pytest.mark.parametrize("name", FONTS)
@pytest.mark.parametrize("kind", ["label", "bitmap_label"])
def test_labels_are_where_upstreams_are(shown, fonts, both, kind, name):
    font = fonts[name]
    ours, theirs = both[kind]
    looks = LOOKS
    if kind == "bitmap_label" and name[-4:] in (".bdf", ".pcf"):
        # Upstream's bitmap_label puts these fonts too high: ours is where its other label is.
        theirs = both["label"][1]
        looks = [look for look in LOOKS if "background_color" not in look]
    different = {}
    for shift, look in enumerate(looks):
        labels = [
            [
                side.Label(font, text=text, **asked(index, shift, look))
                for index, text in enumerate(TEXTS)
            ]
            for side in (ours, theirs)
        ]
        found = compare(shown, *labels)
        if not found:  # and after each got another text, and some another look
            for side in labels:
                for index, label in enumerate(side):
                    label.text = TEXTS[(index + 1 + shift) % len(TEXTS)]
                    if index % 3 == 0:
                        label.scale = 3 - label.scale
                        label.anchored_position = (40, 50)
                    if index % 3 == 1:
                        label.background_color = None if index % 2 else 0x303030
            if kind == "bitmap_label" and looks is not LOOKS:
                for side in labels:
                    for label in side:
                        label.background_color = None
            found = compare(shown, *labels)
        if found:
            different[str(look), shift] = found
    assert different == {}


@pytest.mark.parametrize("turn", ["RTL", "UPR", "DWR", "TTB", "UPD"])
@pytest.mark.parametrize(
    "kind, name",  # upstream's bitmap_label puts fonts of files too high
    [
        ("label", "terminalio"),
        ("label", "LeagueSpartan-Bold-16.bdf"),
        ("bitmap_label", "terminalio"),
    ],
)
def test_turned_labels_are_where_upstreams_are(shown, fonts, both, kind, name, turn):
    ours, theirs = both[kind]
    if turn == ("UPD" if kind == "label" else "TTB"):
        with pytest.raises(RuntimeError):
            ours.Label(fonts[name], label_direction=turn)
        return
    texts = [text for text in TEXTS if "\n" not in text]
    looks = LOOKS
    if kind == "label" and turn != "RTL":  # upstream's puts a tight box beside the text
        looks = [look for look in LOOKS if "background_tight" not in look]
    different = {}
    for shift, look in enumerate(looks):
        labels = [
            [
                side.Label(
                    fonts[name], text=text, label_direction=turn, **asked(index, shift, look)
                )
                for index, text in enumerate(texts)
            ]
            for side in (ours, theirs)
        ]
        found = compare(shown, *labels)
        if found:
            different[str(look), shift] = found
    assert different == {}


PROSE = "The quick brown fox\njumps over the lazy dog, doesn't it? Extraordinarily."


@pytest.mark.parametrize("name", ["terminalio", "cells"])
@pytest.mark.parametrize("align", [0, 1, 2])
def test_boxes_are_where_upstreams_are(shown, fonts, both, align, name):
    ours, theirs = both["text_box"]
    different = []
    for look, height in itertools.product(LOOKS[:2] + LOOKS[4:5], (-1, 50)):
        labels = []
        for side in (ours, theirs):
            box = side.TextBox(
                fonts[name], 100, height, align, text=PROSE, x=20, y=20, background_color=0x303030
            )
            other = side.TextBox(fonts[name], 80, height, align, x=130, y=20, **look)
            other.text = PROSE[20:60]
            labels.append([box, other])
        if compare(shown, *labels):
            different.append((look, height, compare(shown, *labels)))
        assert [box.lines for box in labels[0]] == [box.lines for box in labels[1]]
    assert different == []


@pytest.mark.parametrize("size", [1, 2])
def test_outlines_and_scrolling_are_as_upstreams(shown, fonts, both, size):
    labels = []
    for side in both["bitmap_label"]:
        colors = displayio.Palette(6)
        for index in range(1, 6):
            colors[index] = 0x300000 * index + 0x40 * index
        colors.make_transparent(0)
        outlined = side.Label(
            terminalio.FONT, text="Outline", outline_color=0xFF, outline_size=size, x=10, y=20
        )
        scrolling = side.Label(terminalio.FONT, text="scrolling", max_characters=5, x=10, y=50)
        scrolling.current_index = 7
        scrolling.update(True)
        colored = side.Label(terminalio.FONT, text="colored", color_palette=colors, x=10, y=80)
        labels.append([outlined, scrolling, colored])

    assert compare(shown, *labels) == []
