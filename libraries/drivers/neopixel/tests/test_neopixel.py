# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""NeoPixels on the bench: what the strip shows, and what is refused."""

from pathlib import Path

import board
import digitalio
import neopixel
import pytest
from hypothesis import given, strategies as st

from copperbench import bench as benches, chips
from copperbench.run import run

LATCH_US = 300
_BYTE = st.integers(0, 255)


@pytest.fixture
def strip(bench):
    """A strip of five at D5."""
    return bench.attach(chips.WS2812(5), data="D5")


def rest(bench):
    """Leave the line low for as long as the LEDs need."""
    bench.clock.advance_us(LATCH_US)


@given(
    st.lists(st.tuples(_BYTE, _BYTE, _BYTE), min_size=1, max_size=6),
    st.sampled_from(["RGB", "GRB", "BGR", "RBG"]),
    st.floats(0, 1),
)
def test_the_strip_shows_the_colours_at_the_brightness(colors, order, brightness):
    bench = benches.Bench()
    before = benches.use(bench)
    try:
        strip = bench.attach(chips.WS2812(len(colors), order), data="D5")
        pixels = neopixel.NeoPixel(
            board.D5, len(colors), pixel_order=order, brightness=brightness, auto_write=False
        )

        pixels[:] = colors
        pixels.show()
        rest(bench)
    finally:
        benches.use(before)

    scale = int(brightness * 256)
    assert strip.colors == [tuple(part * scale // 256 for part in color) for color in colors]


def test_equal_colours_are_the_white_leds(bench):
    strip = bench.attach(chips.SK6812(2), data="D5")
    pixels = neopixel.NeoPixel(board.D5, 2, bpp=4)

    pixels[0] = (7, 7, 7)
    pixels[1] = (1, 2, 3, 4)
    rest(bench)

    assert strip.colors == [(0, 0, 0, 7), (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "given, order",
    [
        pytest.param({}, "GRB", id="nothing"),
        pytest.param({"bpp": 4}, "GRBW", id="bpp"),
        pytest.param({"pixel_order": neopixel.RGB}, "RGB", id="a string"),
        pytest.param({"pixel_order": (2, 0, 1)}, "BRG", id="places"),
        pytest.param({"pixel_order": (1, 0, 2, 3)}, "GRBW", id="places with white"),
        pytest.param({"bpp": 4, "pixel_order": neopixel.BGR}, "BGR", id="the order goes first"),
    ],
)
def test_the_order_of_colours_is_told_in_any_of_three_ways(bench, given, order):
    pixels = neopixel.NeoPixel(board.D5, 1, **given)

    assert (pixels.byteorder, pixels.bpp) == (order, len(order))


@pytest.mark.parametrize("order", ["GRX", "GR", "grb", "GRBWP", (1, 0), (0, 0, 0)])
def test_another_order_is_refused_and_the_pin_stays_free(bench, order):
    with pytest.raises(ValueError, match=r"^Invalid byteorder$"):
        neopixel.NeoPixel(board.D5, 1, pixel_order=order)

    digitalio.DigitalInOut(board.D5).deinit()


def test_too_few_colours_for_the_chain_are_refused_in_the_firmwares_words(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)
    words = r"^Unmatched number of items on RHS \(expected 5, got 4\).$"

    with pytest.raises(ValueError, match=words):
        pixels[:] = [0xFF] * 4
    rest(bench)

    assert strip.frames == 0


def test_colours_may_have_fractions_as_in_the_firmware(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)

    pixels[0] = (1.9, 2.0, 254.7)
    rest(bench)

    assert strip.colors[0] == (1, 2, 254)


def test_a_chain_that_is_longer_keeps_the_colours_behind_the_data(bench, strip):
    neopixel.NeoPixel(board.D5, 5).fill(9)
    bench.board.reset()

    neopixel.NeoPixel(board.D5, 2).fill(0x010203)
    rest(bench)

    assert strip.colors == [(1, 2, 3)] * 2 + [(0, 0, 9)] * 3


def test_each_change_is_one_frame_or_none_before_show(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)

    pixels[0] = 1
    pixels.fill(2)
    pixels.brightness = 0.5
    rest(bench)
    strip.look()
    at_once = strip.frames
    pixels.auto_write = False
    pixels.fill(3)
    rest(bench)
    strip.look()
    before_show = strip.frames
    pixels.write()
    rest(bench)
    strip.look()

    assert (at_once, before_show, strip.frames) == (3, 3, 4)


def test_after_a_with_all_are_dark_and_the_pin_is_free(bench, strip):
    with neopixel.NeoPixel(board.D5, 5) as pixels:
        pixels.fill((1, 2, 3))
        assert (pixels.n, len(pixels)) == (5, 5)
    rest(bench)

    assert strip.colors == [(0, 0, 0)] * 5
    digitalio.DigitalInOut(board.D5).deinit()


def test_it_prints_as_a_list_of_colours(bench):
    pixels = neopixel.NeoPixel(board.D5, 2)

    pixels[1] = (1, 2, 3)

    assert repr(pixels) == "[(0, 0, 0), (1, 2, 3)]"


class TestPower:
    """Boards whose NeoPixel has a power pin."""

    @pytest.fixture
    def bench(self, bench):
        other = benches.Bench("adafruit_qtpy_rp2040", firmware=bench.firmware)
        before = benches.use(other)
        yield other
        benches.use(before)

    def test_it_is_on_while_the_boards_neopixel_is_used(self, bench):
        power = bench.pin("NEOPIXEL_POWER")

        pixels = neopixel.NeoPixel(board.NEOPIXEL, 1)
        during = power.value
        pixels.deinit()

        assert during
        digitalio.DigitalInOut(board.NEOPIXEL_POWER).deinit()

    def test_a_program_may_have_the_power_pin_itself(self, bench):
        digitalio.DigitalInOut(board.NEOPIXEL_POWER)

        neopixel.NeoPixel(board.NEOPIXEL, 1).deinit()

    def test_another_pin_needs_no_power(self, bench):
        neopixel.NeoPixel(board.A0, 1)

        digitalio.DigitalInOut(board.NEOPIXEL_POWER).deinit()


# Upstream's defects


@pytest.mark.upstream_defect
def test_a_place_that_there_is_not_is_no_order(bench):
    with pytest.raises(ValueError, match=r"^Invalid byteorder$"):
        neopixel.NeoPixel(board.D5, 1, pixel_order=(0, 1, 7))


@pytest.mark.upstream_defect
def test_releasing_it_twice_is_no_error(bench):
    with neopixel.NeoPixel(board.D5, 1) as pixels:
        pixels.deinit()


@pytest.mark.upstream_defect
def test_making_all_dark_is_one_frame(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)

    pixels.deinit()
    rest(bench)

    strip.look()
    assert strip.frames == 1


@pytest.mark.upstream_defect
def test_the_boards_power_pin_is_switched_on_under_any_python(bench):
    other = benches.Bench("adafruit_qtpy_rp2040")
    before = benches.use(other)
    try:
        neopixel.NeoPixel(board.NEOPIXEL, 1)

        assert other.pin("NEOPIXEL_POWER").value
    finally:
        benches.use(before)


@pytest.mark.upstream_defect
def test_four_parts_are_a_colour_on_leds_without_white(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)

    pixels[0] = (1, 2, 3, 4)
    rest(bench)

    assert strip.colors[0] == (1, 2, 3)


@pytest.mark.upstream_defect
def test_a_wrong_colour_in_a_slice_changes_nothing(bench, strip):
    pixels = neopixel.NeoPixel(board.D5, 5)

    with pytest.raises(ValueError, match=r"^Unmatched"):
        pixels[:] = [1, 2]

    assert [tuple(color) for color in pixels] == [(0, 0, 0)] * 5


def test_on_a_board_without_the_firmwares_buffer_all_looks_the_same(tmp_path):
    folder = Path(__file__).parents[1]
    wiring = {"chip": [{"part": "ws2812", "count": 10, "pins": {"data": "NEOPIXEL"}}]}

    printed = [
        run(
            folder / "examples" / "neopixel_simpletest.py",
            board=board,
            wiring=wiring,
            libraries=[folder, folder.parents[1] / "helpers" / "pixelbuf"],
            seconds=5,
            screens=tmp_path / board,
        ).stdout
        for board in ("qtpy_m0", "adafruit_feather_rp2040")
    ]

    assert printed[0] == printed[1] != ""
    film, other = [path.read_bytes() for path in sorted(tmp_path.rglob("*.png"))]
    assert film == other
