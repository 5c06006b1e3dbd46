# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sitronix ST7735R controller of small colour displays, up to 132 by 162 pixels.

Datasheet: Sitronix ST7735R, version 0.2, 2009-08-05; commands in sections 10.1 and 10.2. The
ST7735S takes the same. The table that RGBSET fills is not modelled: channels of four and five
bits are widened by repeating their bits, as its makers' table does.
"""

from copperbench.chip_dcs import DCSChip, Panel, settings

_PANELS = {
    "160x128 green": Panel(128, 160, 2, 1, bgr=True),  # 1.8 inch
    "160x128 red": Panel(128, 160, bgr=True, memory=(128, 160)),
    "160x128 black": Panel(128, 160, memory=(128, 160)),
    "128x128": Panel(128, 128, 2, 1, bgr=True, memory=(132, 132)),  # 1.44 inch
    "160x80": Panel(80, 160, 24, memory=(128, 160)),  # 0.96 inch
    "160x80 IPS": Panel(80, 160, 26, 1, inverted=True, bgr=True),  # 0.96 inch
}


class ST7735(DCSChip):
    """An ST7735R behind the glass of a module: see :class:`~copperbench.chip_dcs.DCSChip`.

    Pins of the controller choose the size of the memory. The modules are told apart by the colour
    of the tab at their protective foil; where the glass lies is from Adafruit's own driver and
    CircuitPython's board files.
    """

    name = "ST7735"
    COLUMNS, ROWS = 132, 162
    FORMAT = 0x06
    PANELS = _PANELS
    LACKS = (0x3C, 0x3E, 0x44, 0x45, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x5E, 0x5F)
    EXTENSION = settings(
        (0x2D, "RGBSET", 128),
        (0xB1, "FRMCTR1", 3),
        (0xB2, "FRMCTR2", 3),
        (0xB3, "FRMCTR3", 6),
        (0xB4, "INVCTR", 1),
        (0xB6, "DISSET5", 2),
        (0xC0, "PWCTR1", 2, 3),
        (0xC1, "PWCTR2", 1),
        (0xC2, "PWCTR3", 2),
        (0xC3, "PWCTR4", 2),
        (0xC4, "PWCTR5", 2),
        (0xC5, "VMCTR1", 1, 2),
        (0xC7, "VMOFCTR", 1),
        (0xD1, "WRID2", 1),
        (0xD2, "WRID3", 1),
        (0xD9, "NVFCTR1", 1),
        (0xDE, "NVFCTR2", 2),
        (0xDF, "NVFCTR3", 2),
        (0xE0, "GMCTRP1", 16),
        (0xE1, "GMCTRN1", 16),
        (0xFC, "PWCTR6", 2),
    )
