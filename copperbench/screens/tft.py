# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is seen on the glass of a colour display whose controller is a chip of ``chip_dcs``."""

from copperbench.screens import Screen

_BLACK = b"\0\0\0"


class TFTScreen(Screen):
    """The glass: a window into the controller's memory, in the colours that its filters make.

    It is black while the display sleeps or is off, has no light, or is held in reset; outside the
    lines of partial mode; and where nothing was ever written, which on real glass is noise.

    :param chip: the :class:`~copperbench.chip_dcs.DCSChip`
    :param panel: its :class:`~copperbench.chip_dcs.Panel`
    :param turned: degrees clockwise by which the module is turned
    :ivar frames: how often pixels were written to a window
    """

    def __init__(self, chip, panel, turned):
        self._chip = chip
        self._panel = panel
        self._turned = turned
        self.frames = 0
        self.width, self.height = panel.width, panel.height
        if turned % 180:
            self.width, self.height = panel.height, panel.width

    def color(self, x, y):
        """Return the colour of a pixel, (red, green, blue)."""
        column, line = self._on_panel(x, y)
        return tuple(next(self._line(line, column, column + 1)))

    def _on_panel(self, x, y):
        """Return where a pixel lies as the module does when it is not turned."""
        width, height = self._panel.width, self._panel.height
        if self._turned == 90:
            return y, height - 1 - x
        if self._turned == 180:
            return width - 1 - x, height - 1 - y
        if self._turned == 270:
            return width - 1 - y, x
        return x, y

    def rgb(self):
        """Return three bytes for each pixel, row by row."""
        width, height = self._panel.width, self._panel.height
        lines = [list(self._line(line, 0, width)) for line in range(height)]
        if self._turned == 90:
            lines = [[line[x] for line in reversed(lines)] for x in range(width)]
        elif self._turned == 180:
            lines = [line[::-1] for line in lines[::-1]]
        elif self._turned == 270:
            lines = [[line[width - 1 - x] for line in lines] for x in range(width)]
        return b"".join([b"".join(line) for line in lines])

    def _line(self, line, first, end):
        """Yield the colours of a line of the glass, three bytes each."""
        chip, panel = self._chip, self._panel
        line += panel.top
        row = chip.line_shown(line) if chip.visible else None
        if row is None:
            for _ in range(first, end):
                yield _BLACK
            return
        memory = chip.cells()
        data, written, size = memory.data, memory.written, memory.size
        column = panel.left + (panel.width - 1 - first if panel.mirrored else first)
        place = memory.place(column, row)
        step = memory.place(column - 1 if panel.mirrored else column + 1, row) - place
        known = {}
        for _ in range(first, end):
            if written[place]:
                code = bytes(data[place * size : place * size + size])
                color = known.get(code)
                if color is None:
                    color = known[code] = self._seen(code)
                yield color
            else:
                yield _BLACK
            place += step

    def _seen(self, code):
        """Return what a pixel of the memory looks like through the glass."""
        red, green, blue = deepened(code) if len(code) == 2 else code
        chip, panel = self._chip, self._panel
        if chip.idle:  # eight colours: the top bit of each channel
            red, green, blue = [255 if value & 0x80 else 0 for value in (red, green, blue)]
        if chip.inversion != panel.inverted:
            red, green, blue = 255 - red, 255 - green, 255 - blue
        if chip.bgr != panel.bgr:
            red, blue = blue, red
        return bytes((red, green, blue))

    @property
    def blank(self):
        """How many pixels of the glass were never written since power-up: they show noise."""
        memory, panel = self._chip.cells(), self._panel
        return sum(
            not memory.written[memory.place(panel.left + x, panel.top + y)]
            for y in range(panel.height)
            for x in range(panel.width)
        )

    @property
    def unseen(self):
        """What was written outside the glass: how many pixels, and (left, top, right, bottom).

        Columns and rows are those of the memory with MADCTL 00h, edges included; None where
        there is none. Wrong offsets show here.
        """
        memory, panel = self._chip.cells(), self._panel
        columns = range(panel.left, panel.left + panel.width)
        rows = range(panel.top, panel.top + panel.height)
        count, box = 0, None
        for y in range(memory.rows):
            for x in range(memory.columns):
                if memory.written[memory.place(x, y)] and not (x in columns and y in rows):
                    count += 1
                    box = box or [x, y, x, y]
                    box = [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)]
        return count, box and tuple(box)


def deepened(data):
    """Return pixels of 16 bits as three bytes each: the bits of a channel again and again."""
    found = bytearray(len(data) // 2 * 3)
    place = 0
    for index in range(0, len(data) - 1, 2):
        red = data[index] >> 3
        green = (data[index] & 7) << 3 | data[index + 1] >> 5
        blue = data[index + 1] & 0x1F
        found[place] = red << 3 | red >> 2
        found[place + 1] = green << 2 | green >> 4
        found[place + 2] = blue << 3 | blue >> 2
        place += 3
    return found
