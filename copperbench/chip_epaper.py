# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What controllers of e-paper have in common: commands, a busy pin, sleep, and paper.

The paper keeps its picture without supply and through resets; it changes only when an update is
over, which takes seconds of virtual time. Waveforms are not modelled, but for what they are made
for: an update from the panel's own memory (OTP) shows black, white and the panel's third colour;
one from registers drives only pixels that change, if its first and last waveform drive nothing,
and shows four greys otherwise. How paper ages and what temperature does is not modelled either.
"""

from copperbench.chip_display import SPIDisplayChip
from copperbench.screens.epaper import DARK, LIGHT, PaperScreen

GREYS = (0, DARK, LIGHT, 1)  # what a pixel is for two bits, the black plane's the higher one


class Panel:
    """A sheet of paper on a controller.

    :param width: pixels, along a row of the controller's memory
    :param height: rows
    :param left: the first column of the memory that is on it, in pixels
    :param third: the colour beside black and white, (red, green, blue), or None
    :param on: ms until the supply for the pixels is up, as measured on such panels
    :param off: ms until it is down
    :param full: ms for an update of all pixels
    :param partial: ms for one of those that change
    """

    def __init__(self, width, height, left=0, third=None, on=100, off=150, full=4100, partial=750):
        self.width = width
        self.height = height
        self.left = left
        self.third = third
        self.on = on
        self.off = off
        self.full = full
        self.partial = partial


class EPaperChip(SPIDisplayChip):
    """A controller of e-paper. Each has its commands, and a method for those that do something.

    :param panel: one of :attr:`PANELS`; the first, if not given
    :param turned: by how much the module is turned clockwise as one looks at it, in degrees: a
        multiple of 90. Pictures are seen that way
    :ivar screen: the :class:`~copperbench.screens.epaper.PaperScreen`
    :cvar BUSY: the level of the pin ``busy`` while no command may come
    :cvar BYTES: of a row of the memory, eight columns each
    :cvar ROWS: of the memory
    :cvar COMMANDS: code: (name, least and most bytes that follow)
    :cvar PANELS: name: :class:`Panel`
    :raises ValueError: there is no such panel, or ``turned`` is no multiple of 90
    """

    PINS = ("dc", "reset", "busy")
    modes = (0, 3)
    max_frequency = 20000000
    BUSY = 1
    BYTES, ROWS = 1, 1
    COMMANDS = None
    PANELS = None

    def __init__(self, panel=None, turned=0):
        super().__init__()
        if panel is None:
            panel = next(iter(self.PANELS))
        if panel not in self.PANELS:
            raise ValueError(f"panel must be one of {', '.join(self.PANELS)}")
        if turned % 90:
            raise ValueError("turned must be a multiple of 90")
        self.panel = self.PANELS[panel]
        self.screen = PaperScreen(self, self.panel, turned % 360)
        self._held = False  # in reset
        self._done = None  # the event at the end of what it is busy with
        self.power_up()

    # Resets and sleep

    def power_up(self):
        """Start as when the supply rises: the memory means nothing, the paper is as it was."""
        self.asleep = False
        self._powered = False
        self._finish(False)
        self._forget()
        self._reset()

    def connect_pin(self, role, line):
        """Have a pin of the controller at ``line``."""
        super().connect_pin(role, line)
        if role == "busy":
            line.value = not self.BUSY

    def _reset_changed(self, level):
        self._held = not level
        if level:
            return
        if self._done is not None:
            self.mistake("reset comes before it is ready: an update remains incomplete")
        self._finish(False)
        self.asleep = False
        self._powered = False
        self._reset()

    def _forget(self):
        """Lose what is in the memory: noise is there instead, the same each time."""
        size = self.BYTES * self.ROWS
        noise = b"\xa5\x3c\x5a\xc3\x69\x96\x0f" * (size // 7 + 2)
        self._planes = (bytearray(noise[:size]), bytearray(noise[3 : size + 3]))
        self._written = bytearray(size)

    def _reset(self):
        """Take the values that registers have after a reset. Extend it."""
        self._row = None
        self._code = 0
        self._parameters = bytearray()
        self._taken = 0

    def _sleep(self):
        """Sleep deeply: only a reset by the pin ends it."""
        self.asleep = True
        self._powered = False

    # Being busy

    @property
    def busy(self):
        """Whether commands must wait."""
        return self._done is not None

    def _busy_for(self, ms, then=None):
        """Be busy for ``ms``, and do something at its end."""

        def end():
            self._finish(True)
            if then is not None:
                then()

        self._finish(False)
        self._done = self.clock.at(self.now_us + 1000 * ms, end)
        self._tell(self.BUSY)

    def _finish(self, over):
        if self._done is not None and not over:
            self.clock.cancel(self._done)
        self._done = None
        self._tell(not self.BUSY)

    def _tell(self, level):
        line = self.lines.get("busy")
        if line is not None:
            line.value = bool(level)

    # What comes in

    def command(self, byte):
        """Take a command."""
        row = self.COMMANDS.get(byte)
        name = f"{row[0]} ({byte:02X}h)" if row else f"command {byte:02X}h"
        if self._held:
            self.mistake(f"{name} comes while reset is low")
            return
        if self.asleep:
            self._row = None
            self.mistake(f"{name} comes in deep sleep, which only a reset by the pin ends")
            return
        self._close()
        self._row = row
        self._code = byte
        self._parameters = bytearray()
        self._taken = 0
        if row is None:
            self.mistake(f"there is no command {byte:02X}h")
            return
        if self._done is not None:
            self.mistake(f"{name} comes while the controller is busy: look at its busy pin")
            self._row = None
            return
        if row[2] == 0:
            self._act(byte, self._parameters)

    def _close(self):
        """Look whether the command before this one has had its bytes; it is done where it has."""
        row = self._row
        self._row = None
        if row is None or row[2] == 0:
            return
        count = self._taken
        if count < row[1]:
            self.mistake(f"{row[0]} ({self._code:02X}h) takes {row[1]} bytes, and gets {count}")
        elif row[1] < row[2] and self._code not in self.STREAMS:
            self._act(self._code, self._parameters)

    STREAMS = ()  #: commands whose bytes are pixels

    def data(self, buffer, start, end):
        """Take what belongs to a command."""
        row = self._row
        if row is None:
            return
        first = self._taken
        self._taken += end - start
        if self._code in self.STREAMS:
            self._pixels(self._code, first, buffer, start, end)
            return
        for index in range(start, end):
            self._parameters.append(buffer[index])
        if first < row[2] <= self._taken and row[1] == row[2]:
            self._act(self._code, self._parameters)
        if first <= row[2] < self._taken:
            most = row[2] or "no"
            self.mistake(f"{row[0]} ({self._code:02X}h) takes {most} bytes, and gets more")

    def exchange(self, byte):
        """Take one byte."""
        one = bytearray(1)
        one[0] = byte
        self.transfer(one, 0, None, 0, 1, 0)
        return 0xFF

    def _act(self, code, given):
        """Do what a command says, with the bytes that were given."""

    def _pixels(self, code, first, buffer, start, end):
        """Take pixels, of which ``first`` bytes came before."""

    def unseen(self):
        """Return what was written beside the paper: how many bytes, and where."""
        panel = self.panel
        columns = range(panel.left // 8, (panel.left + panel.width + 7) // 8)
        box, count = None, 0
        for row in range(self.ROWS):
            for column in range(self.BYTES):
                if self._written[row * self.BYTES + column] and not (
                    column in columns and row < panel.height
                ):
                    count += 1
                    box = box or (column, row, column, row)
                    box = (min(box[0], column), box[1], max(box[2], column), row)
        return count, box
