# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1106 displays on displayio, and what their glass shows."""

import board
import displayio
import fourwire
import i2cdisplaybus
import pytest

from adafruit_displayio_sh1106 import SH1106
from copperbench import chips
from copperbench.chip_oled import Panel


@pytest.fixture
def bus(bench):
    """Return a function: the bus of a display, for which there must be a panel."""

    def open_it(chip=None):
        displayio.release_displays()
        if chip is not None:
            bench.i2c.attach(chip)
        return i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3C)

    return open_it


def framed(display):
    """Show a frame along the edges and two pixels more, and return where pixels are lit."""
    width, height = display.width, display.height
    palette = displayio.Palette(2)
    palette[1] = 0xFFFFFF
    bitmap = displayio.Bitmap(width, height, 2)
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=palette))
    found = {(x, y) for x in range(width) for y in (0, height - 1)}
    found |= {(x, y) for x in (0, width - 1) for y in range(height)}
    found |= {(3, 1), (width // 2, 2)}
    for x, y in found:
        bitmap[x, y] = 1
    display.root_group = group
    display.refresh()
    return found


def lit(chip):
    """The pixels of the glass that shine, as (x, y)."""
    screen = chip.screen
    return {
        (x, y) for y in range(screen.height) for x in range(screen.width) if any(screen.color(x, y))
    }


def turned(pixels, rotation, width, height):
    """Return where pixels of a picture that is turned are on a glass of width by height."""
    return {
        0: pixels,
        90: {(width - 1 - y, x) for x, y in pixels},
        180: {(width - 1 - x, height - 1 - y) for x, y in pixels},
        270: {(y, height - 1 - x) for x, y in pixels},
    }[rotation]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(128, 64), (128, 32), (72, 40), (64, 32)], ids=str)
@pytest.mark.upstream_defect
def test_the_glass_shows_the_picture_in_each_rotation_and_no_noise(bench, bus, size, rotation):
    width, height = size
    chip = chips.SH1106(panel=f"{width}x{height}")
    seen = (height, width) if rotation % 180 else size
    display = SH1106(
        bus(chip), width=seen[0], height=seen[1], rotation=rotation, auto_refresh=False
    )

    assert turned(framed(display), rotation, width, height) == lit(chip)


def test_programs_that_give_the_first_column_go_on_to_work(bench, bus):
    chip = chips.SH1106(panel=Panel(128, 64, segment=0))
    display = SH1106(bus(chip), width=128, height=64, colstart=4, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_no_command_is_sent_that_an_sh1106_does_not_have(bench, bus):
    SH1106(bus(chips.SH1106()), width=128, height=64, auto_refresh=False)

    assert list(bench.mistakes) == []


@pytest.mark.upstream_defect(raises=TypeError)
def test_the_display_goes_to_sleep_and_wakes_as_it_was(bench, bus):
    chip = chips.SH1106()
    display = SH1106(bus(chip), width=128, height=64, auto_refresh=False)
    shown = framed(display)

    display.sleep()
    assert not display.is_awake
    assert lit(chip) == set()
    display.sleep()  # it does already
    display.wake()
    assert display.is_awake
    assert lit(chip) == shown
    display.wake()
    assert lit(chip) == shown


def test_brightness_is_the_contrast(bench, bus):
    chip = chips.SH1106()
    display = SH1106(bus(chip), width=128, height=64, auto_refresh=False)
    display.brightness = 0.5

    assert chip.contrast == 127


def test_it_is_ready_after_ten_milliseconds(bench, bus):
    where = bus(chips.SH1106())
    before = bench.clock.us

    SH1106(where, width=128, height=64, auto_refresh=False)

    assert bench.clock.us - before < 20000


def test_a_display_on_spi_shows_the_same(bench):
    chip = bench.spi.attach(chips.SH1106(), cs="D5", dc="D6", reset="D9")
    displayio.release_displays()
    where = fourwire.FourWire(
        board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
    )
    display = SH1106(where, width=128, height=64, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize("width, height", [(133, 64), (64, 128)])
def test_a_size_that_there_is_not_is_refused(bus, width, height):
    where = bus(chips.SH1106())

    with pytest.raises(ValueError, match="width must be 1 to 132, and height 16 to 64"):
        SH1106(where, width=width, height=height, rotation=0)
