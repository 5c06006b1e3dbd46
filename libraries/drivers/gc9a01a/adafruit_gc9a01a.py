# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Galaxycore GC9A01A round colour displays, 240 by 240 pixels, for displayio.

Datasheet: Galaxycore GC9A01A, https://www.waveshare.com/w/upload/5/5e/GC9A01A.pdf
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

_SIZE = const(240)
_MIRRORED = const(0x40)  # MADCTL: MX, for the first column is at the glass's right
_BIT_BGR = const(0x08)

# What the maker of the modules sets: without it, contrast and colours are poor.
_SETTINGS = (
    b"\xfe\x80\x00"  # inter register enable 1 and 2: unlocks what follows
    b"\xef\x80\x00"
    b"\xb6\x82\x00\x00\x00"  # display function control
    b"\x3a\x81\x05\x00"  # COLMOD: 16 bits a pixel
    b"\xc3\x81\x13\x00"  # power control 2, 3 and 4
    b"\xc4\x81\x13\x00"
    b"\xc9\x81\x22\x00"
    b"\xf0\x86\x45\x09\x08\x08\x26\x2a\x00"  # gamma 1 to 4
    b"\xf1\x86\x43\x70\x72\x36\x37\x6f\x00"
    b"\xf2\x86\x45\x09\x08\x08\x26\x2a\x00"
    b"\xf3\x86\x43\x70\x72\x36\x37\x6f\x00"
    b"\x66\x8a\x3c\x00\xcd\x67\x45\x45\x10\x00\x00\x00\x00"  # these are not in the datasheet
    b"\x67\x8a\x00\x3c\x00\x00\x00\x01\x54\x10\x32\x98\x00"
    b"\x74\x87\x10\x85\x80\x00\x00\x4e\x00\x00"
    b"\x98\x82\x3e\x07\x00"
)

# Width and height, where they begin, rotation, whether bit 3 of MADCTL is clear, and inversion
_PANELS = {"240x240": (_SIZE, _SIZE, 0, 0, 0, False, True)}  # 1.28 inch


class GC9A01A(BusDisplay):
    """A GC9A01A, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param bgr: whether bit 3 of MADCTL is clear. Change it where red and blue are swapped
    :param invert: whether colours are inverted, which this glass needs. Change it where the picture
        looks like a negative
    :param panel: ``240x240``: then ``width`` and ``height`` need not be given
    :param kwargs: those of ``BusDisplay``: ``width``, ``height``, ``rotation``,
        ``backlight_pin`` …
    :raises ValueError: there is no such panel, or the picture does not fit into 240 by 240 pixels
    """

    def __init__(
        self,
        bus: "FourWire",
        *,
        bgr: bool = False,
        invert: bool = True,
        panel: "str | None" = None,
        **kwargs: "Any",
    ) -> None:
        place(kwargs, _PANELS, panel, _SIZE, _SIZE)
        mode = _MIRRORED if bgr else _MIRRORED | _BIT_BGR
        time.sleep(0.005)  # the bus may just have reset the controller
        super().__init__(bus, sequence(_SETTINGS, mode, invert), **kwargs)
