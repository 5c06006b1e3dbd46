# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1306 OLED displays, up to 128 by 64 pixels, for displayio.

Datasheet: Solomon Systech SSD1306, rev 1.5, https://cdn-shop.adafruit.com/datasheets/SSD1306.pdf
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

# One command as displayio sees it, so that it waits once (10 ms) and not after each: to the
# panel, arguments are commands, too. The first byte is the command, then how many follow.
_SETUP = (
    b"\xae\x14"  # off
    b"\x20\x00"  # horizontal addressing
    b"\x81\xcf"  # contrast
    b"\xa1\xc8"  # column 0 on the left, row 0 on top, as modules are held
    b"\xa6"
    b"\xd5\x80\xd9\xf1\xdb\x40"
    b"\x8d\x14"  # charge pump
    b"\xa8\x3f\xda\x12"  # of 64 lines, which come from both sides in turn
    b"\xaf"  # on
)
_AT_LINES = const(-4)
_AT_PINS = const(-2)


class SSD1306(BusDisplay):
    """An SSD1306, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, on I2C or SPI
    :param rotation: in degrees: 0, 90, 180 or 270
    :param kwargs: others of ``BusDisplay``: ``width`` and ``height``, which must be given, as the
        picture is seen; with a rotation of 90 or 270, also as the module has them, the larger
        one as the width. ``colstart`` where a module does not have its first column in the
        middle
    :raises ValueError: no SSD1306 has such a size
    """

    def __init__(
        self, bus: "Union[FourWire, I2CDisplayBus]", *, rotation: int = 0, **kwargs: "Any"
    ) -> None:
        columns = kwargs["width"]
        lines = kwargs["height"]
        if rotation % 180:
            kwargs["width"], kwargs["height"] = lines, columns = sorted((columns, lines))
        if not (0 < columns <= 128 and 16 <= lines <= 64):
            raise ValueError("width must be 1 to 128, and height 16 to 64")
        setup = bytearray(_SETUP)
        setup[_AT_LINES] = lines - 1
        if columns > 2 * lines:
            setup[_AT_PINS] = 0x02  # lines in a row
        if columns == 72:  # an SSD1306B, which gets a current (IREF) of its own
            setup[-1:] = b"\xad\x30\xaf"
            setup[1] += 2
        if "colstart" not in kwargs:
            kwargs["colstart"] = (128 - columns) // 2
        super().__init__(
            bus,
            setup,
            rotation=rotation,
            color_depth=1,
            grayscale=True,
            pixels_in_byte_share_row=False,
            set_column_command=0x21,
            set_row_command=0x22,
            data_as_commands=True,
            brightness_command=0x81,
            single_byte_bounds=True,
            **kwargs,
        )
        self._is_awake = True

    @property
    def is_awake(self) -> bool:
        """Whether the display is on. Read-only."""
        return self._is_awake

    def sleep(self) -> None:
        """Switch the display off: it takes less than 10 µA, and keeps its picture."""
        if self._is_awake:
            self.bus.send(0xAE, b"")
            self._is_awake = False

    def wake(self) -> None:
        """Switch the display on again, as it was."""
        if not self._is_awake:
            self.bus.send(0xAF, b"")
            self._is_awake = True
