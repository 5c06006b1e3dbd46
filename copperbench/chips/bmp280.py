# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The BMP280 as its datasheet describes it (Bosch Sensortec, BST-BMP280-DS001, revision 1.23).

    chip = bench.i2c.attach(chips.BMP280())  # or bench.spi.attach(chips.BMP280(), cs="D5")
    chip.temperature = 21.5  # °C
    chip.pressure = 1013.25  # hPa

Written from the datasheet alone; sections are its own. What the converters give is found from
the world by trying the datasheet's compensation formulas (8.1) on the codes. Conversions take
their longest times (3.8.1) and give the values at their end. Where the datasheet leaves open what
happens, this chip does the following:

* For 2 ms after a power-up or reset it refuses its address (on SPI ones are read), and for half a
  millisecond more it copies its calibration: im_update is 1, and the words read as zeros.
* A change of the mode while it measures waits for the end of the measurement. The last one counts:
  by the datasheet of the BME280 (3.3.1) further ones are ignored, but then Adafruit's example of
  the normal mode, which users run, would put the chip to sleep.
* A write to config in normal mode is ignored (it may be), unless a change of the mode is waiting.
* Without the filter a code has 16 bits and one more for each step of oversampling; the others
  are 0.

Not modelled: noise, accuracy, self-heating, 3-wire SPI.
"""

import struct

from copperbench.chip import READ_ONLY, Register
from copperbench.chip_spi import BothRegisterChip

CALIBRATION = 0x88
ID, RESET = 0xD0, 0xE0
STATUS, CTRL_MEAS, CONFIG = 0xF3, 0xF4, 0xF5
DATA = 0xF7

MEASURING, IM_UPDATE = 0x08, 0x01
SLEEP, NORMAL = 0, 3  # 1 and 2 are both forced
STANDBY_US = (500, 62500, 125000, 250000, 500000, 1000000, 2000000, 4000000)
SKIPPED = 0x80000

START_UP_US = 2000
COPYING_US = 500
CODES = 1 << 20  # of temperature and pressure
CYCLES = 200  # that are gone through one by one; after them a filter has settled


def nearest(code_of, target, codes):
    """Return the code below ``codes`` whose value is nearest to ``target``; values grow."""
    low, high = 0, codes - 1
    while low < high:
        middle = (low + high) // 2
        if code_of(middle) < target:
            low = middle + 1
        else:
            high = middle
    if low and target - code_of(low - 1) < code_of(low) - target:
        low -= 1
    return low


def samples(code):
    """Return how many samples an oversampling setting takes."""
    return 1 << min(code, 5) >> 1


class BMP280(BothRegisterChip):
    """A BMP280.

    :param address: 0x76 or 0x77, by the pin SDO
    :param chip_id: 0x58; samples had 0x56 and 0x57
    :param dig_t: the calibration of temperature, three words; those of the datasheet's example
    :param dig_p: that of pressure, nine words
    """

    name = "BMP280"
    I2C_MAX_FREQUENCY = 3400000
    SPI_MAX_FREQUENCY = 10000000
    STANDBY_US = STANDBY_US
    REGISTERS = (
        Register(CALIBRATION, "calib", READ_ONLY, width=24),
        Register(ID, "id", READ_ONLY, reset=0x58),
        Register(RESET, "reset", mask=0),
        Register(STATUS, "status", READ_ONLY),
        Register(CTRL_MEAS, "ctrl_meas"),
        Register(CONFIG, "config", mask=0xFD),
        Register(DATA, "press", READ_ONLY, width=3, reset=SKIPPED << 4),
        Register(DATA + 3, "temp", READ_ONLY, width=3, reset=SKIPPED << 4),
    )

    def __init__(
        self,
        address=0x77,
        chip_id=0x58,
        dig_t=(27504, 26435, -1000),
        dig_p=(36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000),
    ):
        if address not in (0x76, 0x77):
            raise ValueError(f"a {self.name} has address 0x76 or 0x77")
        self.chip_id = chip_id
        self.dig_t, self.dig_p = tuple(dig_t), tuple(dig_p)
        self._temperature, self._pressure = 25.0, 1013.25
        #: What the converters give: temperature, pressure, and humidity; tests may set them
        self.codes = [0, 0, 0]
        self._measuring = False
        self._loaded = True
        self._mode = SLEEP
        super().__init__(address)
        self._settle()
        self._world_changed()

    # The world

    @property
    def temperature(self):
        """The temperature in °C."""
        return self._temperature

    @temperature.setter
    def temperature(self, celsius):
        self._look()
        self._temperature = celsius
        self._world_changed()

    @property
    def pressure(self):
        """The pressure in hPa."""
        return self._pressure

    @pressure.setter
    def pressure(self, hectopascal):
        self._look()
        self._pressure = hectopascal
        self._world_changed()

    @property
    def mode(self):
        """What the chip does: 0 sleep, 1 a forced measurement, 3 measure again and again."""
        self._look()
        return self._mode

    def connect(self, bus):
        """Take the bus's clock; the chip has had its supply for a while."""
        super().connect(bus)
        self._settle()

    def power_up(self):
        """Start with registers as after a reset."""
        super().power_up()
        self.memory[ID] = self.chip_id
        self._mode = SLEEP
        self._next_mode = -1  # that was asked for while the chip measured
        self._measuring = False
        self._end_us = 0  # of the measurement
        self._begin_us = 0  # of the next one in normal mode
        self._filtered = [-1, -1]
        self._deaf_until_us = self.now_us + START_UP_US
        self._loaded = False
        self.memory[STATUS] = IM_UPDATE

    def _settle(self):
        self._deaf_until_us = self.now_us - COPYING_US
        self._look()

    def _calibrate(self):
        """Copy the calibration into its registers."""
        words = struct.pack("<HhhHhhhhhhhh", *(self.dig_t + self.dig_p))
        self.memory[CALIBRATION : CALIBRATION + 24] = words

    # The bus

    def start(self, read):
        """Acknowledge, unless the chip starts; data that are read are of this moment."""
        if self.now_us < self._deaf_until_us:
            return False
        self._look()
        return super().start(read)

    def selected(self):
        """Begin a transaction on SPI; data that are read are of this moment."""
        self._look()
        super().selected()

    def write(self, byte):
        """Take a register's number or its byte: they come in pairs (5.2.1)."""
        pointing = self._pointing
        taken = super().write(byte)
        if not pointing:
            self._pointing = 1
        return taken

    def exchange(self, byte):
        """Take and give a byte on SPI: written ones come in pairs (5.3.1)."""
        if self.now_us < self._deaf_until_us:
            return 0xFF
        first = self._spi_step == 0
        value = super().exchange(byte)
        if not first and not self._spi_reads:
            self._spi_step = 0
        return value

    def spi_address(self, bits):
        """Return the register: on SPI it has no top bit."""
        return bits | 0x80

    def take(self, byte):
        """Write a byte, unless the chip ignores it."""
        pointer = self.pointer
        if pointer == CONFIG and self._mode == NORMAL and self._next_mode < 0:
            return True
        if pointer == CTRL_MEAS:
            self._take_ctrl_meas(byte)
            return True
        return super().take(byte)

    def written(self, address, value):
        """Start anew, if that is what was written."""
        if address == RESET and value == 0xB6:
            self.power_up()

    def _take_ctrl_meas(self, value):
        if self._measuring:
            self._next_mode = value
        else:
            self.memory[CTRL_MEAS] = value
            self._set_mode(value & 3, self.now_us)

    # Measuring, in whole numbers: on the VM a float would be garbage

    def _set_mode(self, mode, us):
        self._mode = 1 if mode == 2 else mode
        if mode != SLEEP:
            self._begin(us)

    def _begin(self, us):
        self._measuring = True
        self._end_us = us + self._measuring_us()

    def _measuring_us(self):
        """Return how long a measurement takes (3.8.1, the formula of the BME280's 9.1)."""
        ctrl_meas = self.memory[CTRL_MEAS]
        pressure = samples(ctrl_meas >> 2 & 7)
        return 1250 + 2300 * (samples(ctrl_meas >> 5) + pressure) + (575 if pressure else 0)

    def _look(self):
        """Do what the chip has done since the last look."""
        now = self.now_us
        if not self._loaded and now >= self._deaf_until_us + COPYING_US:
            self._loaded = True
            self._calibrate()
        while True:
            if self._measuring:
                if now < self._end_us:
                    break
                self._finish()
            elif self._mode == NORMAL and now >= self._begin_us:
                self._skip_cycles(now)
                self._begin(self._begin_us)
            else:
                break
        self.memory[STATUS] = (MEASURING if self._measuring else 0) | (
            0 if self._loaded else IM_UPDATE
        )

    def _skip_cycles(self, now):
        cycle = self._measuring_us() + self.STANDBY_US[self.memory[CONFIG] >> 5]
        cycles = (now - self._begin_us) // cycle
        if cycles > CYCLES:
            self._begin_us += (cycles - CYCLES) * cycle

    def _finish(self):
        self._measuring = False
        self._convert()
        memory = self.memory
        if self._next_mode >= 0:
            memory[CTRL_MEAS] = self._next_mode
            self._next_mode = -1
            self._set_mode(memory[CTRL_MEAS] & 3, self._end_us)
        elif self._mode == NORMAL:
            self._begin_us = self._end_us + self.STANDBY_US[memory[CONFIG] >> 5]
        else:
            self._mode = SLEEP
            memory[CTRL_MEAS] &= 0xFC

    def _convert(self):
        """Put what the converters give into the registers of data."""
        ctrl_meas = self.memory[CTRL_MEAS]
        self._put(DATA, self._passed(1, ctrl_meas >> 2 & 7))
        self._put(DATA + 3, self._passed(0, ctrl_meas >> 5))

    def _put(self, address, code):
        self.memory[address] = code >> 12
        self.memory[address + 1] = code >> 4 & 0xFF
        self.memory[address + 2] = code << 4 & 0xF0

    def _passed(self, channel, oversampling):
        """Return the code of a channel as oversampling and filter leave it."""
        if not oversampling:
            return SKIPPED
        code = self.codes[channel]
        filtering = min(self.memory[CONFIG] >> 2 & 7, 4)
        if not filtering:
            self._filtered[channel] = -1
            lost = max(5 - oversampling, 0)
            return code >> lost << lost
        before = self._filtered[channel]
        if before >= 0:
            code = (before * ((1 << filtering) - 1) + code) >> filtering
        self._filtered[channel] = code
        return code

    # The datasheet's formulas (8.1), forwards

    def t_fine(self, code):
        """Return the temperature of a code, in 1/5120 °C."""
        t1, t2, t3 = self.dig_t
        part = code / 131072 - t1 / 8192
        return (code / 16384 - t1 / 1024) * t2 + part * part * t3

    def pascal(self, code, t_fine):
        """Return the pressure of a code, in Pa."""
        p1, p2, p3, p4, p5, p6, p7, p8, p9 = self.dig_p
        var1 = t_fine / 2 - 64000
        var2 = var1 * var1 * p6 / 32768
        var2 = var2 + var1 * p5 * 2
        var2 = var2 / 4 + p4 * 65536
        var1 = (p3 * var1 * var1 / 524288 + p2 * var1) / 524288
        var1 = (1 + var1 / 32768) * p1
        if not var1:
            return 0.0
        p = (1048576 - code - var2 / 4096) * 6250 / var1
        return p + (p9 * p * p / 2147483648 + p * p8 / 32768 + p7) / 16

    def _world_changed(self):
        """Find the codes that the formulas make this world of."""
        codes = self.codes
        codes[0] = nearest(self.t_fine, self._temperature * 5120, CODES)
        t_fine = self.t_fine(codes[0])
        # The pressure falls where its code grows
        codes[1] = (
            CODES
            - 1
            - nearest(
                lambda code: self.pascal(CODES - 1 - code, t_fine), self._pressure * 100, CODES
            )
        )
