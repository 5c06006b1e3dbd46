# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A pin of an expander, which programs use like one of the board."""

from digitalio import Direction, DriveMode, Pull
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional

    from adafruit_mcp230xx.mcp23xxx import MCP23XXX

# As in mcp23xxx
_IODIR = const(0)
_IPOL = const(1)
_GPPU = const(6)
_GPIO = const(9)


class DigitalInOut:
    """A pin with what ``digitalio.DigitalInOut`` has, but for pull-downs and open drains.

    :param pin_number: 0 to 7, or 0 to 15
    :param mcp230xx: the chip
    """

    #: Outputs drive both ways.
    drive_mode = DriveMode.PUSH_PULL

    def __init__(self, pin_number: int, mcp230xx: "MCP23XXX") -> None:
        self._pin = pin_number
        self._mcp = mcp230xx

    def deinit(self) -> None:
        """Make the pin an input without a pull-up."""
        self.switch_to_input()

    def __enter__(self) -> "DigitalInOut":
        return self

    def __exit__(self, exception_type: object, exception_value: object, traceback: object) -> None:
        self.deinit()

    def switch_to_output(self, value: bool = False, **kwargs: "Any") -> None:
        """Make the pin an output, which has ``value`` from the start.

        :param value: its level
        :param kwargs: ``drive_mode``, as ``digitalio`` has it
        :raises ValueError: the drive mode is an open drain, which the chip lacks
        """
        if kwargs.get("drive_mode") == DriveMode.OPEN_DRAIN:
            raise ValueError("drive_mode must be PUSH_PULL")
        self.value = value
        self.direction = Direction.OUTPUT

    def switch_to_input(
        self, pull: "Optional[Pull]" = None, invert_polarity: bool = False, **kwargs: "Any"
    ) -> None:
        """Make the pin an input.

        :param pull: ``Pull.UP`` for a pull-up, of about 100 kΩ, None for none
        :param invert_polarity: whether it reads as the opposite of its level
        :raises ValueError: the chip does not have that pull
        """
        self.direction = Direction.INPUT
        self.pull = pull
        self.invert_polarity = invert_polarity

    @property
    def value(self) -> bool:
        """The level of the pin; of an input that is inverted, its opposite."""
        return self._mcp._get_bit(_GPIO, self._pin)

    @value.setter
    def value(self, val: bool) -> None:
        self._mcp._set_bit(_GPIO, self._pin, val)

    @property
    def direction(self) -> Direction:
        """``Direction.INPUT`` or ``Direction.OUTPUT``."""
        return Direction.INPUT if self._mcp._get_bit(_IODIR, self._pin) else Direction.OUTPUT

    @direction.setter
    def direction(self, val: Direction) -> None:
        if val not in (Direction.INPUT, Direction.OUTPUT):
            raise ValueError("must be Direction.INPUT or Direction.OUTPUT")
        self._mcp._set_bit(_IODIR, self._pin, val == Direction.INPUT)

    @property
    def pull(self) -> "Optional[Pull]":
        """``Pull.UP``, or None; an MCP23016 has only None.

        :raises ValueError: the chip does not have what is assigned
        """
        mcp = self._mcp
        return Pull.UP if not mcp._map and mcp._get_bit(_GPPU, self._pin) else None

    @pull.setter
    def pull(self, val: "Optional[Pull]") -> None:
        mcp = self._mcp
        if val not in (None, Pull.UP) or (val and mcp._map):
            raise ValueError("the chip has pull-ups alone, or none")
        if not mcp._map:
            mcp._set_bit(_GPPU, self._pin, val is not None)

    @property
    def invert_polarity(self) -> bool:
        """Whether an input reads as the opposite of its level."""
        return self._mcp._get_bit(_IPOL, self._pin)

    @invert_polarity.setter
    def invert_polarity(self, val: bool) -> None:
        self._mcp._set_bit(_IPOL, self._pin, val)
