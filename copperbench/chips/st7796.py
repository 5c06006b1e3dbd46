# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Sitronix ST7796S controller of colour displays, 320 by 480 pixels.

Datasheet: Sitronix ST7796S. The lock of the settings is as all drivers for it have it (TFT_eSPI,
CircuitPython's board files).
"""

from copperbench.chip_dcs import DCSChip, Panel, settings

_CSCON = 0xF0
_UNLOCK = (0xC3, 0x96)  # for CSCON, one after the other

_PANELS = {
    "480x320": Panel(320, 480, inverted=True, bgr=True, mirrored=True),  # 3.5 inch, IPS
    "480x320 TN": Panel(320, 480, bgr=True, mirrored=True),  # 3.5 and 4 inch
    "480x222": Panel(222, 480, 49, inverted=True, bgr=True, mirrored=True),  # 2.33 inch
}


class ST7796(DCSChip):
    """An ST7796S behind the glass of a module: see :class:`~copperbench.chip_dcs.DCSChip`.

    The settings of voltages, gamma and timing are heard only after CSCON (F0h) was sent with C3h
    and with 96h; what comes before that is a mistake. 3Ch and 69h lock them again.
    """

    name = "ST7796"
    COLUMNS, ROWS = 320, 480
    PANELS = _PANELS
    EXTENSION = settings(
        (0xB0, "IFMODE", 1),
        (0xB1, "FRMCTR1", 2),
        (0xB2, "FRMCTR2", 2),
        (0xB3, "FRMCTR3", 2),
        (0xB4, "DIC", 1),
        (0xB5, "BPC", 4),
        (0xB6, "DFC", 3),
        (0xB7, "EM", 1),
        (0xC0, "PWR1", 2),
        (0xC1, "PWR2", 1),
        (0xC2, "PWR3", 1),
        (0xC5, "VCMPCTL", 1),
        (0xC6, "VCMOFFSET", 1),
        (0xD0, "NVMADW", 2),
        (0xD1, "NVMBPROG", 3),
        (0xD2, "NVMSTATUSREAD", 0),
        (0xD3, "RDID4", 0),
        (0xE0, "PGC", 14),
        (0xE1, "NGC", 14),
        (0xE2, "DGC1", 64),
        (0xE3, "DGC2", 64),
        (0xE8, "DOCA", 8),
        (0xF0, "CSCON", 1),
        (0xFB, "SPIRC", 1),
    )

    def _set_defaults(self):
        super()._set_defaults()
        self._keys = ()

    def knows(self, command):
        """Return whether a command is heard: settings are locked at first."""
        if command in self.EXTENSION and command != _CSCON and self._keys[-2:] != _UNLOCK:
            self.mistake(
                f"{self.EXTENSION[command][0]} ({command:02X}h) comes before CSCON (F0h) with C3h "
                "and 96h, and is not heard"
            )
            return False
        return True

    def _act(self):
        super()._act()
        if self._code == _CSCON and self._parameters:
            self._keys += (self._parameters[0],)
