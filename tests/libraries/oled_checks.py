# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What tests of OLED drivers have in common: a picture that shows each mistake of place."""

import board
import displayio
import fourwire
import i2cdisplaybus
import pytest


def lit(chip):
    """Return the pixels of a glass that shine, as (x, y)."""
    screen = chip.screen
    return {
        (x, y) for y in range(screen.height) for x in range(screen.width) if any(screen.color(x, y))
    }


def frame(width, height):
    """Return a frame along the edges, and two pixels that tell its sides apart, as (x, y)."""
    found = {(x, y) for x in range(width) for y in (0, height - 1)}
    found |= {(x, y) for x in (0, width - 1) for y in range(height)}
    return found | {(3, 1), (width // 2, 2)}


def framed(display):
    """Show a frame on a display of displayio, and return where it is."""
    palette = displayio.Palette(2)
    palette[1] = 0xFFFFFF
    bitmap = displayio.Bitmap(display.width, display.height, 2)
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=palette))
    found = frame(display.width, display.height)
    for x, y in found:
        bitmap[x, y] = 1
    display.root_group = group
    display.refresh()
    return found


def turned(pixels, rotation, width, height):
    """Return where pixels of a picture that is turned are on a glass of width by height."""
    return {
        0: pixels,
        90: {(width - 1 - y, x) for x, y in pixels},
        180: {(width - 1 - x, height - 1 - y) for x, y in pixels},
        270: {(y, height - 1 - x) for x, y in pixels},
    }[rotation]


def on_i2c(bench, chip):
    """Put a panel on I2C, and return the bus of a display there."""
    displayio.release_displays()
    bench.i2c.attach(chip)
    return i2cdisplaybus.I2CDisplayBus(board.I2C(), device_address=0x3C)


class Basics:
    """Tests that each driver for displayio has: a class of its own names what they are of."""

    chip = None  #: the class of the simulated panel
    display = None  #: the class of the driver
    size = (128, 64)
    refused = ()  #: sizes that the controller does not have
    words = ""  #: of the error for these

    def make(self, bus, **settings):
        width, height = self.size
        settings = {"width": width, "height": height, "auto_refresh": False, **settings}
        return type(self).display(bus, **settings)

    def test_it_is_ready_after_some_ten_milliseconds(self, bench):
        bus = on_i2c(bench, type(self).chip())
        before = bench.clock.us

        self.make(bus)

        assert bench.clock.us - before < 25000

    def test_a_display_on_spi_shows_the_same(self, bench):
        chip = bench.spi.attach(type(self).chip(), cs="D5", dc="D6", reset="D9")
        displayio.release_displays()
        bus = fourwire.FourWire(
            board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9, baudrate=4000000
        )

        assert framed(self.make(bus)) == lit(chip)

    def test_a_size_that_there_is_not_is_refused(self, bench):
        bus = on_i2c(bench, type(self).chip())

        for width, height in self.refused:
            with pytest.raises(ValueError, match=self.words):
                self.make(bus, width=width, height=height, rotation=0)


class Sleeping:
    """Tests of a display that can sleep, for a class with :class:`Basics`."""

    def test_the_display_goes_to_sleep_and_wakes_as_it_was(self, bench):
        chip = type(self).chip()
        display = self.make(on_i2c(bench, chip))
        shown = framed(display)

        display.sleep()
        assert not display.is_awake
        assert lit(chip) == set()
        display.sleep()  # it does already
        display.wake()
        assert display.is_awake
        assert lit(chip) == shown
        display.wake()
        assert lit(chip) == shown

    def test_brightness_is_the_contrast(self, bench):
        chip = type(self).chip()
        display = self.make(on_i2c(bench, chip))

        display.brightness = 0.5

        assert chip.contrast == 127
