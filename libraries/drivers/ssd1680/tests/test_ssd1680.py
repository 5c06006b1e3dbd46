# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The driver of the SSD1680 on the simulated controller, behind its paper."""

import board
import digitalio
import displayio
import fourwire
import pytest

import adafruit_ssd1680
from copperbench import chips
from copperbench.chip_display import SPIDisplayChip

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
        chip = bench.spi.attach(chips.SSD1680(module, turned), cs="D9", dc="D10", **pins)
        here.append(chip)
        bus = fourwire.FourWire(
            board.SPI(), command=board.D10, chip_select=board.D9, reset=reset, baudrate=1000000
        )
        return adafruit_ssd1680.SSD1680(bus, busy_pin=busy_pin, **arguments), chip

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
        pytest.param("122x250 red", {"highlight_color": 0xFF0000}, RED, id="2.13 inch, red"),
        pytest.param("122x250", {}, BLACK, id="2.13 inch"),
        pytest.param("128x296", {"colstart": 0}, BLACK, id="2.9 inch"),
        pytest.param("152x296", {"colstart": 0}, BLACK, id="2.66 inch"),
    ],
)
def test_it_fills_the_paper_the_right_way_up(
    make, bench, module, arguments, third, rotation, turned
):
    size = chips.SSD1680(module, turned).screen
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
def test_without_a_rotation_all_gates_are_driven(make, bench):
    display, chip = make("122x250", 0, width=122, height=250)
    cornered(display, 0x000000)

    show(display, bench)

    assert chip.screen.color(121, 249) == BLACK


@pytest.mark.upstream_defect
def test_the_voltage_for_red_is_the_chips_own_unless_told_otherwise(make, bench):
    display, chip = make("122x250 red", width=250, height=122, rotation=270)
    cornered(display)
    given = []
    act = chip._act
    chip._act = lambda code, data: (given.append((code, bytes(data))), act(code, data))

    show(display, bench)

    assert dict(given)[0x04] == b"\x41\xa8\x32"


def test_it_sleeps_after_a_picture_and_wakes_for_the_next_one(make, bench):
    display, chip = make("122x250", width=250, height=122, rotation=270, seconds_per_frame=10)
    cornered(display)

    show(display, bench)
    bench.clock.advance(0.2)
    assert chip.asleep
    bench.clock.advance(10)
    show(display, bench)  # nothing has changed
    display.root_group[0].x = 5
    show(display, bench)

    assert chip.screen.frames == 2
    assert chip.screen.color(5, 0) == BLACK


def test_without_a_reset_pin_it_never_sleeps_and_leaves_no_voltage(make, bench):
    display, chip = make("122x250", reset=None, width=250, height=122, rotation=270)
    cornered(display)

    show(display, bench)

    assert not chip.asleep
    assert not chip._powered
    assert chip.screen.color(0, 0) == BLACK


def test_without_a_busy_pin_it_waits(make, bench):
    display, chip = make("122x250", busy_pin=None, width=250, height=122, rotation=270)
    cornered(display)

    display.refresh()
    bench.clock.advance(50)

    assert not display.busy
    assert chip.screen.color(0, 0) == BLACK


@pytest.mark.parametrize(
    "lut, vcom",
    [
        pytest.param(adafruit_ssd1680.FPC_A005_LUT, 0x28, id="FPC-A005"),
        pytest.param(adafruit_ssd1680.FPC7519_LUT, 0x24, id="FPC-7519"),
    ],
)
def test_four_greys_by_a_waveform(make, bench, lut, vcom):
    display, chip = make(
        "128x296",
        width=296,
        height=128,
        rotation=270,
        colstart=0,
        vcom=vcom,
        vsh2=0xAE,
        custom_lut=lut,
        grayscale=True,
    )
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


@pytest.mark.parametrize(
    "arguments, message",
    [
        pytest.param(
            {"width": 250, "height": 170, "rotation": 90}, "170 by 250.*column 8", id="too wide"
        ),
        pytest.param({"width": 122, "height": 297}, "122 by 297", id="too high"),
        pytest.param({"width": 0, "height": 250}, "0 by 250", id="no width"),
        pytest.param(
            {"width": 122, "height": 250, "custom_lut": bytes(152)}, "153 bytes", id="short LUT"
        ),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_sent(make, bench, arguments, message):
    with pytest.raises(ValueError, match=message):
        make("122x250", **arguments)

    assert bench.spi.transactions == 0


class Recorder(SPIDisplayChip):
    """A controller that puts down what it gets: (command, bytes)."""

    name = "recorder"

    def __init__(self):
        super().__init__()
        self.got = []

    def command(self, byte):
        self.got.append((byte, b""))

    def data(self, buffer, start, end):
        command, before = self.got.pop()
        self.got.append((command, before + bytes(buffer[start:end])))


def test_an_ssd1683_gets_its_gates_its_waveform_and_both_bits_of_each_grey(bench):
    chip = bench.spi.attach(Recorder(), cs="D9", dc="D10")
    bus = fourwire.FourWire(board.SPI(), command=board.D10, chip_select=board.D9)
    display = adafruit_ssd1680.SSD1683(
        bus, width=400, height=300, custom_lut=adafruit_ssd1680.SSD1683_GRAY4_LUT
    )
    greys = displayio.Palette(1)
    greys[0] = 0xAAAAAA
    group = displayio.Group()
    group.append(displayio.TileGrid(displayio.Bitmap(400, 300, 1), pixel_shader=greys))
    display.root_group = group

    display.refresh()

    got = dict(chip.got)
    assert got[0x01] == bytes((0x2B, 0x01, 0))
    assert got[0x2C] == b"\x30"
    assert got[0x32] == adafruit_ssd1680.SSD1683_GRAY4_LUT
    assert got[0x22] == b"\xcf"
    assert got[0x26] == b"\xff" * 15000  # the high bit
    assert got[0x24] == bytes(15000)
    assert 0x10 not in got  # without a reset pin, nothing would wake it


def test_an_ssd1683_refuses_what_does_not_fit(bench):
    bus = fourwire.FourWire(board.SPI(), command=board.D10, chip_select=board.D9)

    with pytest.raises(ValueError, match="400 by 301"):
        adafruit_ssd1680.SSD1683(bus, width=400, height=301)
    with pytest.raises(ValueError, match="227 bytes"):
        adafruit_ssd1680.SSD1683(bus, width=400, height=300, custom_lut=bytes(153))


class HalfDuplex:
    """A controller on pins: it takes a command, and with D/C high answers on the same line."""

    def __init__(self, line, clock, command, answer):
        self.line, self.answer = line, answer
        self.got = 0
        self.bit = None
        self.is_command = lambda: not command.value
        clock.watch(self._edge)
        command.watch(self._turn)

    def _edge(self, level):
        if level and self.is_command():
            self.got = self.got << 1 | self.line.value
        elif not level and not self.is_command():
            self.bit -= 1
            self.line.value = bool(self.answer >> self.bit & 1) if self.bit >= 0 else None

    def _turn(self, level):
        if level:
            self.bit = 7
            self.line.value = bool(self.answer >> 7)


@pytest.mark.parametrize("answer", [0x00, 0x44, 0xA5, 0xFF])
def test_the_panels_id_is_read_on_the_data_line(bench, answer):
    lines = bench.board.lines
    data, clock, command = [lines[pin._state.name] for pin in (board.MOSI, board.SCK, board.D10)]
    panel = HalfDuplex(data, clock, command, answer)

    found = adafruit_ssd1680.detect_ssd1680_panel(
        board.MOSI, board.SCK, board.D9, board.D10, board.D5
    )

    assert panel.got == 0x2E
    assert found == answer
    board.SPI()  # the pins are free again


def test_pins_are_given_back_where_one_is_in_use(bench):
    taken = digitalio.DigitalInOut(board.D10)

    with pytest.raises(ValueError, match="in use"):
        adafruit_ssd1680.detect_ssd1680_panel(board.MOSI, board.SCK, board.D9, board.D10, board.D5)

    taken.deinit()
    digitalio.DigitalInOut(board.MOSI).deinit()
