# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A buffer of colours for strips of LEDs, where the firmware has none of its own.

Most boards have ``adafruit_pixelbuf`` in their firmware, written in C, and never load this
one. It is for the others (those with little flash, and Linux under Blinka), and gives the same
bytes and the same errors: ``shared-bindings/adafruit_pixelbuf`` and
``shared-module/adafruit_pixelbuf`` of CircuitPython 10.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Optional, Union

    Bytes = Union[bytes, bytearray, memoryview]
    ColorUnion = Union[float, Sequence[float]]

#: What begins a DotStar's colour: three ones, then five bits of current, here all of it.
DOTSTAR_LED_START_FULL_BRIGHT = const(0xFF)

#: The three ones alone.
DOTSTAR_LED_START = const(0xE0)

#: The five bits of current.
DOTSTAR_LED_BRIGHTNESS = const(0x1F)

_NUMBERS = (int, float)  # a tuple that is written where it is used is garbage


class PixelBuf:
    """Colours of LEDs; a class made from it has ``_transmit(buffer)``, which sends them.

    A colour is 0xRRGGBB, or three or four numbers of 0 to 255: red, green, blue, and white
    or current. Numbers above are cut to their lowest eight bits, and fractions cut off. On LEDs
    with white, three equal colours are shown by that one alone. The current of a DotStar is a
    fraction, 0.0 to 1.0, or a whole number of 0 to 255, and all where none is given.

    :param size: how many LEDs there are
    :param byteorder: how the colours follow each other: the letters R, G, B, and W for white,
        or P before them for the current of a DotStar
    :param brightness: 0.0 to 1.0
    :param auto_write: whether each change is sent at once
    :param header: bytes that are sent before the colours
    :param trailer: bytes that are sent after them
    :raises TypeError: a header or trailer is no bytes
    :raises ValueError: there is no such order, or a negative size
    """

    def __init__(
        self,
        size: int,
        *,
        byteorder: str = "BGR",
        brightness: float = 1.0,
        auto_write: bool = False,
        header: "Optional[Bytes]" = None,
        trailer: "Optional[Bytes]" = None,
    ) -> None:
        count, self._places, self._is_white, self._is_current = self.parse_byteorder(byteorder)
        if size < 0:
            raise ValueError("size must be 0 or more")
        self._byteorder = byteorder
        self._leds = range(size)
        pixel = bytearray(count)  # the colour that was parsed last, as it is sent
        if self._is_current:
            pixel[0] = DOTSTAR_LED_START_FULL_BRIGHT
        self._pixel = pixel
        # memoryview refuses what is no buffer, where bytearray makes zeros of a number.
        sent = bytearray(memoryview(header or b""))
        self._offset = len(sent)
        self._sent = sent + bytes(pixel) * size + memoryview(trailer or b"")
        self._colors: "Any" = None  # before brightness; the same as those that are sent, if None
        self._scale = 256  # the brightness, in 1/256
        self._brightness = 1.0
        #: Whether each change is sent at once.
        self.auto_write = False
        self.brightness = brightness
        self.auto_write = auto_write

    @staticmethod
    def parse_byteorder(byteorder: str) -> "tuple[int, tuple[int, ...], bool, bool]":
        """Take an order of colours apart.

        :return: bytes for each LED; the places of red, green, blue, and of the fourth; whether
            that is white; whether it is a DotStar's current
        :raises TypeError: it is no string
        :raises ValueError: it is no order
        """
        letters = "".join(sorted(byteorder))
        if letters not in ("BGR", "BGRW", "BGPR") or "P" in byteorder[1:]:
            raise ValueError("Invalid byteorder")
        places = tuple([byteorder.find(letter) for letter in "RGBWP" if letter in byteorder])
        return len(letters), places, "W" in letters, "P" in letters

    @property
    def bpp(self) -> int:
        """Bytes for each LED, 3 or 4."""
        return len(self._pixel)

    @property
    def byteorder(self) -> str:
        """The order of the colours."""
        return self._byteorder

    @property
    def brightness(self) -> float:
        """How bright all LEDs are, 0.0 to 1.0; what is beyond is cut.

        Colours are kept as they were given, and sent in steps of 1/256 of them, cut off. The
        current of a DotStar stays as it is.
        """
        return self._brightness

    @brightness.setter
    def brightness(self, value: float) -> None:
        value = 1.0 * value  # which refuses what is no number
        value = 1.0 if value > 1 else 0.0 if value < 0 else value
        self._brightness = value
        scale = int(value * 256)
        if scale == self._scale:
            return
        self._scale = scale
        offset = self._offset
        sent = self._sent
        count = len(self._leds) * len(self._pixel)
        if self._colors is None:
            self._colors = sent[offset : offset + count]
        for place in range(count):
            if place & 3 or not self._is_current:
                sent[offset + place] = self._colors[place] * scale >> 8
        if self.auto_write:
            self._transmit(sent)

    def show(self) -> None:
        """Send the colours."""
        self._transmit(self._sent)

    def fill(self, color: "ColorUnion") -> None:
        """Have all LEDs in one colour.

        :raises TypeError: it is no colour
        :raises ValueError: it has less than three parts, or more than four
        """
        self._parse(color)
        for led in self._leds:
            self._store(led)
        if self.auto_write:
            self._transmit(self._sent)

    def __len__(self) -> int:
        return len(self._leds)

    def __getitem__(self, index: "Union[int, slice]") -> "tuple[Any, ...]":
        """Return the colour of an LED, as it was given, or a tuple of those of several.

        :raises IndexError: there is no such LED
        """
        first: "Any" = self._leds[index]
        if isinstance(index, slice):
            return tuple(map(self.__getitem__, first))  # a comprehension would cost each call
        places = self._places
        first *= len(places)
        colors = self._colors
        if colors is None:
            colors = self._sent
            first += self._offset
        red = colors[first + places[0]]
        green = colors[first + places[1]]
        blue = colors[first + places[2]]
        if len(places) == 3:
            return (red, green, blue)
        fourth = colors[first + places[3]]
        if self._is_current:
            fourth = (fourth & DOTSTAR_LED_BRIGHTNESS) / 31
        return (red, green, blue, fourth)

    def __setitem__(
        self, index: "Union[int, slice]", value: "Union[ColorUnion, Sequence[ColorUnion]]"
    ) -> None:
        """Set the colour of an LED, or those of several: all is as it was where one is wrong.

        A slice takes a colour for each of its LEDs, or all their numbers in one list. A single
        number, and a tuple of three or four numbers, is one colour for all of them.

        :raises IndexError: there is no such LED
        :raises TypeError: that is no colour
        :raises ValueError: a colour has too few or many parts, or there are too few or many colours
        """
        leds: "Any" = self._leds[index]
        if not isinstance(index, slice):
            self._parse(value)
            self._store(leds)
        elif isinstance(value, _NUMBERS) or (
            isinstance(value, tuple)
            and 3 <= len(value) <= 4
            and not [part for part in value if not isinstance(part, _NUMBERS)]
        ):
            self._parse(value)
            for led in leds:
                self._store(led)
        else:
            self._set_each(leds, value)
        if self.auto_write:
            self._transmit(self._sent)

    def _transmit(self, buffer: bytearray) -> None:
        raise NotImplementedError("_transmit")

    # Helpers

    def _set_each(self, leds: range, colors: "Any") -> None:
        """Set each LED to a colour of its own."""
        count = len(leds)
        given = len(colors)
        step = len(self._pixel)
        if given == count * step != count:  # the parts of all, one after the other
            colors = [colors[place : place + step] for place in range(0, given, step)]
        elif given != count:
            raise ValueError(f"Unmatched number of items on RHS (expected {count}, got {given}).")
        elif colors is self:  # which changes under the loop
            colors = self[:]
        for place in range(count):  # so that a wrong one is found before any is set
            self._parse(colors[place])
        for place in range(count):
            self._parse(colors[place])
            self._store(leds[place])

    def _parse(self, color: "Any") -> None:
        """Have a colour in ``_pixel``, as it is sent at full brightness."""
        fourth = 255 if self._is_current else 0
        parts = 3
        if isinstance(color, _NUMBERS):
            color = int(color)
            red = color >> 16 & 255
            green = color >> 8 & 255
            blue = color & 255
        else:
            if isinstance(color, str):
                raise TypeError("object 'str' isn't a tuple or list")
            parts = len(color)
            if not 3 <= parts <= 4:
                raise ValueError("color length must be 3-4")
            red = _byte(color[0])
            green = _byte(color[1])
            blue = _byte(color[2])
        if parts == 4:
            fourth = color[3]
            fourth = _byte(fourth * 255 if isinstance(fourth, float) else fourth)
        elif self._is_white and red == green == blue:
            fourth = red
            red = green = blue = 0
        if self._is_current:
            fourth = DOTSTAR_LED_START | fourth >> 3
        pixel = self._pixel
        places = self._places
        pixel[places[0]] = red
        pixel[places[1]] = green
        pixel[places[2]] = blue
        if len(places) == 4:
            pixel[places[3]] = fourth

    def _store(self, led: int) -> None:
        """Set an LED to ``_pixel``."""
        pixel = self._pixel
        first = led * len(pixel)
        colors = self._colors
        for place in range(len(pixel)):
            value = pixel[place]
            if colors is not None:
                colors[first] = value
                if place or not self._is_current:
                    value = value * self._scale >> 8
            self._sent[self._offset + first] = value
            first += 1


def _byte(value: float) -> int:
    """Return a part of a colour as the firmware does: its lowest eight bits.

    A float is made a whole number of 32 bits first: 0 below, the largest above.

    :raises TypeError: it is no number
    """
    if isinstance(value, float):
        value = int(min(max(value, 0), 0xFFFFFFFF))
    return value & 255
