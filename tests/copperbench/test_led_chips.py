# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Strips of LEDs take their colours from the wires as their datasheets say, and show them."""

import board
import busio
import digitalio
import neopixel_write
import pytest
from hypothesis import given, strategies as st

from copperbench import chips, vm
from copperbench.bench import Bench
from copperbench.errors import Mistake, WiringError
from copperbench.run import run

_BYTE = st.integers(0, 255)
ZERO, ONE = (312, 938), (703, 547)  # ns


@pytest.fixture
def pin(bench):
    pin = digitalio.DigitalInOut(board.D5)
    pin.switch_to_output()
    return pin


class TestNeoPixel:
    @given(
        st.sampled_from(["RGB", "GRB", "BGR", "RGBW", "GRBW", "WRGB"]),
        st.lists(st.tuples(_BYTE, _BYTE, _BYTE, _BYTE), min_size=1, max_size=4),
    )
    def test_each_led_takes_the_first_colour_in_its_order(self, order, colors):
        bench = Bench()
        strip = bench.attach(chips.SK6812(len(colors), order), data="D5")
        sent = bytes(color["RGBW".index(letter)] for color in colors for letter in order)

        bench.pin("D5").burst(sent, ZERO, ONE)
        bench.clock.advance_us(80)

        assert strip.colors == [color[: len(order)] for color in colors]

    def test_colours_are_shown_once_the_line_was_low_for_long_enough(self, bench, pin):
        strip = bench.attach(chips.WS2812(2), data="D5")

        neopixel_write.neopixel_write(pin, bytes((2, 1, 3, 5, 4, 6)))
        bench.clock.advance_us(279)
        before = strip.colors
        bench.clock.advance_us(1)

        assert before == [(0, 0, 0), (0, 0, 0)]
        assert strip.colors == [(1, 2, 3), (4, 5, 6)]

    def test_leds_that_no_colour_reaches_keep_theirs(self, bench, pin):
        strip = bench.attach(chips.WS2812(3), data="D5")

        neopixel_write.neopixel_write(pin, bytes((9,)) * 9)
        neopixel_write.neopixel_write(pin, bytes((2, 1, 3, 7)))
        bench.clock.advance_us(300)

        assert strip.colors == [(1, 2, 3), (9, 9, 9), (9, 9, 9)]
        assert strip.frames == 2

    def test_what_comes_before_the_reset_is_for_the_next_leds(self, bench):
        strip = bench.attach(chips.WS2812(2), data="D5")

        bench.pin("D5").burst(bytes((2, 1, 3)), ZERO, ONE)
        bench.clock.advance_us(100)
        bench.pin("D5").burst(bytes((5, 4, 6, 8, 8, 8)), ZERO, ONE)
        bench.clock.advance_us(300)

        assert strip.colors == [(1, 2, 3), (4, 5, 6)]

    @pytest.mark.parametrize(
        "part, zero, one, colors",
        [
            pytest.param("WS2812", (400, 850), (800, 450), (15, 240, 1), id="as printed"),
            pytest.param("WS2812", (250, 1000), (650, 600), (15, 240, 1), id="the shortest"),
            pytest.param("WS2812", (550, 700), (950, 300), (15, 240, 1), id="the longest"),
            pytest.param("SK6812", (300, 900), (600, 600), (15, 240, 1), id="SK6812 as printed"),
            pytest.param("SK6812", (460, 790), (700, 550), (255, 255, 255), id="all are ones"),
        ],
    )
    def test_the_length_of_the_high_tells_ones_from_zeros(self, bench, part, zero, one, colors):
        strip = bench.attach(getattr(chips, part)(1, "RGB"), data="D5")

        bench.pin("D5").burst(bytes((15, 240, 1)), zero, one)
        bench.clock.advance_us(300)

        assert strip.colors == [colors]

    @pytest.mark.parametrize(
        "zero, words",
        [
            pytest.param((240, 1000), "240 ns high, 1000 ns low is no bit", id="too short"),
            pytest.param((600, 650), "600 ns high", id="between both"),
            pytest.param((400, 290), "290 ns low", id="too early the next"),
        ],
    )
    def test_pulses_that_are_no_bits_are_a_mistake(self, bench, zero, words):
        bench.attach(chips.WS2812(1), data="D5")

        with pytest.raises(Mistake, match=words):
            bench.pin("D5").burst(b"abc", zero, ONE)

    @pytest.mark.parametrize("order", ["RG", "RGG", "RGBX", "grb"])
    def test_an_order_of_other_colours_is_refused(self, order):
        with pytest.raises(ValueError, match="order"):
            chips.WS2812(1, order)

    def test_its_pin_must_be_told(self, bench):
        with pytest.raises(WiringError, match="WS2812 has the pins data"):
            bench.attach(chips.WS2812(1))

    def test_an_unplugged_strip_takes_nothing(self, bench, pin):
        strip = bench.attach(chips.WS2812(1), data="D5")
        strip.unplug()

        neopixel_write.neopixel_write(pin, b"abc")
        bench.clock.advance_us(300)

        assert strip.colors == [(0, 0, 0)]


def sent_to(strip, *parts):
    for byte in b"".join(parts):
        strip.exchange(byte)
    return strip


START = bytes(4)
RED, GREEN = bytes((255, 0, 0, 255)), bytes((0xE0 | 16, 0, 255, 0))


class TestDotStar:
    @given(
        st.lists(st.tuples(_BYTE, _BYTE, _BYTE, st.integers(0, 31)), min_size=1, max_size=40),
        st.sampled_from(["APA102", "SK9822"]),
    )
    def test_each_led_takes_the_first_colour_and_its_current(self, lights, part):
        frames = b"".join(bytes((0xE0 | level, b, g, r)) for r, g, b, level in lights)
        end = bytes(4 + -(-len(lights) // 16))

        strip = sent_to(getattr(chips, part)(len(lights)), START, frames, end)

        assert strip.colors == [light[:3] for light in lights]
        assert strip.levels == [light[3] for light in lights]
        assert strip.frames == 1

    @pytest.mark.parametrize(
        "count, clocks",
        [
            pytest.param(1, 0, id="one LED needs no more clocks"),
            pytest.param(16, 1, id="16 need 8"),
            pytest.param(17, 1, id="17 need 8"),
            pytest.param(33, 2, id="33 need 16"),
        ],
    )
    def test_the_last_led_shows_its_colour_after_half_a_clock_for_each(self, count, clocks):
        strip = sent_to(chips.APA102(count), START, RED * count, bytes(max(clocks - 1, 0)))
        before = strip.colors[-1]
        sent_to(strip, bytes(1))

        assert before == ((255, 0, 0) if clocks == 0 else (0, 0, 0))
        assert strip.colors[-1] == (255, 0, 0)

    def test_the_sk9822_shows_a_frame_when_the_next_one_starts(self):
        strip = sent_to(chips.SK9822(1), START, RED, bytes(1))
        before = strip.colors
        sent_to(strip, START)

        assert before == [(0, 0, 0)]
        assert strip.colors == [(255, 0, 0)]

    def test_leds_behind_the_data_keep_their_colours_unless_ones_follow(self):
        strip = sent_to(chips.APA102(2), START, RED, bytes(4), bytes(4))
        after_zeros = strip.colors[1]
        sent_to(strip, GREEN, b"\xff" * 5)

        assert after_zeros == (0, 0, 0)
        assert strip.colors == [(0, 255, 0), (255, 255, 255)]

    @pytest.mark.parametrize(
        "sent, words",
        [
            pytest.param(RED, "0 zeros are before a colour", id="no start frame"),
            pytest.param(bytes(3) + RED, "24 zeros", id="a short one"),
            pytest.param(START + b"\x7f\0\0\xff", "begins with 0x7f", id="no three ones"),
        ],
    )
    def test_frames_that_are_none_are_a_mistake(self, sent, words):
        with pytest.raises(Mistake, match=words):
            sent_to(chips.APA102(1), sent)

    def test_how_bright_it_looks_is_its_colour_at_its_current(self):
        strip = sent_to(chips.APA102(1), START, GREEN, bytes(5))

        assert strip.seen(0) == (0, 131, 0)  # 255 * 16 / 31

    def test_it_hears_spi_and_pins_that_are_moved_by_hand(self, bench):
        on_spi = bench.spi.attach(chips.APA102(1))
        by_hand = bench.attach(chips.APA102(1), clock="D6", data="D5")
        data = START + RED + bytes(1)
        spi = busio.SPI(board.SCK, board.MOSI)
        clock, line = (digitalio.DigitalInOut(pin) for pin in (board.D6, board.D5))
        clock.switch_to_output()
        line.switch_to_output()

        spi.try_lock()
        spi.write(data)
        spi.unlock()
        for byte in data:
            for bit in range(8):
                line.value = byte << bit & 0x80
                clock.value = True
                clock.value = False

        assert on_spi.colors == by_hand.colors == [(255, 0, 0)]

    def test_power_makes_it_dark(self):
        strip = sent_to(chips.APA102(1), START, RED, bytes(1))

        strip.power_cycle()

        assert (strip.colors, strip.levels, strip.frames) == ([(0, 0, 0)], [0], 0)


class TestFilm:
    def test_each_frame_is_a_row_the_latest_lowest(self, bench, pin):
        strip = bench.attach(chips.WS2812(2, "RGB"), data="D5")

        neopixel_write.neopixel_write(pin, bytes((255, 0, 0, 0, 0, 0)))
        neopixel_write.neopixel_write(pin, bytes((0, 0, 0, 0, 0, 255)))
        image = strip.screen.image

        assert image.size == (16, 8)
        assert [image.getpixel(spot) for spot in ((7, 3), (8, 3), (7, 4), (8, 4))] == [
            (255, 0, 0),
            (0, 0, 0),
            (0, 0, 0),
            (0, 0, 255),
        ]

    def test_a_white_led_is_in_all_colours(self, bench, pin):
        strip = bench.attach(chips.SK6812(1, "RGBW"), data="D5")

        neopixel_write.neopixel_write(pin, bytes((250, 0, 10, 20)))

        assert strip.screen.color(0, 0) == (255, 20, 30)

    def test_a_strip_that_got_nothing_is_a_dark_row(self, bench):
        assert bench.attach(chips.WS2812(3), data="D5").screen.image.size == (24, 4)

    def test_the_latest_hundred_frames_are_kept(self, bench, pin):
        strip = bench.attach(chips.WS2812(1, "RGB"), data="D5")

        for frame in range(103):
            neopixel_write.neopixel_write(pin, bytes((frame, 0, 0)))

        assert (strip.screen.frames, strip.frames) == (100, 103)
        assert strip.screen.color(0, 0) == (3, 0, 0)


PROGRAM = """
import board, busio, digitalio, neopixel_write
pin = digitalio.DigitalInOut(board.D5)
pin.switch_to_output()
neopixel_write.neopixel_write(pin, bytes((0, 255, 0)))
spi = busio.SPI(board.SCK, board.MOSI)
spi.try_lock()
spi.write(bytes(4) + bytes((255, 255, 0, 0)) + bytes(1))
"""

WIRING = {
    "chip": [
        {"part": "apa102", "count": 1},
        {"part": "ws2812", "count": 1, "pins": {"data": "D5"}},
    ]
}


def test_a_run_saves_the_film_of_each_strip(tmp_path):
    from PIL import Image  # noqa: PLC0415  # the tests that need none run without

    run(PROGRAM, wiring=WIRING, screens=tmp_path)

    found = [Image.open(path).getpixel((0, 0)) for path in sorted(tmp_path.iterdir())]
    assert found == [(0, 0, 255), (255, 0, 0)]


GARBAGE = """
from copperbench.measure import garbage
data = bytes((1, 2, 3))
garbage("write", lambda: neopixel_write.neopixel_write(pin, data))
"""


def test_on_the_vm_the_strips_work_and_leave_no_garbage():
    result = vm.run(PROGRAM + GARBAGE, wiring=WIRING, heap=1 << 16, strict=True)

    assert result.exception is None, result.stdout
    assert result.figures == {"write": 0}
