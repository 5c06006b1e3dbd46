# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the ST7789 on the simulated controller, behind the glass of each module."""

import re

import board
import displayio
import fourwire
import pytest
from displays import BLUE, RED, filled, is_upright, made

import adafruit_st7789
from copperbench import chips

#: How Adafruit's examples make each display: a second source for the table of panels.
THEIRS = {
    "240x135": {"rotation": 270, "width": 240, "height": 135, "rowstart": 40, "colstart": 53},
    "240x240": {"width": 240, "height": 240, "rowstart": 80, "rotation": 180},
    "280x240": {"width": 280, "height": 240, "rowstart": 20, "rotation": 90},
    "320x170": {"width": 320, "height": 170, "colstart": 35, "rotation": 90},
    "320x172": {"width": 320, "height": 172, "colstart": 34, "rotation": 270},
    "320x240": {"width": 320, "height": 240, "rotation": 90},
}


@pytest.fixture
def make(bench):
    """Return a function: a display on a module of some name, and the controller in it."""

    def make(module, turned=0, **arguments):
        chip = chips.ST7789(module, turned)
        return made(bench, chip, adafruit_st7789.ST7789, **arguments), chip

    return make


@pytest.mark.parametrize("panel", chips.ST7789.PANELS)
def test_a_panel_by_its_name_fills_the_glass_in_the_right_colours(make, panel):
    display, chip = make(panel, panel=panel)

    filled(display)

    width, height = (int(number) for number in panel.split()[0].split("x"))
    assert (display.width, display.height) == (width, height)
    assert chip.screen.blank == 0
    assert chip.screen.unseen == (0, None)
    assert sorted(chip.screen.image.getcolors()) == [(50, RED), (width * height - 50, BLUE)]


def test_there_are_panels_for_all_modules_of_the_bench():
    assert set(adafruit_st7789._PANELS) == set(chips.ST7789.PANELS)


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
    display, chip = make("240x135", turned, panel="240x135", rotation=rotation)

    filled(display)

    assert is_upright(display, chip)


def test_a_program_can_tell_better_than_the_panel(make):
    display, chip = make("240x135", panel="240x135", invert=False, bgr=False)

    filled(display, 0x000000)

    # Black in the negative is white; red is cyan, and red and blue are swapped.
    assert {color for _, color in chip.screen.image.getcolors()} == {
        (255, 255, 255),
        (255, 255, 0),
    }


@pytest.mark.upstream_defect
def test_it_takes_as_long_as_the_datasheet_asks_for(make, bench):
    make("240x135", **THEIRS["240x135"])

    # 2 ms are the bus's reset; 5 ms after it, 120 ms after SWRESET, 5 ms after SLPOUT
    assert 132 <= bench.clock.us / 1000 < 133


def test_a_second_start_without_a_reset_pin_waits_until_the_controller_may_wake(bench):
    bench.spi.attach(chips.ST7789("240x135"), cs="D5", dc="D6")
    for _ in range(2):
        displayio.release_displays()
        bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
        adafruit_st7789.ST7789(bus, panel="240x135")

    assert bench.mistakes == []


@pytest.mark.parametrize(
    "arguments, told",
    [
        pytest.param(
            {"panel": "135x240"},
            "panel must be 240x135 or 240x240 or 280x240 or 284x76 or 320x170 or 320x172 or "
            "320x240 or 320x240 TN",
            id="no such panel",
        ),
        pytest.param(
            {"width": 240, "height": 135, "colstart": 53, "rowstart": 40},
            "colstart and size must be within 240 columns, not 53 + 240; "
            "rotation 90 or 270 swaps width and height",
            id="rotation forgotten",
        ),
        pytest.param(
            {"width": 240, "height": 320, "rowstart": 1},
            "rowstart and size must be within 320 rows, not 1 + 320; "
            "rotation 90 or 270 swaps width and height",
            id="one row too many",
        ),
        pytest.param(
            {"width": 240, "height": 0},
            "rowstart and size must be within 320 rows, not 0 + 0; "
            "rotation 90 or 270 swaps width and height",
            id="no height",
        ),
        pytest.param(
            {"width": 10, "height": 10, "colstart": -1},
            "colstart and size must be within 240 columns, not -1 + 10; "
            "rotation 90 or 270 swaps width and height",
            id="before the first column",
        ),
        pytest.param(
            {"panel": "240x135", "rotation": 45},
            "Display rotation must be in 90 degree increments",
            id="rotation",
        ),
    ],
)
def test_a_picture_that_does_not_fit_is_refused_before_anything_is_sent(
    make, bench, arguments, told
):
    with pytest.raises(ValueError, match=rf"^{re.escape(told)}$"):
        make("240x135", **arguments)

    assert bench.spi.transactions == 0


def test_without_size_and_panel_the_firmware_asks_for_the_width(make):
    with pytest.raises(TypeError, match="width"):
        make("240x135")


def test_the_last_rows_and_columns_of_the_memory_can_be_used(make):
    display, chip = make("320x240", width=10, height=5, colstart=230, rowstart=315)

    filled(display)

    # MADCTL has both directions turned: the last column of a window is the memory's first.
    assert chip.screen.color(0, 0) == chip.screen.color(9, 4) == RED
    assert chip.screen.blank == 240 * 320 - 50
