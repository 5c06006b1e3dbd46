# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The LIS3DH as ST describes it (DS6839 rev. 5 of 2016; AN3308), on I2C or on SPI.

    chip = bench.i2c.attach(chips.LIS3DH())  # or bench.spi.attach(chips.LIS3DH(), cs="D5")
    chip.acceleration = (0, 0, 9.80665)  # m/s²: at rest, lying flat
    chip.adc1 = 1.2  # V
    chip.tap("z", 30.0)  # m/s²

Written from these alone; sections and tables are the datasheet's. Where it leaves open what
happens, this chip does the following:

* The first sample comes after 7 periods of the data rate in the high-resolution and normal
  modes, and after 1 in low power (table 17 tells so of 1/ODR and 7/ODR).
* All modes round to their own step and clip at 12, 10 or 8 bits.
* A write to the data rate begins a period anew.
* The converters have 32512 at 0.9 V and -32512 at 1.8 V, evenly between: the datasheet
  gives only the range, and this is what Adafruit measured at its board.
* :meth:`LIS3DH.tap` is a pulse of its own, shorter than TIME_LIMIT and over at once: it does
  not show in the acceleration.
* A tap that is not latched shows for as long as TIME_LATENCY lasts.

The pin ``int1``, where it is wired, follows I1_CLICK. Not modelled: the FIFO, the high-pass
filter, self-test, the inertial interrupts, INT2, 3-wire SPI, big-endian data, what the
temperature changes.
"""

from copperbench.chip import READ_ONLY, READ_WRITE, Register
from copperbench.chip_spi import BothRegisterChip

OUT_ADC1_L = 0x08
WHO_AM_I = 0x0F
TEMP_CFG = 0x1F
CTRL1 = 0x20
CTRL3 = 0x22
CTRL4 = 0x23
CTRL5 = 0x24
STATUS = 0x27
OUT_X_L = 0x28
OUT_Z_H = 0x2D
CLICK_CFG = 0x38
CLICK_SRC = 0x39
CLICK_THS = 0x3A
TIME_LATENCY = 0x3C
TIME_WINDOW = 0x3D

LPEN = 0x08  # CTRL1
I1_CLICK = 0x80  # CTRL3
HR = 0x08  # CTRL4
BOOT = 0x80  # CTRL5
ADC_EN, TEMP_EN = 0x80, 0x40  # TEMP_CFG
ZYXDA, ZYXOR = 0x0F, 0xF0  # STATUS, with those of each axis
CLICK_IA, CLICK_DOUBLE, CLICK_SINGLE = 0x40, 0x20, 0x10  # CLICK_SRC

STANDARD_GRAVITY = 9.80665  # m/s²
STEPS = (16000, 8000, 4000, 4000 / 3)  # per g of a left-aligned word, by FS (table 4)
RATES = (0, 1, 10, 25, 50, 100, 200, 400, 1600, 1344)  # Hz, by ODR (table 31)
FASTEST = 5376  # Hz, of ODR 9 in low power
BOOT_US = 5000
AXES = "xyz"


class LIS3DH(BothRegisterChip):
    """An LIS3DH.

    :param address: on I2C: 0x18, or 0x19 with SA0 high
    """

    name = "LIS3DH"
    PINS = ("int1",)
    I2C_MAX_FREQUENCY = 400000
    SPI_MAX_FREQUENCY = 10000000
    INCREMENT_BIT = 0x80
    MULTIPLE_BIT = 0x40
    ADDRESS_MASK = 0x3F
    SIZE = 64
    REGISTERS = (
        Register(0x07, "STATUS_REG_AUX", READ_ONLY),
        Register(OUT_ADC1_L, "OUT_ADC", READ_ONLY, width=6),
        Register(WHO_AM_I, "WHO_AM_I", READ_ONLY, reset=0x33),
        Register(0x1E, "CTRL_REG0", reset=0x10),
        Register(TEMP_CFG, "TEMP_CFG_REG", mask=0xC0),
        Register(CTRL1, "CTRL_REG1", reset=0x07),
        Register(0x21, "CTRL_REG2"),
        Register(CTRL3, "CTRL_REG3", mask=0xF6),
        Register(CTRL4, "CTRL_REG4"),
        Register(CTRL5, "CTRL_REG5", mask=0xCF),
        Register(0x25, "CTRL_REG6", mask=0xFA),
        Register(0x26, "REFERENCE"),
        Register(STATUS, "STATUS_REG", READ_ONLY),
        Register(OUT_X_L, "OUT", READ_ONLY, width=6),
        Register(0x2E, "FIFO_CTRL_REG"),
        Register(0x2F, "FIFO_SRC_REG", READ_ONLY, reset=0x20),
        Register(0x30, "INT1_CFG"),
        Register(0x31, "INT1_SRC", READ_ONLY),
        Register(0x32, "INT1_THS", READ_WRITE, mask=0x7F),
        Register(0x33, "INT1_DURATION", READ_WRITE, mask=0x7F),
        Register(0x34, "INT2_CFG"),
        Register(0x35, "INT2_SRC", READ_ONLY),
        Register(0x36, "INT2_THS", READ_WRITE, mask=0x7F),
        Register(0x37, "INT2_DURATION", READ_WRITE, mask=0x7F),
        Register(CLICK_CFG, "CLICK_CFG", mask=0x3F),
        Register(CLICK_SRC, "CLICK_SRC", READ_ONLY),
        Register(CLICK_THS, "CLICK_THS"),
        Register(0x3B, "TIME_LIMIT", mask=0x7F),
        Register(TIME_LATENCY, "TIME_LATENCY"),
        Register(TIME_WINDOW, "TIME_WINDOW"),
        Register(0x3E, "ACT_THS", mask=0x7F),
        Register(0x3F, "ACT_DUR"),
    )

    def __init__(self, address=0x18):
        if address not in (0x18, 0x19):
            raise ValueError("an LIS3DH has address 0x18 or 0x19")
        self._acceleration = (0.0, 0.0, STANDARD_GRAVITY)
        self._volts = [1.35, 1.35, 1.35]
        self._steps = bytearray(6)  # of the acceleration as it is, in the order of the registers
        self._adc_steps = bytearray(6)  # and of the voltages
        super().__init__(address)

    # The world

    @property
    def acceleration(self):
        """Along X, Y and Z, in m/s², as the chip feels it: lying flat, it is 9.8 m/s² along Z."""
        return self._acceleration

    @acceleration.setter
    def acceleration(self, value):
        x, y, z = value
        self._look()
        self._acceleration = (x, y, z)
        self._work_out()

    adc1 = property(lambda self: self._volts[0], lambda self, volts: self._set_volts(0, volts))
    adc2 = property(lambda self: self._volts[1], lambda self, volts: self._set_volts(1, volts))
    adc3 = property(lambda self: self._volts[2], lambda self, volts: self._set_volts(2, volts))

    def _set_volts(self, index, volts):
        self._look()
        self._volts[index] = volts
        value = round((1.35 - volts) / 0.9 * 65024)
        value = min(max(value, -32768), 32704) & ~0x3F  # 10 bits, to the left
        self._adc_steps[2 * index] = value & 0xFF
        self._adc_steps[2 * index + 1] = value >> 8 & 0xFF

    def tap(self, axis="z", strength=40.0):
        """Knock at the chip: a pulse of so many m/s² along an axis; below 0, to the other side."""
        self._look()
        memory = self.memory
        index = AXES.index(axis)
        step = (16, 32, 62, 186)[memory[CTRL4] >> 4 & 3] / 1000 * STANDARD_GRAVITY  # table 74
        now = self.now_us
        wanted = memory[CLICK_CFG] >> 2 * index & 3
        if not self._rate() or abs(strength) <= (memory[CLICK_THS] & 0x7F) * step:
            return
        since = (now - self._tapped_us) * self._rate() / 1000000  # periods
        self._tapped_us = now
        told = 0
        if wanted & 1:
            told = CLICK_SINGLE
        latency = memory[TIME_LATENCY]
        if wanted & 2 and latency <= since <= latency + memory[TIME_WINDOW]:
            told |= CLICK_DOUBLE
            self._tapped_us = -1000000000  # a third tap is the first of the next two
        if told:
            sign = 0x08 if strength < 0 else 0
            memory[CLICK_SRC] = CLICK_IA | told | sign | 1 << index
            self._told_us = now
            self._show()

    @property
    def knock(self):
        """Setting it is a :meth:`tap` along Z of so many m/s², for a wiring's values over time."""
        return 0.0

    @knock.setter
    def knock(self, strength):
        self.tap("z", strength)

    def power_up(self):
        """Power down, as the reset values have it."""
        super().power_up()
        self._boot_us = 0  # until when the chip loads its trimming
        self._tapped_us = -1000000000  # the last tap that may be the first of two
        self._told_us = 0
        self._begin()
        self._work_out()
        self._show()

    # The bus

    def start(self, read):
        """Bring the registers up to now."""
        self._look()
        return super().start(read)

    def selected(self):
        """Bring the registers up to now."""
        self._look()
        super().selected()

    def give(self):
        """Return a register's byte, and do what reading it does."""
        pointer = self.pointer
        value = super().give()
        memory = self.memory
        if OUT_X_L <= pointer <= OUT_Z_H:
            if pointer & 1:  # the high byte of an axis
                memory[STATUS] &= ~(0x11 << (pointer - OUT_X_L >> 1)) & 0xFF
                if not memory[STATUS] & 0x07:
                    memory[STATUS] &= 0x70
        elif pointer == CLICK_SRC:
            memory[CLICK_SRC] = 0
            self._show()
        return value

    def written(self, address, value):
        """Take a setting."""
        if address == CTRL1:
            self._begin()
        if address in (CTRL1, CTRL4):
            self._work_out()
        elif address == CTRL5 and value & BOOT:
            self._boot_us = self.now_us + BOOT_US
        elif address == CTRL3:
            self._show()

    def _show(self):
        """Set the pin INT1."""
        line = self.lines.get("int1")
        if line is not None:
            line.value = bool(self.memory[CTRL3] & I1_CLICK and self.memory[CLICK_SRC] & CLICK_IA)

    # Samples, in whole numbers: on the VM a float would be garbage

    def _begin(self):
        """Start to sample at a new rate."""
        rate = self._rate()
        self._due_us = -1
        if rate:
            periods = 1 if self.memory[CTRL1] & LPEN else 7
            self._due_us = self.now_us + periods * 1000000 // rate

    def _rate(self):
        code = self.memory[CTRL1] >> 4
        low_power = self.memory[CTRL1] & LPEN
        if code == 8 and not low_power:
            return 0  # there is no such rate but in low power (table 31)
        if code == 9 and low_power:
            return FASTEST
        return RATES[code] if code < len(RATES) else 0

    def _work_out(self):
        """Convert the world into steps. With floats, so not while a program reads."""
        memory = self.memory
        bits = 8 if memory[CTRL1] & LPEN else 12 if memory[CTRL4] & HR else 10
        step = 1 << 16 - bits
        most = 1 << bits - 1
        scale = STEPS[memory[CTRL4] >> 4 & 3] / STANDARD_GRAVITY / step
        for index in range(3):
            value = round(self._acceleration[index] * scale)
            if not memory[CTRL1] >> index & 1:
                value = 0
            value = min(max(value, -most), most - 1) * step
            self._steps[2 * index] = value & 0xFF
            self._steps[2 * index + 1] = value >> 8 & 0xFF

    def _look(self):
        """Sample, as often as the chip has done so since the last look."""
        memory = self.memory
        now = self.now_us
        if memory[CTRL5] & BOOT and now >= self._boot_us:
            memory[CTRL5] &= ~BOOT & 0xFF
        if memory[CLICK_SRC] and not memory[CLICK_THS] & 0x80:
            rate = self._rate()
            if rate and now - self._told_us > memory[TIME_LATENCY] * 1000000 // rate:
                memory[CLICK_SRC] = 0
                self._show()
        if self._due_us < 0 or now < self._due_us:
            return
        rate = self._rate()
        count = 1 + (now - self._due_us) * rate // 1000000
        self._due_us += count * 1000000 // rate
        if memory[STATUS] & 0x08 or count > 1:
            memory[STATUS] |= ZYXOR
        memory[STATUS] |= ZYXDA
        for index in range(6):
            memory[OUT_X_L + index] = self._steps[index]
            if memory[TEMP_CFG] & ADC_EN:
                hidden = index >= 4 and memory[TEMP_CFG] & TEMP_EN  # by the temperature
                memory[OUT_ADC1_L + index] = 0 if hidden else self._adc_steps[index]
