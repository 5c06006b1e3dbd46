# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""adafruit_pixelbuf, neopixel_write and rainbowio; the recorded cases are in tests/conformance."""

import board
import digitalio
import neopixel_write
import pytest
import rainbowio
import touchio
from hypothesis import given, strategies as st

import adafruit_pixelbuf

_BYTE = st.integers(0, 255)
_COLOUR = st.tuples(_BYTE, _BYTE, _BYTE)


class Strip(adafruit_pixelbuf.PixelBuf):
    """Keeps what it is to send."""

    def _transmit(self, buffer):
        self.sent = bytes(buffer)


@given(
    st.lists(_COLOUR, min_size=1, max_size=5),
    st.lists(st.floats(0, 1), min_size=1, max_size=3),
    st.permutations("RGB"),
)
def test_what_is_sent_is_each_colour_times_brightness_and_what_is_read_is_the_colour(
    colours, brightnesses, order
):
    order = "".join(order)
    strip = Strip(len(colours), byteorder=order)

    strip[:] = colours
    for brightness in brightnesses:
        strip.brightness = brightness
    strip.show()

    scale = int(brightnesses[-1] * 256)
    expected = [
        colour["RGB".index(letter)] * scale // 256 for colour in colours for letter in order
    ]
    assert strip.sent == bytes(expected)
    assert list(strip) == colours


@given(_COLOUR)
def test_equal_colours_become_white_where_there_is_a_white_led(colour):
    strip = Strip(1, byteorder="GRBW")

    strip[0] = colour

    red, green, blue = colour
    assert strip[0] == ((0, 0, 0, red) if red == green == blue else (*colour, 0))


@given(_COLOUR)
def test_a_number_is_the_same_as_its_three_bytes(colour):
    by_tuple, by_number = Strip(1), Strip(1)

    by_tuple[0] = colour
    by_number[0] = colour[0] << 16 | colour[1] << 8 | colour[2]

    assert by_tuple[0] == by_number[0]


def test_a_slice_takes_a_colour_for_each_pixel_or_the_numbers_of_all(bench):
    strip = Strip(3, byteorder="RGB")

    strip[::2] = [0x010203, (4, 5, 6)]
    strip[1:2] = (7, 8, 9)

    assert strip[:] == ((1, 2, 3), (7, 8, 9), (4, 5, 6))
    with pytest.raises(
        ValueError, match=r"^Unmatched number of items on RHS \(expected 2, got 4\).$"
    ):
        strip[:2] = [1, 2, 3, 4]


def test_the_bench_shows_the_colours_of_neopixels_at_a_pin(bench):
    pin = digitalio.DigitalInOut(board.NEOPIXEL)
    pin.switch_to_output()
    start = bench.clock.us

    neopixel_write.neopixel_write(pin, bytes([2, 1, 3, 0, 255, 0]))

    assert bench.pin("NEOPIXEL").neopixels() == [(1, 2, 3), (255, 0, 0)]
    assert bench.pin("NEOPIXEL").neopixels("RGB") == [(2, 1, 3), (0, 255, 0)]
    assert bench.clock.us - start == 300 + 60


@given(st.integers(0, 255))
def test_the_colours_of_the_wheel_are_all_as_bright(position):
    colour = rainbowio.colorwheel(position)

    assert (colour >> 16) + (colour >> 8 & 255) + (colour & 255) == 255


def test_a_touch_pad_is_touched_or_not_and_must_be_there(bench):
    bench.pin("A1").touched = False
    pad = touchio.TouchIn(board.A1)

    before = pad.value
    bench.pin("A1").touched = True

    assert (before, pad.value) == (False, True)
    assert pad.raw_value > pad.threshold
    with pytest.raises(ValueError, match=r"^No pulldown on pin; 1Mohm recommended$"):
        touchio.TouchIn(board.A2)
