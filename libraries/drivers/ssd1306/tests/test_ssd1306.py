# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The OLED drivers against the panels on the bench: what is seen, and what that costs."""

import board
import digitalio
import pytest
from hypothesis import given, settings, strategies as st
from oled_checks import lit

import adafruit_ssd1306
from adafruit_framebuf import MVLSB, FrameBuffer
from adafruit_ssd1306 import SSD1306_I2C, SSD1306_SPI
from copperbench import chips
from copperbench.bench import Bench
from copperbench.chip_oled import Panel
from copperbench.faults import Nack


@pytest.fixture
def chip(bench):
    return bench.i2c.attach(chips.SSD1306())


@pytest.fixture
def oled(bench, chip):
    oled = SSD1306_I2C(128, 64, bench.i2c)
    bench.i2c.clear()
    return oled


def cost(bench):
    """Bytes on the wires, with addresses, since the log was cleared."""
    return sum(1 + len(t.written) for t in bench.i2c.log)


def frame(oled):
    """The pixels that are set in the driver's buffer."""
    return {(x, y) for y in range(oled.height) for x in range(oled.width) if oled.pixel(x, y)}


# The start


def test_the_start_is_a_probe_and_two_transactions(bench, chip):
    SSD1306_I2C(128, 64, bench.i2c)

    assert bench.i2c.transactions == 3
    assert len(bench.i2c.log[2].written) == 1 + 1024  # the RAM, cleared


@pytest.mark.parametrize(
    "width, height",
    [(128, 64), (128, 32), (96, 16), (72, 40), (64, 48), (64, 32)],
    ids=str,
)
def test_each_size_shows_its_corners(bench, width, height):
    chip = bench.i2c.attach(chips.SSD1306(panel=f"{width}x{height}"))
    oled = SSD1306_I2C(width, height, bench.i2c)

    assert lit(chip) == set()  # no noise
    oled.rect(0, 0, width, height, 1)
    oled.show()
    assert lit(chip) == frame(oled)
    assert (0, 0) in lit(chip)
    assert (width - 1, height - 1) in lit(chip)


@pytest.mark.parametrize("size", [(129, 64), (128, 15), (128, 65)], ids=str)
def test_a_size_that_there_is_not_is_refused_before_anything_is_sent(bench, chip, size):
    with pytest.raises(ValueError, match="width must be 1 to 128, and height 16 to 64"):
        SSD1306_I2C(*size, bench.i2c)

    assert bench.i2c.transactions == 1  # the probe


def test_with_an_external_supply_the_charge_pump_stays_off(bench):
    chip = bench.i2c.attach(chips.SSD1306(external_vcc=True))
    oled = SSD1306_I2C(128, 64, bench.i2c, external_vcc=True)
    oled.pixel(3, 4, 1)
    oled.show()

    assert lit(chip) == {(3, 4)}
    assert b"\xd9\x22" in bench.i2c.log[1].written  # its phases


def test_a_panel_whose_columns_are_not_in_the_middle(bench):
    chip = bench.i2c.attach(chips.SSD1306(panel=Panel(96, 16, segment=32, alternative=False)))
    oled = SSD1306_I2C(96, 16, bench.i2c, column=0)
    oled.rotate(False)
    oled.init_display()
    assert lit(chip) == set()
    oled.rect(0, 0, 96, 16, 1)
    oled.show()

    assert lit(chip) == frame(oled)


def test_a_panel_whose_lines_are_others(bench):
    chip = bench.i2c.attach(chips.SSD1306(panel=Panel(128, 32, common=16, alternative=False)))
    oled = SSD1306_I2C(128, 32, bench.i2c, display_offset=16)
    oled.pixel(3, 1, 1)
    oled.show()
    assert lit(chip) == {(3, 1)}

    oled.rotate(False)
    oled.show()
    assert lit(chip) == {(124, 30)}


def test_a_panel_at_another_address(bench):
    chip = bench.i2c.attach(chips.SSD1306(address=0x3D))
    oled = SSD1306_I2C(128, 64, bench.i2c, addr=0x3D)
    oled.pixel(3, 4, 1)
    oled.show()

    assert lit(chip) == {(3, 4)}
    with pytest.raises(ValueError, match="0x3c"):
        SSD1306_I2C(128, 64, bench.i2c)


# What show sends


def test_a_changed_glyph_costs_less_than_60_bytes(bench, chip, oled):
    oled.text("A", 60, 20, 1)
    oled.show()

    assert lit(chip) == frame(oled) != set()
    assert cost(bench) <= 60


@pytest.mark.parametrize(
    "draw, transactions, size",
    [
        pytest.param(lambda oled: None, 0, 0, id="nothing"),
        pytest.param(lambda oled: oled.pixel(5, 5, 0), 0, 0, id="nothing new"),
        pytest.param(lambda oled: oled.pixel(5, 5, 1), 2, 11, id="a pixel"),
        pytest.param(lambda oled: oled.fill_rect(8, 8, 8, 8, 1), 2, 18, id="eight by eight"),
        pytest.param(lambda oled: oled.fill_rect(8, 4, 8, 8, 1), 3, 28, id="in two pages"),
        pytest.param(lambda oled: oled.vline(3, 0, 64, 1), 9, 32, id="a line down"),
        pytest.param(lambda oled: oled.hline(0, 3, 128, 1), 2, 138, id="a line across"),
        pytest.param(lambda oled: oled.fill(1), 2, 1034, id="all"),
        pytest.param(lambda oled: oled.rect(0, 0, 128, 64, 1), 2, 1034, id="an outline"),
    ],
)
def test_show_sends_what_has_changed(bench, chip, oled, draw, transactions, size):
    draw(oled)
    oled.show()

    assert bench.i2c.transactions == transactions
    assert cost(bench) == size
    assert lit(chip) == frame(oled)


@pytest.mark.parametrize(
    "rectangles, size",
    [
        pytest.param([(0, 0, 1, 8), (127, 8, 1, 8)], 2 * 11, id="far"),
        pytest.param([(0, 0, 1, 8), (6, 8, 1, 8)], 2 * 11, id="too far by a column"),
        pytest.param([(0, 0, 1, 8), (4, 8, 1, 8)], 8 + 2 * 7, id="just near enough"),
        pytest.param([(10, 0, 20, 8), (8, 8, 24, 8)], 8 + 2 * 26, id="wider below"),
        pytest.param([(8, 0, 24, 8), (10, 8, 20, 8)], 8 + 2 * 26, id="narrower below"),
        pytest.param([(5, 0, 1, 8), (5, 16, 1, 8)], 8 + 3 * 3, id="a page between"),
        pytest.param([(5, 0, 9, 8), (5, 24, 9, 8)], 2 * 19, id="two pages between"),
        pytest.param([(0, 8, 128, 8), (0, 16, 127, 8)], 8 + 2 + 256, id="all of the width"),
    ],
)
def test_changes_share_a_window_where_that_is_cheaper(bench, chip, oled, rectangles, size):
    for rectangle in rectangles:
        oled.fill_rect(*rectangle, 1)
    oled.show()

    assert cost(bench) == size
    assert lit(chip) == frame(oled)


def test_all_is_sent_if_that_is_asked_for(bench, chip, oled):
    oled.show(True)

    assert cost(bench) == 1034
    bench.i2c.clear()
    oled.write_framebuf()
    assert cost(bench) == 1034


def test_what_is_written_to_the_buffer_is_shown(bench, chip, oled):
    oled.buffer[1 + 128 * 3 + 7] = 0x81  # the first byte is the control byte

    oled.show()

    assert lit(chip) == {(7, 24), (7, 31)}
    assert cost(bench) == 11


def test_a_buffer_that_takes_the_place_of_the_old_one_is_shown(chip, oled):
    oled.buffer = bytearray([0x40, 0x01] + [0] * 1023)

    oled.show()

    assert lit(chip) == {(0, 0)}


def test_without_a_second_copy_all_is_sent_each_time(bench, chip):
    oled = SSD1306_I2C(128, 64, bench.i2c, partial=False)
    bench.i2c.clear()
    oled.pixel(1, 1, 1)
    oled.show()

    assert cost(bench) == 1034
    assert lit(chip) == {(1, 1)}


_DRAWING = st.one_of(
    st.tuples(st.just("pixel"), st.integers(-2, 130), st.integers(-2, 66), st.integers(0, 1)),
    st.tuples(
        st.just("fill_rect"),
        *(st.integers(-9, 130), st.integers(-9, 66), st.integers(1, 60), st.integers(1, 40)),
        st.integers(0, 1),
    ),
    st.tuples(st.just("line"), *[st.integers(0, 127), st.integers(0, 63)] * 2, st.integers(0, 1)),
    st.tuples(st.just("scroll"), st.integers(-9, 9), st.integers(-9, 9)),
    st.tuples(st.just("fill"), st.integers(0, 1)),
    st.tuples(st.just("rotate"), st.booleans()),
    st.tuples(st.just("buffer"), st.integers(1, 512), st.integers(0, 255)),
    st.tuples(st.just("show")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_DRAWING, max_size=12), st.booleans())
def test_the_glass_shows_what_is_drawn_and_never_costs_more_than_a_frame(steps, pages):
    bench = Bench()
    chip = bench.i2c.attach(chips.SSD1306(panel="128x32"))
    oled = SSD1306_I2C(128, 32, bench.i2c, page_addressing=pages)
    turned = False
    for name, *arguments in [*steps, ("show",)]:
        bench.i2c.clear()
        if name == "buffer":
            oled.buffer[arguments[0]] = arguments[1]
        else:
            getattr(oled, name)(*arguments)
        if name == "rotate":
            turned = not arguments[0]
        if name == "show":
            assert cost(bench) <= 4 * (14 + 128)
    shown = frame(oled)
    assert lit(chip) == ({(127 - x, 31 - y) for x, y in shown} if turned else shown)


# Errors of the bus


@pytest.mark.parametrize("at", [1, 2])
def test_after_an_error_the_next_show_sends_all(bench, chip, oled, at):
    bench.i2c.inject(Nack(byte=2), at=at)
    oled.fill_rect(10, 10, 5, 5, 1)
    before = bytes(oled.buffer)
    with pytest.raises(OSError, match="5"):
        oled.show()
    assert bytes(oled.buffer) == before  # also where the control byte was
    oled.fill_rect(10, 10, 5, 5, 0)
    bench.i2c.clear()

    oled.show()

    assert cost(bench) == 1034
    assert lit(chip) == set()


def test_after_its_supply_failed_a_panel_can_be_set_up_again(bench, chip, oled):
    oled.contrast(9)
    chip.power_cycle()

    oled.init_display()

    assert lit(chip) == set()
    assert chip.contrast == 9
    oled.pixel(1, 1, 1)
    oled.show()
    assert lit(chip) == {(1, 1)}


# Settings


def test_contrast_is_sent_at_once(bench, chip, oled):
    oled.contrast(0x37)

    assert chip.contrast == 0x37
    assert bench.i2c.transactions == 1


@pytest.mark.parametrize("wrong", [-1, 256])
def test_a_contrast_out_of_range_is_refused_before_anything_is_sent(bench, chip, oled, wrong):
    with pytest.raises(ValueError, match="must be 0 to 255"):
        oled.contrast(wrong)

    assert bench.i2c.transactions == 0


def test_a_contrast_that_is_no_whole_number_is_refused_before_anything_is_sent(bench, chip, oled):
    with pytest.raises(TypeError):
        oled.contrast(1.5)

    assert bench.i2c.transactions == 0


@pytest.mark.parametrize("value, inverse", [(True, True), (2, True), (0, False), (False, False)])
def test_invert_takes_what_is_true(chip, oled, value, inverse):
    oled.invert(value)

    assert len(lit(chip)) == (128 * 64 if inverse else 0)


def test_the_display_goes_to_sleep_and_wakes_as_it_was(chip, oled):
    oled.pixel(1, 1, 1)
    oled.show()

    for sleep, wake in ((oled.poweroff, oled.poweron), (oled.sleep, oled.wake)):
        sleep()
        assert not oled.power
        assert lit(chip) == set()
        wake()
        assert oled.power
        assert lit(chip) == {(1, 1)}


def test_what_is_drawn_in_sleep_is_seen_afterwards(chip, oled):
    oled.poweroff()
    oled.pixel(1, 1, 1)
    oled.show()
    oled.poweron()

    assert lit(chip) == {(1, 1)}


def test_a_turned_panel_shows_the_same_the_other_way_round(chip, oled):
    oled.pixel(1, 2, 1)
    oled.show()

    oled.rotate(False)
    oled.show()
    assert lit(chip) == {(126, 61)}
    oled.rotate(False)  # it is already
    oled.show()
    assert lit(chip) == {(126, 61)}
    oled.rotate(True)
    oled.show()
    assert lit(chip) == {(1, 2)}


def test_after_a_command_of_the_programs_own_all_is_sent(bench, chip, oled):
    oled.write_cmd(adafruit_ssd1306.SET_SEG_REMAP)
    bench.i2c.clear()

    oled.show()

    assert cost(bench) == 1034


def test_drawing_is_turned_by_quarters(chip, oled):
    oled.rotation = 1
    oled.pixel(2, 0, 1)
    oled.show()

    assert lit(chip) == {(127, 2)}


def test_a_picture_is_copied_in(chip, oled):
    sprite = FrameBuffer(bytearray(b"\x0f\x0f\x0f\x0f"), 4, 8, MVLSB)

    oled.blit(sprite, 10, 6)
    oled.show()

    assert lit(chip) == {(x, y) for x in range(10, 14) for y in range(6, 10)}


# Defects of Adafruit's driver, 2.12.24


@pytest.mark.upstream_defect
@pytest.mark.parametrize("width, height", [(128, 64), (96, 16), (72, 40), (64, 48)], ids=str)
def test_page_addressing_begins_at_the_right_column(bench, width, height):
    chip = bench.i2c.attach(chips.SSD1306(panel=f"{width}x{height}"))
    oled = SSD1306_I2C(width, height, bench.i2c, page_addressing=True)
    oled.rect(0, 0, width, height, 1)
    oled.show()

    assert chip.mode == 2
    assert lit(chip) == frame(oled)


@pytest.mark.upstream_defect
def test_a_height_that_is_no_multiple_of_8_has_all_its_rows(bench, chip):
    oled = SSD1306_I2C(128, 60, bench.i2c)
    oled.pixel(0, 59, 1)

    assert oled.pixel(0, 59) == 1
    oled.show()
    assert oled.pages == 8


@pytest.mark.upstream_defect
def test_a_contrast_that_is_refused_does_not_swallow_the_next_command(chip, oled):
    with pytest.raises(ValueError, match="must be"):
        oled.contrast(256)
    oled.invert(True)

    assert len(lit(chip)) == 128 * 64


@pytest.mark.upstream_defect
def test_power_on_sets_up_again_what_the_reset_has_lost(bench, chip):
    reset = digitalio.DigitalInOut(board.D9)
    chip.connect_pin("reset", bench.pin("D9"))
    oled = SSD1306_I2C(128, 64, bench.i2c, reset=reset)
    oled.contrast(9)
    oled.invert(True)
    oled.rotate(False)
    oled.pixel(1, 2, 1)
    oled.show()
    before = lit(chip)

    oled.poweroff()
    oled.poweron()

    assert lit(chip) == before
    assert chip.contrast == 9


@pytest.mark.upstream_defect
def test_what_is_true_inverts(chip, oled):
    oled.invert(2)

    assert len(lit(chip)) == 128 * 64


# SPI


@pytest.fixture
def pins():
    return [digitalio.DigitalInOut(pin) for pin in (board.D6, board.D9, board.D5)]


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(False, id="windows"),
        pytest.param(
            True, id="pages", marks=pytest.mark.upstream_defect(raises=NotImplementedError)
        ),
    ],
)
def test_a_panel_on_spi_shows_the_same(bench, pins, pages):
    chip = bench.spi.attach(chips.SSD1306(), cs="D5", dc="D6", reset="D9")
    oled = SSD1306_SPI(128, 64, board.SPI(), *pins, page_addressing=pages)
    oled.text("Hello", 3, 11, 1)
    oled.show()
    oled.rect(0, 0, 128, 64, 1)
    oled.show()

    assert lit(chip) == frame(oled) != set()
    assert oled.spi_device is not None


def test_a_glyph_on_spi_is_two_selections(bench, pins):
    bench.spi.attach(chips.SSD1306(), cs="D5", dc="D6", reset="D9")
    oled = SSD1306_SPI(128, 64, board.SPI(), *pins)
    bench.spi.clear()
    oled.fill_rect(8, 8, 8, 8, 1)
    oled.show()

    assert [len(part.written) for t in bench.spi.log for part in t.parts] == [6, 8]


def test_the_pixels_on_spi_begin_the_buffer(bench, pins):
    chip = bench.spi.attach(chips.SSD1306(), cs="D5", dc="D6", reset="D9")
    oled = SSD1306_SPI(128, 64, board.SPI(), *pins)
    oled.buffer[0] = 0x01
    oled.show()

    assert lit(chip) == {(0, 0)}
