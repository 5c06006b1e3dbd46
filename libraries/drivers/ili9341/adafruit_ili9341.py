# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Ilitek ILI9341 colour displays, 320 by 240 pixels, for displayio.

Datasheet: Ilitek ILI9341, version 1.11, https://cdn-shop.adafruit.com/datasheets/ILI9341.pdf
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

# The controller itself turns the picture by 90 degrees: there are as many columns as rows.
_COLUMNS = const(320)
_ROWS = const(240)
_TURNED = const(0x30)  # MADCTL: MV, and the lines refreshed the other way
_BIT_BGR = const(0x08)

# What the maker of the modules sets: without it, contrast and colours are poor.
_SETTINGS = (
    b"\xef\x83\x03\x80\x02\x00"  # not in the datasheet
    b"\xcf\x83\x00\xc1\x30\x00"  # power control B
    b"\xed\x84\x64\x03\x12\x81\x00"  # power on sequence control
    b"\xe8\x83\x85\x00\x78\x00"  # driver timing control A
    b"\xcb\x85\x39\x2c\x00\x34\x02\x00"  # power control A
    b"\xf7\x81\x20\x00"  # pump ratio control
    b"\xea\x82\x00\x00\x00"  # driver timing control B
    b"\xc0\x81\x23\x00"  # PWCTRL1: 4.6 V for the greys
    b"\xc1\x81\x10\x00"  # PWCTRL2
    b"\xc5\x82\x3e\x28\x00"  # VMCTRL1: the common electrode
    b"\xc7\x81\x86\x00"  # VMCTRL2
    b"\x3a\x81\x55\x00"  # COLMOD: 16 bits a pixel
    b"\xb1\x82\x00\x18\x00"  # FRMCTR1: 79 frames a second
    b"\xb6\x83\x08\x82\x27\x00"  # DISCTRL
    b"\xf2\x81\x00\x00"  # one gamma curve
    b"\x26\x81\x01\x00"  # GAMSET
    b"\xe0\x8f\x0f\x31\x2b\x0c\x0e\x08\x4e\xf1\x37\x07\x10\x03\x0e\x09\x00\x00"  # PGAMCTRL
    b"\xe1\x8f\x00\x0e\x14\x03\x11\x07\x31\xc1\x48\x08\x0f\x0c\x31\x36\x0f\x00"  # NGAMCTRL
)

# Of each module: width and height, where they begin, the rotation in which the module lies as its
# name says, whether bit 3 of MADCTL is clear, and whether colours are inverted
_PANELS = {
    "320x240": (320, 240, 0, 0, 0, False, False),  # 2.2 to 3.2 inch
    "320x240 IPS": (320, 240, 0, 0, 0, False, True),
}


class ILI9341(BusDisplay):
    """An ILI9341, and all that ``busdisplay.BusDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire`` or a ``ParallelBus``
    :param bgr: whether bit 3 of MADCTL is clear. Change it where red and blue are swapped. It is
        ``False``, or as the panel needs it
    :param invert: whether colours are inverted, which IPS glass needs. Change it where the picture
        looks like a negative. It is ``False``, or as the panel needs it
    :param panel: what the module is sold as, ``320x240`` or ``320x240 IPS``: then nothing else
        need be given
    :param kwargs: those of ``BusDisplay``: ``width`` and ``height`` as the picture is seen,
        ``rotation``, ``backlight_pin`` …
    :raises ValueError: there is no such panel, or the picture does not fit into 320 by 240 pixels
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
        mode = _TURNED if (usual[0] if bgr is None else bgr) else _TURNED | _BIT_BGR
        time.sleep(0.005)  # the bus may just have reset the controller
        super().__init__(
            bus, sequence(_SETTINGS, mode, usual[1] if invert is None else invert), **kwargs
        )
