# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""NXP PCA9685 PWM controller, on I2C.

16 outputs of one frequency, 24 Hz to 1526 Hz, each high for 0 to 4096 of 4096 steps of the
period: for LEDs, and for servos and motors with ``adafruit_motor``.

Datasheet: NXP PCA9685, rev. 4, 2015-Apr-16, https://www.nxp.com/docs/en/data-sheet/PCA9685.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Optional

    from busio import I2C

# Registers, as the datasheet names them
_MODE1 = const(0x00)
_MODE2 = const(0x01)
_LED0 = const(0x06)
_PRE_SCALE = const(0xFE)

# Values
_RESTART = const(0x80)  # MODE1
_AI = const(0x20)
_SLEEP = const(0x10)
_FULL = const(0x1000)  # ON and OFF of a channel

# Conversions
_CHANNELS = const(16)
_START_S = 0.002  # of the oscillator; it needs 500 µs, and a board's sleep may end early


class _Register:
    """A register of one byte."""

    def __init__(self, register: int) -> None:
        self.register = register

    def __get__(self, device: "PCA9685", owner: "Optional[type]" = None) -> int:
        return device._read(self.register, 1)[1]

    def __set__(self, device: "PCA9685", value: int) -> None:
        if not 0 <= value <= 0xFF:
            raise ValueError("must be 0 to 255")
        device._buffer[1] = value
        device._write(self.register, 1)


class _Registers:
    """When each channel goes high and low, as in :attr:`PCA9685.pwm_regs`."""

    def __init__(self, pca: "PCA9685") -> None:
        self._pca = pca

    def __len__(self) -> int:
        return _CHANNELS

    def __getitem__(self, index: int) -> "tuple[int, int]":
        buffer = self._pca._read(_LED0 + 4 * _channel(index), 4)
        return buffer[1] | buffer[2] << 8, buffer[3] | buffer[4] << 8

    def __setitem__(self, index: int, value: "tuple[int, int]") -> None:
        on, off = value
        if not (0 <= on <= _FULL and 0 <= off <= _FULL):
            raise ValueError("must be 0 to 4096")
        index = _channel(index)
        self._pca._put(1, on, off)
        self._pca._write(_LED0 + 4 * index, 4)


class PWMChannel:
    """A channel; it can be used like a ``pwmio.PWMOut``.

    :param pca: the chip
    :param index: which of its channels, 0 to 15
    """

    def __init__(self, pca: "PCA9685", index: int) -> None:
        self._pca = pca
        self._index = index

    @property
    def frequency(self) -> float:
        """Of all channels, in Hz; assigning it raises ``NotImplementedError``."""
        return self._pca.frequency

    @frequency.setter
    def frequency(self, _: float) -> None:
        raise NotImplementedError("all channels have one frequency: set that of the PCA9685")

    @property
    def duty_cycle(self) -> int:
        """The share of time that the output is high, 0 to 65535 for always, in steps of 16.

        :raises ValueError: the value assigned is out of range
        :raises RuntimeError: what is read cannot be: the chip has lost its supply
        """
        on, off = self._pca.pwm_regs[self._index]
        if off & _FULL:
            return 0
        if on & _FULL:
            return 0xFFFF
        if on == off:  # as all four bytes are without auto-increment; a share never is (7.3.3)
            raise RuntimeError("chip was reset: make a new object")
        return (off - on) % 4096 << 4

    @duty_cycle.setter
    def duty_cycle(self, value: int) -> None:
        pca = self._pca
        pca._put_duty(1, value)
        pca._write(_LED0 + 4 * self._index, 4)


class PCAChannels:
    """The channels of a chip, a sequence.

    :param pca: the chip
    """

    def __init__(self, pca: "PCA9685") -> None:
        self._pca = pca
        self._channels: "list[Optional[PWMChannel]]" = [None] * _CHANNELS

    def __len__(self) -> int:
        return _CHANNELS

    def __getitem__(self, index: int) -> PWMChannel:
        index = _channel(index)
        channel = self._channels[index]
        if channel is None:
            channel = self._channels[index] = PWMChannel(self._pca, index)
        return channel


class PCA9685:
    """A PCA9685.

    Making it wakes the chip; its outputs stay as they are.

    :param i2c_bus: the bus that the chip is on
    :param address: 0x40 to 0x7F, by the pads A0 to A5; not 0x70
    :param reference_clock_speed: of the chip's oscillator, in Hz. Each chip has its own, some
        percent off: measure a pulse to find it
    :raises ValueError: nothing answers at ``address``
    """

    # Fields

    #: The register MODE1. Without its bit AI (0x20) channels cannot be set.
    mode1_reg = _Register(_MODE1)

    #: The register MODE2: how the outputs drive.
    mode2_reg = _Register(_MODE2)

    #: The register PRE_SCALE, which tells the frequency. It takes a value only while
    #: the chip sleeps: assign :attr:`frequency`.
    prescale_reg = _Register(_PRE_SCALE)

    def __init__(
        self, i2c_bus: "I2C", *, address: int = 0x40, reference_clock_speed: float = 25000000
    ) -> None:
        self.i2c_device = I2CDevice(i2c_bus, address)
        self._buffer = bytearray(1 + 4 * _CHANNELS)  # a register's number, then its bytes
        #: The channels, :class:`PWMChannel` each.
        self.channels = PCAChannels(self)
        #: When each channel goes high and low, in steps of the period, 0 to 4095; 4096 for
        #: always. That it is always low goes before always high.
        self.pwm_regs = _Registers(self)
        #: Of the chip's oscillator, in Hz.
        self.reference_clock_speed = reference_clock_speed
        self.reset()

    # Settings

    @property
    def frequency(self) -> float:
        """Of all channels, in Hz: 24 to 1526, in steps that are the finer the lower it is.

        Assigning it stops the outputs for some milliseconds. Where that fails, the chip may
        be asleep: assign it again.

        :raises ValueError: the value assigned is out of range
        :raises RuntimeError: what is read cannot be: it is no PCA9685, or does not answer
        """
        prescale = self.prescale_reg
        if prescale < 3:
            raise RuntimeError(f"its prescaler is {prescale}, not 3 to 255")
        return self.reference_clock_speed / 4096 / (prescale + 1)

    @frequency.setter
    def frequency(self, freq: float) -> None:
        clock = self.reference_clock_speed
        prescale = int(clock / 4096 / freq + 0.5) - 1 if freq > 0 else 0
        if not 3 <= prescale <= 255:
            raise ValueError(f"must be {clock / 1048576:.5g} to {clock / 16384:.5g}")
        mode = self.mode1_reg & ~(_RESTART | _SLEEP) | _AI
        try:
            self.mode1_reg = mode | _SLEEP
            self.prescale_reg = prescale
        finally:
            self.mode1_reg = mode
        time.sleep(_START_S)
        self.mode1_reg = mode | _RESTART  # outputs go on as before

    # Actions

    def set_duty_cycles(self, values: "Sequence[int]", first: int = 0) -> None:
        """Set channels in a row in one transaction: they change together.

        :param values: a :attr:`PWMChannel.duty_cycle` for each, 1 to 16 of them
        :param first: the channel that ``values[0]`` is for
        :raises ValueError: a value is out of range, or there are more than channels
        :raises IndexError: there is no channel ``first``
        """
        first = _channel(first)
        if not 0 < len(values) <= _CHANNELS - first:
            raise ValueError(f"must be 1 to {_CHANNELS - first} values")
        place = 1
        for value in values:
            self._put_duty(place, value)
            place += 4
        self._write(_LED0 + 4 * first, place - 1)

    def reset(self) -> None:
        """Wake the chip, and have it answer at no other address. Outputs stay as they are."""
        self.mode1_reg = _AI
        time.sleep(_START_S)

    def deinit(self) -> None:
        """Stop using the chip. Outputs stay as they are."""
        self.reset()

    def __enter__(self) -> "PCA9685":
        return self

    def __exit__(self, exception_type: object, exception_value: object, traceback: object) -> None:
        self.deinit()

    # Helpers

    def _put_duty(self, place: int, value: int) -> None:
        """Put a channel's registers for a duty cycle into the buffer."""
        if not 0 <= value <= 0xFFFF:
            raise ValueError("must be 0 to 65535")
        if value == 0xFFFF:
            self._put(place, _FULL, 0)
        elif value < 16:  # ON and OFF must not be the same (7.3.3)
            self._put(place, 0, _FULL)
        else:
            self._put(place, 0, value >> 4)

    def _put(self, place: int, on: int, off: int) -> None:
        buffer = self._buffer
        buffer[place] = on & 0xFF
        buffer[place + 1] = on >> 8
        buffer[place + 2] = off & 0xFF
        buffer[place + 3] = off >> 8

    def _read(self, register: int, length: int) -> bytearray:
        buffer = self._buffer
        buffer[0] = register
        with self.i2c_device as i2c:
            i2c.write_then_readinto(buffer, buffer, out_end=1, in_start=1, in_end=1 + length)
        return buffer

    def _write(self, register: int, length: int) -> None:
        buffer = self._buffer
        buffer[0] = register
        with self.i2c_device as i2c:
            i2c.write(buffer, end=1 + length)


def _channel(index: int) -> int:
    if not -_CHANNELS <= index < _CHANNELS:
        raise IndexError("must be 0 to 15")
    return index % _CHANNELS
