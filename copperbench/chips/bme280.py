# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The BME280 as its datasheet describes it (Bosch Sensortec, BST-BME280-DS002, revision 1.6).

    chip = bench.i2c.attach(chips.BME280())  # or bench.spi.attach(chips.BME280(), cs="D5")
    chip.temperature = 21.5  # °C
    chip.relative_humidity = 48.0  # %
    chip.pressure = 1013.25  # hPa

It is a BMP280 (:mod:`copperbench.chips.bmp280` tells what is left open) with humidity, and with
two other standby times. ctrl_hum takes effect with the next write to ctrl_meas (5.4.3).
"""

import struct

from copperbench.chip import READ_ONLY, Register
from copperbench.chips.bmp280 import BMP280, nearest, samples

H1, H2, CTRL_HUM, HUMIDITY = 0xA1, 0xE1, 0xF2, 0xFD

HUMIDITY_SKIPPED = 0x8000
HUMIDITY_CODES = 1 << 16


class BME280(BMP280):
    """A BME280, with the calibration of a real one (periph's tests have it).

    :param address: 0x76 or 0x77, by the pin SDO
    :param chip_id: 0x60
    :param dig_t: the calibration of temperature, three words
    :param dig_p: that of pressure, nine words
    :param dig_h: that of humidity, six words
    """

    name = "BME280"
    STANDBY_US = (500, 62500, 125000, 250000, 500000, 1000000, 10000, 20000)
    REGISTERS = BMP280.REGISTERS + (
        Register(0xA0, "calib", READ_ONLY),
        Register(H1, "calib", READ_ONLY),
        Register(H2, "calib", READ_ONLY, width=7),
        Register(CTRL_HUM, "ctrl_hum", mask=0x07),
        Register(HUMIDITY, "hum", READ_ONLY, width=2, reset=HUMIDITY_SKIPPED),
    )

    def __init__(
        self,
        address=0x77,
        chip_id=0x60,
        dig_t=(28176, 26220, 50),
        dig_p=(38237, -10824, 3024, 7799, -99, -7, 9900, -10230, 4285),
        dig_h=(75, 366, 0, 309, 0, 30),
    ):
        self.dig_h = tuple(dig_h)
        self._relative_humidity = 50.0
        self._oversampling_h = 0
        super().__init__(address, chip_id, dig_t, dig_p)

    @property
    def relative_humidity(self):
        """The relative humidity in %, 0 to 100."""
        return self._relative_humidity

    @relative_humidity.setter
    def relative_humidity(self, percent):
        self._look()
        self._relative_humidity = percent
        self._world_changed()

    def power_up(self):
        """Start with registers as after a reset."""
        self._oversampling_h = 0
        super().power_up()

    def _calibrate(self):
        super()._calibrate()
        h1, h2, h3, h4, h5, h6 = self.dig_h
        self.memory[H1] = h1
        middle = h4 & 0x0F | (h5 & 0x0F) << 4  # two words share a byte
        self.memory[H2 : H2 + 7] = struct.pack("<hBbBbb", h2, h3, h4 >> 4, middle, h5 >> 4, h6)

    def _set_mode(self, mode, us):
        self._oversampling_h = self.memory[CTRL_HUM]
        super()._set_mode(mode, us)

    def _measuring_us(self):
        humidity = samples(self._oversampling_h)
        return super()._measuring_us() + 2300 * humidity + (575 if humidity else 0)

    def _convert(self):
        super()._convert()
        self.set_word(HUMIDITY, self.codes[2] if self._oversampling_h else HUMIDITY_SKIPPED)

    def percent(self, code, t_fine):
        """Return the relative humidity of a code (4.2.3, but for the clipping)."""
        h1, h2, h3, h4, h5, h6 = self.dig_h
        var = t_fine - 76800
        var = (code - (h4 * 64 + h5 / 16384 * var)) * (
            h2 / 65536 * (1 + h6 / 67108864 * var * (1 + h3 / 67108864 * var))
        )
        return var * (1 - h1 * var / 524288)

    def _world_changed(self):
        super()._world_changed()
        t_fine = self.t_fine(self.codes[0])
        self.codes[2] = nearest(
            lambda code: self.percent(code, t_fine), self._relative_humidity, HUMIDITY_CODES
        )
