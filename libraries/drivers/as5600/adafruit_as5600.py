# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""ams AS5600 magnetic rotary position sensor, on I2C.

The angle of a magnet above the chip in 4096 steps a turn (0.088°), the strength
of the magnet, and the chip's settings: filters, hysteresis, low-power modes, what
the OUT pin shows, and a range narrower than the turn. The range can be burned into
the chip three times in its life, the other settings once.

Datasheet: ams AS5600, v1-06, 2018-Jun-20,
https://look.ams-osram.com/m/7059eac7531a86fd/original/AS5600-DS000365.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from copperhead_registers import Bits, Flag, I2CRegisters

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C

# Registers, as the datasheet names them (figure 21). CONF has its two bytes
# declared apart, so that setting a field moves one byte and not two.
_ZMCO = const(0x00)
_ZPOS = const(0x01)
_MPOS = const(0x03)
_MANG = const(0x05)
_CONF_H = const(0x07)
_CONF_L = const(0x08)
_STATUS = const(0x0B)
_RAW_ANGLE = const(0x0C)
_ANGLE = const(0x0E)
_AGC = const(0x1A)
_MAGNITUDE = const(0x1B)
_BURN = const(0xFF)

# Values
_MD = const(0x20)
_ML = const(0x10)
_MH = const(0x08)
_BURN_ANGLE = const(0x80)
_BURN_SETTING = const(0x40)

# Conversions
_NARROWEST = const(205)  # steps, as a range must be above 18° (page 21)

# Options for AS5600.power_mode: how often the chip measures (figure 6)
POWER_MODE_NOM = const(0)  # all the time
POWER_MODE_LPM1 = const(1)  # every 5 ms
POWER_MODE_LPM2 = const(2)  # every 20 ms
POWER_MODE_LPM3 = const(3)  # every 100 ms

# Options for AS5600.hysteresis
HYSTERESIS_OFF = const(0)
HYSTERESIS_1LSB = const(1)
HYSTERESIS_2LSB = const(2)
HYSTERESIS_3LSB = const(3)

# Options for AS5600.output_stage
OUTPUT_STAGE_ANALOG_FULL = const(0)  # 0 % to 100 % of the supply
OUTPUT_STAGE_ANALOG_REDUCED = const(1)  # 10 % to 90 %
OUTPUT_STAGE_DIGITAL_PWM = const(2)
OUTPUT_STAGE_RESERVED = const(3)

# Options for AS5600.pwm_frequency
PWM_FREQ_115HZ = const(0)
PWM_FREQ_230HZ = const(1)
PWM_FREQ_460HZ = const(2)
PWM_FREQ_920HZ = const(3)

# Options for AS5600.slow_filter: the more, the less noise, the later
SLOW_FILTER_16X = const(0)  # settles in 2.2 ms
SLOW_FILTER_8X = const(1)  # 1.1 ms
SLOW_FILTER_4X = const(2)  # 0.55 ms
SLOW_FILTER_2X = const(3)  # 0.286 ms

# Options for AS5600.fast_filter_threshold
FAST_FILTER_SLOW_ONLY = const(0)
FAST_FILTER_6LSB = const(1)
FAST_FILTER_7LSB = const(2)
FAST_FILTER_9LSB = const(3)
FAST_FILTER_18LSB = const(4)
FAST_FILTER_21LSB = const(5)
FAST_FILTER_24LSB = const(6)
FAST_FILTER_10LSB = const(7)

# What AS5600.magnet tells: MD, ML and MH of the STATUS register
MAGNET_ABSENT = const(0)
MAGNET_OK = const(0x20)
MAGNET_TOO_WEAK = const(0x30)
MAGNET_TOO_STRONG = const(0x28)


class AS5600(I2CRegisters):
    """An AS5600.

    Making it writes nothing: the chip keeps the settings that it has.

    :param i2c: the bus that the chip is on
    :param address: 0x36; the AS5600L has another
    :raises ValueError: nothing answers at ``address``
    """

    _burst = 5  # STATUS, RAW ANGLE and ANGLE

    # Fields

    #: How often the range was burned, 0 to 3. Read-only.
    zm_count = Bits(_ZMCO, 0x03, writable=False)

    #: Where the range starts, 0 to 4095 steps of the turn. A change of the range
    #: shows in :attr:`angle` a millisecond later.
    z_position = Bits(_ZPOS, 0x0FFF)

    #: Where the range stops, 0 to 4095 steps of the turn.
    m_position = Bits(_MPOS, 0x0FFF)

    #: How wide the range is, 0 to 4095 steps: another way to say where it stops.
    #: A range must be above 18° (204 steps).
    max_angle = Bits(_MANG, 0x0FFF)

    #: Whether the chip saves power (as in ``POWER_MODE_LPM3``) while the angle
    #: has stayed within 4 steps for a minute.
    watchdog = Flag(_CONF_H, 0x20)

    #: From how many steps on a move skips the slow filter, a ``FAST_FILTER_…``.
    fast_filter_threshold = Bits(_CONF_H, 0x1C)

    #: How much the angle is smoothed, a ``SLOW_FILTER_…``. The low-power modes
    #: always use ``SLOW_FILTER_16X``.
    slow_filter = Bits(_CONF_H, 0x03)

    #: Of the OUT pin's pulses, a ``PWM_FREQ_…``.
    pwm_frequency = Bits(_CONF_L, 0xC0)

    #: What the OUT pin shows, an ``OUTPUT_STAGE_…``.
    output_stage = Bits(_CONF_L, 0x30)

    #: How many steps the magnet must turn back before the angle follows, a ``HYSTERESIS_…``.
    hysteresis = Bits(_CONF_L, 0x0C)

    #: How often the chip measures, a ``POWER_MODE_…``.
    power_mode = Bits(_CONF_L, 0x03)

    #: Whether there is a magnet. Read-only; without one the angles mean nothing.
    magnet_detected = Flag(_STATUS, _MD, writable=False)

    #: Whether the magnet is too weak, or too far. Read-only.
    max_gain_overflow = Flag(_STATUS, _ML, writable=False)

    #: Whether the magnet is too strong, or too near. Read-only.
    min_gain_overflow = Flag(_STATUS, _MH, writable=False)

    #: Where the magnet stands in the turn, 0 to 4095 steps. Read-only.
    raw_angle = Bits(_RAW_ANGLE, 0x0FFF, writable=False)

    #: Where the magnet stands in the range, 0 to 4095 steps from its start, as
    #: long as those of the turn (datasheet, page 19; page 21 has them stretched to
    #: the range, which is so for the OUT pin). Read-only.
    angle = Bits(_ANGLE, 0x0FFF, writable=False)

    #: How much the chip amplifies the field, 0 to 255 at 5 V and 0 to 128 at 3.3 V.
    #: The magnet is at its best distance in the middle. Read-only.
    agc = Bits(_AGC, 0xFF, writable=False)

    #: The strength of the field after amplification, 0 to 4095. Read-only.
    magnitude = Bits(_MAGNITUDE, 0x0FFF, writable=False)

    def __init__(self, i2c: "I2C", address: int = 0x36) -> None:
        I2CRegisters.__init__(self, i2c, address)

    # Measurements

    @property
    def raw_degrees(self) -> float:
        """Where the magnet stands in the turn, 0° to 359.9°."""
        return self.raw_angle * 45 / 512

    @property
    def degrees(self) -> float:
        """Where the magnet stands in the range, 0° to 359.9° from its start; see :attr:`angle`."""
        return self.angle * 45 / 512

    @property
    def magnet(self) -> int:
        """Whether the magnet is fit to be measured, a ``MAGNET_…``: all of the status at once."""
        status = self._read_register(_STATUS)
        return status & (_MD | _ML | _MH) if status & _MD else MAGNET_ABSENT

    def sample(self) -> "tuple[int, int, int]":
        """Read all that belongs to one moment, in one transaction.

        :return: :attr:`magnet`, :attr:`raw_angle` and :attr:`angle`
        """
        buffer = self._read_burst(_STATUS, 5)
        status = buffer[1]
        return (
            status & (_MD | _ML | _MH) if status & _MD else MAGNET_ABSENT,
            (buffer[2] << 8 | buffer[3]) & 0x0FFF,
            (buffer[4] << 8 | buffer[5]) & 0x0FFF,
        )

    # Actions

    def burn_angle(self, permanently: bool = False) -> None:
        """Burn the range's start and stop into the chip, for every power-up.

        It can be done three times in the chip's life, and never undone. What is
        set and was never burned is lost, as by a power-up.

        :param permanently: that you mean it; must be ``True``
        :raises ValueError: ``permanently`` is not ``True``
        :raises RuntimeError: it was done three times, there is no magnet, the range
            is not above 18°, or the chip did not keep the range
        """
        stop = self.m_position
        steps = (stop - self.z_position) & 0x0FFF if stop else self.max_angle or 4096
        self._burn(_ZPOS, steps, permanently)

    def burn_settings(self, permanently: bool = False) -> None:
        """Burn :attr:`max_angle` and the settings into the chip, for every power-up.

        It can be done once in the chip's life, before :meth:`burn_angle`, and never
        undone. What is set and was never burned is lost, as by a power-up.

        :param permanently: that you mean it; must be ``True``
        :raises ValueError: ``permanently`` is not ``True``
        :raises RuntimeError: the range was burned before, :attr:`max_angle` is not
            above 18°, or the chip did not keep the settings
        """
        self._burn(_MANG, self.max_angle or 4096, permanently)

    # Helpers

    def _burn(self, register: int, steps: int, permanently: bool) -> None:
        """Burn the four bytes from ``register`` on, which make a range of ``steps``."""
        if permanently is not True:
            raise ValueError("must be permanently=True")
        if self.zm_count > (2 if register == _ZPOS else 0):
            raise RuntimeError("was burned before")
        if steps < _NARROWEST:
            raise RuntimeError("range must be above 18 degrees")
        if register == _ZPOS and not self.magnet_detected:
            raise RuntimeError("no magnet, which burning needs")
        wanted = self._read_burst(register, 4)[1:5]
        # The last three load what is burned (page 22)
        for step in (_BURN_ANGLE if register == _ZPOS else _BURN_SETTING, 0x01, 0x11, 0x10):
            self._write_register(_BURN, step)
            time.sleep(0.001)
        if self._read_burst(register, 4)[1:5] != wanted:
            raise RuntimeError("what was burned is not kept")
