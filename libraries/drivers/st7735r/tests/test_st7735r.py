# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the ST7735R on the simulated controller, behind the glass of each module."""

import re

import pytest
from displays import BLUE, RED, filled, is_upright, made

import adafruit_st7735r
from copperbench import chips


@pytest.fixture
def make(bench):
    """Return a function: a display on a module of some name, and the controller in it."""

    def make(module, turned=0, **arguments):
        chip = chips.ST7735(module, turned)
        return made(bench, chip, adafruit_st7735r.ST7735R, **arguments), chip

    return make


#: How Adafruit's examples make each display: a second source for the table of panels.
THEIRS = {
    "160x128 black": {"width": 160, "height": 128, "rotation": 90, "bgr": True},
    "128x128": {"width": 128, "height": 128, "colstart": 2, "rowstart": 3},
    "160x80": {"width": 160, "height": 80, "colstart": 24, "rotation": 270, "bgr": True},
    "160x80 IPS": {
        "width": 160,
        "height": 80,
        "rowstart": 1,
        "colstart": 26,
        "rotation": 270,
        "invert": True,
    },
}


@pytest.mark.parametrize("panel", chips.ST7735.PANELS)
def test_a_panel_by_its_name_fills_the_glass_in_the_right_colours(make, panel):
    display, chip = make(panel, panel=panel)

    filled(display)

    width, height = (int(number) for number in panel.split()[0].split("x"))
    assert (display.width, display.height) == (width, height)
    assert chip.screen.blank == 0
    assert chip.screen.unseen == (0, None)
    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (width * height - 50, BLUE)]


def test_there_are_panels_for_all_modules_of_the_bench():
    assert set(adafruit_st7735r._PANELS) == set(chips.ST7735.PANELS)


@pytest.mark.parametrize("panel", THEIRS)
def test_arguments_as_in_adafruits_examples_show_the_same(make, panel):
    display, chip = make(panel, panel=panel)
    filled(display)
    ours = chip.screen.rgb()

    display, chip = make(panel, **THEIRS[panel])
    filled(display)

    assert chip.screen.rgb() == ours


@pytest.mark.parametrize("rotation, turned", [(0, 180), (90, 90), (180, 0), (270, 270)])
def test_a_panel_can_be_turned(make, rotation, turned):
    display, chip = make("160x80 IPS", turned, panel="160x80 IPS", rotation=rotation)

    filled(display)

    assert is_upright(display, chip)


@pytest.mark.upstream_defect
def test_what_one_display_was_given_does_not_stay_for_the_next(make, bench):
    bench.strict = False  # Adafruit's sends its first command too early
    make("160x80 IPS", **THEIRS["160x80 IPS"])

    display, chip = make("160x128 black", **THEIRS["160x128 black"])
    filled(display)

    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (160 * 128 - 50, BLUE)]


def test_a_program_can_tell_better_than_the_panel(make):
    display, chip = make("160x128 green", panel="160x128 green", invert=True, bgr=True)

    filled(display, 0x000000)

    # Black in the negative is white; red is cyan, and red and blue are swapped.
    assert {color for _, color in chip.screen.image.getcolors()} == {
        (255, 255, 255),
        (255, 255, 0),
    }


@pytest.mark.upstream_defect
def test_it_takes_as_long_as_the_datasheet_asks_for(make, bench):
    make("128x128", **THEIRS["128x128"])

    # 2 ms are the bus's reset; 5 ms after it, 120 ms after SWRESET, 5 ms after SLPOUT
    assert 132 <= bench.clock.us / 1000 < 134


@pytest.mark.parametrize(
    "arguments, told",
    [
        pytest.param(
            {"panel": "160x128"},
            "panel must be 128x128 or 160x128 black or 160x128 green or 160x128 red or 160x80 or "
            "160x80 IPS",
            id="without the tab",
        ),
        pytest.param(
            {"width": 160, "height": 128},
            "colstart and size must be within 132 columns, not 0 + 160; "
            "rotation 90 or 270 swaps width and height",
            id="rotation forgotten",
        ),
        pytest.param(
            {"width": 128, "height": 160, "rowstart": 3},
            "rowstart and size must be within 162 rows, not 3 + 160; "
            "rotation 90 or 270 swaps width and height",
            id="one row too many",
        ),
    ],
)
def test_a_picture_that_does_not_fit_is_refused_before_anything_is_sent(
    make, bench, arguments, told
):
    with pytest.raises(ValueError, match=rf"^{re.escape(told)}$"):
        make("160x128 green", **arguments)

    assert bench.spi.transactions == 0
