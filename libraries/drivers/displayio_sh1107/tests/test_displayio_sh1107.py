# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1107 displays on displayio, and what their glass shows."""

import pytest
from oled_checks import Basics, Sleeping, framed, lit, on_i2c, turned

from adafruit_displayio_sh1107 import DISPLAY_OFFSET_PIMORONI_MONO_OLED_PIM374, SH1107
from copperbench import chips


@pytest.mark.parametrize("panel, size", [("128x64", (128, 64)), ("128x128", (128, 128))])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_glass_shows_the_picture_in_each_rotation(bench, panel, size, rotation):
    chip = chips.SH1107(panel=panel)
    seen = size if rotation % 180 else (size[1], size[0])
    display = SH1107(
        on_i2c(bench, chip),
        width=seen[0],
        height=seen[1],
        rotation=rotation,
        display_offset=0x60 if panel == "128x64" else 0,
        auto_refresh=False,
    )

    assert chip.multiplex == size[1]
    # The module is held with its glass a quarter turn from how it is wired.
    assert turned(framed(display), (rotation - 90) % 360, *size) == lit(chip)


def test_the_featherwing_is_upright_if_nothing_is_said(bench):
    chip = chips.SH1107()
    display = SH1107(on_i2c(bench, chip), width=128, height=64, auto_refresh=False)

    assert display.rotation == 90
    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_so_is_a_display_of_128_by_128_pixels(bench):
    chip = chips.SH1107(panel="128x128")
    display = SH1107(on_i2c(bench, chip), width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


def test_a_display_can_be_turned_later(bench):
    chip = chips.SH1107()
    display = SH1107(on_i2c(bench, chip), width=128, height=64, auto_refresh=False)
    display.rotation = 180

    assert turned(framed(display), 90, 128, 64) == lit(chip)


def test_the_offset_can_be_the_second_argument(bench):
    chip = chips.SH1107(panel="128x128")
    where = on_i2c(bench, chip)
    offset = DISPLAY_OFFSET_PIMORONI_MONO_OLED_PIM374
    display = SH1107(where, offset, 90, width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


class TestBasics(Sleeping, Basics):
    chip = chips.SH1107
    display = SH1107
    refused = ((129, 64), (64, 129))
    words = "width and height must be 1 to 128"
