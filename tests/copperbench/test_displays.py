# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays where the recorded scenes do not reach: time, pictures, e-paper, framebuffers, pins."""

import board
import busdisplay
import digitalio
import displayio
import epaperdisplay
import fourwire
import framebufferio
import i2cdisplaybus
import paralleldisplaybus
import pytest
import rgbmatrix
import sharpdisplay
from PIL import Image

from copperbench.chips.generic_panel import GenericPanelI2C
from copperbench.errors import Stop
from copperbench.run import run
from copperbench.screens import save_screens
from copperbench.vm import run as run_on_vm


def _filled(width, height, color):
    palette = displayio.Palette(1)
    palette[0] = color
    bitmap = displayio.Bitmap(width, height, 2)
    return displayio.TileGrid(bitmap, pixel_shader=palette)


def _group(*layers):
    group = displayio.Group()
    for layer in layers:
        group.append(layer)
    return group


def _spi_display(command=True, **settings):
    bus = fourwire.FourWire(
        board.SPI(), command=board.D6 if command else None, chip_select=board.D5, reset=board.D9
    )
    size = {"width": 16, "height": 8, "auto_refresh": False}
    return busdisplay.BusDisplay(bus, b"\x11\x80\x05", **{**size, **settings})


@pytest.fixture
def saved(bench, tmp_path):
    """Return a function that saves the screens and returns the first, opened."""

    def save():
        return Image.open(save_screens(bench, tmp_path)[0])

    return save


# Time


def test_a_display_refreshes_by_itself_once_a_frame_is_over(bench, saved):
    display = _spi_display(auto_refresh=True)
    tile = _filled(16, 8, 0xFF0000)
    display.root_group = _group(tile)
    bench.clock.advance(0.05)
    before = bench.displays.made[0].screen.frames
    tile.x = 4

    at_once = bench.displays.made[0].screen.frames
    bench.clock.advance(0.02)

    assert at_once == before
    assert bench.displays.made[0].screen.frames > before
    assert saved().getpixel((0, 0)) == (0, 0, 0)


def test_nothing_is_sent_while_nothing_changes(bench):
    display = _spi_display(auto_refresh=True)
    display.root_group = _group(_filled(16, 8, 0x00FF00))
    bench.clock.advance(0.1)
    transactions = bench.spi.transactions

    bench.clock.advance(1)

    assert bench.spi.transactions == transactions


def test_a_target_frame_rate_waits_for_the_next_frame_and_skips_one_that_is_late(bench):
    display = _spi_display()
    display.root_group = _group(_filled(4, 4, 0xFFFFFF))
    display.refresh()
    display.refresh(target_frames_per_second=10)
    start = bench.clock.us

    in_time = display.refresh(target_frames_per_second=10)
    waited = (bench.clock.us - start) // 1000
    bench.clock.advance(0.3)
    late = display.refresh(target_frames_per_second=10)

    assert (in_time, late) == (True, False)
    assert 90 <= waited <= 110


def test_a_display_below_its_least_frame_rate_says_so(bench):
    display = _spi_display()
    display.root_group = _group(_filled(4, 4, 0xFFFFFF))
    display.refresh()
    bench.clock.advance(2)

    with pytest.raises(RuntimeError, match=r"^Below minimum frame rate$"):
        display.refresh(target_frames_per_second=10, minimum_frames_per_second=1)


def test_the_init_sequence_waits_as_long_as_it_says(bench):
    bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
    start = bench.clock.us

    busdisplay.BusDisplay(bus, b"\x11\x80\x78\x29\x80\xff\x3a\x01\x55", width=8, height=8)

    assert (
        630 <= (bench.clock.us - start) // 1000 <= 640
    )  # 120, 500 for 255, and 10 where nothing is said


# Pictures


@pytest.mark.parametrize(
    "color, shown", [(0xFFFFFF, (255, 255, 255)), (0x0C0604, (8, 4, 0)), (0x8000FF, (132, 0, 255))]
)
def test_channels_of_five_and_six_bits_are_widened_by_repeating_them(saved, bench, color, shown):
    display = _spi_display()
    display.root_group = _group(_filled(16, 8, color))
    display.refresh()

    assert saved().getpixel((3, 3)) == shown


def test_what_was_never_written_is_black_and_a_picture_is_rgb(bench, saved):
    display = _spi_display()
    display.root_group = None

    picture = saved()

    assert (picture.mode, picture.size) == ("RGB", (16, 8))
    assert picture.getcolors() == [(128, (0, 0, 0))]


def test_a_picture_lies_as_the_panel_does_whatever_the_rotation(bench, saved):
    display = _spi_display(width=8, height=16, rotation=90)
    display.root_group = _group(_filled(8, 1, 0xFFFFFF))
    display.refresh()

    picture = saved()

    assert (display.width, display.height, picture.size) == (8, 16, (16, 8))
    assert [x for x in range(16) if picture.getpixel((x, 4)) != (0, 0, 0)] == [15]


def test_four_bits_of_grey_are_times_seventeen_and_one_bit_is_black_or_white(bench, saved):
    settings = {"grayscale": True, "single_byte_bounds": True, "set_row_command": 0x75}
    display = _spi_display(
        color_depth=4, set_column_command=0x15, write_ram_command=0x5C, **settings
    )
    display.root_group = _group(_filled(16, 8, 0x909090))
    display.refresh()

    assert saved().getpixel((5, 5)) == (0x99, 0x99, 0x99)


def test_parameters_of_commands_that_the_panel_does_not_know_are_no_pixels(bench, saved):
    display = _spi_display(color_depth=8)
    layer = _filled(4, 4, 0xFFFFFF)
    layer.x = 8
    display.root_group = _group(layer)
    display.refresh()

    display.bus.send(0x33, b"\xff\xff\xff\xff")

    assert saved().getbbox() == (8, 0, 12, 4)


def test_a_display_without_d_c_sends_nine_bits_and_the_panel_understands(bench, saved):
    display = _spi_display(command=False)
    display.root_group = _group(_filled(5, 3, 0x0000FF))
    display.refresh()

    picture = saved()

    assert picture.getpixel((4, 2)) == (0, 0, 255)
    assert picture.getpixel((5, 2)) == (0, 0, 0)


def test_a_display_on_i2c_with_sh1107_addressing_is_written_page_by_page(bench, saved):
    bench.i2c.attach(GenericPanelI2C())
    bus = i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3C)
    display = busdisplay.BusDisplay(
        bus,
        b"",
        width=16,
        height=16,
        color_depth=1,
        grayscale=True,
        pixels_in_byte_share_row=False,
        data_as_commands=True,
        SH1107_addressing=True,
        auto_refresh=False,
    )
    display.root_group = _group(_filled(3, 9, 0xFFFFFF))
    display.refresh()

    picture = saved()

    lit = [
        (x, y) for y in range(16) for x in range(16) if picture.getpixel((x, y)) == (255, 255, 255)
    ]
    assert lit == [(x, y) for y in range(9) for x in range(3)]


def test_a_parallel_bus_carries_the_same_picture(bench, saved):
    bus = paralleldisplaybus.ParallelBus(
        data_pins=[getattr(board, f"D{n}") for n in (4, 5, 6, 9, 10, 11, 12, 13)],
        command=board.A0,
        chip_select=board.A1,
        write=board.A2,
        read=board.A3,
    )
    display = busdisplay.BusDisplay(bus, b"", width=16, height=8, auto_refresh=False)
    display.root_group = _group(_filled(2, 2, 0xFF0000))
    display.refresh()

    assert saved().getpixel((1, 1)) == (255, 0, 0)


def test_displays_are_numbered_as_they_were_made(bench, tmp_path):
    _spi_display()
    displayio.release_displays()
    display = _spi_display(width=8)
    display.root_group = _group(_filled(8, 8, 0x00FF00))
    display.refresh()

    paths = save_screens(bench, tmp_path)

    assert [path.name for path in paths] == ["display0.png", "display1.png"]
    assert Image.open(paths[1]).size == (8, 8)


def test_a_program_leaves_the_picture_that_its_display_was_about_to_show(tmp_path):
    program = """
import board, busio, displayio, fourwire, busdisplay
bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
display = busdisplay.BusDisplay(bus, b"", width=4, height=4)
palette = displayio.Palette(1)
palette[0] = 0xFF00FF
tile = displayio.TileGrid(displayio.Bitmap(4, 4, 1), pixel_shader=palette)
group = displayio.Group()
group.append(tile)
display.root_group = group
"""

    result = run(program, screens=tmp_path, trace=True)

    assert result.stdout == ""
    assert Image.open(tmp_path / "display0.png").getcolors() == [(16, (255, 0, 255))]


# Pins and buses


def test_brightness_is_the_duty_of_the_backlight(bench):
    display = _spi_display(backlight_pin=board.D10)
    full = bench.pin("D10").duty
    display.brightness = 0.25

    assert (full, round(bench.pin("D10").duty, 2), display.brightness) == (1.0, 0.25, 0.25)
    with pytest.raises(ValueError, match=r"^brightness must be 0-1$"):
        display.brightness = 1.5


def test_a_display_without_any_brightness_says_so(bench):
    display = _spi_display()

    with pytest.raises(RuntimeError, match=r"^Brightness not adjustable$"):
        display.brightness = 0.5


def test_released_displays_give_their_pins_back_and_are_none(bench):
    display = _spi_display(backlight_pin=board.D10)
    bus = display.bus

    displayio.release_displays()
    for pin in (board.D5, board.D6, board.D9, board.D10):
        digitalio.DigitalInOut(pin).deinit()

    assert (repr(display), repr(bus)) == ("None", "None")
    with pytest.raises(AttributeError, match=r"^'NoneType' object has no attribute 'width'$"):
        display.width  # noqa: B018
    assert "make it anew" in bench.notes[-1]


def test_a_display_waits_while_the_program_has_the_bus(bench):
    display = _spi_display()
    display.root_group = _group(_filled(16, 8, 0xFFFFFF))
    spi = board.SPI()
    spi.try_lock()
    transactions = bench.spi.transactions

    display.refresh()
    sent = bench.spi.transactions - transactions
    spi.unlock()

    assert sent == 0


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"rotation": 45}, "Display rotation must be in 90 degree increments"),
        (
            {"SH1107_addressing": True},
            "color_depth must be 1 when SH1107_addressing is True",
        ),
    ],
)
def test_what_no_display_can_be_is_refused(bench, settings, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        _spi_display(**settings)


def test_a_second_display_is_one_too_many(bench):
    display = _spi_display()

    with pytest.raises(RuntimeError, match=r"^Too many displays$"):
        busdisplay.BusDisplay(display.bus, b"", width=8, height=8)
    assert "release_displays()" in bench.notes[-1]


def test_an_absent_display_on_i2c_is_said_to_be_absent(bench):
    with pytest.raises(ValueError, match=r"^Unable to find I2C Display at 3d$"):
        i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3D)


# E-paper


def _paper(**settings):
    bus = fourwire.FourWire(
        board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=1000000
    )
    common = {
        "width": 16,
        "height": 8,
        "ram_width": 16,
        "ram_height": 8,
        "set_column_window_command": 0x44,
        "set_row_window_command": 0x45,
        "write_black_ram_command": 0x24,
        "write_color_ram_command": 0x26,
        "highlight_color": 0xFF0000,
        "black_bits_inverted": False,
        "refresh_display_command": 0x20,
        "refresh_time": 2,
        "seconds_per_frame": 5,
    }
    return epaperdisplay.EPaperDisplay(
        bus, b"\x12\x80\x01", b"\x10\x01\x01", **{**common, **settings}
    )


def test_paper_shows_black_white_and_its_highlight(bench, saved):
    paper = _paper()
    red, black = _filled(4, 8, 0xFF0000), _filled(4, 8, 0x000000)
    black.x = 4
    white = _filled(8, 8, 0xFFFFFF)
    white.x = 8
    paper.root_group = _group(white, red, black)
    paper.refresh()

    picture = saved()

    assert [picture.getpixel((x, 2)) for x in (1, 5, 12)] == [
        (255, 0, 0),
        (0, 0, 0),
        (255, 255, 255),
    ]


def test_paper_is_busy_for_its_time_and_refuses_to_be_refreshed_too_soon(bench):
    paper = _paper()
    paper.root_group = _group(_filled(16, 8, 0xFFFFFF))
    at_first = paper.time_to_refresh
    paper.refresh()

    with pytest.raises(RuntimeError, match=r"^Refresh too soon$"):
        paper.refresh()
    busy = paper.busy
    left = paper.time_to_refresh
    bench.clock.advance(2.1)

    assert (at_first, busy, paper.busy) == (0, True, False)
    assert 4.9 < left < 5.2
    bench.clock.advance(paper.time_to_refresh)
    paper.refresh()


def test_paper_with_a_busy_pin_is_done_when_the_pin_says_so(bench):
    paper = _paper(busy_pin=board.D10)
    paper.root_group = _group(_filled(16, 8, 0xFFFFFF))
    bench.pin("D10").value = False
    paper.refresh()
    bench.pin("D10").value = True
    bench.clock.advance(10)
    busy = paper.busy
    bench.pin("D10").value = False
    bench.clock.advance(0.01)

    assert (busy, paper.busy) == (True, False)


def test_paper_that_is_busy_for_ever_ends_the_run(bench):
    bench.pin("D10").value = True
    paper = _paper(busy_pin=board.D10)
    paper.root_group = _group(_filled(16, 8, 0xFFFFFF))

    with pytest.raises(Stop, match="busy pin"):
        paper.refresh()


# Framebuffers


def test_sharps_display_gets_the_rows_that_changed_each_with_its_address(bench, saved):
    framebuffer = sharpdisplay.SharpMemoryFramebuffer(board.SPI(), board.D5, 16, 4)
    display = framebufferio.FramebufferDisplay(framebuffer, auto_refresh=False)
    tile = _filled(8, 1, 0xFFFFFF)
    display.root_group = _group(tile)
    display.refresh()
    tile.y = 1
    display.refresh()

    sent = [bytes(record.parts[0].written).hex() for record in bench.spi.log]

    whole = ["c0", "80ff0000", "40000000", "c0000000", "20000000", "00"]
    assert sent == [*whole, "80", "80000000", "40ff0000", "00"]
    assert saved().getpixel((7, 1)) == (255, 255, 255)


def test_a_matrix_shows_as_many_bits_as_it_has(bench, saved):
    matrix = rgbmatrix.RGBMatrix(
        width=16,
        bit_depth=1,
        rgb_pins=[getattr(board, f"D{n}") for n in (4, 5, 6, 9, 10, 11)],
        addr_pins=[board.A0, board.A1],
        clock_pin=board.D12,
        latch_pin=board.D13,
        output_enable_pin=board.A2,
    )
    display = framebufferio.FramebufferDisplay(matrix, auto_refresh=False)
    display.root_group = _group(_filled(16, 8, 0xC04080))
    display.refresh()

    assert (display.width, display.height, display.brightness) == (16, 8, 1.0)
    assert saved().getpixel((0, 0)) == (255, 0, 255)


def test_a_matrix_of_another_height_is_refused(bench):
    with pytest.raises(
        ValueError, match=r"^2 address pins, 6 rgb pins and 1 tiles indicate a height"
    ):
        rgbmatrix.RGBMatrix(
            width=16,
            height=32,
            bit_depth=1,
            rgb_pins=[getattr(board, f"D{n}") for n in (4, 5, 6, 9, 10, 11)],
            addr_pins=[board.A0, board.A1],
            clock_pin=board.D12,
            latch_pin=board.D13,
            output_enable_pin=board.A2,
        )


def test_a_framebuffer_must_be_one(bench):
    with pytest.raises(TypeError, match="does not support 'protocol_framebuffer'"):
        framebufferio.FramebufferDisplay(bytearray(100))


# Palettes

TOO_FEW_COLORS = """\
import board, busdisplay, displayio, fourwire

bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5)
display = busdisplay.BusDisplay(bus, b"", width=16, height=8, auto_refresh=False)
bitmap = displayio.Bitmap(16, 8, 4)
group = displayio.Group()
group.append(displayio.TileGrid(bitmap, pixel_shader=displayio.Palette(2)))
display.root_group = group
display.refresh()
bitmap[3, 3] = {value}
display.refresh()
bitmap[4, 3] = {value}
display.refresh()
"""


@pytest.mark.parametrize("value", [2, 3])
@pytest.mark.parametrize("host", [run, run_on_vm])
def test_a_pixel_beyond_its_palette_is_told_once(host, value):
    notes = host(TOO_FEW_COLORS.format(value=value)).notes

    assert [note.partition(" (")[0] for note in notes] == [
        f"a pixel has the value {value}, and its palette has the colors 0 to 1: it is not drawn"
    ]


@pytest.mark.parametrize("host", [run, run_on_vm])
def test_pixels_within_a_palette_are_not_told(host):
    assert list(host(TOO_FEW_COLORS.format(value=1)).notes) == []
