# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The controllers of colour displays against their datasheets, byte by byte on the raw bus."""

import board
import pytest
from digitalio import DigitalInOut
from hypothesis import given, settings, strategies as st
from PIL import Image

from copperbench import chips
from copperbench.bench import Bench, use
from copperbench.errors import Mistake

SWRESET, SLPIN, SLPOUT, PTLON, NORON = 0x01, 0x10, 0x11, 0x12, 0x13
INVOFF, INVON, DISPOFF, DISPON, CASET, RASET, RAMWR = 0x20, 0x21, 0x28, 0x29, 0x2A, 0x2B, 0x2C
PTLAR, VSCRDEF, MADCTL, VSCSAD = 0x30, 0x33, 0x36, 0x37
IDMOFF, IDMON, COLMOD, RAMWRC = 0x38, 0x39, 0x3A, 0x3C

RED, GREEN, BLUE, WHITE, BLACK = b"\xf8\x00", b"\x07\xe0", b"\x00\x1f", b"\xff\xff", b"\x00\x00"
SEEN_RED, SEEN_GREEN, SEEN_BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
SEEN_BLACK, SEEN_WHITE = (0, 0, 0), (255, 255, 255)


class Wire:
    """A program that drives a chip with its own hands."""

    def __init__(self, bench, chip):
        self.bench = bench
        self.chip = bench.spi.attach(chip, cs="D5", dc="D6", reset="D9", backlight="D10")
        self.cs, self.dc, self.reset, self.light = (
            DigitalInOut(pin) for pin in (board.D5, board.D6, board.D9, board.D10)
        )
        for pin in (self.cs, self.reset, self.light, self.dc):
            pin.switch_to_output(value=True)
        bench.spi.try_lock()
        bench.clock.advance(1)

    def send(self, command, *data):
        """Send a command and bytes of data, which may be numbers or bytes."""
        self.cs.value = self.dc.value = False
        self.bench.spi.write(bytes([command]))
        self.dc.value = True
        for item in data:
            self.bench.spi.write(item if isinstance(item, bytes) else bytes([item]))
        self.cs.value = True

    def wait(self, seconds):
        self.bench.clock.advance(seconds)

    def start(self, mode=0x00, inverted=None):
        """Have the display on, with 16 bits a pixel and colours as its glass has them."""
        panel = self.chip._panel
        self.send(SLPOUT)
        self.wait(0.005)
        self.send(COLMOD, 0x55)
        self.send(MADCTL, mode | (0x08 if panel.bgr else 0))
        self.send(INVON if panel.inverted else INVOFF)
        self.send(DISPON)

    def window(self, x1, y1, x2, y2):
        self.send(CASET, *(byte for v in (x1, x2) for byte in divmod(v, 256)))
        self.send(RASET, *(byte for v in (y1, y2) for byte in divmod(v, 256)))

    def fill(self, x1, y1, x2, y2, color):
        self.window(x1, y1, x2, y2)
        self.send(RAMWR, color * ((x2 - x1 + 1) * (y2 - y1 + 1)))

    def seen(self, x, y):
        return self.chip.screen.color(x, y)


@pytest.fixture
def wire(bench):
    return Wire(bench, chips.ST7789("320x240"))


@pytest.fixture
def on(wire):
    """A display that is on, and white all over."""
    wire.start()
    wire.fill(0, 0, 239, 319, WHITE)
    return wire


# Where the glass lies

#: Columns and rows of the first pixel, by MADCTL 00h, 60h, C0h and A0h, as drivers for modules have
#: them: st7789py (russhughes), TFT_eSPI, Adafruit-ST7735-Library, CircuitPython's board files.
OFFSETS = [
    ("ST7789", "320x240", (240, 320), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7789", "320x240 TN", (240, 320), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7789", "240x240", (240, 240), (0, 0), (0, 0), (0, 80), (80, 0)),
    ("ST7789", "240x135", (135, 240), (52, 40), (40, 53), (53, 40), (40, 52)),
    ("ST7789", "320x170", (170, 320), (35, 0), (0, 35), (35, 0), (0, 35)),
    ("ST7789", "320x172", (172, 320), (34, 0), (0, 34), (34, 0), (0, 34)),
    ("ST7789", "280x240", (240, 280), (0, 20), (20, 0), (0, 20), (20, 0)),
    ("ST7789", "284x76", (76, 284), (82, 18), (18, 82), (82, 18), (18, 82)),
    ("ST7735", "160x128 green", (128, 160), (2, 1), (1, 2), (2, 1), (1, 2)),
    ("ST7735", "160x128 red", (128, 160), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7735", "160x128 black", (128, 160), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7735", "128x128", (128, 128), (2, 1), (1, 2), (2, 3), (3, 2)),
    ("ST7735", "160x80", (80, 160), (24, 0), (0, 24), (24, 0), (0, 24)),
    ("ST7735", "160x80 IPS", (80, 160), (26, 1), (1, 26), (26, 1), (1, 26)),
    ("GC9A01", "240x240", (240, 240), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ILI9341", "320x240", (240, 320), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ILI9341", "320x240 IPS", (240, 320), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7796", "480x320", (320, 480), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7796", "480x320 TN", (320, 480), (0, 0), (0, 0), (0, 0), (0, 0)),
    ("ST7796", "480x222", (222, 480), (49, 0), (0, 49), (49, 0), (0, 49)),
]
MODES = (0x00, 0x60, 0xC0, 0xA0)


def test_every_panel_of_every_chip_is_in_the_table():
    known = {(row[0], row[1]) for row in OFFSETS}

    for name in ("ST7789", "ST7735", "GC9A01", "ILI9341", "ST7796"):
        assert {panel for chip, panel in known if chip == name} == set(getattr(chips, name).PANELS)


@pytest.mark.parametrize("row", OFFSETS, ids=lambda row: f"{row[0]} {row[1]}")
def test_the_offsets_that_drivers_use_fill_the_glass_and_nothing_else(bench, row):
    name, panel, (width, height), *offsets = row
    wire = Wire(bench, getattr(chips, name)(panel))
    for mode, (left, top) in zip(MODES, offsets):
        wire.chip.power_cycle()
        wire.start(mode)
        across, down = (height, width) if mode & 0x20 else (width, height)

        wire.fill(left, top, left + across - 1, top + down - 1, RED)

        assert wire.chip.screen.blank == 0, hex(mode)
        assert wire.chip.screen.unseen == (0, None), hex(mode)
        assert wire.chip.screen.image.getcolors() == [(width * height, SEEN_RED)]


@pytest.mark.parametrize(
    "mode, corner",
    [(0x00, (0, 0)), (0x40, (239, 0)), (0x80, (0, 319)), (0xC0, (239, 319))],
)
@pytest.mark.parametrize("swapped", [0x00, 0x20], ids=["", "MV"])
def test_madctl_tells_where_the_first_pixel_is_and_which_way_it_goes_on(
    wire, mode, corner, swapped
):
    wire.start(mode | swapped)

    wire.window(0, 0, 9, 9)
    wire.send(RAMWR, RED + GREEN)

    x, y = corner
    inwards = (x, y - 1 if y else 1) if swapped else (x - 1 if x else 1, y)
    assert wire.seen(x, y) == SEEN_RED
    assert wire.seen(*inwards) == SEEN_GREEN


def test_a_wrong_offset_shows_what_was_written_outside_the_glass(bench):
    wire = Wire(bench, chips.ST7789("240x135"))
    wire.start()

    wire.fill(50, 40, 184, 279, RED)

    assert wire.chip.screen.blank == 2 * 240
    assert wire.chip.screen.unseen == (2 * 240, (50, 40, 51, 279))


def test_a_mirrored_glass_has_the_first_column_at_its_right(bench):
    wire = Wire(bench, chips.GC9A01())
    wire.start()

    wire.fill(0, 0, 0, 0, RED)

    assert wire.seen(239, 0) == SEEN_RED


@pytest.mark.parametrize(
    "turned, size, at",
    [
        (0, (135, 240), (3, 7)),
        (90, (240, 135), (232, 3)),
        (180, (135, 240), (131, 232)),
        (270, (240, 135), (7, 131)),
    ],
)
def test_a_picture_is_seen_as_the_module_is_turned(bench, turned, size, at):
    wire = Wire(bench, chips.ST7789("240x135", turned=turned))
    wire.start()
    wire.fill(52, 40, 186, 279, BLACK)

    wire.fill(52 + 3, 40 + 7, 52 + 3, 40 + 7, RED)

    picture = wire.chip.screen.image
    assert picture.size == size
    assert picture.getpixel(at) == wire.seen(*at) == SEEN_RED
    assert sorted(picture.getcolors()) == [(1, SEEN_RED), (135 * 240 - 1, SEEN_BLACK)]


# Pixels


@pytest.mark.parametrize(
    "format_, data, seen",
    [
        pytest.param(0x55, b"\x8c\x51", (140, 138, 140), id="16 bits"),
        pytest.param(0x66, b"\x84\x40\xfc", (134, 65, 255), id="18 bits"),
        pytest.param(0x66, b"\x87\x43\xff", (134, 65, 255), id="18 bits, the low two ignored"),
        pytest.param(0x53, b"\x84\xf0\x00", (136, 68, 255), id="12 bits"),
    ],
)
def test_bits_of_a_channel_are_widened_by_repeating_them(wire, format_, data, seen):
    wire.start()
    wire.send(COLMOD, format_)
    wire.window(0, 0, 1, 1)

    wire.send(RAMWR, data)

    assert wire.seen(0, 0) == seen


def test_two_pixels_of_twelve_bits_take_three_bytes(wire):
    wire.start()
    wire.send(COLMOD, 0x53)
    wire.window(0, 0, 9, 0)

    wire.send(RAMWR, b"\xf0\x00\xf0", b"\x00\xf0\x00")

    assert [wire.seen(x, 0) for x in range(4)] == [SEEN_RED, SEEN_GREEN, SEEN_BLUE, SEEN_BLACK]


def test_pixels_stay_as_they_were_when_the_format_changes(wire):
    wire.start()
    wire.fill(0, 0, 0, 0, b"\x8c\x51")
    wire.send(COLMOD, 0x66)
    wire.fill(1, 0, 1, 0, b"\xfc\x00\x00")
    wire.send(COLMOD, 0x55)

    wire.fill(2, 0, 2, 0, b"\x8c\x51")

    assert [wire.seen(x, 0) for x in range(3)] == [(140, 138, 140), SEEN_RED, (140, 138, 140)]


def test_pixels_go_on_in_the_next_row_and_after_the_last_at_the_top(on):
    on.window(10, 20, 11, 21)

    on.send(RAMWR, RED + GREEN + BLUE + BLACK + BLUE)

    assert [on.seen(x, y) for y in (20, 21) for x in (10, 11)] == [
        SEEN_BLUE,
        SEEN_GREEN,
        SEEN_BLUE,
        SEEN_BLACK,
    ]


def test_a_pixel_may_come_in_two_parts_and_writing_may_be_continued(on):
    on.window(10, 20, 12, 20)

    on.send(RAMWR, 0xF8, 0x00, 0x07, 0xE0)
    on.send(RAMWRC, 0x00, 0x1F)

    assert [on.seen(x, 20) for x in (10, 11, 12)] == [SEEN_RED, SEEN_GREEN, SEEN_BLUE]


def test_half_a_pixel_is_dropped_when_a_command_comes(on):
    on.window(10, 20, 11, 20)
    on.send(RAMWR, 0xF8)

    on.send(RAMWR, 0xF8, 0x00, 0x07, 0xE0)

    assert [on.seen(x, 20) for x in (10, 11)] == [SEEN_RED, SEEN_GREEN]


def test_a_frame_is_counted_with_each_write(on):
    before = on.chip.screen.frames

    on.fill(0, 0, 9, 9, RED)

    assert on.chip.screen.frames == before + 1


def test_a_picture_can_be_saved(on, tmp_path):
    on.fill(5, 6, 5, 6, RED)

    on.chip.screen.save(tmp_path / "glass.png")

    picture = Image.open(tmp_path / "glass.png")
    assert (picture.size, picture.getpixel((5, 6))) == ((240, 320), SEEN_RED)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x00, 0x20, 0x40, 0x60, 0x80, 0xA0, 0xC0, 0xE0]),
            st.tuples(*[st.integers(0, 131)] * 2),
            st.integers(1, 9),
            st.sampled_from([RED, GREEN, BLUE, WHITE]),
        ),
        max_size=6,
    )
)
def test_madctl_moves_later_pixels_only(writes):
    """Against the rule of the datasheets, pixel by pixel: a change moves nothing that is there."""
    bench = Bench()
    before = use(bench)
    try:
        wire = Wire(bench, chips.ST7735("160x128 green"))
        wire.start()
        wire.send(INVOFF)
        cells = {}
        for mode, (x, y), count, color in writes:
            wire.send(MADCTL, mode)
            across, down = (162, 132) if mode & 0x20 else (132, 162)
            wire.window(x, y, min(x + 2, across - 1), down - 1)
            wire.send(RAMWR, color * count)
            width = min(x + 2, across - 1) - x + 1
            for number in range(count):
                column, row = x + number % width, (number // width)
                row = y + row % (down - y)
                if mode & 0x20:
                    column, row = row, column
                column = 131 - column if mode & 0x40 else column
                row = 161 - row if mode & 0x80 else row
                cells[column, row] = color
        shades = {RED: SEEN_BLUE, GREEN: SEEN_GREEN, BLUE: SEEN_RED, WHITE: SEEN_WHITE}
        if writes:
            expected = {
                (column - 2, row - 1): shades[color]
                for (column, row), color in cells.items()
                if 2 <= column < 130 and 1 <= row < 161
            }
            picture = wire.chip.screen.image
            found = {
                (x, y): picture.getpixel((x, y))
                for x in range(128)
                for y in range(160)
                if picture.getpixel((x, y)) != SEEN_BLACK
            }
            assert found == expected
    finally:
        use(before)


# What is shown


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param([(DISPOFF,)], id="display off"),
        pytest.param([(SLPIN,)], id="asleep"),
    ],
)
def test_a_display_that_is_off_or_asleep_is_black_and_keeps_its_picture(on, commands):
    on.wait(0.2)
    for command in commands:
        on.send(*command)
    dark = on.seen(7, 7)
    on.wait(0.2)
    on.send(SLPOUT)
    on.wait(0.005)
    on.send(DISPON)

    assert dark == SEEN_BLACK
    assert on.seen(7, 7) == SEEN_WHITE


def test_display_on_shows_nothing_before_sleep_out(wire):
    wire.send(COLMOD, 0x55)
    wire.fill(0, 0, 239, 319, WHITE)
    wire.send(INVON)
    wire.send(DISPON)

    asleep = wire.seen(0, 0)
    wire.send(SLPOUT)

    assert asleep == SEEN_BLACK
    assert wire.seen(0, 0) == SEEN_WHITE


def test_without_light_the_glass_is_black(on):
    on.light.value = False
    dark = on.seen(7, 7)
    on.light.value = True

    assert dark == SEEN_BLACK
    assert on.seen(7, 7) == SEEN_WHITE


def test_inversion_that_the_glass_does_not_want_gives_the_complement(on):
    on.fill(3, 3, 3, 3, RED)

    on.send(INVOFF)

    assert on.seen(3, 3) == (0, 255, 255)


def test_colours_in_the_wrong_order_swap_red_and_blue(on):
    on.fill(3, 3, 3, 3, RED)

    on.send(MADCTL, 0x08)

    assert on.seen(3, 3) == SEEN_BLUE


def test_idle_mode_shows_eight_colours(on):
    on.fill(3, 3, 3, 3, b"\x84\x0f")  # red 16 of 31, green 32 of 63, blue 15 of 31
    on.send(IDMON)
    idle = on.seen(3, 3)

    on.send(IDMOFF)

    assert idle == (255, 255, 0)
    assert on.seen(3, 3) == (132, 130, 123)


def test_partial_mode_shows_the_lines_of_its_area(on):
    on.send(PTLAR, 0, 100, 0, 199)
    on.send(PTLON)
    partial = [on.seen(0, y) for y in (99, 100, 199, 200)]

    on.send(NORON)

    assert partial == [SEEN_BLACK, SEEN_WHITE, SEEN_WHITE, SEEN_BLACK]
    assert on.seen(0, 99) == SEEN_WHITE


def test_a_partial_area_that_ends_before_it_begins_goes_round(on):
    on.send(PTLAR, 0, 200, 0, 99)
    on.send(PTLON)

    assert [on.seen(0, y) for y in (99, 100, 199, 200)] == [
        SEEN_WHITE,
        SEEN_BLACK,
        SEEN_BLACK,
        SEEN_WHITE,
    ]


def test_scrolling_moves_the_lines_between_those_that_are_fixed(on):
    for row, color in ((0, RED), (20, GREEN), (30, BLUE), (319, RED)):
        on.fill(0, row, 239, row, color)
    on.send(VSCRDEF, 0, 20, 1, 24, 0, 20)  # 20 + 280 + 20 lines

    on.send(VSCSAD, 0, 30)

    assert on.seen(0, 0) == SEEN_RED
    assert on.seen(0, 20) == SEEN_BLUE  # what is in row 30
    assert on.seen(0, 299 - 9) == SEEN_GREEN  # row 20, ten lines up and so round
    assert on.seen(0, 319) == SEEN_RED


def test_normal_mode_ends_scrolling(on):
    on.fill(0, 30, 239, 30, BLUE)
    on.send(VSCSAD, 0, 30)
    scrolled = on.seen(0, 0)

    on.send(NORON)

    assert scrolled == SEEN_BLUE
    assert on.seen(0, 30) == SEEN_BLUE


def test_the_partial_area_can_be_moved_while_it_is_shown(on):
    on.send(PTLON)

    on.send(PTLAR, 0, 100, 0, 199)

    assert [on.seen(0, y) for y in (99, 100)] == [SEEN_BLACK, SEEN_WHITE]


# Resets


def test_a_reset_puts_registers_back_and_keeps_the_memory(on):
    on.send(MADCTL, 0xC0)
    on.send(SWRESET)
    on.wait(0.121)
    dark = on.seen(7, 7)
    on.send(SLPOUT)
    on.wait(0.005)
    on.send(INVON)
    on.send(DISPON)
    on.send(COLMOD, 0x55)

    on.send(RAMWR, RED)

    assert dark == SEEN_BLACK
    assert on.seen(0, 0) == SEEN_RED  # the window is the whole memory, MADCTL 00h
    assert on.seen(7, 7) == SEEN_WHITE


def test_the_pin_resets_too(on):
    on.reset.value = False
    on.wait(0.00001)
    on.reset.value = True

    assert on.chip.asleep
    assert not on.chip.on


def test_without_a_supply_the_memory_is_lost(on):
    on.chip.power_cycle()

    assert on.chip.screen.blank == 240 * 320


# What the datasheets forbid


def _reset(wire, seconds):
    wire.reset.value = False
    wire.wait(seconds)
    wire.reset.value = True


MISTAKES = [
    pytest.param(
        lambda w: (_reset(w, 0.001), w.wait(0.001), w.send(SWRESET)),
        r"SWRESET \(01h\) comes 1\.0 ms after a reset by the pin, and must not for 5 ms",
        id="a command too soon after the pin's reset",
    ),
    pytest.param(
        lambda w: _reset(w, 0.000005), "reset is low for 7 µs, and must be for 10", id="short reset"
    ),
    pytest.param(
        lambda w: (setattr(w.reset, "value", False), w.send(SLPOUT)),
        "command 11h comes while reset is low",
        id="in reset",
    ),
    pytest.param(
        lambda w: (w.send(SWRESET), w.wait(0.002), w.send(SLPOUT)),
        "SLPOUT .* comes 2.0 ms after SWRESET, and must not for 5 ms",
        id="a command too soon after SWRESET",
    ),
    pytest.param(
        lambda w: (w.start(), w.wait(1), w.send(SWRESET), w.wait(0.1), w.send(SLPOUT)),
        "SLPOUT .* comes 100.0 ms after SWRESET, and must not for 120 ms",
        id="SLPOUT too soon after the reset of a controller that was awake",
    ),
    pytest.param(
        lambda w: (w.send(SLPOUT), w.wait(0.004), w.send(DISPON)),
        "DISPON .* comes 4.0 ms after SLPOUT",
        id="a command too soon after SLPOUT",
    ),
    pytest.param(
        lambda w: (w.send(SLPOUT), w.wait(0.1), w.send(SLPIN)),
        "SLPIN .* comes 100.0 ms after SLPOUT, and must not for 120 ms",
        id="SLPIN too soon",
    ),
    pytest.param(
        lambda w: (w.start(), w.wait(1), w.send(SLPIN), w.wait(0.1), w.send(SLPOUT)),
        "SLPOUT .* comes 100.0 ms after SLPIN, and must not for 120 ms",
        id="SLPOUT too soon",
    ),
    pytest.param(lambda w: w.send(0x77), "there is no command 77h", id="no command"),
    pytest.param(
        lambda w: (w.send(CASET, 0, 0, 0), w.send(RAMWR)),
        r"CASET \(2Ah\) takes 4 bytes, and gets 3",
        id="a byte is missing",
    ),
    pytest.param(
        lambda w: w.send(MADCTL, 0, 0),
        r"MADCTL \(36h\) takes 1 bytes, and gets more",
        id="too many",
    ),
    pytest.param(
        lambda w: w.send(DISPON, 0), r"DISPON \(29h\) takes no bytes, and gets more", id="none"
    ),
    pytest.param(
        lambda w: w.send(CASET, 0, 53, 1, 36),
        r"CASET \(2Ah\) goes to 292, and the memory has columns 0 to 239",
        id="columns beyond the memory",
    ),
    pytest.param(
        lambda w: w.send(RASET, 0, 0, 1, 64),
        r"RASET \(2Bh\) goes to 320, and the memory has rows 0 to 319",
        id="rows beyond the memory",
    ),
    pytest.param(
        lambda w: w.send(CASET, 0, 9, 0, 8), "goes from 9 to 8: the last must not", id="backwards"
    ),
    pytest.param(lambda w: w.send(COLMOD, 0x51), "COLMOD .* is 51h: its low three bits", id="bits"),
    pytest.param(
        lambda w: w.send(VSCRDEF, 0, 0, 1, 0, 0, 0),
        "VSCRDEF .* has 0 \\+ 256 \\+ 0 lines, and there are 320",
        id="lines that do not add up",
    ),
    pytest.param(lambda w: w.send(VSCSAD, 1, 64), "VSCSAD .* names line 320", id="scroll too far"),
    pytest.param(
        lambda w: w.send(PTLAR, 0, 0, 1, 64), "PTLAR .* names lines 0 to 320", id="partial too far"
    ),
]


@pytest.mark.parametrize("act, told", MISTAKES)
def test_what_the_datasheet_forbids_is_told(wire, act, told):
    with pytest.raises(Mistake, match=told):
        act(wire)


def test_the_pauses_that_the_datasheet_asks_for_are_enough(wire):
    wire.start()
    wire.wait(0.12)
    _reset(wire, 0.00001)
    wire.wait(0.005)
    wire.send(SWRESET)
    wire.wait(0.12)
    wire.send(SLPOUT)
    wire.wait(0.005)
    wire.send(DISPON)
    wire.wait(0.115)
    wire.send(SLPIN)

    assert wire.chip.asleep


def test_a_controller_that_slept_may_wake_5_ms_after_a_reset(wire):
    wire.send(SWRESET)
    wire.wait(0.005)

    wire.send(SLPOUT)

    assert not wire.chip.asleep


def test_with_rows_and_columns_swapped_there_are_as_many_of_the_other(wire):
    wire.send(MADCTL, 0x20)

    wire.window(0, 0, 319, 239)

    with pytest.raises(Mistake, match="rows 0 to 239"):
        wire.send(RASET, 0, 0, 0, 240)


def test_settings_of_the_gc9a01_are_locked_at_first(bench):
    wire = Wire(bench, chips.GC9A01())
    with pytest.raises(Mistake, match=r"gamma 1 \(F0h\) comes before FEh and EFh"):
        wire.send(0xF0)

    wire.send(0xFE)
    with pytest.raises(Mistake, match="is not heard"):
        wire.send(0xF0)
    wire.send(0xFE)
    wire.send(0xEF)
    wire.send(0xF0, bytes(6))


def test_settings_of_the_st7796_are_locked_at_first(bench):
    wire = Wire(bench, chips.ST7796())
    with pytest.raises(Mistake, match=r"VCMPCTL \(C5h\) comes before CSCON \(F0h\)"):
        wire.send(0xC5)

    wire.send(0xF0, 0xC3)
    wire.send(0xF0, 0x96)
    wire.send(0xC5, 0x1C)
    wire.send(0xF0, 0x3C)

    with pytest.raises(Mistake, match="is not heard"):
        wire.send(0xC5)


@pytest.mark.parametrize(
    "arguments, told",
    [
        ({"panel": "135x240"}, "panel must be one of 320x240, 240x240, 240x135"),
        ({"turned": 45}, "turned must be a multiple of 90"),
    ],
)
def test_a_panel_that_there_is_not_is_refused(arguments, told):
    with pytest.raises(ValueError, match=told):
        chips.ST7789(**arguments)
