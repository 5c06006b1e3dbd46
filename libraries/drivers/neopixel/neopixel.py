# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""NeoPixels: WS2812, SK6812 and other LEDs with one data line of 800 kHz.

Datasheets: Worldsemi WS2812B, https://cdn-shop.adafruit.com/datasheets/WS2812B.pdf; Opsco
SK6812RGBW, https://cdn-shop.adafruit.com/product-files/2757/p2757_SK6812RGBW_REV01.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import board
from digitalio import DigitalInOut
from micropython import const
from neopixel_write import neopixel_write

from adafruit_pixelbuf import PixelBuf

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional, Union

    from microcontroller import Pin

# Orders of the colours on the wire
RGB = "RGB"
GRB = "GRB"
BGR = "BGR"
RGBW = "RGBW"
GRBW = "GRBW"


class NeoPixel(PixelBuf):
    """A strip, ring, matrix or single one of NeoPixels.

    Colours are set as in a list, ``pixels[0] = (255, 0, 0)``, ``0xFF0000``, or for all with
    ``fill()``; ``brightness`` is 0.0 to 1.0. Both as of ``adafruit_pixelbuf.PixelBuf``.
    Where ``pin`` is ``board.NEOPIXEL``, the board's power pin for it is switched on, too.

    :param pin: the pin that the data input of the first one is wired to
    :param n: how many there are
    :param bpp: 3, or 4 for those with white, where ``pixel_order`` is not given
    :param brightness: 0.0 to 1.0
    :param auto_write: whether each change is shown at once, or only by ``show()``
    :param pixel_order: ``GRB``, ``GRBW`` …, or the places of the colours in ``RGBW``, as in
        (1, 0, 2)
    :raises ValueError: a pin is in use, or there is no such order
    """

    def __init__(
        self,
        pin: "Pin",
        n: int,
        *,
        bpp: int = 3,
        brightness: float = 1.0,
        auto_write: bool = True,
        pixel_order: "Optional[Union[str, tuple[int, ...]]]" = None,
    ) -> None:
        if not pixel_order:
            pixel_order = GRB if bpp == 3 else GRBW
        elif isinstance(pixel_order, tuple):
            # A place that there is not gives no letter, and so an order that there is not.
            pixel_order = "".join([RGBW[place : place + 1] for place in pixel_order])
        PixelBuf.__init__(
            self, n, byteorder=pixel_order, brightness=brightness, auto_write=auto_write
        )
        #: The data pin, a ``DigitalInOut``.
        self.pin: "Any" = DigitalInOut(pin)
        self.pin.switch_to_output()
        self._power: "Any" = None
        if pin == getattr(board, "NEOPIXEL", None):
            power = getattr(board, "NEOPIXEL_POWER_INVERTED", None)
            level = not power
            power = power or getattr(board, "NEOPIXEL_POWER", None)
            try:
                if power:
                    self._power = DigitalInOut(power)
                    self._power.switch_to_output(level)
            except ValueError:  # the program has it itself
                pass

    def deinit(self) -> None:
        """Have all dark, and release the pins. Once is enough, and twice no error."""
        if self.pin:
            self.auto_write = False
            self.fill(0)
            self.show()
            self.pin.deinit()
            self.pin = None
            if self._power:
                self._power.deinit()

    def __enter__(self) -> "NeoPixel":
        return self

    def __exit__(self, *_: object) -> None:
        self.deinit()

    def __repr__(self) -> str:
        return str(list(self[:]))

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self)

    def write(self) -> None:
        """Show the colours: an older name of ``show()``."""
        self.show()

    def _transmit(self, buffer: bytearray) -> None:
        neopixel_write(self.pin, buffer)
