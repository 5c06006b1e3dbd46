# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""One input of an ADS1015 or ADS1115, or the difference of two."""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Optional

    from .ads1x15 import ADS1x15

# Values
_PGA = const(0x0E00)

# Conversions
_PAIRS = ((0, 1), (0, 3), (1, 3), (2, 3))  # by their code in MUX
_STEPS = (0.0001875, 0.000125, 0.0000625, 0.00003125, 0.000015625, 0.0000078125)  # V, by PGA


class AnalogIn:
    """An input of the converter.

    :param ads: the converter
    :param positive_pin: 0 to 3, or a :class:`~adafruit_ads1x15.ads1x15.Pin`
    :param negative_pin: what is subtracted; without one it is the ground
    :raises ValueError: the chip has no such input, or cannot subtract these
    """

    #: Whether it is the difference of two inputs.
    is_differential = False

    def __init__(
        self, ads: "ADS1x15", positive_pin: int, negative_pin: "Optional[int]" = None
    ) -> None:
        self._ads = ads
        self._pin = positive_pin + 4  # MUX
        if negative_pin is not None:
            self.is_differential = True
            pins = (positive_pin, negative_pin)
            if pins not in _PAIRS:
                raise ValueError(f"must be one of {_PAIRS}")
            self._pin = _PAIRS.index(pins)
        elif not 4 <= self._pin <= 7:
            raise ValueError("must be 0 to 3")

    @property
    def value(self) -> int:
        """The voltage in steps of the range, -32768 to 32767; of an ADS1015 each 16th step."""
        return self._ads.read(self._pin)

    @property
    def voltage(self) -> float:
        """The voltage, in V."""
        return self.convert_to_voltage(self._ads.read(self._pin))

    def measure(self) -> "tuple[int, float]":
        """Read once.

        :return: :attr:`value`, and its :attr:`voltage` in V
        """
        value = self._ads.read(self._pin)
        return value, self.convert_to_voltage(value)

    def convert_to_value(self, volts: float) -> int:
        """Return the :attr:`value` that is nearest to a voltage, with the gain as it is now."""
        spare = 16 - self._ads.bits
        return round(volts / self._step() / (1 << spare)) << spare

    def convert_to_voltage(self, value_int: int) -> float:
        """Return the voltage of a :attr:`value`, in V, with the gain as it is now."""
        return value_int * self._step()

    def _step(self) -> float:
        return _STEPS[(self._ads._config & _PGA) >> 9]
