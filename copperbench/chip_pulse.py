# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chips that are on no bus, but talk in the length of pulses at pins of their own.

    chip = bench.attach(chips.DHT22(), data="D5")

:class:`PinChip` is any such chip, :class:`OneLineChip` one that answers a long low on
its one line with a train of pulses, :class:`EchoChip` one that answers a trigger with
a pulse on another line.
"""

from copperbench.chip import Chip
from copperbench.errors import WiringError

_GLITCH_US = 50  # what is shorter is no start signal but noise, and not worth a word


class PinChip(Chip):
    """A chip that is wired pin by pin.

    :cvar PINS: what its pins are called
    :ivar lines: the :class:`~copperbench.pins.Line` at each, by that name
    """

    BUS = "Pins"
    PINS = ()

    def wire(self, bench, **pins):
        """Connect the chip's pins with the board's, and power up; called by ``bench.attach``.

        :raises WiringError: a pin is missing, or the chip has none of that name
        """
        if sorted(pins) != sorted(self.PINS):
            needed = ", ".join([f'{name}="D5"' for name in self.PINS])
            raise WiringError(
                f"{self.name} has the pins {', '.join(self.PINS)}: attach it with {needed}"
            )
        self.bus = bench
        self.clock = bench.clock
        self.on_mistake = bench.mistake
        self.lines = {name: bench.pin(pin) for name, pin in pins.items()}
        self.power_up()


class OneLineChip(PinChip):
    """A chip with one line, which a resistor pulls up and both ends pull low.

    A low of at least :attr:`START_US` from the program is answered with :meth:`answer`.

    :cvar START_US: µs
    :cvar WAIT_US: µs from the end of that low to the answer
    """

    PINS = ("data",)
    START_US = 1000
    WAIT_US = 30

    def wire(self, bench, **pins):
        """Connect the line, with its resistor."""
        super().wire(bench, **pins)
        line = self.lines["data"]
        line.pull = "up"
        line.watch(self._level)

    def power_up(self):
        """Wait for a start signal."""
        self._low_us = None  # since when the line is low
        self._busy_us = 0  # until when the chip talks

    def answer(self):
        """Return the durations of the answer in µs, low first, then in turn; None for no answer."""

    def _level(self, level):
        now = self.clock.us
        if now < self._busy_us or not self.plugged:
            return
        if not level:
            self._low_us = now
            return
        if self._low_us is None:
            return
        low = now - self._low_us
        self._low_us = None
        if low < self.START_US:
            if low > _GLITCH_US:
                self.mistake(f"a low of {low} µs does not wake it: it takes {self.START_US} µs")
            return
        durations = self.answer()
        if durations:
            self._busy_us = now + self.WAIT_US + sum(durations) + 1
            self.lines["data"].send(durations, False, self.WAIT_US, open_drain=True)


class EchoChip(PinChip):
    """A chip that answers a high on its trigger with a high on its echo.

    :cvar TRIGGER_US: how long the trigger must be high, in µs
    :cvar WAIT_US: µs from its end to the answer
    """

    PINS = ("trigger", "echo")
    TRIGGER_US = 10
    WAIT_US = 250

    def wire(self, bench, **pins):
        """Connect both lines; the echo is low."""
        super().wire(bench, **pins)
        self.lines["trigger"].watch(self._level)
        self.lines["echo"].value = False

    def power_up(self):
        """Wait for a trigger."""
        self._high_us = None
        self._busy_us = 0

    def answer_us(self):
        """Return how long the echo is high, in µs."""
        return 0

    def _level(self, level):
        now = self.clock.us
        if level:
            self._high_us = now
            return
        if self._high_us is None or not self.plugged:
            return
        high = now - self._high_us
        self._high_us = None
        if high < self.TRIGGER_US:
            self.mistake(f"a trigger of {high} µs is too short: it takes {self.TRIGGER_US} µs")
            return
        if now < self._busy_us:  # it still listens for the last one
            return
        duration = self.answer_us()
        self._busy_us = now + self.WAIT_US + duration
        self._put(now + self.WAIT_US, True)
        self._put(self._busy_us, False)

    def _put(self, us, value):
        def put():
            self.lines["echo"].value = value

        self.clock.at(us, put)
