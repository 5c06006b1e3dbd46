# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the UC8151D on the simulated controller, behind its paper."""

import board
import displayio
import fourwire
import pytest

import adafruit_uc8151d
from copperbench import chips
from copperbench.chip_epaper import Panel

BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (255, 0, 0)


@pytest.fixture
def make(bench):
    """Return a function: a display on a module of some name, and the controller in it."""
    here = []

    def make(module, turned=90, reset=board.D5, busy_pin=board.D6, **arguments):
        displayio.release_displays()
        while here:
            bench.spi.detach(here.pop())
        pins = {"busy": "D6"} if busy_pin else {}
        if reset:
            pins["reset"] = "D5"
        chip = bench.spi.attach(chips.UC8151D(module, turned), cs="D9", dc="D10", **pins)
        here.append(chip)
        bus = fourwire.FourWire(
            board.SPI(), command=board.D10, chip_select=board.D9, reset=reset, baudrate=1000000
        )
        return adafruit_uc8151d.UC8151D(bus, busy_pin=busy_pin, **arguments), chip

    return make


def cornered(display, color=0xFF0000):
    """Show white paper with a black upper left corner and a coloured lower right one."""
    colors = displayio.Palette(3)
    colors[0], colors[1], colors[2] = 0xFFFFFF, 0x000000, color
    bitmap = displayio.Bitmap(display.width, display.height, 3)
    for x in range(10):
        for y in range(5):
            bitmap[x, y] = 1
            bitmap[display.width - 1 - x, display.height - 1 - y] = 2
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=colors))
    display.root_group = group


def show(display, bench):
    display.refresh()
    while display.busy:
        bench.clock.advance(0.1)


@pytest.mark.parametrize(
    "rotation, turned", [(0, 0), (90, 270), (180, 180), (270, 90)], ids=lambda value: f"{value}°"
)
@pytest.mark.parametrize(
    "module, arguments, third",
    [
        pytest.param("128x296 red", {"highlight_color": 0xFF0000}, RED, id="2.9 inch, red"),
        pytest.param("128x296", {}, BLACK, id="2.9 inch"),
        pytest.param("104x212", {}, BLACK, id="2.13 inch"),
        pytest.param("152x152", {}, BLACK, id="1.54 inch"),
    ],
)
def test_it_fills_the_paper_the_right_way_up(
    make, bench, module, arguments, third, rotation, turned
):
    size = chips.UC8151D(module, turned).screen
    display, chip = make(
        module, turned, width=size.width, height=size.height, rotation=rotation, **arguments
    )
    cornered(display)

    show(display, bench)

    expected = {BLACK: 50, WHITE: size.width * size.height - 100}
    expected[third] = expected.get(third, 0) + 50
    assert {color: count for count, color in chip.screen.image.getcolors()} == expected
    assert chip.screen.color(9, 4) == BLACK
    assert chip.screen.color(10, 4) == WHITE
    assert chip.screen.color(size.width - 10, size.height - 5) == third


@pytest.mark.upstream_defect
def test_red_paper_of_another_size_is_filled(make, bench, monkeypatch):
    panel = Panel(104, 212, 0, RED, on=100, off=50, full=18000)
    monkeypatch.setitem(chips.UC8151D.PANELS, "104x212 red", panel)
    display, chip = make(
        "104x212 red", width=212, height=104, rotation=270, highlight_color=0xFF0000
    )
    cornered(display)

    show(display, bench)

    assert {color: count for count, color in chip.screen.image.getcolors()} == {
        BLACK: 50,
        RED: 50,
        WHITE: 104 * 212 - 100,
    }


@pytest.mark.upstream_defect
def test_the_program_may_say_that_red_is_not_inverted(make, bench):
    display, chip = make(
        "128x296 red",
        width=296,
        height=128,
        rotation=270,
        highlight_color=0xFF0000,
        color_bits_inverted=False,
    )
    cornered(display)

    show(display, bench)

    assert chip.screen.color(150, 60) == RED  # this paper has it inverted, and shows that


def test_four_greys(make, bench):
    display, chip = make("128x296", width=296, height=128, rotation=270, grayscale=True)
    colors = displayio.Palette(4)
    bitmap = displayio.Bitmap(296, 128, 4)
    for index in range(4):
        colors[index] = 0x555555 * index
        bitmap[index, 0] = index
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=colors))
    display.root_group = group

    show(display, bench)

    assert [chip.screen.color(x, 0)[0] for x in range(4)] == [0, 85, 170, 255]


def test_it_sleeps_after_a_picture_and_wakes_for_the_next_one(make, bench):
    display, chip = make("128x296", width=296, height=128, rotation=270, seconds_per_frame=10)
    cornered(display)

    show(display, bench)
    assert chip.asleep
    bench.clock.advance(10)
    display.root_group[0].x = 5
    show(display, bench)

    assert chip.screen.frames == 2
    assert chip.screen.color(5, 0) == BLACK


def test_without_a_busy_pin_it_waits(make, bench):
    display, chip = make("128x296", busy_pin=None, width=296, height=128, rotation=270)
    cornered(display)

    display.refresh()
    bench.clock.advance(50)

    assert not display.busy
    assert chip.screen.color(0, 0) == BLACK


def test_the_busy_pin_saves_time(make, bench):
    took = []
    for busy_pin in (None, board.D6):
        display, _ = make("128x296", busy_pin=busy_pin, width=296, height=128, rotation=270)
        cornered(display)
        start = bench.clock.seconds
        display.refresh()
        took.append(bench.clock.seconds - start)
        bench.clock.advance(50)

    assert took[0] - took[1] == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize(
    "width, height, rotation",
    [
        pytest.param(168, 296, 0, id="too wide"),
        pytest.param(297, 128, 90, id="too high"),
        pytest.param(122, 250, 0, id="no whole bytes"),
        pytest.param(0, 250, 0, id="no width"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_sent(make, bench, width, height, rotation):
    with pytest.raises(ValueError, match="must be a multiple of 8 up to 160, by 1 to 296"):
        make("128x296", width=width, height=height, rotation=rotation)

    assert bench.spi.transactions == 0
