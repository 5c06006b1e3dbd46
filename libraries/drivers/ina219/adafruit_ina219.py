# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Texas Instruments INA219 current and power monitor, on I2C.

The current through a shunt resistor, in steps of 10 µV across it (0.1 mA at 0.1 Ω), in both
directions, and the voltage behind it, 0 V to 26 V in steps of 4 mV.

Datasheet: Texas Instruments INA219, SBOS448G, December 2015,
https://www.ti.com/lit/ds/symlink/ina219.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from copperhead_registers import Bits, Flag, I2CRegisters, Scaled

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from busio import I2C

# Registers, as the datasheet names them (table 4)
_CONFIGURATION = const(0x00)
_SHUNT_VOLTAGE = const(0x01)
_BUS_VOLTAGE = const(0x02)
_POWER = const(0x03)
_CURRENT = const(0x04)
_CALIBRATION = const(0x05)

# Values
_RST = const(0x8000)
_RESET_CONFIGURATION = const(0x399F)
_RANGE_16V_40MV = const(0x0000)
_RANGE_16V_80MV = const(0x0800)
_RANGE_16V_160MV = const(0x1000)
_RANGE_32V_40MV = const(0x2000)
_RANGE_32V_160MV = const(0x3000)
_RANGE_32V_320MV = const(0x3800)
_NEXT_GAIN = const(0x0800)
_BOTH_12_BIT_CONTINUOUS = const(0x019F)
_BOTH = const(0x3)
_CNVR = const(0x0002)


class BusVoltageRange:
    """Options for :attr:`INA219.bus_voltage_range`."""

    RANGE_16V = 0
    RANGE_32V = 1  # of which the chip stands 26 V


class Gain:
    """Options for :attr:`INA219.gain`: the voltage across the shunt at which readings end."""

    DIV_1_40MV = 0
    DIV_2_80MV = 1
    DIV_4_160MV = 2
    DIV_8_320MV = 3


class ADCResolution:
    """Options for :attr:`INA219.bus_adc_resolution` and :attr:`INA219.shunt_adc_resolution`."""

    ADCRES_9BIT_1S = 0x0  # 84 µs
    ADCRES_10BIT_1S = 0x1  # 148 µs
    ADCRES_11BIT_1S = 0x2  # 276 µs
    ADCRES_12BIT_1S = 0x3  # 532 µs
    ADCRES_12BIT_2S = 0x9  # 1.06 ms: the mean of 2 samples
    ADCRES_12BIT_4S = 0xA  # 2.13 ms
    ADCRES_12BIT_8S = 0xB  # 4.26 ms
    ADCRES_12BIT_16S = 0xC  # 8.51 ms
    ADCRES_12BIT_32S = 0xD  # 17.02 ms
    ADCRES_12BIT_64S = 0xE  # 34.05 ms
    ADCRES_12BIT_128S = 0xF  # 68.1 ms


class Mode:
    """Options for :attr:`INA219.mode`. Assigning a triggered one starts a conversion."""

    POWERDOWN = 0
    SVOLT_TRIGGERED = 1
    BVOLT_TRIGGERED = 2
    SANDBVOLT_TRIGGERED = 3
    ADCOFF = 4
    SVOLT_CONTINUOUS = 5
    BVOLT_CONTINUOUS = 6
    SANDBVOLT_CONTINUOUS = 7


class INA219(I2CRegisters):
    """An INA219 with a shunt of 0.1 Ω, set up for 32 V and 3.2 A; see :meth:`set_calibration`.

    :param i2c_bus: the bus that the chip is on
    :param addr: 0x40 to 0x4F, by the pins A0 and A1
    :raises ValueError: nothing answers at ``addr``
    """

    _width = 2

    # Fields

    #: Assigning ``True`` starts the chip anew, with its own settings: call a
    #: ``set_calibration…`` after it.
    reset = Flag(_CONFIGURATION, _RST)

    #: Up to where the bus voltage is read, a :class:`BusVoltageRange`.
    bus_voltage_range = Bits(_CONFIGURATION, 0x2000)

    #: Up to where the shunt's voltage is read, a :class:`Gain`.
    gain = Bits(_CONFIGURATION, 0x1800)

    #: Bits or samples, and so time, for the bus voltage, an :class:`ADCResolution`.
    bus_adc_resolution = Bits(_CONFIGURATION, 0x0780)

    #: Bits or samples, and so time, for the shunt's voltage, an :class:`ADCResolution`.
    shunt_adc_resolution = Bits(_CONFIGURATION, 0x0078)

    #: What is converted and when, a :class:`Mode`.
    mode = Bits(_CONFIGURATION, 0x0007)

    #: The voltage across the shunt, -32000 to 32000 steps of 10 µV. Read-only.
    raw_shunt_voltage = Bits(_SHUNT_VOLTAGE, 0xFFFF, signed=True, writable=False)

    #: The voltage across the shunt, from IN+ to IN-, -0.32 V to 0.32 V. Read-only.
    shunt_voltage = Scaled(_SHUNT_VOLTAGE, 0xFFFF, signed=True, steps=100000, writable=False)

    #: The voltage from IN- to ground, 0 to 8000 steps of 4 mV. Read-only.
    raw_bus_voltage = Bits(_BUS_VOLTAGE, 0xFFF8, writable=False)

    #: The voltage behind the shunt, from IN- to ground, 0 V to 32 V. Read-only.
    bus_voltage = Scaled(_BUS_VOLTAGE, 0xFFF8, steps=250, writable=False)

    #: Whether all conversions and multiplications of a cycle are done. Read-only;
    #: reading :attr:`raw_power` and assigning :attr:`mode` clear it.
    conversion_ready = Flag(_BUS_VOLTAGE, _CNVR, writable=False)

    #: Whether :attr:`raw_current` or :attr:`raw_power` do not fit. Read-only;
    #: :attr:`current` and :attr:`power` always do.
    overflow = Flag(_BUS_VOLTAGE, 0x0001, writable=False)

    #: The chip's own product of :attr:`raw_current` and :attr:`raw_bus_voltage`. Read-only.
    raw_power = Bits(_POWER, 0xFFFF, writable=False)

    #: The chip's own product of :attr:`raw_shunt_voltage` and :attr:`calibration`. Read-only;
    #: 0 once the chip has lost its supply, until :attr:`calibration` is set again.
    raw_current = Bits(_CURRENT, 0xFFFF, signed=True, writable=False)

    _factor = Bits(_CALIBRATION, 0xFFFF)

    def __init__(self, i2c_bus: "I2C", addr: int = 0x40) -> None:
        I2CRegisters.__init__(self, i2c_bus, addr)
        self.i2c_addr = addr
        self.set_calibration_32V_2A()

    # Measurements

    @property
    def current(self) -> float:
        """The current through the shunt, from IN+ to IN-, in mA.

        It is worked out from the shunt's voltage, so it neither overflows nor is it lost
        with the chip's calibration.
        """
        return self.raw_shunt_voltage * self._step

    @property
    def power(self) -> float:
        """The power that the load takes, in W; below 0 while the current is."""
        return self.raw_shunt_voltage * self.raw_bus_voltage * self._watts

    def measure(self) -> "tuple[float, float, float]":
        """Read voltage, current and power in one go.

        In the mode ``SANDBVOLT_TRIGGERED`` it starts a conversion and waits for it, so
        that all three belong together. In ``SANDBVOLT_CONTINUOUS`` it takes the newest
        conversion of each voltage.

        :return: :attr:`bus_voltage` in V, :attr:`current` in mA and :attr:`power` in W
        :raises RuntimeError: the mode does not convert both voltages
        :raises TimeoutError: the conversion did not end in four times its time
        """
        mode = self.mode
        if mode & _BOTH != _BOTH:
            raise RuntimeError("must convert both")
        bus = self._convert() if mode == _BOTH else self.raw_bus_voltage
        shunt = self.raw_shunt_voltage
        return bus / 250, shunt * self._step, shunt * bus * self._watts

    # Settings

    @property
    def calibration(self) -> int:
        """What the chip multiplies the shunt's voltage by, 0 to 65534, even.

        It is not read from the chip. One percent more is one percent more of :attr:`current`
        and :attr:`power`.
        """
        return self._cal

    @calibration.setter
    def calibration(self, value: int) -> None:
        self._factor = value
        self._cal = value
        # A step of raw_shunt_voltage in mA; one of it and of raw_bus_voltage in W
        self._step = value / 4096 * self._lsb
        self._watts = self._step * 0.000004

    def set_calibration(self, max_current: float, shunt_resistance: float = 0.1) -> None:
        """Set all up for a shunt: 32 V, and the finest :attr:`gain` for the current.

        :param max_current: in A, above 0
        :param shunt_resistance: of the shunt, in Ω, above 0
        :raises ValueError: the shunt would have more than 320 mV, or a value is not above 0
        """
        millivolts = max_current * shunt_resistance * 999.999  # so that 0.4 A times 0.1 Ω is 40 mV
        if not (shunt_resistance > 0 < millivolts <= 320):
            raise ValueError("must be up to 0.32 V")
        ranges = _RANGE_32V_40MV
        while millivolts > 40:
            millivolts /= 2
            ranges += _NEXT_GAIN
        self._set(ranges, shunt_resistance)

    def set_calibration_32V_2A(self) -> None:  # noqa: N802  # upstream's name
        """Set up for 32 V and 3.2 A at a shunt of 0.1 Ω. New objects are set up so."""
        self._set(_RANGE_32V_320MV, 0.1)

    def set_calibration_32V_1A(self) -> None:  # noqa: N802
        """Set up for 32 V and 1.6 A at a shunt of 0.1 Ω."""
        self._set(_RANGE_32V_160MV, 0.1)

    def set_calibration_16V_400mA(self) -> None:  # noqa: N802
        """Set up for 16 V and 400 mA at a shunt of 0.1 Ω."""
        self._set(_RANGE_16V_40MV, 0.1)

    def set_calibration_16V_5A(self) -> None:  # noqa: N802
        """Set up for 16 V and 8 A at a shunt of 0.02 Ω."""
        self._set(_RANGE_16V_160MV, 0.02)

    def set_calibration_16V_80mA(self) -> None:  # noqa: N802
        """Set up for 16 V and 80 mA at a shunt of 1 Ω."""
        self._set(_RANGE_16V_80MV, 1)

    def set_calibration_16V_4mA(self) -> None:  # noqa: N802
        """Set up for 16 V and 4 mA at a shunt of 10 Ω."""
        self._set(_RANGE_16V_40MV, 10)

    # Helpers

    def _set(self, ranges: int, shunt_resistance: float) -> None:
        self._write_register(_CONFIGURATION, ranges | _BOTH_12_BIT_CONTINUOUS)
        # With 4096 the chip's step of current is that of its shunt voltage, so no gain overflows.
        self._lsb = 0.01 / shunt_resistance  # mA that a step of 10 µV is
        self.calibration = 4096

    def _write_register(self, register: int, value: int, mask: int = 0) -> None:
        I2CRegisters._write_register(self, register, value)
        if register == _CONFIGURATION:
            self._config = _RESET_CONFIGURATION if value & _RST else value

    def _read_register(self, register: int, mask: int = 0) -> int:
        # Kept, so that a setting that is read wrongly or was lost does not spoil the others.
        if register == _CONFIGURATION:
            return self._config
        return I2CRegisters._read_register(self, register)

    def _convert(self) -> int:
        """Convert both voltages, wait until that is done, and return :attr:`raw_bus_voltage`."""
        self.mode = _BOTH
        microseconds = 40
        for place in (7, 3):
            # 9 bits take 93 µs at the most, 12 bits 586 µs, and each sample as much (7.5, table 5)
            code = self._config >> place
            microseconds += 293 << (3 + (code & 0x7) if code & 0x8 else code & 0x3) >> 2
        for _ in range(4):
            time.sleep(microseconds / 1000000)
            bus = self._read_register(_BUS_VOLTAGE)
            if bus & _CNVR:
                return bus >> 3
        raise TimeoutError("no conversion in time")
