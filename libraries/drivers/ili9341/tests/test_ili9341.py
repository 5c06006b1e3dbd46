# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the ILI9341 on the simulated controller, behind its glass."""

import re

import pytest
from displays import BLUE, RED, filled, is_upright, made

import adafruit_ili9341
from copperbench import chips


@pytest.fixture
def make(bench):
    """Return a function: a display on a module of some name, and the controller in it."""

    def make(module, turned=0, **arguments):
        chip = chips.ILI9341(module, turned)
        return made(bench, chip, adafruit_ili9341.ILI9341, **arguments), chip

    return make


@pytest.mark.parametrize("panel", chips.ILI9341.PANELS)
def test_a_panel_by_its_name_fills_the_glass_in_the_right_colours(make, panel):
    display, chip = make(panel, panel=panel)

    filled(display)

    assert (display.width, display.height) == (320, 240)
    assert chip.screen.blank == 0
    assert chip.screen.unseen == (0, None)
    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (320 * 240 - 50, BLUE)]


def test_there_are_panels_for_all_modules_of_the_bench():
    assert set(adafruit_ili9341._PANELS) == set(chips.ILI9341.PANELS)


@pytest.mark.parametrize("rotation, turned", [(0, 270), (90, 180), (180, 90), (270, 0)])
def test_a_panel_can_be_turned(make, rotation, turned):
    display, chip = make("320x240", turned, panel="320x240", rotation=rotation)

    filled(display)

    assert is_upright(display, chip)


def test_arguments_as_in_adafruits_examples_show_the_same(make):
    display, chip = make("320x240", panel="320x240")
    filled(display)
    ours = chip.screen.rgb()

    display, chip = make("320x240", width=320, height=240)
    filled(display)

    assert chip.screen.rgb() == ours


@pytest.mark.parametrize(
    "arguments, seen",
    [
        pytest.param({"bgr": True}, (0, 0, 255), id="red and blue are swapped"),
        pytest.param({"invert": True}, (0, 255, 255), id="the negative"),
    ],
)
def test_a_program_can_tell_better_than_the_panel(make, arguments, seen):
    display, chip = make("320x240", panel="320x240", **arguments)

    filled(display, 0xFF0000)

    assert chip.screen.image.getcolors() == [(320 * 240, seen)]


@pytest.mark.upstream_defect
def test_colours_are_set_before_anything_is_shown(make, bench):
    bench.strict = False  # Adafruit's sends a command too early, and one without its second byte
    make("320x240", width=320, height=240, invert=True)

    commands = [
        part.written[0] for record in bench.spi.log for part in record.parts if part.data is False
    ]

    assert commands[-1] == 0x29  # DISPON
    assert commands.count(0x36) == commands.count(0x21) == 1


@pytest.mark.upstream_defect
def test_it_takes_as_long_as_the_datasheet_asks_for(make, bench):
    make("320x240", width=320, height=240)

    # 2 ms are the bus's reset; 5 ms after it, 120 ms after SWRESET, 5 ms after SLPOUT
    assert 132 <= bench.clock.us / 1000 < 134


@pytest.mark.parametrize(
    "arguments, told",
    [
        pytest.param(
            {"panel": "240x320"}, "panel must be 320x240 or 320x240 IPS", id="no such panel"
        ),
        pytest.param(
            {"width": 240, "height": 320},
            "rowstart and size must be within 240 rows, not 0 + 320; "
            "rotation 90 or 270 swaps width and height",
            id="rotation forgotten",
        ),
    ],
)
def test_a_picture_that_does_not_fit_is_refused_before_anything_is_sent(
    make, bench, arguments, told
):
    with pytest.raises(ValueError, match=rf"^{re.escape(told)}$"):
        make("320x240", **arguments)

    assert bench.spi.transactions == 0
