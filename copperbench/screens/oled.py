# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What OLED panels show: grey levels, and what of the RAM is not on the glass."""

from copperbench.screens import Screen


class OLEDScreen(Screen):
    """The glass of an OLED controller, as the module is held.

    :param chip: an :class:`~copperbench.chip_oled.OLEDChip`
    """

    def __init__(self, chip):
        self._chip = chip
        panel = chip.panel
        self.width, self.height = panel.width, panel.height
        if panel.turned:
            self.width, self.height = panel.height, panel.width

    @property
    def frames(self):
        """How often data came after a command, since the last reset."""
        return self._chip.frames

    def color(self, x, y):
        """Return the colour of a pixel: white light, whatever the module's is."""
        level = self._chip.level(x, y)
        return level, level, level

    @property
    def blank(self):
        """How many pixels of the glass were never written since power-up: they show noise."""
        chip = self._chip
        sources = [chip.source(x, y) for y in range(self.height) for x in range(self.width)]
        return sum(
            source >= 0 and not chip.was_written(source & 0xFF, source >> 8) for source in sources
        )

    @property
    def unseen(self):
        """What was written, is lit in the RAM, and is not on the glass.

        :return: how many pixels, and the box about them in columns and rows of the RAM,
            (left, top, right, bottom), edges included; None where there is none
        """
        chip = self._chip
        shown = {chip.source(x, y) for y in range(self.height) for x in range(self.width)}
        columns, rows = chip.PIXELS
        lost = [
            (column, row)
            for row in range(rows)
            for column in range(columns)
            if row << 8 | column not in shown
            and chip.was_written(column, row)
            and chip.value(column, row)
        ]
        if not lost:
            return 0, None
        columns = [column for column, _ in lost]
        rows = [row for _, row in lost]
        return len(lost), (min(columns), min(rows), max(columns), max(rows))
