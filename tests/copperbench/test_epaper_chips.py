# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Simulated controllers of e-paper, driven by the commands of their datasheets."""

import pytest
from hypothesis import given, settings, strategies as st

from copperbench import chips
from copperbench.errors import Mistake

BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (255, 0, 0)
DARK, LIGHT = (85, 85, 85), (170, 170, 170)


def send(chip, *bytes_):
    """Send a command and what belongs to it."""
    chip.command(bytes_[0])
    if len(bytes_) > 1:
        chip.data(bytes(bytes_[1:]), 0, len(bytes_) - 1)


def send_all(chip, commands):
    for command in commands:
        send(chip, *command)


def wait(chip, ms=60000):
    chip.clock.advance_us(1000 * ms)


# SSD1680


def ssd1680(panel="128x296", turned=0):
    """Return a controller after its reset, and memory filled with white."""
    chip = chips.SSD1680(panel, turned)
    send(chip, 0x12)
    wait(chip, 10)
    send(chip, 0x11, 0x03)
    window(chip, 0, 21, 0, 295)
    send(chip, 0x24, *b"\xff" * 22 * 296)
    window(chip, 0, 21, 0, 295)
    send(chip, 0x26, *bytes(22 * 296))
    return chip


def window(chip, left, right, top, bottom):
    """Have bytes ``left`` to ``right`` of rows ``top`` to ``bottom`` be written next."""
    send(chip, 0x44, left, right)
    send(chip, 0x45, top & 0xFF, top >> 8, bottom & 0xFF, bottom >> 8)
    send(chip, 0x4E, left)
    send(chip, 0x4F, top & 0xFF, top >> 8)


def update(chip, sequence=0xF7):
    send(chip, 0x22, sequence)
    send(chip, 0x20)
    wait(chip)


def put(chip, command, byte, column=0, row=0):
    window(chip, column, column, row, row)
    send(chip, command, byte)


def pixels(chip, x, count, y=0):
    return [chip.screen.color(x + index, y) for index in range(count)]


def test_paper_changes_at_the_end_of_an_update_and_busy_tells_until_when():
    chip = ssd1680()
    put(chip, 0x24, 0x7F)

    assert chip.screen.color(0, 0) == WHITE
    send(chip, 0x22, 0xF7)
    send(chip, 0x20)
    wait(chip, 4300)
    assert chip.busy
    assert chip.screen.color(0, 0) == WHITE
    wait(chip, 100)  # 100 ms on, 4100 ms, 150 ms off
    assert not chip.busy
    assert pixels(chip, 0, 2) == [BLACK, WHITE]
    assert chip.screen.frames == chip.screen.full == 1


@pytest.mark.parametrize(
    "panel, shown",
    [
        pytest.param("122x250 red", [WHITE, RED, RED, BLACK], id="red"),
        pytest.param("122x250", [WHITE, WHITE, BLACK, BLACK], id="without red"),
    ],
)
def test_both_planes_make_the_colour(panel, shown):
    chip = ssd1680(panel)
    put(chip, 0x24, 0b11000000, column=1)
    put(chip, 0x26, 0b01100000, column=1)

    update(chip)

    assert pixels(chip, 0, 4) == shown


def test_fast_updates_drive_what_differs_from_the_old_picture_in_the_red_memory():
    chip = ssd1680()
    update(chip)
    put(chip, 0x24, 0b00111111)
    put(chip, 0x26, 0b01111111)  # says that the leftmost pixel was black, which it was not

    send(chip, 0x22, 0xFF)
    send(chip, 0x20)
    wait(chip, 1001)

    assert not chip.busy
    # The rest of the old picture is black, and becomes white, as it is.
    assert pixels(chip, 0, 3) == [WHITE, BLACK, WHITE]
    assert chip.screen.partial == 1
    assert chip.screen.ghosts == 1


def waveform(*levels):
    """Return a LUT with these levels in the first phase of LUT 0 to 3."""
    return b"".join(bytes((level, *bytes(11))) for level in (*levels, 0)) + bytes(93)


def test_a_waveform_of_the_programs_own_shows_four_greys():
    chip = ssd1680()
    put(chip, 0x24, 0b11000000)
    put(chip, 0x26, 0b10100000)
    send(chip, 0x32, *waveform(0x20, 0x08, 0x02, 0x40))

    update(chip, 0xC7)

    assert pixels(chip, 0, 4) == [WHITE, LIGHT, DARK, BLACK]


def test_a_waveform_that_spares_what_stays_is_a_fast_update():
    chip = ssd1680()
    update(chip)
    put(chip, 0x24, 0b00111111)
    put(chip, 0x26, 0b11111111)
    send(chip, 0x32, *waveform(0, 0x80, 0x40, 0))

    update(chip, 0xC7)

    assert pixels(chip, 0, 3) == [BLACK, BLACK, WHITE]
    assert chip.screen.partial == 1


@pytest.mark.parametrize(
    "option, shown",
    [
        pytest.param(0x00, [RED, WHITE, BLACK], id="normal"),
        pytest.param(0x40, [WHITE, WHITE, BLACK], id="red left out"),
        pytest.param(0x80, [WHITE, RED, RED], id="red inverted"),
        pytest.param(0x08, [RED, BLACK, WHITE], id="black inverted"),
        pytest.param(0x04, [RED, BLACK, BLACK], id="black left out"),
    ],
)
def test_planes_can_be_left_out_and_inverted(option, shown):
    chip = ssd1680("122x250 red")
    put(chip, 0x24, 0b11000000, column=1)
    put(chip, 0x26, 0b10000000, column=1)

    send(chip, 0x21, option, 0x00)
    update(chip)

    assert pixels(chip, 0, 3) == shown


@given(
    entry=st.integers(0, 7),
    left=st.integers(0, 3),
    across=st.integers(0, 3),
    top=st.integers(0, 290),
    down=st.integers(0, 5),
)
@settings(max_examples=30, deadline=None)
def test_bytes_go_through_the_window_in_the_direction_that_is_asked_for(
    entry, left, across, top, down
):
    chip = chips.SSD1680("128x296")
    columns = list(range(left, left + across + 1))
    rows = list(range(top, top + down + 1))
    if not entry & 1:
        columns.reverse()
    if not entry & 2:
        rows.reverse()
    send(chip, 0x11, entry)
    window(chip, columns[0], columns[-1], rows[0], rows[-1])
    data = bytes(range(1, len(columns) * len(rows) + 1))

    send(chip, 0x24, *data, 0xEE)  # the last one goes to the first place again

    if entry & 4:
        places = [(column, row) for column in columns for row in rows]
    else:
        places = [(column, row) for row in rows for column in columns]
    expected = dict(zip(places, data))
    expected[places[0]] = 0xEE
    plane = chip._planes[0]
    found = {(n % 22, n // 22): plane[n] for n, known in enumerate(chip._written) if known}
    assert found == expected


def test_what_nobody_wrote_is_noise():
    chip = chips.SSD1680("122x250 red")

    update(chip)

    assert {BLACK, WHITE, RED} == {color for _, color in chip.screen.image.getcolors()}


def test_rows_beyond_the_gates_are_not_driven():
    chip = ssd1680("122x250")
    put(chip, 0x24, 0x00, column=1, row=121)
    put(chip, 0x24, 0x00, column=1, row=122)

    send(chip, 0x01, 121, 0, 0)
    update(chip)

    assert chip.screen.color(0, 121) == BLACK
    assert chip.screen.color(0, 122) == WHITE


def test_what_is_written_beside_the_paper_is_told():
    chip = chips.SSD1680("122x250")
    window(chip, 0, 15, 0, 249)

    send(chip, 0x24, *bytes(16 * 250))

    assert chip.screen.unseen == (250, (0, 0, 0, 249))


@pytest.mark.parametrize("turned, corner", [(0, (0, 0)), (90, (295, 0)), (270, (0, 127))])
def test_a_module_can_be_turned(turned, corner):
    chip = ssd1680(turned=turned)
    put(chip, 0x24, 0x7F)

    update(chip)

    assert chip.screen.color(*corner) == BLACK
    assert (chip.screen.width, chip.screen.height) == ((296, 128) if turned else (128, 296))
    assert sorted(chip.screen.image.getcolors()) == [(1, BLACK), (128 * 296 - 1, WHITE)]


def test_deep_sleep_ends_with_a_reset_and_keeps_memory_in_its_first_mode():
    chip = ssd1680()
    put(chip, 0x24, 0x7F)

    send(chip, 0x10, 0x01)
    with pytest.raises(Mistake, match=r"SWRESET \(12h\) comes in deep sleep"):
        send(chip, 0x12)
    chip._reset_changed(0)
    chip._reset_changed(1)
    update(chip)

    assert chip.screen.color(0, 0) == BLACK


@pytest.mark.parametrize(
    "commands, message",
    [
        pytest.param([(0x12,), (0x11, 3)], "11h.*busy", id="busy after the reset"),
        pytest.param([(0x20,), (0x24,)], "24h.*busy", id="busy with an update"),
        pytest.param([(0x13,)], "no command 13h", id="no such command"),
        pytest.param([(0x45, 0, 0), (0x7F,)], "takes 4 bytes, and gets 2", id="too few"),
        pytest.param([(0x11, 3, 3)], "takes 1 bytes, and gets more", id="too many"),
        pytest.param([(0x44, 0, 22)], "22 is beyond", id="column"),
        pytest.param([(0x4F, 0x28, 1)], "296 is beyond", id="row"),
        pytest.param([(0x01, 0x28, 1, 0)], "297 gates", id="gates"),
        pytest.param([(0x22, 0x04), (0x20,)], "without voltage", id="no voltage"),
    ],
)
def test_ssd1680_tells_what_is_wrong(commands, message):
    chip = chips.SSD1680()

    with pytest.raises(Mistake, match=message):
        send_all(chip, commands)


def test_a_reset_in_an_update_is_told():
    chip = ssd1680()
    send(chip, 0x20)

    with pytest.raises(Mistake, match="incomplete"):
        chip._reset_changed(0)


@pytest.mark.parametrize("chip, busy", [(chips.SSD1680, True), (chips.UC8151D, False)])
def test_the_busy_pin_has_the_level_of_its_family(bench, chip, busy):
    controller = bench.spi.attach(chip(), cs="D9", dc="D10", busy="D6")
    line = controller.lines["busy"]

    assert line.value is not busy
    send(controller, 0x12 if busy else 0x04)
    assert line.value is busy
    bench.clock.advance(0.2)
    assert line.value is not busy


# UC8151D


def uc8151d(panel="128x296", setting=0x1F, interval=0x97):
    """Return a controller with voltage, and memory filled with white."""
    chip = chips.UC8151D(panel)
    send(chip, 0x04)
    wait(chip, 100)
    send(chip, 0x00, setting)
    send(chip, 0x50, interval)
    size = chip.panel.width * chip.panel.height // 8
    send(chip, 0x10, *b"\xff" * size)
    send(chip, 0x13, *b"\xff" * size)
    return chip


def test_two_colours_come_from_the_new_picture():
    chip = uc8151d()
    send(chip, 0x10, 0b00000000)
    send(chip, 0x13, 0b10000000)

    send(chip, 0x12)
    wait(chip, 3499)
    assert chip.busy
    wait(chip, 1)

    assert not chip.busy
    assert pixels(chip, 0, 2) == [WHITE, BLACK]


@pytest.mark.parametrize(
    "interval, shown",
    [
        # {red, black and white}: 11, 10, 01, 00; datasheet, CDI
        pytest.param(0x07, [RED, RED, BLACK, WHITE], id="DDX 00"),
        pytest.param(0x17, [RED, RED, WHITE, BLACK], id="DDX 01"),
        pytest.param(0x27, [BLACK, WHITE, RED, RED], id="DDX 10"),
        pytest.param(0x37, [WHITE, BLACK, RED, RED], id="DDX 11"),
    ],
)
def test_three_colours_come_from_both_planes_as_cdi_has_it(interval, shown):
    chip = uc8151d("128x296 red", 0x0F, interval)
    send(chip, 0x10, 0b10100000)
    send(chip, 0x13, 0b11000000)

    send(chip, 0x12)
    wait(chip)

    assert pixels(chip, 0, 4) == shown


def test_waveforms_from_registers_show_four_greys():
    chip = uc8151d(setting=0xBF)
    for code in range(0x20, 0x25):
        send(chip, code, 0x40, *bytes(41))
    send(chip, 0x13, 0b11000000)
    send(chip, 0x10, 0b10100000)

    send(chip, 0x12)
    wait(chip)

    assert pixels(chip, 0, 4) == [WHITE, LIGHT, DARK, BLACK]


def test_a_window_is_updated_alone_and_old_pixels_that_are_wrong_stay_as_ghosts():
    chip = uc8151d(setting=0xBF)
    send(chip, 0x21, *bytes(42))
    send(chip, 0x22, 0x40, *bytes(41))
    send(chip, 0x23, 0x80, *bytes(41))
    send(chip, 0x24, *bytes(42))
    send(chip, 0x90, 8, 15, 0, 2, 0, 3, 1)
    send(chip, 0x91)
    send(chip, 0x10, 0b11111111, 0b01111111)
    send(chip, 0x13, 0b01111111, 0b01111111)

    send(chip, 0x12)
    wait(chip, 750)

    assert not chip.busy
    assert pixels(chip, 8, 2, 2) == [BLACK, WHITE]
    assert chip.screen.color(8, 3) == WHITE
    assert chip.screen.ghosts == 1
    assert chip.screen.partial == 1


@pytest.mark.parametrize("panel", ["104x212", "152x152", "128x296"])
def test_the_size_is_that_of_the_panel_unless_told_otherwise(panel):
    chip = uc8151d(panel)
    width = chip.panel.width
    send(chip, 0x13, *b"\xff" * (width // 8), 0x7F)

    send(chip, 0x12)
    wait(chip)

    assert pixels(chip, 0, 2, y=1) == [BLACK, WHITE]


def test_tres_sets_the_size():
    chip = uc8151d()
    send(chip, 0x61, 120, 1, 0x28)
    send(chip, 0x13, *b"\xff" * 15, 0x7F)

    send(chip, 0x12)
    wait(chip)

    assert pixels(chip, 0, 2, y=1) == [BLACK, WHITE]


@pytest.mark.parametrize(
    "commands, message",
    [
        pytest.param([(0x12,)], "before PON", id="no voltage"),
        pytest.param([(0x04,), (0x12,)], "DRF.*busy", id="busy"),
        pytest.param([(0x07, 0x5A)], "takes A5h", id="sleep by accident"),
        pytest.param([(0x07, 0xA5), (0x04,)], "deep sleep", id="asleep"),
        pytest.param([(0x61, 168, 0, 9)], "168 by 9 pixels of 160 by 296", id="too wide"),
        pytest.param([(0x90, 8, 7, 0, 0, 0, 1, 1)], "columns 8 to 7", id="window"),
        pytest.param([(0x99,)], "no command 99h", id="no such command"),
        pytest.param([(0x13, *bytes(16 * 296 + 1))], "takes 4736 bytes", id="too many pixels"),
        pytest.param([(0x21, 0), (0x71,)], "takes 42 bytes, and gets 1", id="short waveform"),
    ],
)
def test_uc8151d_tells_what_is_wrong(commands, message):
    chip = chips.UC8151D()

    with pytest.raises(Mistake, match=message):
        send_all(chip, commands)


@pytest.mark.parametrize("chip", [chips.SSD1680, chips.UC8151D])
def test_modules_that_there_are_not_are_refused(chip):
    with pytest.raises(ValueError, match="panel must be one of 1"):
        chip("1x1")
    with pytest.raises(ValueError, match="multiple of 90"):
        chip(turned=45)
