# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Galaxycore GC9A01A controller of round colour displays, 240 by 240 pixels.

Datasheet: Galaxycore GC9A01A, https://www.waveshare.com/w/upload/5/5e/GC9A01A.pdf. Commands that it
does not have are in the sequence that the maker gives to makers of modules.
"""

from copperbench.chip_dcs import DCSChip, Panel, settings

_UNLOCK = (0xFE, 0xEF)  # inter register enable 1 and 2

_PANELS = {"240x240": Panel(240, 240, inverted=True, bgr=True, mirrored=True)}  # 1.28 inch


class GC9A01(DCSChip):
    """A GC9A01A behind round glass: see :class:`~copperbench.chip_dcs.DCSChip`.

    Pictures have the corners, too, which the glass does not show. The settings of voltages and
    gamma are heard only after FEh and EFh; what comes before that is a mistake.
    """

    name = "GC9A01"
    COLUMNS, ROWS = 240, 240
    PANELS = _PANELS
    LACKS = (0x26, 0x52, 0x54, 0x55, 0x56, 0x5E, 0x5F)
    EXTENSION = settings(
        (0x62, "maker's setting", 12),
        (0x63, "maker's setting", 12),
        (0x64, "maker's setting", 7),
        (0x66, "maker's setting", 10),
        (0x67, "maker's setting", 10),
        (0x70, "maker's setting", 9),
        (0x74, "maker's setting", 7),
        (0x84, "maker's setting", 1),
        (0x85, "maker's setting", 1),
        (0x86, "maker's setting", 1),
        (0x87, "maker's setting", 1),
        (0x88, "maker's setting", 1),
        (0x89, "maker's setting", 1),
        (0x8A, "maker's setting", 1),
        (0x8B, "maker's setting", 1),
        (0x8C, "maker's setting", 1),
        (0x8D, "maker's setting", 1),
        (0x8E, "maker's setting", 1),
        (0x8F, "maker's setting", 1),
        (0x90, "maker's setting", 4),
        (0x98, "maker's setting", 2),
        (0xAE, "maker's setting", 1),
        (0xB0, "RGB interface control", 1),
        (0xB4, "inversion control", 1),
        (0xB5, "blanking porch control", 4),
        (0xB6, "display function control", 2, 4),
        (0xBA, "TE control", 1),
        (0xBC, "maker's setting", 1),
        (0xBD, "maker's setting", 1),
        (0xBE, "maker's setting", 1),
        (0xC1, "power criterion control", 1),
        (0xC3, "power control 2", 1),
        (0xC4, "power control 3", 1),
        (0xC9, "power control 4", 1),
        (0xCD, "maker's setting", 1),
        (0xDF, "maker's setting", 3),
        (0xE1, "maker's setting", 2),
        (0xE8, "frame rate", 1),
        (0xE9, "SPI 2DATA control", 1),
        (0xEB, "maker's setting", 1),
        (0xEC, "charge pump frequent control", 1),
        (0xED, "maker's setting", 2),
        (0xEF, "inter register enable 2", 0),
        (0xF0, "gamma 1", 6),
        (0xF1, "gamma 2", 6),
        (0xF2, "gamma 3", 6),
        (0xF3, "gamma 4", 6),
        (0xF6, "interface control", 1),
        (0xFE, "inter register enable 1", 0),
        (0xFF, "maker's setting", 3),
    )

    def _set_defaults(self):
        super()._set_defaults()
        self._unlocked = ()

    def knows(self, command):
        """Return whether a command is heard: settings are locked at first."""
        if command in _UNLOCK:
            self._unlocked += (command,)
        elif command in self.EXTENSION and self._unlocked[-2:] != _UNLOCK:
            self.mistake(
                f"{self.EXTENSION[command][0]} ({command:02X}h) comes before FEh and EFh, "
                "and is not heard"
            )
            return False
        return True
