# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Strips of LEDs that each have a controller: they take the first colour and pass the rest on.

    strip = bench.attach(chips.WS2812(10), data="NEOPIXEL")
    strip.colors[0]  # (red, green, blue), as the LED was told
    strip.screen.save("strip.png")  # a film strip: each frame that was shown is a row

:class:`Lights` is any such strip, :class:`OneWireLights` one with a data line and no clock
(NeoPixel), :class:`ClockedLights` one with a clock (DotStar).
"""

from copperbench.chip import Chip
from copperbench.chip_pulse import PinChip
from copperbench.chip_spi import SPIChip
from copperbench.native import CPYTHON

_FILM = 100  # frames that are kept


class Lights(Chip):
    """LEDs in a row.

    :param count: how many there are
    :ivar frames: how many frames were shown since power-up
    :ivar film: the latest of them as they look, three bytes for each LED; kept on CPython only
    """

    CHANNELS = 3  #: 3, or 4 where each LED has a white one, too

    def __init__(self, count):
        super().__init__()
        if count < 1:
            raise ValueError("a strip has 1 LED or more")
        self.count = count
        self.frames = 0
        self.film = []
        self._shown = bytearray(count * self.CHANNELS)  # red, green, blue and white of each

    def power_up(self):
        """Be dark."""
        self.frames = 0
        self.film = []
        for index in range(len(self._shown)):
            self._shown[index] = 0

    def look(self):
        """Do what was to be done since the last look. Extend it."""

    def settle(self):
        """Show what was taken as when the wires rest for long. Extend it."""
        self.look()

    @property
    def colors(self):
        """What each LED shows: (red, green, blue[, white]), as it was told."""
        self.look()
        step = self.CHANNELS
        return [
            tuple(self._shown[start : start + step]) for start in range(0, len(self._shown), step)
        ]

    @property
    def screen(self):
        """The film strip, a :class:`~copperbench.screens.led.Film`; on CPython only."""
        from copperbench.screens.led import Film

        return Film(self)

    def seen(self, index):
        """Return how an LED looks: (red, green, blue), with the white one in all of them."""
        start = index * self.CHANNELS
        shown = self._shown
        white = shown[start + 3] if self.CHANNELS == 4 else 0
        return tuple([min(shown[start + place] + white, 255) for place in range(3)])

    def keep(self):
        """Put down that a frame is shown."""
        self.frames += 1
        if CPYTHON:
            row = bytearray()
            for index in range(self.count):
                row += bytes(self.seen(index))
            self.film.append(bytes(row))
            del self.film[:-_FILM]


class OneWireLights(PinChip, Lights):
    """LEDs with one data line: a long high is a 1, a short one a 0, a long low the end.

    What :meth:`~copperbench.pins.Line.burst` puts on the wire is heard, and no slower pulses.
    A low longer than the datasheet's is let pass up to the reset, as the LEDs do.

    :param count: how many LEDs there are
    :param order: of the colours on the wire, such as ``GRB`` or ``GRBW``
    :param reset_us: how long the line must be low until the colours are shown
    :cvar ZERO_NS: the least and the longest high that is a 0
    :cvar ONE_NS: the same of a 1
    :cvar LOW_NS: the shortest low after either
    """

    PINS = ("data",)
    ZERO_NS = (250, 550)
    ONE_NS = (650, 950)
    LOW_NS = 300
    RESET_US = 280

    def __init__(self, count=1, order="GRB", reset_us=0):
        self.order = order
        self._size = size = len(order)
        if sorted(order) != sorted("RGBW"[:size]) or size < 3:
            raise ValueError("the order of colours must be as GRB or GRBW")
        self.CHANNELS = size  # a strip's own
        self.reset_us = reset_us or self.RESET_US
        self._places = [order.index(letter) for letter in "RGBW"[:size]]
        self._taken = bytearray(count * size)  # as it came
        self._filled = 0  # bytes of it, since the last reset
        self._end_us = 0  # when the last pulse ended
        Lights.__init__(self, count)

    def wire(self, bench, **pins):
        """Connect the data line."""
        super().wire(bench, **pins)
        self.lines["data"].listen(self._burst)

    def power_up(self):
        """Be dark."""
        Lights.power_up(self)  # MicroPython's super() would find that of Chip
        self._filled = 0

    def look(self):
        """Show what was taken, if the line has been low for long enough."""
        if self._filled and self.now_us - self._end_us >= self.reset_us:
            self._show()

    def settle(self):
        """Show what was taken: the line stays low."""
        if self._filled:
            self._show()

    def _show(self):
        size = self._size
        places = self._places
        # An LED that got only a part of its bits keeps its colour.
        for light in range(self._filled // size):
            start = light * size
            for channel in range(size):
                self._shown[start + channel] = self._taken[start + places[channel]]
        self._filled = 0
        self.keep()

    def _burst(self, data, zero, one):
        if not self.plugged:
            return
        self.look()
        low = self._bit(zero)
        high = self._bit(one)
        filled = self._filled
        for index in range(min(len(data), len(self._taken) - filled)):
            value = data[index]
            # What bits of either kind are taken for: only a wrong timing changes them.
            self._taken[filled + index] = (value if high else 0) | (~value & 0xFF if low else 0)
        self._filled = min(filled + len(data), len(self._taken))
        self._end_us = self.now_us

    def _bit(self, pulse):
        """Return the bit that a pulse is taken for."""
        high, low = pulse
        is_zero = self.ZERO_NS[0] <= high <= self.ZERO_NS[1]
        is_one = self.ONE_NS[0] <= high <= self.ONE_NS[1]
        if not (is_zero or is_one) or low < self.LOW_NS:
            self.mistake(
                f"a pulse of {high} ns high, {low} ns low is no bit: a 0 is {self.ZERO_NS[0]} to "
                f"{self.ZERO_NS[1]} ns high and a 1 is {self.ONE_NS[0]} to {self.ONE_NS[1]}, with "
                f"{self.LOW_NS} ns low at least"
            )
        # In the gap between both the halfway point decides, as it does on real ones.
        return 0 if high * 2 < self.ZERO_NS[1] + self.ONE_NS[0] else 1


class ClockedLights(SPIChip, Lights):
    """LEDs with clock and data: a start frame of 32 zeros, then 32 bits for each LED.

    An LED's bits are 111, five of current, and a byte for each colour, blue first. Each LED
    passes data on half a clock late, so that LED n has its own only when n/2 more clocks
    have come: those of an end frame, or of the next start frame.

    :param count: how many LEDs there are
    :param order: of the colours on the wire
    :cvar NEEDS_ZEROS: whether the LEDs show what they have got once 32 zeros follow it
    """

    PINS = ()
    answers = False
    modes = (0, 3)
    max_frequency = 20000000
    NEEDS_ZEROS = False

    def __init__(self, count=1, order="BGR"):
        if sorted(order) != ["B", "G", "R"]:
            raise ValueError("the order of colours must be as BGR")
        self.order = order
        self._places = [order.index(letter) + 1 for letter in "RGB"]
        self._taken = bytearray(4 * count)  # as it came
        self._levels = bytearray(count)
        self._zeros = 0  # bytes of zeros between frames
        self._place = 0  # byte in the LED's frame that comes next
        self._light = -1  # the LED whose frame comes, -1 before a start frame
        self._clocks = 0  # since the first LED's frame began
        self._done = 0  # LEDs that show their frame
        self._kept = False  # whether what they show is in the film
        Lights.__init__(self, count)
        self.power_up()

    def wire(self, bench, **pins):
        """Connect ``clock`` and ``data`` as pins that a program moves by hand."""
        clock = bench.pin(pins["clock"])
        data = bench.pin(pins["data"])
        self.clock = bench.clock
        self.on_mistake = bench.mistake
        self._bits = 1  # with a mark above those that have come

        def clocked(level):
            if level:
                self._bits = self._bits << 1 | (1 if data.value else 0)
                if self._bits & 0x100:
                    byte = self._bits & 0xFF
                    self._bits = 1
                    self.exchange(byte)

        clock.watch(clocked)
        self.power_up()

    def power_up(self):
        """Be dark, and wait for a start frame."""
        Lights.power_up(self)
        for index in range(self.count):
            self._levels[index] = 0
        self._zeros = 0
        self._place = 0
        self._light = -1
        self._clocks = 0
        self._done = 0
        self._kept = False

    @property
    def levels(self):
        """The current of each LED, 0 to 31."""
        return list(self._levels)

    def seen(self, index):
        """Return how an LED looks: its colours at its current."""
        level = self._levels[index]
        return tuple([value * level // 31 for value in super().seen(index)])

    def settle(self):
        """Put down the frame that is shown: these LEDs do nothing without a clock."""
        if self._done and not self._kept:
            self._kept = True
            self.keep()

    def exchange(self, byte):
        """Take a byte; nothing comes back."""
        if not self.plugged:
            return 0xFF
        if self._place == 0:
            if byte == 0:
                self._zeros += 1
                self._tick()
                if self._done == self._whole():
                    self.settle()
                return 0xFF
            self._begin(byte)
        light = self._light
        if 0 <= light < self.count:
            self._taken[4 * light + self._place] = byte
        self._place = (self._place + 1) & 3
        if light >= 0 and self._place == 0:
            self._light = light + 1
        self._tick()
        return 0xFF

    def _begin(self, byte):
        """Have an LED's frame begin with ``byte``, which may be the first after a start frame."""
        if self._zeros >= 4:
            while self._done < self._whole():  # this frame's clocks bring it through
                self._show(self._done)
            self.settle()
            self._light = 0
            self._clocks = 0
            self._done = 0
            self._kept = False
        elif self._zeros or self._light < 0:
            self.mistake(f"{8 * self._zeros} zeros are before a colour: a start frame has 32")
        self._zeros = 0
        if byte & 0xE0 != 0xE0:
            self.mistake(f"a colour begins with {byte:#04x}: it must begin with three ones")

    def _whole(self):
        """Return how many LEDs have all their bits on the way."""
        return max(min(self._light, self.count), 0)

    def _tick(self):
        """Have eight clocks come to the LEDs."""
        self._clocks += 8
        while self._done < self._whole():
            light = self._done
            late = (light + 1) // 2  # clocks
            if self.NEEDS_ZEROS:
                missing = 32 + late - 8 * self._zeros
            else:
                missing = 32 * (light + 1) + late - self._clocks
            if missing > 0:
                return
            self._show(light)

    def _show(self, light):
        self._done = light + 1
        start = 4 * light
        self._levels[light] = self._taken[start] & 0x1F
        for channel in range(3):
            self._shown[3 * light + channel] = self._taken[start + self._places[channel]]
