# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Panels with an SH1106 or SH1107: their glass and their pages, as far as they differ."""

import board
import digitalio
import pytest
import sh110x
from oled_checks import lit

from copperbench import chips


@pytest.fixture
def pins():
    return [digitalio.DigitalInOut(pin) for pin in (board.D6, board.D9, board.D5)]


def cost(bench):
    """Bytes on the wires, with addresses, since the log was cleared."""
    return sum(1 + len(t.written) for t in bench.i2c.log)


def frame(oled):
    """The pixels that are set in the driver's buffer."""
    return {(x, y) for y in range(oled.height) for x in range(oled.width) if oled.pixel(x, y)}


@pytest.mark.parametrize("size", ["128x64", "128x32", "72x40", "64x32"])
@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
def test_an_sh1106_shows_its_corners_and_no_noise(bench, size, turned):
    chip = bench.i2c.attach(chips.SH1106(panel=size))
    width, height = map(int, size.split("x"))
    oled = sh110x.SH1106_I2C(width, height, bench.i2c)
    if turned:
        oled.rotate(False)
    oled.rect(0, 0, width, height, 1)
    oled.pixel(1, 1, 1)
    oled.show()

    shown = frame(oled)
    assert lit(chip) == ({(width - 1 - x, height - 1 - y) for x, y in shown} if turned else shown)


def test_a_glyph_on_an_sh1106_costs_15_bytes(bench):
    chip = bench.i2c.attach(chips.SH1106())
    oled = sh110x.SH1106_I2C(128, 64, bench.i2c)
    bench.i2c.clear()
    oled.fill_rect(8, 8, 8, 8, 1)
    oled.show()

    assert cost(bench) == 5 + 10
    assert lit(chip) == frame(oled)


def test_an_sh1106_with_an_external_supply_has_its_converter_off(bench):
    bench.i2c.attach(chips.SH1106(external_vcc=True))
    sh110x.SH1106_I2C(128, 64, bench.i2c, external_vcc=True)

    assert b"\xad\x8a" in bench.i2c.log[1].written


def test_an_sh1106_on_spi(bench, pins):
    chip = bench.spi.attach(chips.SH1106(), cs="D5", dc="D6", reset="D9")
    oled = sh110x.SH1106_SPI(128, 64, board.SPI(), *pins)
    oled.text("Hello", 3, 11, 1)
    oled.show()

    assert lit(chip) == frame(oled) != set()


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
def test_an_sh1107_is_drawn_on_sideways(bench, turned):
    chip = bench.i2c.attach(chips.SH1107())
    oled = sh110x.SH1107_I2C(64, 128, bench.i2c)
    oled.rotation = 1
    if turned:
        oled.rotate(False)
    oled.rect(0, 0, 128, 64, 1)
    oled.text("SH1107", 5, 5, 1)
    oled.show()

    shown = {(x, y) for y in range(64) for x in range(128) if oled.pixel(x, y)}
    assert {(0, 0), (127, 63)} <= shown
    assert lit(chip) == ({(127 - x, 63 - y) for x, y in shown} if turned else shown)


def test_an_sh1107_of_128_by_128_pixels(bench, pins):
    chip = bench.spi.attach(chips.SH1107(panel="128x128"), cs="D5", dc="D6", reset="D9")
    oled = sh110x.SH1107_SPI(128, 128, board.SPI(), *pins)
    oled.rotation = 1
    oled.text("SH1107", 5, 100, 1)
    oled.show()

    assert lit(chip) == {(x, y) for y in range(128) for x in range(128) if oled.pixel(x, y)}


@pytest.mark.parametrize(
    "make, words",
    [
        pytest.param(lambda i2c: sh110x.SH1106_I2C(133, 64, i2c), "1 to 132", id="SH1106"),
        pytest.param(lambda i2c: sh110x.SH1107_I2C(64, 129, i2c), "1 to 128", id="SH1107"),
    ],
)
def test_sizes_of_others_are_checked_too(bench, make, words):
    bench.i2c.attach(chips.SH1106())

    with pytest.raises(ValueError, match=words):
        make(bench.i2c)
