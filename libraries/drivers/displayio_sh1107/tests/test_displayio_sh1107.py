# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1107 displays on displayio, and what their glass shows."""

import board
import displayio
import fourwire
import i2cdisplaybus
import pytest

from adafruit_displayio_sh1107 import DISPLAY_OFFSET_PIMORONI_MONO_OLED_PIM374, SH1107
from copperbench import chips


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


@pytest.mark.parametrize("panel, size", [("128x64", (128, 64)), ("128x128", (128, 128))])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_glass_shows_the_picture_in_each_rotation(bench, bus, panel, size, rotation):
    chip = chips.SH1107(panel=panel)
    seen = size if rotation % 180 else (size[1], size[0])
    display = SH1107(
        bus(chip),
        width=seen[0],
        height=seen[1],
        rotation=rotation,
        display_offset=0x60 if panel == "128x64" else 0,
        auto_refresh=False,
    )

    # The module is held with its glass a quarter turn from how it is wired.
    assert turned(framed(display), (rotation - 90) % 360, *size) == lit(chip)


def test_the_featherwing_is_upright_if_nothing_is_said(bench, bus):
    chip = chips.SH1107()
    display = SH1107(bus(chip), width=128, height=64, auto_refresh=False)

    assert display.rotation == 90
    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_so_is_a_display_of_128_by_128_pixels(bench, bus):
    chip = chips.SH1107(panel="128x128")
    display = SH1107(bus(chip), width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


def test_a_display_can_be_turned_later(bench, bus):
    chip = chips.SH1107()
    display = SH1107(bus(chip), width=128, height=64, auto_refresh=False)
    display.rotation = 180

    assert turned(framed(display), 90, 128, 64) == lit(chip)


def test_the_offset_can_be_the_second_argument(bench, bus):
    chip = chips.SH1107(panel="128x128")
    where = bus(chip)
    offset = DISPLAY_OFFSET_PIMORONI_MONO_OLED_PIM374
    display = SH1107(where, offset, 90, width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


def test_the_display_goes_to_sleep_and_wakes_as_it_was(bench, bus):
    chip = chips.SH1107()
    display = SH1107(bus(chip), width=128, height=64, auto_refresh=False)
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
    chip = chips.SH1107()
    display = SH1107(bus(chip), width=128, height=64, auto_refresh=False)
    display.brightness = 0.5

    assert chip.contrast == 127


def test_it_is_ready_after_ten_milliseconds(bench, bus):
    where = bus(chips.SH1107())
    before = bench.clock.us

    SH1107(where, width=128, height=64, auto_refresh=False)

    assert bench.clock.us - before < 20000


def test_a_display_on_spi_shows_the_same(bench):
    chip = bench.spi.attach(chips.SH1107(), cs="D5", dc="D6", reset="D9")
    displayio.release_displays()
    where = fourwire.FourWire(
        board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
    )
    display = SH1107(where, width=128, height=64, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize("width, height", [(129, 64), (64, 129)])
def test_a_size_that_there_is_not_is_refused(bus, width, height):
    where = bus(chips.SH1107())

    with pytest.raises(ValueError, match="width and height must be 1 to 128"):
        SH1107(where, width=width, height=height, rotation=0)
