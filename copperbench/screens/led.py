# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What strips of LEDs have shown, as a film strip."""

from copperbench.screens import Screen

CELL = (8, 4)  #: pixels across and down, of an LED in a frame


class Film(Screen):
    """The latest frames of a strip, a row for each, the latest lowest: time runs down.

    What the strip has taken and not shown yet is the last row, as when its wires rest.

    :param chip: :class:`~copperbench.chip_led.Lights`
    """

    def __init__(self, chip):
        chip.settle()
        self._rows = chip.film or [bytes(3 * chip.count)]
        self.width = CELL[0] * chip.count
        self.height = CELL[1] * len(self._rows)

    @property
    def frames(self):
        """How many rows there are."""
        return len(self._rows)

    def color(self, x, y):
        """Return the colour of a pixel, black where an LED is dark."""
        start = 3 * (x // CELL[0])
        return tuple(self._rows[y // CELL[1]][start : start + 3])
