# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sitronix ST7789 controller of colour displays, 240 by 320 pixels.

Datasheet: Sitronix ST7789V, version 1.3, 2014-03, https://www.newhavendisplay.com/appnotes/datasheets/LCDs/ST7789V.pdf:
commands in sections 9.1 and 9.2, the pauses with SWRESET, SLPIN and SLPOUT.
"""

from copperbench.chip_dcs import DCSChip, Panel, settings

_PANELS = {
    "320x240": Panel(240, 320, inverted=True),  # 2.0 inch
    "240x240": Panel(240, 240, inverted=True),  # 1.3 and 1.54 inch
    "240x135": Panel(135, 240, 52, 40, inverted=True),  # 1.14 inch
    "320x170": Panel(170, 320, 35, inverted=True),  # 1.9 inch
    "320x172": Panel(172, 320, 34, inverted=True),  # 1.47 inch
    "280x240": Panel(240, 280, 0, 20, inverted=True),  # 1.69 inch
    "284x76": Panel(76, 284, 82, 18),  # 2.25 inch; ST7789P3. Sources differ about inversion
    "320x240 TN": Panel(240, 320),  # 2.4 and 2.8 inch, no IPS
}


class ST7789(DCSChip):
    """An ST7789 behind the glass of a module: see :class:`~copperbench.chip_dcs.DCSChip`.

    Where the glass lies is from the makers' own drivers, which agree: those of Adafruit, Pimoroni
    and Waveshare, TFT_eSPI, and CircuitPython's board files.
    """

    name = "ST7789"
    PANELS = _PANELS
    EXTENSION = settings(
        (0xB0, "RAMCTRL", 2),
        (0xB1, "RGBCTRL", 3),
        (0xB2, "PORCTRL", 5),
        (0xB3, "FRCTRL1", 3),
        (0xB5, "PARCTRL", 1),
        (0xB7, "GCTRL", 1),
        (0xB8, "GTADJ", 4),
        (0xBA, "DGMEN", 1),
        (0xBB, "VCOMS", 1),
        (0xBC, "POWSAVE", 1),
        (0xBD, "DLPOFFSAVE", 1),
        (0xC0, "LCMCTRL", 1),
        (0xC1, "IDSET", 3),
        (0xC2, "VDVVRHEN", 1, 2),  # two in the datasheet; makers send one
        (0xC3, "VRHS", 1),
        (0xC4, "VDVS", 1),
        (0xC5, "VCMOFSET", 1),
        (0xC6, "FRCTRL2", 1),
        (0xC7, "CABCCTRL", 1),
        (0xC8, "REGSEL1", 1),
        (0xCA, "REGSEL2", 1),
        (0xCC, "PWMFRSEL", 1),
        (0xD0, "PWCTRL1", 2),
        (0xD2, "VAPVANEN", 1),
        (0xDF, "CMD2EN", 4),
        (0xE0, "PVGAMCTRL", 14),
        (0xE1, "NVGAMCTRL", 14),
        (0xE2, "DGMLUTR", 64),
        (0xE3, "DGMLUTB", 64),
        (0xE4, "GATECTRL", 3),
        (0xE7, "SPI2EN", 1),
        (0xE8, "PWCTRL2", 1),
        (0xE9, "EQCTRL", 3),
        (0xEC, "PROMCTRL", 1),
        (0xFA, "PROMEN", 4),
        (0xFC, "NVMSET", 2),
        (0xFE, "PROMACT", 2),
    )
