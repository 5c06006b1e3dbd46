# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What ADS1015 and ADS1115 have in common, and the options of their settings."""

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any, Optional

    from busio import I2C

# Registers, as the datasheet names them (8.6.1)
_CONVERSION = const(0x00)
_CONFIG = const(0x01)
_LO_THRESH = const(0x02)
_HI_THRESH = const(0x03)

# Values
_OS = const(0x8000)
_MODE = const(0x0100)

# Conversions
_GAINS = (2 / 3, 1, 2, 4, 8, 16)  # by their code in PGA


class Pin:
    """The inputs, for :class:`~adafruit_ads1x15.analog_in.AnalogIn`."""

    A0 = 0
    A1 = 1
    A2 = 2
    A3 = 3


class Mode:
    """Options for :attr:`ADS1x15.mode`."""

    CONTINUOUS = 0  # one conversion after another
    SINGLE = 0x100  # one conversion for each reading, and asleep between


class Comp_Mode:  # noqa: N801  # upstream's name, and so are the next three
    """Options for :attr:`ADS1x15.comparator_mode`."""

    TRADITIONAL = 0  # from above the high threshold until below the low one
    WINDOW = 0x10  # above the high threshold or below the low one


class Comp_Polarity:  # noqa: N801
    """Options for :attr:`ADS1x15.comparator_polarity`: the level of the pin that tells."""

    ACTIVE_LOW = 0
    ACTIVE_HIGH = 0x8


class Comp_Latch:  # noqa: N801
    """Options for :attr:`ADS1x15.comparator_latch`."""

    NONLATCHING = 0
    LATCHING = 0x4  # until a conversion is read


class _Option:
    """A field of CONFIG that stands for one of some values. The driver knows what CONFIG is.

    :param mask: the field's bits
    :param values: what each code of the field stands for
    """

    def __init__(self, mask: int, values: "tuple[Any, ...]") -> None:
        self.mask = mask
        self.values = values

    def __get__(self, device: "ADS1x15", owner: "Optional[type]" = None) -> "Any":
        mask = self.mask
        return self.values[(device._config & mask) // (mask & -mask)]

    def __set__(self, device: "ADS1x15", value: "Any") -> None:
        mask = self.mask
        code = 0
        for one in self.values:
            if one == value:
                break
            code += 1
        else:
            raise ValueError(f"must be one of {self.values}")
        device._configure(device._config & ~mask | code * (mask & -mask))


class ADS1x15:
    """What both chips can; make an :class:`~adafruit_ads1x15.ADS1015` or an ``ADS1115``.

    :param i2c: the bus that the chip is on
    :param gain: see :attr:`gain`
    :param data_rate: see :attr:`data_rate`
    :param mode: see :attr:`mode`
    :param comparator_queue_length: see :attr:`comparator_queue_length`
    :param comparator_low_threshold: see :attr:`comparator_low_threshold`
    :param comparator_high_threshold: see :attr:`comparator_high_threshold`
    :param comparator_mode: see :attr:`comparator_mode`
    :param comparator_polarity: see :attr:`comparator_polarity`
    :param comparator_latch: see :attr:`comparator_latch`
    :param address: 0x48 to 0x4B, by what the pin ADDR is connected to
    :raises ValueError: nothing answers at ``address``, or a setting is wrong
    """

    # Of the chip

    #: The chip's resolution.
    bits = 16
    _rates: "tuple[int, ...]" = ()
    _default_rate = 128

    # Fields

    #: 2/3 for a range of ±6.144 V, 1 for ±4.096 V, and 2, 4, 8, 16 for a half of that each.
    gain = _Option(0x0E00, _GAINS)

    #: When the chip converts, a :class:`Mode`.
    mode = _Option(_MODE, (0, 0x100))

    #: Conversions in a row beyond the threshold until the pin ALERT/RDY tells it: 1, 2
    #: or 4; 0 turns the comparator off.
    comparator_queue_length = _Option(0x0003, (1, 2, 4, 0))

    #: A :class:`Comp_Mode`.
    comparator_mode = _Option(0x0010, (0, 0x10))

    #: A :class:`Comp_Polarity`.
    comparator_polarity = _Option(0x0008, (0, 0x8))

    #: A :class:`Comp_Latch`.
    comparator_latch = _Option(0x0004, (0, 0x4))

    def __init__(
        self,
        i2c: "I2C",
        gain: float = 1,
        data_rate: "Optional[int]" = None,
        mode: int = 0x100,
        comparator_queue_length: int = 0,
        comparator_low_threshold: int = -32768,
        comparator_high_threshold: int = 32767,
        comparator_mode: int = 0,
        comparator_polarity: int = 0,
        comparator_latch: int = 0,
        address: int = 0x48,
    ) -> None:
        self.buf = bytearray(3)
        self.initialized = False  # until all settings are known to be right, nothing is written
        self._config = 0
        self._pin = -1  # the one that continuous conversions are of, -1 if that is not sure
        self._at_conversion = False  # whether a bare read gets the conversion
        self.gain = gain
        self.data_rate = self._default_rate if data_rate is None else data_rate
        self.mode = mode
        self.comparator_queue_length = comparator_queue_length
        self.comparator_mode = comparator_mode
        self.comparator_polarity = comparator_polarity
        self.comparator_latch = comparator_latch
        _check_threshold(comparator_low_threshold)
        _check_threshold(comparator_high_threshold)
        self.i2c_device = I2CDevice(i2c, address)
        self.initialized = True
        self.comparator_low_threshold = comparator_low_threshold
        self.comparator_high_threshold = comparator_high_threshold
        self._configure(self._config)

    # Measurements

    def read(self, pin: int) -> int:
        """Convert, and return the result; in continuous mode, return the newest one.

        In continuous mode, the first reading of a pin and the first one after a change of
        the settings wait for a conversion of their own.

        :param pin: 0 to 3 for A0 - A1, A0 - A3, A1 - A3 and A2 - A3, 4 to 7 for A0 to A3
        :return: -32768 to 32767 for the whole range
        :raises ValueError: there is no such pin
        """
        if not 0 <= pin <= 7:
            raise ValueError("must be 0 to 7")
        config = self._config & 0x0FFF | pin << 12
        if config & _MODE:
            self._write_register(_CONFIG, config | _OS)
            self._wait(1)
        elif pin != self._pin:
            self._pin = -1
            self._write_register(_CONFIG, config)
            self._config = config
            self._wait(2)  # the one that runs, and one of this pin
            self._pin = pin
        return self.get_last_result(True)

    def get_last_result(self, fast: bool = False) -> int:
        """Return the newest result, -32768 to 32767, without asking for a conversion.

        :param fast: whether to trust that the chip still points to its result, where nothing
            else was asked of it since the last one; half of what goes over the bus
        """
        buffer = self.buf
        with self.i2c_device as i2c:
            if fast and self._at_conversion:
                i2c.readinto(buffer, end=2)
            else:
                buffer[0] = _CONVERSION
                i2c.write_then_readinto(buffer, buffer, out_end=1, in_end=2)
        self._at_conversion = True
        value = buffer[0] << 8 | buffer[1]
        return value - 0x10000 if value & 0x8000 else value

    # Settings

    @property
    def rates(self) -> "list[int]":
        """What :attr:`data_rate` can be, in samples a second."""
        return list(self._rates)

    @property
    def rate_config(self) -> "dict[int, int]":
        """What :attr:`data_rate` can be, and the bits that stand for it."""
        return {rate: code << 5 for code, rate in enumerate(self._rates)}

    @property
    def gains(self) -> "list[float]":
        """What :attr:`gain` can be."""
        return list(_GAINS)

    @property
    def comparator_queue_lengths(self) -> "list[int]":
        """What :attr:`comparator_queue_length` can be."""
        return [0, 1, 2, 4]

    @property
    def comparator_low_threshold(self) -> int:
        """Where the comparator's pin is released, -32768 to 32767, in units of :meth:`read`."""
        return self._low

    @comparator_low_threshold.setter
    def comparator_low_threshold(self, value: int) -> None:
        _check_threshold(value)
        self._write_register(_LO_THRESH, value)
        self._low = value

    @property
    def comparator_high_threshold(self) -> int:
        """Above what the comparator tells, -32768 to 32767, in units of :meth:`read`."""
        return self._high

    @comparator_high_threshold.setter
    def comparator_high_threshold(self, value: int) -> None:
        _check_threshold(value)
        self._write_register(_HI_THRESH, value)
        self._high = value

    # Helpers

    def _configure(self, config: int) -> None:
        """Let the settings be ``config``, at once."""
        if self.initialized:
            self._pin = -1
            self._write_register(_CONFIG, config)
        self._config = config

    def _write_register(self, register: int, value: int) -> None:
        buffer = self.buf
        buffer[0] = register
        buffer[1] = value >> 8 & 0xFF
        buffer[2] = value & 0xFF
        self._at_conversion = False
        with self.i2c_device as i2c:
            i2c.write(buffer)

    def _wait(self, conversions: int) -> None:
        # The clock may be 10 % slow (7.5). On boards a sleep can end a millisecond early.
        time.sleep((2 + conversions * 1112 // self.data_rate) / 1000)


def _check_threshold(value: int) -> None:
    if not -32768 <= value <= 32767:
        raise ValueError("must be -32768 to 32767")
    if isinstance(value, float):
        raise TypeError("must be an integer")
