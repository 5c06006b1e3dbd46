# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the GC9A01A on the simulated controller, behind its glass."""

import re

import board
import displayio
import fourwire
import pytest
from displays import BLUE, RED, filled, is_upright, made

import adafruit_gc9a01a
from copperbench import chips


@pytest.fixture
def make(bench):
    """Return a function: a display on a module of some name, and the controller in it."""

    def make(module, turned=0, **arguments):
        chip = chips.GC9A01(module, turned)
        return made(bench, chip, adafruit_gc9a01a.GC9A01A, **arguments), chip

    return make


@pytest.mark.parametrize("arguments", [{"panel": "240x240"}, {"width": 240, "height": 240}])
def test_it_fills_the_glass_in_the_right_colours(make, arguments):
    display, chip = make("240x240", **arguments)

    filled(display)

    assert (display.width, display.height) == (240, 240)
    assert chip.screen.blank == 0
    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (240 * 240 - 50, BLUE)]


@pytest.mark.parametrize("rotation, turned", [(0, 0), (90, 270), (180, 180), (270, 90)])
def test_it_can_be_turned(make, rotation, turned):
    display, chip = make("240x240", turned, panel="240x240", rotation=rotation)

    filled(display)

    assert is_upright(display, chip)


@pytest.mark.parametrize(
    "arguments, seen",
    [
        pytest.param({"bgr": True}, (0, 0, 255), id="red and blue are swapped"),
        pytest.param({"invert": False}, (0, 255, 255), id="the negative"),
    ],
)
def test_glass_of_another_kind_can_be_told(make, arguments, seen):
    display, chip = make("240x240", panel="240x240", **arguments)

    filled(display, 0xFF0000)

    assert chip.screen.image.getcolors() == [(240 * 240, seen)]


@pytest.mark.upstream_defect
def test_it_takes_as_long_as_the_datasheet_asks_for(make, bench):
    make("240x240", width=240, height=240)

    # 2 ms are the bus's reset; 5 ms after it, 120 ms after SWRESET, 5 ms after SLPOUT
    assert 132 <= bench.clock.us / 1000 < 134


def test_a_second_start_without_a_reset_pin_begins_anew(bench):
    chip = bench.spi.attach(chips.GC9A01(), cs="D5", dc="D6")
    for invert in (False, True):
        displayio.release_displays()
        bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
        display = adafruit_gc9a01a.GC9A01A(bus, panel="240x240", invert=invert)
        display.auto_refresh = False
    filled(display)

    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (240 * 240 - 50, BLUE)]


@pytest.mark.parametrize(
    "arguments, told",
    [
        pytest.param({"panel": "round"}, "panel must be 240x240", id="no such panel"),
        pytest.param(
            {"width": 240, "height": 241},
            "rowstart and size must be within 240 rows, not 0 + 241; "
            "rotation 90 or 270 swaps width and height",
            id="one row too many",
        ),
    ],
)
def test_a_picture_that_does_not_fit_is_refused_before_anything_is_sent(
    make, bench, arguments, told
):
    with pytest.raises(ValueError, match=rf"^{re.escape(told)}$"):
        make("240x240", **arguments)

    assert bench.spi.transactions == 0
