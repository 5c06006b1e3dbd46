# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The ADS1115 as its datasheet describes it (Texas Instruments, SBAS444D of January 2018).

    chip = bench.i2c.attach(chips.ADS1115())
    chip.a0 = 1.25  # V at AIN0, and so on to a3

Written from the datasheet alone. Conversions take the nominal time of the data rate, and
give the voltage at their end. Where the datasheet leaves open what happens, this chip does
the following:

* A conversion in single-shot mode begins 25 µs after the write that asks for it.
* Settings written while a conversion runs count from the next one on, and a start that is
  asked for meanwhile is none (figure 7 has OS without effect then).
* Voltages are rounded to the nearest step.
* The ALERT/RDY pin, :attr:`ADS1115.alert`, is looked at, not wired. It pulses for nothing in
  continuous mode when it tells of conversions; reading the conversion releases its latch.

Not modelled: accuracy, the input's impedance, the answer to the SMBus's alert address, the
general call, the high-speed mode of the bus.
"""

from copperbench.chip import READ_ONLY, Register, WordRegisterChip

CONVERSION = 0x00
CONFIG = 0x01
LO_THRESH = 0x02
HI_THRESH = 0x03

OS = 0x8000
MODE = 0x0100  # single-shot
COMP_MODE = 0x0010  # window
COMP_POL = 0x0008  # active high
COMP_LAT = 0x0004

INPUTS = ((0, 1), (0, 3), (1, 3), (2, 3), (0, None), (1, None), (2, None), (3, None))  # by MUX
FULL_SCALE_NV = (  # by PGA, in nV
    6144000000,
    4096000000,
    2048000000,
    1024000000,
    512000000,
    256000000,
    256000000,
    256000000,
)
WAKE_UP_US = 25
QUEUE = (1, 2, 4, 0)  # conversions, by COMP_QUE; 0 is off


class ADS1115(WordRegisterChip):
    """An ADS1115 with voltages at its four inputs.

    :param address: 0x48 to 0x4B, by what ADDR is connected to
    :param supply: in V, 2 to 5.5
    """

    name = "ADS1115"
    max_frequency = 400000
    RATES = (8, 16, 32, 64, 128, 250, 475, 860)  #: samples a second, by DR
    BITS = 16
    REGISTERS = (
        Register(CONVERSION, "CONVERSION", READ_ONLY, width=2),
        Register(CONFIG, "CONFIG", width=2, mask=0x7FFF, reset=0x8583),
        Register(LO_THRESH, "LO_THRESH", width=2, reset=0x8000),
        Register(HI_THRESH, "HI_THRESH", width=2, reset=0x7FFF),
    )

    def __init__(self, address=0x48, supply=5.0):
        if not 0x48 <= address <= 0x4B:
            raise ValueError(f"an {self.name} has address 0x48 to 0x4b")
        if not 2.0 <= supply <= 5.5:
            raise ValueError(f"an {self.name} has a supply of 2 V to 5.5 V")
        self.supply = supply
        self._nanovolts = [0, 0, 0, 0]
        super().__init__(address)

    # The world

    def volts(self, index):
        """Return the voltage at an input, in V to ground."""
        return self._nanovolts[index] / 1000000000

    def set_volts(self, index, volts):
        """Set the voltage at an input, in V to ground.

        :raises ValueError: the chip does not stand it
        """
        if not -0.3 <= volts <= self.supply + 0.3:
            raise ValueError(f"a{index} must be -0.3 to {self.supply + 0.3:g} V")
        self._look()
        self._nanovolts[index] = round(volts * 1000000000)

    a0 = property(lambda self: self.volts(0), lambda self, volts: self.set_volts(0, volts))
    a1 = property(lambda self: self.volts(1), lambda self, volts: self.set_volts(1, volts))
    a2 = property(lambda self: self.volts(2), lambda self, volts: self.set_volts(2, volts))
    a3 = property(lambda self: self.volts(3), lambda self, volts: self.set_volts(3, volts))

    @property
    def alert(self):
        """The level of the ALERT/RDY pin, which a resistor pulls high where nothing else does."""
        self._look()
        config = self.values[CONFIG]
        if not QUEUE[config & 3]:
            return True
        if self._tells_ready():
            active = bool(config & MODE) and self._ends_us < 0
        else:
            active = self._asserted
        return active == bool(config & COMP_POL)

    def power_up(self):
        """Sleep, with nothing converted."""
        super().power_up()
        self._ends_us = -1  # when the conversion that runs does, if one does
        self._running = 0  # the CONFIG that it runs by
        self._exceeding = 0  # conversions in a row that are beyond the thresholds
        self._asserted = False

    # The bus

    def reading(self, address):
        """Bring conversions up to now."""
        self._look()
        if address == CONFIG:
            idle = self._ends_us < 0
            self.values[CONFIG] = self.values[CONFIG] & 0x7FFF | (OS if idle else 0)
        elif address == CONVERSION:
            self._asserted = self._asserted and self._exceeding > 0

    def written(self, address, value):
        """Begin what CONFIG asks for."""
        if address != CONFIG:
            return
        new = self.values[CONFIG]
        self.values[CONFIG] = self._previous
        self._look()  # what ended before now did so by the settings of then
        self.values[CONFIG] = new
        if not QUEUE[new & 3]:
            self._exceeding = 0
            self._asserted = False
        if self._ends_us < 0 and (value & OS or not new & MODE):
            self._running = new
            self._ends_us = self.now_us + self._period_us(new)
            if new & MODE:
                self._ends_us += WAKE_UP_US

    def _write_word(self, register, value):
        self._previous = self.values[CONFIG]
        super()._write_word(register, value)

    # Conversions, in whole numbers: on the VM a float would be garbage

    def _period_us(self, config):
        rate = self.RATES[config >> 5 & 7]
        return (1000000 + rate - 1) // rate

    def _look(self):
        """Do what was done since the last look: conversions whose end has come."""
        now = self.now_us
        if self._ends_us < 0 or now < self._ends_us:
            return
        self._convert(self._running, 1)
        config = self.values[CONFIG]
        if config & MODE:
            self._ends_us = -1
            return
        self._running = config
        period = self._period_us(config)
        more = (now - self._ends_us) // period
        self._ends_us += (more + 1) * period
        if more:
            self._convert(config, more)

    def _convert(self, config, times):
        positive, negative = INPUTS[config >> 12 & 7]
        nanovolts = self._nanovolts[positive]
        if negative is not None:
            nanovolts -= self._nanovolts[negative]
        full_scale = FULL_SCALE_NV[config >> 9 & 7]
        most = 1 << self.BITS - 1
        steps = (2 * nanovolts * most + full_scale) // (2 * full_scale)
        steps = min(max(steps, -most), most - 1)
        value = steps << 16 - self.BITS
        self.values[CONVERSION] = value & 0xFFFF
        self._compare(value, times)

    def _compare(self, value, times):
        config = self.values[CONFIG]
        queue = QUEUE[config & 3]
        if not queue or self._tells_ready():
            return
        low = _signed(self.values[LO_THRESH])
        high = _signed(self.values[HI_THRESH])
        window = config & COMP_MODE
        if value > high or (window and value < low):
            self._exceeding += times
            if self._exceeding >= queue:
                self._asserted = True
            return
        self._exceeding = 0
        if not config & COMP_LAT and (window or value < low):
            self._asserted = False

    def _tells_ready(self):
        return self.values[HI_THRESH] & 0x8000 and not self.values[LO_THRESH] & 0x8000


def _signed(word):
    return word - 0x10000 if word & 0x8000 else word
