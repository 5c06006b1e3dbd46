# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Ilitek ILI9341 controller of colour displays, 240 by 320 pixels.

Datasheet: Ilitek ILI9341, version 1.11, 2011-06-10; commands in section 8, the reset's timing in
15.4. EFh is not in it, but in all sequences that makers of modules publish.
"""

from copperbench.chip_dcs import DCSChip, Panel, settings

_FORMATS = {5: 16, 6: 18}
_PANELS = {
    "320x240": Panel(240, 320, bgr=True, mirrored=True),  # 2.2 to 3.2 inch
    "320x240 IPS": Panel(240, 320, inverted=True, bgr=True, mirrored=True),
}


class ILI9341(DCSChip):
    """An ILI9341 behind the glass of a module: see :class:`~copperbench.chip_dcs.DCSChip`."""

    name = "ILI9341"
    FORMATS = _FORMATS
    PANELS = _PANELS
    EXTENSION = settings(
        (0xB0, "IFMODE", 1),
        (0xB1, "FRMCTR1", 2),
        (0xB2, "FRMCTR2", 2),
        (0xB3, "FRMCTR3", 2),
        (0xB4, "INVTR", 1),
        (0xB5, "PRCTR", 4),
        (0xB6, "DISCTRL", 3, 4),
        (0xB7, "ETMOD", 1),
        (0xB8, "backlight control 1", 1),
        (0xB9, "backlight control 2", 1),
        (0xBA, "backlight control 3", 1),
        (0xBB, "backlight control 4", 1),
        (0xBC, "backlight control 5", 1),
        (0xBE, "backlight control 7", 1),
        (0xBF, "backlight control 8", 1),
        (0xC0, "PWCTRL1", 1),
        (0xC1, "PWCTRL2", 1),
        (0xC5, "VMCTRL1", 2),
        (0xC7, "VMCTRL2", 1),
        (0xCB, "power control A", 5),
        (0xCF, "power control B", 3),
        (0xD0, "NVMWR", 2),
        (0xD1, "NVMPKEY", 3),
        (0xD2, "RDNVM", 0),
        (0xD3, "RDID4", 0),
        (0xE0, "PGAMCTRL", 15),
        (0xE1, "NGAMCTRL", 15),
        (0xE2, "DGAMCTRL1", 16),
        (0xE3, "DGAMCTRL2", 64),
        (0xE8, "driver timing control A", 3),
        (0xE9, "driver timing control A", 3),
        (0xEA, "driver timing control B", 2),
        (0xED, "power on sequence control", 4),
        (0xEF, "maker's setting", 3),
        (0xF2, "enable 3G", 1),
        (0xF6, "IFCTL", 3),
        (0xF7, "pump ratio control", 1),
    )
