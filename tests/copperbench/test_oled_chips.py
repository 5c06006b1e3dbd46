# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1306, SH1106, SH1107 and SSD1327 against their datasheets, on the raw bus."""

import board
import digitalio
import pytest
from oled_checks import lit
from PIL import Image

from copperbench import chips, vm
from copperbench.errors import Mistake, WiringError
from copperbench.run import run

PUMP_ON = (0x8D, 0x14, 0xAF)
UPRIGHT = (0xA1, 0xC8)


@pytest.fixture
def attach(bench):
    """Return a function: put a chip on the bus, and return it."""
    bench.i2c.try_lock()
    return bench.i2c.attach


@pytest.fixture
def command(bench):
    """Return a function: send commands in one transaction."""
    return lambda *codes: bench.i2c.writeto(0x3C, bytes([0x00, *codes]))


@pytest.fixture
def data(bench):
    """Return a function: send data in one transaction."""
    return lambda *values: bench.i2c.writeto(0x3C, bytes([0x40, *values]))


@pytest.fixture
def ssd1306(attach, command, data):
    """An SSD1306, upright and on, whose RAM is clear."""
    chip = attach(chips.SSD1306())
    command(0x20, 0, *UPRIGHT, *PUMP_ON)
    data(*bytes(1024))
    return chip


def column(x, *rows):
    return {(x, y) for y in rows}


# SSD1306: the RAM and its pointer (10.1.3)


def test_a_byte_is_eight_pixels_down_the_lowest_bit_on_top(ssd1306, command, data):
    command(0x21, 5, 127, 0x22, 1, 7)
    data(0x81)

    assert lit(ssd1306) == column(5, 8, 15)


@pytest.mark.parametrize(
    "mode, places",
    [
        pytest.param(0, [(10, 0), (11, 0), (10, 8), (11, 8), (10, 0)], id="horizontal"),
        pytest.param(1, [(10, 0), (10, 8), (11, 0), (11, 8), (10, 0)], id="vertical"),
    ],
)
def test_the_pointer_runs_round_in_its_window(ssd1306, command, data, mode, places):
    command(0x20, mode, 0x21, 10, 11, 0x22, 0, 1)
    data(1, 1, 1, 1, 0)  # the fifth is where the first was

    assert lit(ssd1306) == set(places[1:4])


def test_in_page_mode_the_pointer_stays_in_its_page(ssd1306, command, data):
    command(0x20, 2, 0xB3, 0x0E, 0x17)
    data(1, 2, 4)

    assert lit(ssd1306) == {(126, 24), (127, 25), (0, 26)}


def test_commands_of_page_mode_do_nothing_in_another(ssd1306, command, data):
    command(0x21, 0, 127, 0x22, 0, 7, 0xB3, 0x0E, 0x17)
    data(1)

    assert lit(ssd1306) == {(0, 0)}


def test_in_some_chips_pages_are_picked_in_any_mode(attach, command, data):
    chip = attach(chips.SSD1306(pages_everywhere=True))
    command(0x20, 0, *UPRIGHT, *PUMP_ON)
    data(*bytes(1024))
    command(0xB3)
    data(1)

    assert lit(chip) == {(0, 24)}


def test_the_pointer_and_a_command_outlast_the_transaction(ssd1306, command, data):
    command(0x21)
    command(7)
    command(9)
    data(1)
    data(1)

    assert lit(ssd1306) == {(7, 0), (8, 0)}


# SSD1306: what the glass shows


def test_before_it_is_written_the_ram_is_noise(attach, command):
    chip = attach(chips.SSD1306())
    command(*PUMP_ON)

    assert 3500 < len(lit(chip)) < 4700


def test_turning_round_the_segments_touches_only_later_data(ssd1306, command, data):
    command(0x21, 0, 127, 0x22, 0, 7)
    data(1)
    command(0xA0)
    data(1)  # for column 1

    assert lit(ssd1306) == {(0, 0), (126, 0)}


def test_turning_round_the_lines_shows_at_once(ssd1306, command, data):
    data(1)
    command(0xC0)

    assert lit(ssd1306) == {(0, 63)}


@pytest.mark.parametrize(
    "codes, row",
    [
        pytest.param((0x40,), 8, id="none"),
        pytest.param((0x48,), 0, id="start line 8"),
        pytest.param((0x49,), 63, id="start line 9: it has left above"),
        pytest.param((0xD3, 8), 0, id="offset 8"),
        pytest.param((0xC0, 0xD3, 8), 63, id="offset 8, lines the other way"),
    ],
)
def test_start_line_and_offset_move_the_picture(ssd1306, command, data, codes, row):
    command(0x22, 1, 7)
    data(1)
    command(*codes)

    assert lit(ssd1306) == {(0, row)}


@pytest.mark.parametrize(
    "codes, count",
    [
        pytest.param((), 1, id="as it is"),
        pytest.param((0xA7,), 128 * 64 - 1, id="inverse"),
        pytest.param((0xA5,), 128 * 64, id="all on"),
        pytest.param((0xA5, 0xA4), 1, id="and back"),
        pytest.param((0xAE,), 0, id="asleep"),
        pytest.param((0xAE, 0xAF), 1, id="awake again"),
        pytest.param((0x8D, 0x10), 1, id="the pump's switch waits for AFh"),
        pytest.param((0x8D, 0x10, 0xAF), 0, id="no supply"),
    ],
)
def test_commands_change_what_is_seen_and_not_the_ram(ssd1306, command, data, codes, count):
    data(1)
    command(*codes)

    assert len(lit(ssd1306)) == count


def test_with_a_supply_of_its_own_a_module_needs_no_pump(attach, command):
    chip = attach(chips.SSD1306(external_vcc=True))
    command(0xA5, 0xAF)

    assert len(lit(chip)) == 128 * 64
    with pytest.raises(Mistake, match="beside an external supply"):
        command(0x8D, 0x14)


def test_a_panel_of_32_lines_shows_every_other_one_if_its_pins_are_set_as_for_64(
    attach, command, data
):
    chip = attach(chips.SSD1306(panel="128x32"))
    command(0x20, 0, *UPRIGHT, 0xA8, 31, 0xDA, 0x12, *PUMP_ON)
    data(*bytes(1024))
    command(0x21, 0, 127, 0x22, 0, 7)
    data(0xFF)

    assert lit(chip) == column(0, 16, 17, 18, 19)
    command(0xDA, 0x02)
    assert lit(chip) == column(0, *range(8))


@pytest.mark.parametrize(
    "panel, width, height, first",
    [
        pytest.param("128x32", 128, 32, 0, id="128x32"),
        pytest.param("96x16", 96, 16, 16, id="96x16"),
        pytest.param("72x40", 72, 40, 28, id="72x40"),
        pytest.param("64x48", 64, 48, 32, id="64x48"),
        pytest.param("64x32", 64, 32, 32, id="64x32"),
    ],
)
def test_small_panels_show_the_middle_of_the_ram(
    attach, command, data, panel, width, height, first
):
    chip = attach(chips.SSD1306(panel=panel))
    pins = 0x02 if panel in ("128x32", "96x16") else 0x12
    command(0x20, 0, *UPRIGHT, 0xA8, height - 1, 0xDA, pins, *PUMP_ON)
    data(*bytes(1024))
    command(0x21, first, first + width - 1, 0x22, 0, 7)
    data(*([1] + [0] * (width - 2) + [1]))

    assert (chip.screen.width, chip.screen.height) == (width, height)
    assert lit(chip) == {(0, 0), (width - 1, 0)}


def test_what_is_written_beside_the_glass_is_told(attach, command, data):
    chip = attach(chips.SSD1306(panel="64x48"))
    command(0x20, 0, *UPRIGHT, 0xA8, 47, *PUMP_ON)
    data(*bytes(1024))

    assert chip.screen.unseen == (0, None)
    command(0x21, 0, 33, 0x22, 0, 7)
    data(*([3] * 34))
    assert chip.screen.unseen == (64, (96, 0, 127, 1))  # columns 0 to 31, counted as segments
    assert chip.screen.frames == 2


def test_what_shows_noise_is_counted(attach, command, data):
    chip = attach(chips.SH1106())
    command(*UPRIGHT, 0xAF)
    for page in range(8):
        command(0xB0 + page, 0x10, 0x00)
        data(*bytes(128))

    assert chip.screen.blank == 2 * 64  # columns 128 and 129


def test_a_picture_is_saved(ssd1306, data, tmp_path):
    data(1)
    ssd1306.screen.save(tmp_path / "oled.png")

    picture = Image.open(tmp_path / "oled.png")
    assert picture.size == (128, 64)
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert picture.getpixel((1, 0)) == (0, 0, 0)


def test_the_status_tells_whether_the_display_is_off(bench, attach, command):
    attach(chips.SSD1306())
    status = bytearray(1)

    bench.i2c.readfrom_into(0x3C, status)
    assert status[0] & 0x40
    command(0xAF)
    bench.i2c.readfrom_into(0x3C, status)
    assert not status[0] & 0x40


@pytest.mark.parametrize(
    "part, codes, words",
    [
        pytest.param("SSD1306", (0x20, 3), "0x20 takes 0, 1 or 2, not 0x03", id="mode"),
        pytest.param("SSD1306", (0x21, 8, 7), "up to 127, not 8 and 7", id="columns"),
        pytest.param("SSD1306", (0x22, 0, 8), "up to 7, not 0 and 8", id="pages"),
        pytest.param("SSD1306", (0xA8, 14), "0xa8 takes 0xf to 0x3f, not 0x0e", id="multiplex"),
        pytest.param("SSD1306", (0xD3, 64), "0xd3 takes 0x0 to 0x3f", id="offset"),
        pytest.param("SSD1306", (0xD9, 0x10), "a phase of 0 clocks", id="phase"),
        pytest.param("SSD1306", (0xDA, 0x10), "0xda takes 0x02, 0x12", id="pins"),
        pytest.param("SSD1306", (0x8D, 0x04), "0x8d takes 0x10, 0x14", id="pump"),
        pytest.param("SSD1306", (0xFD,), "there is no command 0xfd", id="unknown"),
        pytest.param("SH1106", (0x20, 0x00), "no command 0x20", id="SH1106: modes"),
        pytest.param("SH1106", (0x21, 0, 127), "no command 0x21", id="SH1106: windows"),
        pytest.param("SH1106", (0xAD, 0x30), "0xad takes 0x8a to 0x8b", id="SH1106: converter"),
        pytest.param("SH1106", (0xDA, 0x22), "0xda takes 0x02 or 0x12", id="SH1106: pins"),
        pytest.param("SH1106", (0xEE,), "was not begun", id="SH1106: end"),
        pytest.param("SH1107", (0x18,), "no command 0x18", id="SH1107: columns"),
        pytest.param("SH1107", (0xDC, 0x80), "0xdc takes 0x0 to 0x7f", id="SH1107: start line"),
        pytest.param("SSD1327", (0x15, 0, 64), "up to 63, not 0 and 64", id="SSD1327: columns"),
        pytest.param("SSD1327", (0xA0, 0x08), "bits 0xa8 must be 0", id="SSD1327: remap"),
        pytest.param("SSD1327", (0xFD, 0), "0xfd takes 0x12 or 0x16", id="SSD1327: lock"),
        pytest.param(
            "SSD1327", (0xB8, *range(1, 15), 14), "value 15 is 14", id="SSD1327: greys that fall"
        ),
        pytest.param("SSD1327", (0xFD, 0x16, 0xA4), "locked", id="SSD1327: locked"),
    ],
)
def test_what_a_datasheet_does_not_have_is_a_mistake(attach, command, part, codes, words):
    attach(getattr(chips, part)())

    with pytest.raises(Mistake, match=words):
        command(*codes)


def test_data_in_the_middle_of_a_command_are_a_mistake(ssd1306, command, data):
    command(0x21, 0)

    with pytest.raises(Mistake, match="command 0x21 needs 1 bytes more"):
        data(1)


@pytest.mark.parametrize("part", ["SSD1306", "SSD1327"])
def test_scrolling_is_refused_as_it_is_not_simulated(attach, command, part):
    attach(getattr(chips, part)())

    with pytest.raises(NotImplementedError, match="not simulated"):
        command(0x2F)


def test_a_panel_that_there_is_not_is_told_with_those_that_there_are():
    wiring = {"chip": [{"part": "ssd1306", "panel": "128x65"}]}

    with pytest.raises(WiringError, match="no panel '128x65'; there are 128x32, 128x64"):
        run("", wiring=wiring)


# SPI and reset


@pytest.fixture
def pins():
    """D/C and RES# of a panel on SPI, driven high."""
    found = [digitalio.DigitalInOut(pin) for pin in (board.D6, board.D9)]
    for pin in found:
        pin.switch_to_output(True)
    return found


@pytest.fixture
def on_spi(bench, pins):
    bench.spi.try_lock()
    return bench.spi.attach(chips.SSD1306(), dc="D6", reset="D9")


def test_on_spi_the_d_c_pin_tells_commands_from_data(bench, on_spi, pins):
    dc, _ = pins
    dc.value = False
    bench.spi.write(bytes([0x20, 0, *UPRIGHT, *PUMP_ON]))
    dc.value = True
    bench.spi.write(bytes([0x01] + [0] * 1023))

    assert lit(on_spi) == {(0, 0)}


def test_a_reset_keeps_the_ram_and_nothing_else(bench, on_spi, pins):
    dc, reset = pins
    bench.spi.write(bytes([0xAA] * 1024))
    dc.value = False
    bench.spi.write(bytes(PUMP_ON))
    before = bytes(on_spi.ram)

    reset.value = False
    bench.clock.advance(0.00001)
    reset.value = True

    assert not on_spi.on
    assert lit(on_spi) == set()
    assert bytes(on_spi.ram) == before


def test_a_reset_takes_three_microseconds(bench, on_spi, pins):
    _, reset = pins
    reset.value = False

    with pytest.raises(Mistake, match=r"RES# was low for \d us: 3 us are the least"):
        reset.value = True


def test_nothing_is_heard_during_a_reset(bench, on_spi, pins):
    dc, reset = pins
    dc.value = reset.value = False

    with pytest.raises(Mistake, match="0xaf came while RES# is low"):
        bench.spi.write(b"\xaf")


# SH1106


@pytest.fixture
def sh1106(attach, command, data):
    """An SH1106, upright and on, whose RAM is clear."""
    chip = attach(chips.SH1106())
    command(*UPRIGHT, 0xAF)
    for page in range(8):
        command(0xB0 + page, 0x10, 0x00)
        data(*bytes(132))
    return chip


def test_the_glass_of_an_sh1106_begins_at_column_2(sh1106, command, data):
    command(0xB1, 0x10, 0x02)
    data(0x01)

    assert lit(sh1106) == {(0, 8)}


def test_the_column_of_an_sh1106_goes_up_to_131(sh1106, command, data):
    command(0xB0, 0x18, 0x02)
    data(1, 0)

    assert lit(sh1106) == set()  # columns 130 and 131 are beside the glass
    assert sh1106.screen.unseen == (1, (130, 0, 130, 0))
    with pytest.raises(Mistake, match="column 132"):
        data(1, 1, 1)


def test_an_sh1106_turns_round_what_is_in_its_ram(sh1106, command, data):
    command(0xB0, 0x10, 0x02)
    data(1)
    command(0xA0)

    assert lit(sh1106) == {(127, 0)}


def test_a_read_modify_write_ends_at_the_column_where_it_began(sh1106, command, data):
    command(0xB0, 0x10, 0x02, 0xE0)
    data(1, 1)
    command(0xEE)
    data(2)

    assert lit(sh1106) == {(0, 1), (1, 0)}


def test_an_sh1106_is_dark_without_its_converter(sh1106, command, data):
    command(0xA5, 0xAD, 0x8A)

    assert lit(sh1106) == set()


# SH1107


@pytest.fixture
def sh1107(attach, command, data):
    """An SH1107 on a FeatherWing, on, whose RAM is clear."""
    chip = attach(chips.SH1107())
    command(0xA8, 0x3F, 0xD3, 0x60, 0xAF)
    for page in range(16):
        command(0xB0 + page, 0x10, 0x00)
        data(*bytes(128))
    return chip


def test_the_columns_of_an_sh1107_are_lines_and_its_pages_run_along_the_segments(
    sh1107, command, data
):
    command(0xB1, 0x10, 0x00)
    data(0x01)

    # As the module is held, a quarter turn: column 0 is the lowest line, page 1 begins at 8.
    assert (sh1107.screen.width, sh1107.screen.height) == (128, 64)
    assert lit(sh1107) == {(8, 63)}


def test_the_start_line_of_an_sh1107_is_a_column(sh1107, command, data):
    command(0xB0, 0x10, 0x05)
    data(0x01)
    command(0xDC, 5)

    assert lit(sh1107) == {(0, 63)}


def test_in_vertical_addressing_pages_come_before_columns(sh1107, command, data):
    command(0x21, 0xBF, 0x10, 0x00)
    data(0x01, 0x01)

    assert lit(sh1107) == {(120, 63), (0, 62)}


def test_to_go_on_behind_the_last_column_is_a_mistake(sh1107, command, data):
    command(0xB0, 0x17, 0x0F)

    with pytest.raises(Mistake, match="behind the last column"):
        data(1, 1)


def test_an_sh1107_says_which_chip_it_is(bench, sh1107):
    status = bytearray(1)
    bench.i2c.readfrom_into(0x3C, status)

    assert status[0] == 0x07


# SSD1327


@pytest.fixture
def ssd1327(attach, command, data):
    """An SSD1327, upright and on, whose RAM is clear."""
    chip = attach(chips.SSD1327())
    command(0xA0, 0x53, 0xAF)
    data(*bytes(8192))
    return chip


@pytest.mark.parametrize(
    "remap, places",
    [
        pytest.param(0x53, [(0, 0), (1, 0)], id="upright"),
        pytest.param(0x51, [(1, 0), (0, 0)], id="nibbles the other way"),
        pytest.param(0x52, [(126, 0), (127, 0)], id="columns the other way"),
        pytest.param(0x43, [(0, 127), (1, 127)], id="lines the other way"),
    ],
)
def test_two_pixels_of_a_byte(ssd1327, command, data, remap, places):
    data(0x2F)
    command(0xA0, remap)

    assert [ssd1327.screen.color(x, y)[0] for x, y in places] == [255, 102]


def test_the_pointer_of_an_ssd1327_runs_round_in_its_window(ssd1327, command, data):
    command(0x15, 1, 2, 0x75, 3, 4)
    data(0x0F, 0x0F, 0x0F, 0x0F, 0x00)

    assert lit(ssd1327) == {(4, 3), (2, 4), (4, 4)}


def test_or_down_first(ssd1327, command, data):
    command(0xA0, 0x57, 0x15, 1, 2, 0x75, 3, 4)
    data(0x0F, 0x0F)

    assert lit(ssd1327) == {(2, 3), (2, 4)}


def test_greys_are_what_the_table_says(ssd1327, command, data):
    command(0xB8, 1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 32, 40, 48, 56, 63)
    data(0x10, 0xF9)

    assert [ssd1327.screen.color(x, 0)[0] for x in range(4)] == [0, 39, 137, 255]
    command(0xB9)
    assert [ssd1327.screen.color(x, 0)[0] for x in range(4)] == [0, 74, 202, 255]


def test_a_glass_of_96_lines_begins_at_column_8_with_an_offset(attach, command, data):
    chip = attach(chips.SSD1327(panel="96x96"))
    command(0xA0, 0x53, 0xA8, 0x5F, 0xA2, 0x20, 0xAF)
    data(*bytes(8192))
    command(0x15, 8, 55, 0x75, 0, 95)
    data(0x0F)

    assert lit(chip) == {(0, 0)}


# Both hosts

PROGRAM = """
import board

i2c = board.I2C()
i2c.try_lock()
i2c.writeto(0x3C, bytes([0x00, 0x20, 0, 0xA1, 0xC8, 0x8D, 0x14, 0xAF]))
i2c.writeto(0x3C, bytes([0x40] + [0x55] * 1024))
i2c.writeto(0x3C, bytes([0x00, 0xC9]))
"""


@pytest.mark.parametrize("runner", [run, vm.run], ids=["cpython", "vm"])
def test_the_chips_run_on_both_hosts(runner):
    result = runner(PROGRAM, wiring={"chip": [{"part": "ssd1306"}]})

    assert result.exception is None
    assert [text.split(" (")[0] for text in result.mistakes] == [
        "SSD1306: there is no command 0xc9"
    ]
