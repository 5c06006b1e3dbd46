# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The SHT40, SHT41 and SHT45 as their datasheet describes them (Sensirion, version 6, 2023).

    chip = bench.i2c.attach(chips.SHT4X())
    chip.temperature = 21.5  # °C
    chip.relative_humidity = 48.0  # %

Written from the datasheet alone. Measurements take their longest times, and
give the values at their end. Where the datasheet leaves open what happens, this chip does the
following:

* The heater warms the chip towards 0.3 °C for each mW, and the air takes that away, both with a
  time constant of half a second; the air in the chip dries by as much as that does.
* Reading the serial number takes no time.

Not modelled: accuracy, the heater's weakness at low supply, its wear.
"""

import math

from copperbench.chip_humidity import HumidityChip

MEASURE_US = {0xFD: 8300, 0xF6: 4500, 0xE0: 1600}  # by how precise
HEAT = {  # mW, µs; measuring at their end
    0x39: (200, 1100000),
    0x32: (200, 110000),
    0x2F: (110, 1100000),
    0x24: (110, 110000),
    0x1E: (20, 1100000),
    0x15: (20, 110000),
}
SERIAL, SOFT_RESET = 0x89, 0x94
WORDS = dict.fromkeys((0xFD, 0xF6, 0xE0, 0x39, 0x32, 0x2F, 0x24, 0x1E, 0x15, 0x89, 0x94), 0)

POWER_UP_US = RESET_US = 1000
RISE = 0.3  # °C for each mW, in the end
TIME_CONSTANT_US = 500000
COLD = 0.001  # °C


class SHT4X(HumidityChip):
    """An SHT40, SHT41 or SHT45.

    :param address: 0x44 (the parts with A), 0x45 (B) or 0x46 (C)
    :param serial_number: 32 bits
    """

    name = "SHT4x"
    max_frequency = 1000000
    COMMAND_BYTES = 1
    COMMANDS = WORDS
    DRIEST, WETTEST = -6, 119

    def __init__(self, address=0x44, serial_number=0x0BADC0DE):
        if not 0x44 <= address <= 0x46:
            raise ValueError("an SHT4x has address 0x44 to 0x46")
        self._warmth_us = 0  # when the warmth was worked out
        self._heating = 0  # mW
        self._t = self._rh = 0  # words measured
        self._measuring = False
        super().__init__(address, serial_number)

    def power_up(self):
        """Forget what was measured; the warmth stays."""
        super().power_up()
        self._start_anew()

    def _start_anew(self):
        self._warm()
        self._heating = 0
        self._measuring = False
        self._t = self._rh = 0
        self._world_changed()
        self.wait(POWER_UP_US)

    # Commands

    def run(self, command):
        """Do what a command sets off."""
        self._look()
        if command in MEASURE_US:
            self._measuring = True
            self.wait(MEASURE_US[command])
        elif command in HEAT:
            self._warm()
            self._heating, time_us = HEAT[command]
            self._measuring = True
            self.wait(time_us)
        elif command == SOFT_RESET:
            self._start_anew()

    def respond(self, command):
        """Put the words of the answer."""
        self._look()
        if command == SERIAL:
            self.put_serial_number()
        elif command != SOFT_RESET:
            self.put(self._t)
            self.put(self._rh)

    # The measurement, in whole numbers while the chip is cold: on the VM a float would be garbage

    def _look(self):
        """End the measurement, if its time is over."""
        if not self._measuring or self.busy:
            return
        self._measuring = False
        if self._heating or self._warmth:
            self._warm(self._ready_us)
            self._heating = 0
        self._t = self._t_now
        self._rh = self._rh_now

    def _warm(self, us=None):
        """Have heater and air do what they did since the last time."""
        us = self.now_us if us is None else us
        if self._warmth or self._heating:
            goal = RISE * self._heating
            part = math.exp((self._warmth_us - us) / TIME_CONSTANT_US)
            self._warmth = goal + (self._warmth - goal) * part
            if self._warmth < COLD:
                self._warmth = 0.0
            self._world_changed()
        self._warmth_us = us
