# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The buffer in Python does what the firmware's own does, and has what upstream's has besides."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from copperbench.run import run

FOLDER = Path(__file__).parents[1]
RECORDED = Path(__file__).parents[4] / "tests" / "conformance"

_BYTE = st.integers(0, 255)
_COLOR = st.tuples(_BYTE, _BYTE, _BYTE)
_ORDERS = ["RGB", "GRB", "BGR", "RGBW", "GRBW", "WRGB", "PBGR", "PRGB"]


def _load():
    """Return the module from here, whatever the bench's firmware has by its name."""
    name = "adafruit_pixelbuf"
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    found = (finder.find_spec(name, [str(FOLDER)]) for finder in finders)
    spec = next(spec for spec in found if spec is not None)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pixelbuf = _load()


class Strip(pixelbuf.PixelBuf):
    """Keeps what it is to send."""

    def __init__(self, *args, **kwargs):
        self.sent = []
        super().__init__(*args, **kwargs)

    def _transmit(self, buffer):
        self.sent.append(bytes(buffer))

    @property
    def shown(self):
        self.show()
        return self.sent[-1]


# As the firmware does: programs that ran there, and what they printed

CASES = {
    case["id"]: case
    for name in ("modules", "busio")
    for line in (RECORDED / f"{name}.json").read_text("utf-8").splitlines()
    if '"topic":"adafruit_pixelbuf"' in line
    for case in [json.loads(line.rstrip(","))]
}

SAME = [
    "pb-byteorder-good",
    "pb-white-extraction",
    "pb-dotstar-order",
    "pb-dotstar-header-trailer",
    "pb-header-trailer",
    "pb-brightness-table-256",
    "pb-brightness-set-then-assign",
    "pb-brightness-readback",
    "pb-slice-set-iterables",
    "pb-transmit-raises",
    "pb-override-show",
    "pb-rounding-every-value",
    "pb-mix-1",
    "pb-mix-3",
    "pixelbuf-slices",
]

#: Those where ours takes more than the firmware, or has CPython's words: the lines that differ.
LIKE = {
    "pb-int-colours-rgb": 4,  # True and False are 1 and 0
    "pb-tuple-elements": 7,
    "pb-generic-object-value": 4,  # any sequence of three is a colour; the words of TypeError
    "pb-slice-set": 9,  # one colour for all: a number, or a tuple of three
    "pb-brightness-range": 5,  # the words of TypeError
    "pb-iteration": 2,
}


def printed(case):
    text = run(case["program"], board="qtpy_m0", libraries=[FOLDER]).stdout
    return [
        re.sub(r"\d+\.\d{7,}", lambda found: f"{float(found[0]):.7f}", line)
        for line in text.splitlines()
    ]


@pytest.mark.parametrize("name", SAME)
def test_a_program_prints_what_it_prints_with_the_firmwares_buffer(name):
    expected = [line.replace("0.4838709)", "0.4838710)") for line in _lines(name)]

    assert printed(CASES[name]) == expected


@pytest.mark.parametrize("name, more", LIKE.items())
def test_a_program_prints_what_it_prints_there_but_for_what_is_allowed_besides(name, more):
    ours, theirs = printed(CASES[name]), _lines(name)

    assert sum(line not in ours for line in theirs) <= more


def _lines(name):
    return CASES[name]["stdout"].splitlines()


# Colours and orders


@given(st.sampled_from(_ORDERS), st.lists(_COLOR, min_size=1, max_size=5))
def test_colours_are_read_as_they_were_set_and_sent_in_their_order(order, colors):
    strip = Strip(len(colors), byteorder=order)

    for place, color in enumerate(colors):
        strip[place] = color

    step = len(order)
    for place, color in enumerate(colors):
        sent = strip.shown[place * step :][:step]
        red, green, blue = (sent[order.index(letter)] for letter in "RGB")
        if "W" in order and len(set(color)) == 1:
            assert (red, green, blue) == (0, 0, 0)
            assert sent[order.index("W")] == strip[place][3] == color[0]
        else:
            assert (red, green, blue) == color == strip[place][:3]


@given(_COLOR, st.floats(0, 1), st.floats(0, 1))
def test_brightness_is_cut_to_256_steps_of_the_colours_as_they_were_set(color, first, then):
    strip = Strip(1, byteorder="RGB", brightness=first)

    strip[0] = color
    strip.brightness = then

    assert strip.shown == bytes(value * int(then * 256) // 256 for value in color)
    assert (strip[0], strip.brightness) == (color, then)


@pytest.mark.parametrize(
    "order", ["RGBRGB", "RGBB", "RGBWP", "RGBP", "WRGBP", "RG", "", "rgb", "RGX", "RWB"]
)
@pytest.mark.parametrize("make", [Strip, pixelbuf.PixelBuf])
def test_an_order_that_there_is_not_is_refused(order, make):
    with pytest.raises(ValueError, match=r"^Invalid byteorder$"):
        make(1, byteorder=order)


def test_an_order_that_is_no_string_is_refused():
    for order in ((1, 0, 2), 3):
        with pytest.raises(TypeError):
            Strip(1, byteorder=order)


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        Strip(-1)


@pytest.mark.parametrize(
    "color",
    [
        pytest.param("red", id="a word"),
        pytest.param(None, id="none"),
        pytest.param(("1", 2, 3), id="a part that is a word"),
        pytest.param((1, 2, None), id="a part that is none"),
        pytest.param({1, 2, 3}, id="a set"),
    ],
)
def test_what_is_no_colour_is_refused_and_changes_nothing(color):
    strip = Strip(2)

    with pytest.raises(TypeError):
        strip[0] = color
    with pytest.raises(TypeError):
        strip.fill(color)

    assert strip[:] == ((0, 0, 0), (0, 0, 0))


@pytest.mark.parametrize("color", [(), (1, 2), (1, 2, 3, 4, 5), b"ab"])
def test_a_colour_of_too_few_or_many_parts_is_refused(color):
    with pytest.raises(ValueError, match=r"^color length must be 3-4$"):
        Strip(1)[0] = color


@pytest.mark.parametrize("index", [2, -3, 100])
def test_an_led_that_there_is_not_is_refused(index):
    strip = Strip(2)

    with pytest.raises(IndexError):
        strip[index] = 0
    with pytest.raises(IndexError):
        strip[index]


def test_indexes_below_zero_count_from_the_end():
    strip = Strip(3)

    strip[-1] = 7

    assert strip[2] == strip[-1] == (0, 0, 7)


@pytest.mark.parametrize(
    "color",
    [
        pytest.param(0x010203, id="number"),
        pytest.param((1, 2, 3), id="tuple"),
        pytest.param((1.0, 2.9, 3.5), id="fractions"),
    ],
)
def test_a_slice_takes_one_colour_for_all_its_leds(color):
    strip = Strip(6)

    strip[::2] = color

    assert strip[:] == ((1, 2, 3), (0, 0, 0)) * 3


def test_a_slice_takes_itself_turned_round():
    strip = Strip(3)
    strip[:] = [1, 2, 3]

    strip[::-1] = strip

    assert [blue for _, _, blue in strip] == [3, 2, 1]


def test_each_change_is_sent_once_and_making_it_is_none():
    strip = Strip(3, auto_write=True, brightness=0.5)
    made = len(strip.sent)

    strip[0] = 1
    strip[:] = [1, 2, 3]
    strip.fill(4)
    strip.brightness = 0.3
    strip.brightness = 0.3

    assert (made, len(strip.sent)) == (0, 4)


def test_it_needs_a_class_that_sends():
    with pytest.raises(NotImplementedError, match="_transmit"):
        pixelbuf.PixelBuf(1).show()


# Upstream's defects


@pytest.mark.upstream_defect
def test_brightness_dims_the_colours_of_dotstars_and_not_their_current():
    strip = Strip(2, byteorder="PBGR", header=bytearray(4))
    strip[0] = (255, 0, 0)

    strip.brightness = 0.5

    assert strip.shown[4:] == bytes.fromhex("ff00007f ff000000")


@pytest.mark.upstream_defect
def test_a_dim_dotstar_has_the_three_ones_before_it_is_set():
    strip = Strip(1, byteorder="PBGR", brightness=0.5, header=bytearray(4))

    assert strip.shown[4:] == bytes.fromhex("ff000000")


@pytest.mark.upstream_defect
def test_all_colours_can_be_read_where_there_is_a_header():
    strip = Strip(2, byteorder="PBGR", header=bytearray(4), trailer=bytearray(3))

    assert [tuple(color) for color in strip[:]] == [(0, 0, 0, 1.0)] * 2


@pytest.mark.upstream_defect
def test_four_parts_are_a_colour_where_there_is_no_white():
    strip = Strip(1, byteorder="RGB")

    strip[0] = (1, 2, 3, 4)

    assert tuple(strip[0]) == (1, 2, 3)


@pytest.mark.upstream_defect
@pytest.mark.parametrize("order", ["RGBB", "RGBWP", "RGBRGB", "RGBP"])
def test_an_order_of_too_many_letters_is_refused_when_it_is_made(order):
    with pytest.raises(ValueError, match=r"(?i)byteorder"):
        Strip(1, byteorder=order)


@pytest.mark.upstream_defect
def test_a_colour_that_is_wrong_leaves_the_strip_as_it_was():
    strip = Strip(3, byteorder="RGB", auto_write=True)
    strip.fill(9)

    with pytest.raises(TypeError):
        strip[:] = [1, 2, None]

    assert [tuple(color) for color in strip] == [(0, 0, 9)] * 3


@pytest.mark.upstream_defect
@pytest.mark.parametrize("colors", [[1, 2], [1, 2, 3, 4]])
def test_too_few_or_many_colours_for_a_slice_are_refused_and_none_is_set(colors):
    strip = Strip(3, byteorder="RGB")

    with pytest.raises(ValueError, match=r"^Unmatched number of items on RHS"):
        strip[:] = colors

    assert [tuple(color) for color in strip] == [(0, 0, 0)] * 3


@pytest.mark.upstream_defect
def test_parts_above_255_are_cut_to_eight_bits_as_in_the_firmware():
    strip = Strip(1, byteorder="RGB")

    strip[0] = (1, 256 + 2, -1)

    assert tuple(strip[0]) == (1, 2, 255)


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_number_with_a_fraction_is_a_colour():
    strip = Strip(1, byteorder="RGB")

    strip[0] = 258.5

    assert tuple(strip[0]) == (0, 1, 2)


@pytest.mark.upstream_defect
def test_a_small_change_of_brightness_counts():
    strip = Strip(1, byteorder="RGB")
    strip[0] = 0xFF

    strip.brightness = 0.9995

    assert strip.brightness == 0.9995
    assert strip.shown == bytes((0, 0, 254))


@pytest.mark.upstream_defect(raises=TypeError)
def test_a_header_may_be_bytes():
    assert Strip(1, header=b"ab", trailer=b"c").shown == b"ab\0\0\0c"


@pytest.mark.upstream_defect
@pytest.mark.parametrize(
    "current, sent",
    [
        pytest.param(31, 0xE0 | 31 >> 3, id="of 255"),
        pytest.param(2.0, 0xFF, id="too much"),
        pytest.param(-0.1, 0xE0, id="less than none"),
    ],
)
def test_the_current_of_a_dotstar_stays_within_its_five_bits_as_in_the_firmware(current, sent):
    strip = Strip(1, byteorder="PBGR")

    strip[0] = (0, 0, 0, current)

    assert strip.shown[0] == sent


@pytest.mark.upstream_defect
@pytest.mark.parametrize("word", ["red", "blue", "x"])
def test_a_word_is_told_to_be_no_colour(word):
    with pytest.raises((TypeError, ValueError), match=r"^object 'str' isn't a tuple or list$"):
        Strip(1)[0] = word
