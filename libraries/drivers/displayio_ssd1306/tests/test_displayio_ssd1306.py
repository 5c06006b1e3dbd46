# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1306 displays on displayio, and what their glass shows."""

import board
import displayio
import fourwire
import i2cdisplaybus
import pytest

from adafruit_displayio_ssd1306 import SSD1306
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


SIZES = [(128, 64), (128, 32), (72, 40), (64, 48), (64, 32)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_glass_shows_the_picture_in_each_rotation(bench, bus, size, rotation):
    width, height = size
    chip = chips.SSD1306(panel=f"{width}x{height}")
    seen = (height, width) if rotation % 180 else size
    display = SSD1306(
        bus(chip), width=seen[0], height=seen[1], rotation=rotation, auto_refresh=False
    )

    assert (display.width, display.height) == seen
    assert turned(framed(display), rotation, width, height) == lit(chip)


@pytest.mark.upstream_defect
def test_a_picture_of_96_by_16_pixels_is_seen(bench, bus):
    chip = chips.SSD1306(panel="96x16")
    display = SSD1306(bus(chip), width=96, height=16, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize(
    "size",
    [
        *(pytest.param(size, marks=pytest.mark.upstream_defect) for size in SIZES if size[1] != 48),
        (64, 48),
    ],
    ids=str,
)
def test_sizes_of_a_turned_display_can_be_those_of_the_module(bench, bus, size):
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


def test_32_lines_have_all_of_the_time(bench, bus):
    chip = chips.SSD1306(panel="64x32")
    SSD1306(bus(chip), width=64, height=32, auto_refresh=False)

    assert chip.multiplex == 32


def test_a_panel_may_begin_at_another_column(bench, bus):
    chip = chips.SSD1306(panel=Panel(96, 16, segment=32, alternative=False))
    display = SSD1306(bus(chip), width=96, height=16, colstart=0, auto_refresh=False)

    assert framed(display) == lit(chip)


def test_only_what_has_changed_is_sent(bench, bus):
    chip = chips.SSD1306()
    display = SSD1306(bus(chip), width=128, height=64, auto_refresh=False)
    framed(display)
    bench.i2c.clear()
    display.root_group[0].x = 0
    display.refresh()

    assert bench.i2c.transactions == 0


def test_the_display_goes_to_sleep_and_wakes_as_it_was(bench, bus):
    chip = chips.SSD1306()
    display = SSD1306(bus(chip), width=128, height=64, auto_refresh=False)
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
    chip = chips.SSD1306()
    display = SSD1306(bus(chip), width=128, height=64, auto_refresh=False)
    display.brightness = 0.5

    assert chip.contrast == 127


def test_it_is_ready_after_ten_milliseconds(bench, bus):
    where = bus(chips.SSD1306())
    before = bench.clock.us

    SSD1306(where, width=128, height=64, auto_refresh=False)

    assert bench.clock.us - before < 20000


def test_a_display_on_spi_shows_the_same(bench):
    chip = bench.spi.attach(chips.SSD1306(), cs="D5", dc="D6", reset="D9")
    displayio.release_displays()
    where = fourwire.FourWire(
        board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
    )
    display = SSD1306(where, width=128, height=64, auto_refresh=False)

    assert framed(display) == lit(chip)


@pytest.mark.parametrize("width, height", [(129, 64), (64, 128)])
def test_a_size_that_there_is_not_is_refused(bus, width, height):
    where = bus(chips.SSD1306())

    with pytest.raises(ValueError, match="width must be 1 to 128, and height 16 to 64"):
        SSD1306(where, width=width, height=height, rotation=0)
