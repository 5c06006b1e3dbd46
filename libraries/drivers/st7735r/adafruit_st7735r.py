# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sitronix ST7735R and ST7735S colour displays, up to 132 by 162 pixels, for displayio.

Datasheet: Sitronix ST7735R, https://cdn-shop.adafruit.com/datasheets/ST7735R_V0.2.pdf
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

_COLUMNS = const(132)
_ROWS = const(162)
_ROTATED = const(0xC0)  # MADCTL: MY and MX, from which displayio's rotation counts
_BIT_BGR = const(0x08)

# What the maker of the modules sets: without it, contrast and colours are poor.
_SETTINGS = (
    b"\xb1\x83\x01\x2c\x2d\x00"  # FRMCTR1: frame rate
    b"\xb2\x83\x01\x2c\x2d\x00"  # FRMCTR2
    b"\xb3\x86\x01\x2c\x2d\x01\x2c\x2d\x00"  # FRMCTR3
    b"\xb4\x81\x07\x00"  # INVCTR: lines inverted
    b"\xc0\x83\xa2\x02\x84\x00"  # PWCTR1: 4.6 V for the greys
    b"\xc1\x81\xc5\x00"  # PWCTR2: gate voltages
    b"\xc2\x82\x0a\x00\x00"  # PWCTR3: amplifiers, all colours
    b"\xc3\x82\x8a\x2a\x00"  # PWCTR4: idle mode
    b"\xc4\x82\x8a\xee\x00"  # PWCTR5: partial mode
    b"\xc5\x81\x0e\x00"  # VMCTR1: the common electrode
    b"\xe0\x90\x02\x1c\x07\x12\x37\x32\x29\x2d\x29\x25\x2b\x39\x00\x01\x03\x10\x00"  # GMCTRP1
    b"\xe1\x90\x03\x1d\x07\x06\x2e\x2c\x29\x2d\x2e\x2e\x37\x3f\x00\x00\x02\x10\x00"  # GMCTRN1
    b"\x3a\x81\x05\x00"  # COLMOD: 16 bits a pixel
)

# Of each module: width and height in the memory, where they begin, the rotation in which the
# module lies as its name says, whether bit 3 of MADCTL is clear, and whether colours are inverted
_PANELS = {
    "128x128": (128, 128, 2, 3, 0, False, False),  # 1.44 inch
    "160x128 black": (128, 160, 0, 0, 90, True, False),  # 1.8 inch, by the tab of its foil
    "160x128 green": (128, 160, 2, 1, 90, False, False),
    "160x128 red": (128, 160, 0, 0, 90, False, False),
    "160x80": (80, 160, 24, 0, 270, True, False),  # 0.96 inch
    "160x80 IPS": (80, 160, 26, 1, 270, False, True),  # 0.96 inch, plugs in
}


class ST7735R(BusDisplay):
    """An ST7735R or ST7735S, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param bgr: whether bit 3 of MADCTL is clear. Change it where red and blue are swapped. It is
        ``False``, or as the panel needs it
    :param invert: whether colours are inverted, which IPS glass needs. Change it where the picture
        looks like a negative. It is ``False``, or as the panel needs it
    :param panel: what the module is sold as, such as ``160x128 green``: then nothing else need be
        given
    :param kwargs: those of ``BusDisplay``: ``width`` and ``height`` as the picture is seen,
        ``rotation``, ``colstart`` and ``rowstart``, ``backlight_pin`` …
    :raises ValueError: there is no such panel, or the picture does not fit into 132 by 162 pixels
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
        usual = place(kwargs, _PANELS, panel, _COLUMNS, _ROWS) or (False, False)
        mode = _ROTATED if (usual[0] if bgr is None else bgr) else _ROTATED | _BIT_BGR
        time.sleep(0.005)  # the bus may just have reset the controller
        super().__init__(
            bus, sequence(_SETTINGS, mode, usual[1] if invert is None else invert), **kwargs
        )
