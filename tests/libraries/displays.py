# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What tests of colour displays share: one on a module, and a picture that shows how it lies."""

from typing import Any

import board
import displayio
import fourwire

from copperbench.bench import Bench
from copperbench.chip_dcs import DCSChip

RED, BLUE = (255, 0, 0), (0, 0, 255)


def made(bench: Bench, chip: DCSChip, display: Any, **arguments: Any) -> Any:
    """Return a ``display`` (a class) that drives ``chip``, which takes the place of all others."""
    displayio.release_displays()
    for bus in bench.buses():
        for other in list(bus.chips):
            bus.detach(other)
    bench.spi.attach(chip, cs="D5", dc="D6", reset="D9", backlight="D10")
    bus = fourwire.FourWire(board.SPI(), command=board.D6, chip_select=board.D5, reset=board.D9)
    return display(bus, auto_refresh=False, backlight_pin=board.D10, **arguments)


def filled(display: Any, color: int = 0x0000FF) -> None:
    """Fill a display with a colour, but 10 by 5 pixels with red: at the left, above."""
    colors = displayio.Palette(2)
    colors[0], colors[1] = color, 0xFF0000
    bitmap = displayio.Bitmap(display.width, display.height, 2)
    for x in range(10):
        for y in range(5):
            bitmap[x, y] = 1
    group = displayio.Group()
    group.append(displayio.TileGrid(bitmap, pixel_shader=colors))
    display.root_group = group
    display.refresh()


def is_upright(display: Any, chip: DCSChip) -> bool:
    """Return whether what :func:`filled` has drawn is seen as the program drew it."""
    picture = chip.screen.image
    corner = [picture.getpixel(place) for place in ((0, 0), (9, 4), (10, 4), (9, 5))]
    return picture.size == (display.width, display.height) and corner == [RED, RED, BLUE, BLUE]
