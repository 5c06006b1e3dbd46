# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1306 displays on displayio, and what their glass shows."""

import board
import displayio
import i2cdisplaybus
import pytest
from oled_checks import Basics, Sleeping, framed, lit, on_i2c, turned

from adafruit_displayio_ssd1306 import SSD1306
from copperbench import chips
from copperbench.chip_oled import Panel

SIZES = [(128, 64), (128, 32), (72, 40), (64, 48), (64, 32)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_glass_shows_the_picture_in_each_rotation(bench, size, rotation):
    width, height = size
    chip = chips.SSD1306(panel=f"{width}x{height}")
    seen = (height, width) if rotation % 180 else size
    display = SSD1306(
        on_i2c(bench, chip), width=seen[0], height=seen[1], rotation=rotation, auto_refresh=False
    )

    assert (display.width, display.height) == seen
    assert turned(framed(display), rotation, width, height) == lit(chip)


@pytest.mark.upstream_defect
def test_a_picture_of_96_by_16_pixels_is_seen(bench):
    chip = chips.SSD1306(panel="96x16")
    display = SSD1306(on_i2c(bench, chip), width=96, height=16, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize(
    "size",
    [
        *(pytest.param(size, marks=pytest.mark.upstream_defect) for size in SIZES if size[1] != 48),
        (64, 48),
    ],
    ids=str,
)
def test_sizes_of_a_turned_display_can_be_those_of_the_module(bench, size):
    width, height = size
    settings = {"rotation": 90, "auto_refresh": False}
    for seen in (size, (height, width)):
        chip = chips.SSD1306(panel=f"{width}x{height}")
        bench.i2c.attach(chip)
        displayio.release_displays()
        where = i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3C)
        display = SSD1306(where, width=seen[0], height=seen[1], **settings)
        assert turned(framed(display), 90, width, height) == lit(chip)
        bench.i2c.detach(chip)


def test_32_lines_have_all_of_the_time(bench):
    chip = chips.SSD1306(panel="64x32")
    SSD1306(on_i2c(bench, chip), width=64, height=32, auto_refresh=False)

    assert chip.multiplex == 32


def test_a_panel_of_72_pixels_gets_its_current(bench):
    SSD1306(on_i2c(bench, chips.SSD1306(panel="72x40")), width=72, height=40, auto_refresh=False)

    assert b"\x80\xad\x80\x30\x80\xaf" in bench.i2c.log[1].written


def test_a_panel_may_begin_at_another_column(bench):
    chip = chips.SSD1306(panel=Panel(96, 16, segment=32, alternative=False))
    display = SSD1306(on_i2c(bench, chip), width=96, height=16, colstart=0, auto_refresh=False)

    assert framed(display) == lit(chip)


def test_only_what_has_changed_is_sent(bench):
    chip = chips.SSD1306()
    display = SSD1306(on_i2c(bench, chip), width=128, height=64, auto_refresh=False)
    framed(display)
    bench.i2c.clear()
    display.root_group[0].x = 0
    display.refresh()

    assert bench.i2c.transactions == 0


class TestBasics(Sleeping, Basics):
    chip = chips.SSD1306
    display = SSD1306
    refused = ((129, 64), (64, 128))
    words = "width must be 1 to 128, and height 16 to 64"
