# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""DotStars: APA102, SK9822 and other LEDs with clock and data.

Datasheets: APA102, https://cdn-shop.adafruit.com/datasheets/APA102.pdf; SK9822,
https://cdn-shop.adafruit.com/product-files/2343/SK9822_SHIJI.pdf. Their frames in fact:
https://cpldcpu.com/2014/11/30/understanding-the-apa102-superled/ and
https://cpldcpu.com/2016/12/13/sk9822-a-clone-of-the-apa102/
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from busio import SPI
from digitalio import DigitalInOut
from micropython import const

from adafruit_pixelbuf import PixelBuf

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from microcontroller import Pin

#: Bytes of zeros before the colours.
START_HEADER_SIZE = const(4)

# Orders of the colours on the wire, behind the current
RBG = "PRBG"
RGB = "PRGB"
GRB = "PGRB"
GBR = "PGBR"
BRG = "PBRG"
BGR = "PBGR"


class DotStar(PixelBuf):
    """A strip, matrix or single one of DotStars.

    Colours are set as in a list, ``dots[0] = (255, 0, 0)``, ``0xFF0000``, or for all with
    ``fill()``; ``brightness`` is 0.0 to 1.0. Both as of ``adafruit_pixelbuf.PixelBuf``. The
    fourth part of a colour, 0.0 to 1.0, is the LED's current, which most flicker with below 1.0.

    :param clock: the pin that the clock input is wired to
    :param data: the pin that the data input is wired to
    :param n: how many there are
    :param brightness: 0.0 to 1.0
    :param auto_write: whether each change is shown at once, or only by ``show()``
    :param pixel_order: one of this module's, such as ``BGR``
    :param baudrate: of the clock, in Hz, where the pins are those of a hardware SPI; else the
        pins are moved one by one
    :raises ValueError: a pin is in use, or there is no such order
    """

    def __init__(
        self,
        clock: "Pin",
        data: "Pin",
        n: int,
        *,
        brightness: float = 1.0,
        auto_write: bool = True,
        pixel_order: str = BGR,
        baudrate: int = 4000000,
    ) -> None:
        # Half a clock for each, in whole bytes, brings the colours to the last. The zeros before
        # these have an SK9822 show them; ones would light what is behind the last.
        PixelBuf.__init__(
            self,
            n,
            byteorder=pixel_order,
            brightness=brightness,
            auto_write=auto_write,
            header=bytearray(START_HEADER_SIZE),
            trailer=bytearray(START_HEADER_SIZE + (n + 15) // 16),
        )
        self._spi: "Any" = None
        #: Data and clock, ``DigitalInOut`` each, where no hardware SPI is at these pins.
        self.dpin: "Any" = None
        self.cpin: "Any" = None
        try:
            self._spi = SPI(clock, MOSI=data)
        except (NotImplementedError, ValueError):
            self.dpin = DigitalInOut(data)
            try:
                self.cpin = DigitalInOut(clock)
            except ValueError:
                self.dpin.deinit()
                raise
            self.dpin.switch_to_output()
            self.cpin.switch_to_output()
        self._baudrate = baudrate

    def deinit(self) -> None:
        """Have all dark, and release the pins. Once is enough, and twice no error."""
        if self._spi or self.dpin:
            self.auto_write = False
            self.fill(0)
            self.show()
            if self._spi:
                self._spi.deinit()
                self._spi = None
            else:
                self.dpin.deinit()
                self.cpin.deinit()
                self.dpin = self.cpin = None

    def __enter__(self) -> "DotStar":
        return self

    def __exit__(self, *_: object) -> None:
        self.deinit()

    def __repr__(self) -> str:
        return str(list(self[:]))

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self)

    def _transmit(self, buffer: bytearray) -> None:
        spi = self._spi
        if not spi:
            self._ds_writebytes(buffer)
            return
        while not spi.try_lock():
            pass
        try:
            spi.configure(baudrate=self._baudrate)
            spi.write(buffer)
        finally:
            spi.unlock()

    def _ds_writebytes(self, buffer: bytearray) -> None:
        data = self.dpin
        clock = self.cpin
        for byte in buffer:
            for bit in range(7, -1, -1):
                data.value = byte >> bit & 1
                clock.value = True
                clock.value = False
