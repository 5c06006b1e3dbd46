# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is seen on e-paper whose controller is a chip of ``chip_epaper``."""

from copperbench.screens import Screen

BLACK, WHITE, THIRD, DARK, LIGHT = range(5)  #: what a pixel can be


class PaperScreen(Screen):
    """The paper: it shows what the last update has left, with or without supply.

    New paper is white. While an update runs, the picture is still the old one; real paper
    flickers.

    :param chip: the :class:`~copperbench.chip_epaper.EPaperChip`
    :param panel: its :class:`~copperbench.chip_epaper.Panel`
    :param turned: degrees clockwise by which the module is turned
    :ivar full: how many updates drove all pixels
    :ivar partial: how many drove only those that change
    :ivar ghosts: pixels that the last update left other than they were asked for, since it took
        them for what they are not: what was to be the old picture was another one
    """

    def __init__(self, chip, panel, turned):
        self._chip = chip
        self._panel = panel
        self._turned = turned
        self.full = self.partial = self.ghosts = 0
        self.pixels = bytearray(b"\x01" * (panel.width * panel.height))  # white
        self.width, self.height = panel.width, panel.height
        if turned % 180:
            self.width, self.height = panel.height, panel.width

    @property
    def frames(self):
        """How many updates there were."""
        return self.full + self.partial

    @property
    def unseen(self):
        """What was written beside the paper: how many bytes, and (left, top, right, bottom).

        Columns are in bytes of eight pixels, rows in pixels, edges included; None where there is
        none. Wrong offsets show here.
        """
        return self._chip.unseen()

    def color(self, x, y):
        """Return the colour of a pixel, (red, green, blue)."""
        width, height = self._panel.width, self._panel.height
        if self._turned == 90:
            x, y = y, height - 1 - x
        elif self._turned == 180:
            x, y = width - 1 - x, height - 1 - y
        elif self._turned == 270:
            x, y = width - 1 - y, x
        code = self.pixels[y * width + x]
        if code == THIRD:
            return self._panel.third or (0, 0, 0)
        level = (0, 255, 0, 85, 170)[code]
        return level, level, level
