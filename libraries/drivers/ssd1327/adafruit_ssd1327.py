# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""SSD1327 OLED displays, up to 128 by 128 pixels in 16 greys, for displayio.

Datasheet: Solomon Systech SSD1327, rev 1.1, https://www.waveshare.com/w/upload/a/ac/SSD1327-datasheet.pdf
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

# Commands as displayio sees them: it waits after each (10 ms), and so all are one: to the panel,
# arguments are commands, too. The first byte is the command, then how many follow.
_SETUP = (
    b"\xfd\x2a\x12"  # first of all unlocked
    b"\xae"  # off
    b"\xa0\x53"  # column 0 on the left, row 0 on top, as modules are held; lines from both sides
    b"\xa1\x00\xa4"
    b"\xb1\x11\xb3\x00\xab\x01\xb6\x04\xbe\x0f\xbc\x08\xd5\x62"
    b"\xb8\x01\x02\x03\x04\x05\x06\x07\x08\x0a\x10\x18\x20\x2f\x38\x3f"  # greys 1 to 15
    b"\xa2\x00\xa8\x7f"  # first line, and of 128 lines
    b"\xaf"  # on
)
_AT_OFFSET = const(-4)
_AT_LINES = const(-2)


class SSD1327(BusDisplay):
    """An SSD1327, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, on I2C or SPI
    :param rotation: in degrees: 0, 90, 180 or 270
    :param kwargs: others of ``BusDisplay``: ``width`` and ``height`` as the picture is seen, which
        must be given; ``colstart`` where a module has its first column in
        another place than in the middle
    :raises ValueError: no SSD1327 has such a size
    """

    def __init__(
        self, bus: "Union[FourWire, I2CDisplayBus]", *, rotation: int = 0, **kwargs: "Any"
    ) -> None:
        columns = kwargs["width"]
        lines = kwargs["height"]
        if rotation % 180:
            lines, columns = columns, lines
        if not (0 < columns <= 128 and 16 <= lines <= 128):
            raise ValueError("width must be 1 to 128, and height 16 to 128")
        setup = bytearray(_SETUP)
        setup[_AT_LINES] = lines - 1
        setup[_AT_OFFSET] = 128 - lines & 0x7F  # the glass has the last lines
        kwargs.setdefault("brightness", 0.5)  # the contrast: all of it wears the panel out
        if "colstart" not in kwargs:
            kwargs["colstart"] = (128 - columns) // 2
        super().__init__(
            bus,
            setup,
            rotation=rotation,
            color_depth=4,
            grayscale=True,
            set_column_command=0x15,
            set_row_command=0x75,
            data_as_commands=True,
            brightness_command=0x81,
            single_byte_bounds=True,
            **kwargs,
        )
