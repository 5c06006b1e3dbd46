# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sitronix ST7789 colour displays, up to 240 by 320 pixels, for displayio.

Datasheet: Sitronix ST7789V, https://www.newhavendisplay.com/appnotes/datasheets/LCDs/ST7789V.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from busdisplay import BusDisplay
from micropython import const

from copperhead_tft import place, sequence

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fourwire import FourWire

_COLUMNS = const(240)
_ROWS = const(320)
_ROTATED = const(0xC0)  # MADCTL: MY and MX, from which displayio's rotation counts
_BIT_BGR = const(0x08)

# Of each module: width and height in the memory, where they begin, the rotation in which the
# module lies as its name says, whether bit 3 of MADCTL is clear, and whether colours are inverted
_PANELS = {
    "240x240": (240, 240, 0, 80, 180, True, True),  # 1.3 and 1.54 inch
    "240x135": (135, 240, 53, 40, 270, True, True),  # 1.14 inch
    "280x240": (240, 280, 0, 20, 90, True, True),  # 1.69 inch
    "284x76": (76, 284, 82, 18, 270, True, False),  # 2.25 inch, ST7789P3
    "320x170": (170, 320, 35, 0, 90, True, True),  # 1.9 inch
    "320x172": (172, 320, 34, 0, 270, True, True),  # 1.47 inch
    "320x240": (240, 320, 0, 0, 90, True, True),  # 2.0 inch
    "320x240 TN": (240, 320, 0, 0, 90, True, False),  # 2.4 and 2.8 inch, not IPS
}


class ST7789(BusDisplay):
    """An ST7789, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param bgr: whether bit 3 of MADCTL is clear. Change it where red and blue are swapped. It is
        ``True``, or as the panel needs it
    :param invert: whether colours are inverted, which most of these displays need. Change it where
        the picture looks like a negative. It is ``True``, or as the panel needs it
    :param panel: what the module is sold as, such as ``240x135``: then nothing else need be given
    :param kwargs: those of ``BusDisplay``: ``width`` and ``height`` as the picture is seen,
        ``rotation``, ``colstart`` and ``rowstart``, ``backlight_pin`` …
    :raises ValueError: there is no such panel, or the picture does not fit into 240 by 320 pixels
    """

    def __init__(
        self,
        bus: "FourWire",
        *,
        bgr: "bool | None" = None,
        invert: "bool | None" = None,
        panel: "str | None" = None,
        **kwargs: "Any",
    ) -> None:
        usual = place(kwargs, _PANELS, panel, _COLUMNS, _ROWS) or (True, True)
        mode = _ROTATED if (usual[0] if bgr is None else bgr) else _ROTATED | _BIT_BGR
        time.sleep(0.005)  # the bus may just have reset the controller
        super().__init__(
            bus,
            # COLMOD: 16 bits a pixel
            sequence(b"\x3a\x81\x55\x00", mode, usual[1] if invert is None else invert),
            **kwargs,
        )
