# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1327 displays on displayio, and what their glass shows."""

import board
import displayio
import fourwire
import i2cdisplaybus
import pytest

from adafruit_ssd1327 import SSD1327
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


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_glass_shows_the_picture_in_each_rotation(bench, bus, rotation):
    chip = chips.SSD1327()
    display = SSD1327(bus(chip), width=128, height=128, rotation=rotation, auto_refresh=False)

    assert turned(framed(display), rotation, 128, 128) == lit(chip)


@pytest.mark.upstream_defect
def test_96_by_96_pixels_are_where_the_glass_is(bench, bus):
    chip = chips.SSD1327(panel="96x96")
    display = SSD1327(bus(chip), width=96, height=96, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_a_locked_chip_is_unlocked_first(bench, bus):
    chip = chips.SSD1327()
    where = bus(chip)
    chip.locked = True
    display = SSD1327(where, width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.upstream_defect
def test_each_grey_is_brighter_than_the_one_before(bench, bus):
    chip = chips.SSD1327()
    display = SSD1327(bus(chip), width=128, height=128, auto_refresh=False)
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
def test_brightness_is_the_contrast(bench, bus):
    chip = chips.SSD1327()
    display = SSD1327(bus(chip), width=128, height=128, auto_refresh=False)

    assert display.brightness == 0.5
    display.brightness = 1.0
    assert chip.contrast == 255


def test_it_is_ready_after_ten_milliseconds(bench, bus):
    where = bus(chips.SSD1327())
    before = bench.clock.us

    SSD1327(where, width=128, height=128, auto_refresh=False)

    assert bench.clock.us - before < 25000


def test_a_display_on_spi_shows_the_same(bench):
    chip = bench.spi.attach(chips.SSD1327(), cs="D5", dc="D6", reset="D9")
    displayio.release_displays()
    where = fourwire.FourWire(
        board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=10000000
    )
    display = SSD1327(where, width=128, height=128, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize("width, height", [(129, 64), (64, 129)])
def test_a_size_that_there_is_not_is_refused(bus, width, height):
    where = bus(chips.SSD1327())

    with pytest.raises(ValueError, match="width must be 1 to 128, and height 16 to 128"):
        SSD1327(where, width=width, height=height, rotation=0)
