# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""DotStars on the bench: what the strip shows, on hardware SPI and by pins that are moved."""

import board
import busio
import digitalio
import pytest
from hypothesis import given, strategies as st

import adafruit_dotstar
from copperbench import bench as benches, chips

_BYTE = st.integers(0, 255)


def strip_of(bench, count, part="APA102", order="BGR"):
    """Put a strip on the board's SPI."""
    return bench.spi_bus("SCK", "MOSI").attach(getattr(chips, part)(count, order))


def dots_of(count, **settings):
    return adafruit_dotstar.DotStar(board.SCK, board.MOSI, count, **settings)


@given(
    st.lists(st.tuples(_BYTE, _BYTE, _BYTE), min_size=1, max_size=40),
    st.sampled_from(["APA102", "SK9822"]),
    st.sampled_from(["RBG", "RGB", "GRB", "GBR", "BRG", "BGR"]),
    st.floats(0, 1),
)
def test_the_strip_shows_the_colours_at_the_brightness(colors, part, order, brightness):
    bench = benches.Bench()
    before = benches.use(bench)
    try:
        strip = strip_of(bench, len(colors), part, order)
        dots = dots_of(
            len(colors),
            pixel_order=getattr(adafruit_dotstar, order),
            brightness=brightness,
            auto_write=False,
        )

        dots[:] = colors
        dots.show()
    finally:
        benches.use(before)

    scale = int(brightness * 256)
    assert strip.colors == [tuple(part * scale // 256 for part in color) for color in colors]
    assert set(strip.levels) == {31}


@pytest.mark.parametrize(
    "current, level",
    [
        pytest.param(0.0, 0, id="none"),
        pytest.param(0.5, 15, id="half"),
        pytest.param(1.0, 31, id="all"),
        pytest.param(255, 31, id="all, as a byte"),
    ],
)
def test_the_fourth_part_of_a_colour_is_the_leds_current(bench, current, level):
    strip = strip_of(bench, 1)
    dots = dots_of(1)

    dots[0] = (1, 2, 3, current)

    assert (strip.colors, strip.levels) == ([(1, 2, 3)], [level])


@pytest.mark.parametrize("count, end", [(1, 5), (16, 5), (17, 6), (64, 8), (100, 11)])
def test_a_frame_has_32_zeros_before_it_and_after_it_and_half_a_clock_for_each_led(
    bench, count, end
):
    dots = dots_of(count, auto_write=False)
    bench.spi.clear()

    dots.show()

    (record,) = bench.records()
    assert record.parts[0].written == bytes(4) + b"\xff\0\0\0" * count + bytes(end)


def test_the_clock_is_as_asked_for(bench):
    strip_of(bench, 1)
    dots = dots_of(1, baudrate=1000000)

    dots[0] = 1

    assert bench.spi_bus("SCK").frequency == pytest.approx(1000000, rel=0.05)


def test_other_pins_are_moved_one_by_one(bench):
    strip = bench.attach(chips.APA102(3), clock="D6", data="D5")

    with adafruit_dotstar.DotStar(board.D6, board.D5, 3) as dots:
        dots[1] = (1, 2, 3)

        assert strip.colors == [(0, 0, 0), (1, 2, 3), (0, 0, 0)]
        assert None not in (dots.dpin, dots.cpin)
    assert strip.colors == [(0, 0, 0)] * 3
    digitalio.DigitalInOut(board.D5).deinit()
    digitalio.DigitalInOut(board.D6).deinit()


def test_a_clock_that_is_in_use_is_told(bench):
    digitalio.DigitalInOut(board.D6)

    with pytest.raises(ValueError, match="D6 in use"):
        adafruit_dotstar.DotStar(board.D6, board.D5, 1)


def test_after_a_with_all_are_dark_and_the_pins_are_free(bench):
    strip = strip_of(bench, 2)

    with dots_of(2) as dots:
        dots.fill((1, 2, 3))
        assert (dots.n, len(dots)) == (2, 2)

    assert strip.colors == [(0, 0, 0)] * 2
    busio.SPI(board.SCK, board.MOSI).deinit()


def test_it_prints_as_a_list_of_colours(bench):
    dots = dots_of(2)

    dots[1] = (1, 2, 3)

    assert repr(dots) == "[(0, 0, 0, 1.0), (1, 2, 3, 1.0)]"


def test_each_change_is_one_frame_or_none_before_show(bench):
    strip = strip_of(bench, 2)
    dots = dots_of(2)

    dots[0] = 1
    dots.fill(2)
    dots.brightness = 0.5
    at_once = strip.frames
    dots.auto_write = False
    dots.fill(3)
    before_show = strip.frames
    dots.show()

    assert (at_once, before_show, strip.frames) == (3, 3, 4)


# Upstream's defects


@pytest.mark.upstream_defect
def test_an_sk9822_shows_the_latest_frame(bench):
    strip = strip_of(bench, 2, "SK9822")
    dots = dots_of(2)

    dots[0] = (255, 0, 0)

    assert strip.colors == [(255, 0, 0), (0, 0, 0)]


@pytest.mark.upstream_defect
def test_brightness_dims_the_colours_and_leaves_the_frames_whole(bench):
    strip = strip_of(bench, 2)
    dots = dots_of(2, auto_write=False)

    dots[0] = (255, 0, 0)
    dots.brightness = 0.5
    dots.show()

    assert strip.colors == [(127, 0, 0), (0, 0, 0)]
    assert strip.levels == [31, 31]
    assert bench.mistakes == []


@pytest.mark.upstream_defect
def test_a_dim_strip_is_whole_before_a_colour_is_set(bench):
    strip_of(bench, 1)
    dots = dots_of(1, brightness=0.5)

    dots.show()

    assert bench.mistakes == []
    assert bench.records()[-1].parts[0].written[4:8] == b"\xff\0\0\0"


@pytest.mark.upstream_defect
def test_all_colours_can_be_read_at_once(bench):
    assert [tuple(color) for color in dots_of(2)[:]] == [(0, 0, 0, 1.0)] * 2


@pytest.mark.upstream_defect
def test_releasing_it_twice_is_no_error(bench):
    with dots_of(1) as dots:
        dots.deinit()


@pytest.mark.upstream_defect
def test_making_all_dark_is_one_frame(bench):
    strip = strip_of(bench, 1)

    dots_of(1).deinit()

    assert strip.frames == 1


@pytest.mark.upstream_defect
def test_a_refused_order_leaves_the_pins_free(bench):
    with pytest.raises(ValueError, match=r"(?i)byteorder"):
        dots_of(1, pixel_order="XYZ")

    busio.SPI(board.SCK, board.MOSI).deinit()


@pytest.mark.upstream_defect
def test_a_clock_in_use_leaves_the_data_pin_free(bench):
    digitalio.DigitalInOut(board.D6)
    with pytest.raises(ValueError, match="D6 in use"):
        adafruit_dotstar.DotStar(board.D6, board.D5, 1)

    digitalio.DigitalInOut(board.D5).deinit()
