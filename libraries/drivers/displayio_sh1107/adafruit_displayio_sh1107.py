# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1107 OLED displays, up to 128 by 128 pixels, for displayio.

Datasheet: Sino Wealth SH1107, v2.1, https://www.displayfuture.com/Display/datasheet/controller/SH1107.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from busdisplay import BusDisplay
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Union

    from fourwire import FourWire
    from i2cdisplaybus import I2CDisplayBus

#: The first line of Adafruit's FeatherWing OLED of 128 by 64 pixels, 4650, as ``display_offset``.
DISPLAY_OFFSET_ADAFRUIT_FEATHERWING_OLED_4650 = const(0x60)

#: That of Adafruit's OLED of 128 by 128 pixels, 5297.
DISPLAY_OFFSET_ADAFRUIT_128x128_OLED_5297 = const(0x00)

#: That of Pimoroni's OLED of 128 by 128 pixels, PIM374.
DISPLAY_OFFSET_PIMORONI_MONO_OLED_PIM374 = const(0x00)

# One command as displayio sees it, so that it waits once (10 ms) and not after each: to the
# panel, arguments are commands, too. The first byte is the command, then how many follow.
_SETUP = (
    b"\xae\x13"  # off
    b"\xdc\x00"  # start line
    b"\x81\x4f"  # contrast
    b"\x20\xa0\xc0"  # page addressing
    b"\xd9\x22\xdb\x35"
    b"\xa4\xa6"
    b"\xa8\x7f\xd3\x60"
    b"\xb0"
    b"\xaf"  # on
)
_AT_LINES = const(-5)
_AT_OFFSET = const(-3)


class SH1107(BusDisplay):
    """An SH1107, and all that ``busdisplay.BusDisplay`` has.

    The glass of the common module of 128 by 64 pixels stands upright: it is 64 wide and 128 high,
    and so ``rotation`` is 90 if nothing else is said.

    :param bus: that the display is at, on I2C or SPI
    :param display_offset: the line of the glass that is first, a ``DISPLAY_OFFSET_…``; without
        it, it is that of the FeatherWing if the glass is 64 wide, and 0 otherwise
    :param rotation: in degrees: 0, 90, 180 or 270
    :param kwargs: others of ``BusDisplay``: ``width`` and ``height`` as the picture is seen
    :raises ValueError: no SH1107 has such a size
    """

    def __init__(
        self,
        bus: "Union[FourWire, I2CDisplayBus]",
        display_offset: "int | None" = None,
        rotation: int = 90,
        **kwargs: "Any",
    ) -> None:
        width = kwargs["width"]
        height = kwargs["height"]
        if not (0 < width <= 128 and 0 < height <= 128):
            raise ValueError("width and height must be 1 to 128")
        lines = height if rotation % 180 else width  # its columns are lines
        setup = bytearray(_SETUP)
        setup[_AT_LINES] = lines - 1
        if display_offset is None:
            display_offset = 0x60 if lines == 64 else 0
        setup[_AT_OFFSET] = display_offset
        super().__init__(
            bus,
            setup,
            rotation=rotation,
            color_depth=1,
            grayscale=True,
            pixels_in_byte_share_row=False,
            data_as_commands=True,
            brightness_command=0x81,
            single_byte_bounds=True,
            SH1107_addressing=True,  # pages, and a column
            **kwargs,
        )
        self._is_awake = True

    @property
    def is_awake(self) -> bool:
        """Whether the display is on. Read-only."""
        return self._is_awake

    def sleep(self) -> None:
        """Switch the display off: it takes less than 5 µA, and keeps its picture."""
        if self._is_awake:
            self.bus.send(0xAE, b"")
            self._is_awake = False

    def wake(self) -> None:
        """Switch the display on again, as it was."""
        if not self._is_awake:
            self.bus.send(0xAF, b"")
            self._is_awake = True
