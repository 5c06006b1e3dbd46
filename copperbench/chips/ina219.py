# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The INA219 as its datasheet describes it (Texas Instruments, SBOS448G of December 2015).

    chip = bench.i2c.attach(chips.INA219())
    chip.current = 0.25  # A, from IN+ to IN-
    chip.bus_voltage = 12.0  # V, from IN- to ground
    chip.shunt_resistance = 0.1  # ohm

Written from the datasheet alone; sections below are its own. A cycle converts the shunt's
voltage, then the bus voltage, and then multiplies; conversions take the typical times.
Where the datasheet leaves open what happens, this chip does the following:

* A conversion gives the voltage at its end: averaging takes its time, and smooths nothing.
* All resolutions have steps of 10 µV and 4 mV; fewer bits are only faster.
* A write to CONFIG with a converting mode begins a new cycle, in the continuous modes, too.
* CALIBRATION counts from the next multiplication on.
* In the modes that convert one voltage only, the other register keeps its last one, and
  the multiplication uses it.
* POWER has no sign: it is of the current's magnitude. A product that does not fit sets OVF, and the
  register holds the nearest value that it can.

Not modelled: accuracy, the input filter, and the high-speed mode of the bus.
"""

from copperbench.chip import READ_ONLY, Register, WordRegisterChip

CONFIG = 0x00
SHUNT_VOLTAGE = 0x01
BUS_VOLTAGE = 0x02
POWER = 0x03
CURRENT = 0x04
CALIBRATION = 0x05

RST = 0x8000
BRNG = 0x2000
CNVR = 0x0002
OVF = 0x0001

SHUNT_STEP = 0.00001  # V (8.6.3.1)
BUS_STEP = 0.004  # V (8.6.3.2)
SHUNT_MOST = 4000  # steps at PG = 0; each next PG doubles it (table 7)
BUS_MOST = (4000, 8000)  # steps, by BRNG
SHUNT_ONLY, BUS_ONLY, CONTINUOUS = 1, 2, 4  # bits of MODE (table 6); all conversions off: 0 and 4

CONVERSION_US = (84, 148, 276, 532)  # 9 to 12 bits (table 5)
AVERAGED_US = (532, 1060, 2130, 4260, 8510, 17020, 34050, 68100)  # 1 to 128 samples


def conversion_us(code):
    """Return how long a conversion takes by the four bits of BADC or SADC."""
    return AVERAGED_US[code & 7] if code & 8 else CONVERSION_US[code & 3]


class INA219(WordRegisterChip):
    """An INA219 and the shunt between its inputs.

    :param address: 0x40 to 0x4F, by what A1 and A0 are connected to (table 1)
    """

    name = "INA219"
    max_frequency = 400000
    REGISTERS = (
        Register(CONFIG, "CONFIG", width=2, mask=0xBFFF, reset=0x399F, self_clearing=RST),
        Register(SHUNT_VOLTAGE, "SHUNT VOLTAGE", READ_ONLY, width=2),
        Register(BUS_VOLTAGE, "BUS VOLTAGE", READ_ONLY, width=2),
        Register(POWER, "POWER", READ_ONLY, width=2),
        Register(CURRENT, "CURRENT", READ_ONLY, width=2),
        Register(CALIBRATION, "CALIBRATION", width=2, mask=0xFFFE),  # FS0 is void (8.6.4.1)
    )

    def __init__(self, address=0x40):
        if not 0x40 <= address <= 0x4F:
            raise ValueError("an INA219 has address 0x40 to 0x4f")
        self._current = 0.0
        self._shunt_resistance = 0.1
        self._bus_voltage = 0.0
        self._shunt_steps = self._bus_steps = 0  # of the world's voltages, before any limit
        super().__init__(address)

    # The world

    @property
    def current(self):
        """The current through the shunt, in A, from IN+ to IN-."""
        return self._current

    @current.setter
    def current(self, amperes):
        self._look()
        self._current = amperes
        self._shunt_steps = round(self.shunt_voltage / SHUNT_STEP)

    @property
    def shunt_resistance(self):
        """Of the shunt between IN+ and IN-, in ohm."""
        return self._shunt_resistance

    @shunt_resistance.setter
    def shunt_resistance(self, ohm):
        if ohm <= 0:
            raise ValueError("shunt_resistance must be above 0 ohm")
        self._look()
        self._shunt_resistance = ohm
        self._shunt_steps = round(self.shunt_voltage / SHUNT_STEP)

    @property
    def shunt_voltage(self):
        """The voltage across the shunt, in V."""
        return self._current * self._shunt_resistance

    @property
    def bus_voltage(self):
        """The voltage from IN- to ground, in V, 0 to 26."""
        return self._bus_voltage

    @bus_voltage.setter
    def bus_voltage(self, volts):
        if not -0.3 <= volts <= 26:
            raise ValueError("bus_voltage must be -0.3 to 26 V (absolute maximum)")
        self._look()
        self._bus_voltage = volts
        self._bus_steps = round(volts / BUS_STEP)

    def power_up(self):
        """Begin to convert, as the reset value of CONFIG tells."""
        super().power_up()
        self._begin()

    # The bus

    def start(self, read):
        """Bring the conversions up to now, before a register changes what they do."""
        self._look()
        return super().start(read)

    def reading(self, address):
        """Bring the conversions up to now; a look at POWER clears CNVR."""
        self._look()
        if address == POWER:
            self.values[BUS_VOLTAGE] &= ~CNVR

    def written(self, address, value):
        """Begin a new cycle, or start anew."""
        if address != CONFIG:
            return
        if value & RST:
            self.power_up()
        elif value & (SHUNT_ONLY | BUS_ONLY):
            self.values[BUS_VOLTAGE] &= ~CNVR
            self._begin()
        else:
            self._mode = 0

    # Conversions, in whole numbers: on the VM a float would be garbage

    def _begin(self):
        config = self.values[CONFIG]
        self._mode = config & 7
        self._shunt_us = conversion_us(config >> 3 & 0x0F) if config & SHUNT_ONLY else 0
        self._bus_us = conversion_us(config >> 7 & 0x0F) if config & BUS_ONLY else 0
        self._begun_us = self.now_us
        self._shunt_done = self._done = 0  # how many of each since the cycle began

    def _look(self):
        """Do what was done since the last look: conversions whose end has come."""
        if not self._mode:
            return
        since = self.now_us - self._begun_us
        whole = self._shunt_us + self._bus_us
        done = since // whole
        shunt_done = (since + self._bus_us) // whole
        if not self._mode & CONTINUOUS:
            done = min(done, 1)
            shunt_done = min(shunt_done, 1)
        if shunt_done > self._shunt_done:
            self._shunt_done = shunt_done
            if self._shunt_us:
                self._convert_shunt()
        if done > self._done:
            self._done = done
            if self._bus_us:
                self._convert_bus()
            self._multiply()

    def _convert_shunt(self):
        most = SHUNT_MOST << (self.values[CONFIG] >> 11 & 3)
        self.values[SHUNT_VOLTAGE] = min(max(self._shunt_steps, -most), most) & 0xFFFF

    def _convert_bus(self):
        most = BUS_MOST[1 if self.values[CONFIG] & BRNG else 0]
        self.values[BUS_VOLTAGE] = min(max(self._bus_steps, 0), most) << 3

    def _multiply(self):
        """Work out CURRENT and POWER (8.5.2), and tell that all is there."""
        values = self.values
        shunt = values[SHUNT_VOLTAGE]
        if shunt & 0x8000:
            shunt -= 0x10000
        magnitude = abs(shunt) * values[CALIBRATION] // 4096
        flags = CNVR
        if magnitude > 0x7FFF:
            magnitude = 0x7FFF
            flags |= OVF
        power = magnitude * (values[BUS_VOLTAGE] >> 3) // 5000
        if power > 0xFFFF:
            power = 0xFFFF
            flags |= OVF
        values[CURRENT] = (-magnitude if shunt < 0 else magnitude) & 0xFFFF
        values[POWER] = power
        values[BUS_VOLTAGE] = values[BUS_VOLTAGE] & 0xFFF8 | flags
