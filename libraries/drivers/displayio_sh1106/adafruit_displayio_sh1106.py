# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SH1106 OLED displays, up to 132 by 64 pixels, for displayio.

Datasheet: Sino Wealth SH1106, v2.3, https://www.waveshare.com/w/upload/5/5e/SH1106.pdf
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
    b"\xae\x19"  # off
    b"\xd5\x80\xd9\x1f\xdb\x40\xda\x12"
    b"\x40\xa6\xa4"
    b"\xad\x8b\x33"  # DC-DC converter, at 9 V
    b"\x81\xff"  # contrast
    b"\xa1\xc8"  # column 0 on the left, row 0 on top, as modules are held
    b"\xd3\x00\xa8\x3f"  # first line, and of 64 lines
    b"\x00\x10"  # first column
    b"\xaf"  # on
)
_AT_OFFSET = const(-6)
_AT_LINES = const(-4)


class SH1106(BusDisplay):
    """An SH1106, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, on SPI or I2C
    :param rotation: in degrees: 0, 90, 180 or 270
    :param kwargs: others of ``BusDisplay``: ``width`` and ``height`` as the picture is seen, which
        must be given; ``colstart`` where a module has its first column in
        another place than usual, which is 2 for 128 pixels
    :raises ValueError: no SH1106 has such a size
    """

    def __init__(
        self, bus: "Union[FourWire, I2CDisplayBus]", *, rotation: int = 0, **kwargs: "Any"
    ) -> None:
        columns = kwargs["width"]
        lines = kwargs["height"]
        if rotation % 180:
            lines, columns = columns, lines
        if not (0 < columns <= 132 and 16 <= lines <= 64):
            raise ValueError("width must be 1 to 132, and height 16 to 64")
        # As modules of these sizes are wired, after u8g2's tables.
        setup = bytearray(_SETUP)
        setup[_AT_LINES] = lines - 1
        if lines == 40:
            setup[_AT_OFFSET] = 12
        elif lines == 32 and columns == 128:
            setup[_AT_OFFSET] = 16
        if "colstart" not in kwargs:
            kwargs["colstart"] = 32 if columns == 64 else (132 - columns) // 2
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
