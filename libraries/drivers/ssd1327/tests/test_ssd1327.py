# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1327 displays on displayio, and what their glass shows."""

import displayio
import pytest
from oled_checks import Basics, framed, lit, on_i2c, turned

from adafruit_ssd1327 import SSD1327
from copperbench import chips


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_glass_shows_the_picture_in_each_rotation(bench, rotation):
    chip = chips.SSD1327()
    display = SSD1327(
        on_i2c(bench, chip), width=128, height=128, rotation=rotation, auto_refresh=False
    )

    assert turned(framed(display), rotation, 128, 128) == lit(chip)


@pytest.mark.upstream_defect
def test_96_by_96_pixels_are_where_the_glass_is(bench):
    chip = chips.SSD1327(panel="96x96")
    display = SSD1327(on_i2c(bench, chip), width=96, height=96, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_a_locked_chip_is_unlocked_first(bench):
    chip = chips.SSD1327()
    where = on_i2c(bench, chip)
    chip.locked = True
    display = SSD1327(where, width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_each_grey_is_brighter_than_the_one_before(bench):
    chip = chips.SSD1327()
    display = SSD1327(on_i2c(bench, chip), width=128, height=128, auto_refresh=False)
    palette = displayio.Palette(16)
    bitmap = displayio.Bitmap(16, 1, 16)
    for level in range(16):
        palette[level] = level * 0x111111
        bitmap[level, 0] = level
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=palette))
    display.root_group = group
    display.refresh()

    greys = [chip.screen.color(x, 0)[0] for x in range(16)]

    assert greys[0] == 0
    assert greys[15] == 255
    assert all(one < next_one for one, next_one in zip(greys, greys[1:]))


@pytest.mark.upstream_defect
def test_brightness_is_the_contrast(bench):
    chip = chips.SSD1327()
    display = SSD1327(on_i2c(bench, chip), width=128, height=128, auto_refresh=False)

    assert display.brightness == 0.5
    display.brightness = 1.0
    assert chip.contrast == 255


class TestBasics(Basics):
    chip = chips.SSD1327
    display = SSD1327
    refused = ((129, 64), (64, 129))
    words = "width must be 1 to 128, and height 16 to 128"
    size = (128, 128)
