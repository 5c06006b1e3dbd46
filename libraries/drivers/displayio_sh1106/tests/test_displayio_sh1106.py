# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1106 displays on displayio, and what their glass shows."""

import pytest
from oled_checks import Basics, Sleeping, framed, lit, on_i2c, turned

from adafruit_displayio_sh1106 import SH1106
from copperbench import chips
from copperbench.chip_oled import Panel


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(128, 64), (128, 32), (72, 40), (64, 32)], ids=str)
@pytest.mark.upstream_defect
def test_the_glass_shows_the_picture_in_each_rotation_and_no_noise(bench, size, rotation):
    width, height = size
    chip = chips.SH1106(panel=f"{width}x{height}")
    seen = (height, width) if rotation % 180 else size
    display = SH1106(
        on_i2c(bench, chip), width=seen[0], height=seen[1], rotation=rotation, auto_refresh=False
    )

    assert turned(framed(display), rotation, width, height) == lit(chip)


def test_programs_that_give_the_first_column_go_on_to_work(bench):
    chip = chips.SH1106(panel=Panel(128, 64, segment=0))
    display = SH1106(on_i2c(bench, chip), width=128, height=64, colstart=4, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_no_command_is_sent_that_an_sh1106_does_not_have(bench):
    SH1106(on_i2c(bench, chips.SH1106()), width=128, height=64, auto_refresh=False)

    assert list(bench.mistakes) == []


class TestBasics(Sleeping, Basics):
    chip = chips.SH1106
    display = SH1106
    refused = ((133, 64), (64, 128))
    words = "width must be 1 to 132, and height 16 to 64"

    @pytest.mark.upstream_defect(raises=TypeError)
    def test_the_display_goes_to_sleep_and_wakes_as_it_was(self, bench):
        super().test_the_display_goes_to_sleep_and_wakes_as_it_was(bench)
