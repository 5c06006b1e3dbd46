# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chips that take commands and give temperature and humidity as a word each: Sensirion's SHT…."""

import math

from copperbench.chip_words import CommandChip


class HumidityChip(CommandChip):
    """A chip in air of a temperature and a relative humidity, perhaps warmer than the air.

    It measures what :attr:`_t_now` and :attr:`_rh_now` have, the words of the world as it is::

        class Humidity(HumidityChip):
            name = "Humidity"
            COMMANDS = {0xFD: 0}
            COMMAND_BYTES = 1
            DRIEST, WETTEST = -6, 119  # %

            def run(self, command):
                self.wait(8300)

            def respond(self, command):
                self.put(self._t_now)
                self.put(self._rh_now)

    A temperature's word goes from -45 °C to 130 °C.

    :param address: its 7-bit address
    :param serial_number: 32 bits
    :cvar DRIEST: the relative humidity in % whose word is 0
    :cvar WETTEST: the one whose word is all ones
    """

    DRIEST, WETTEST = 0, 100

    def __init__(self, address, serial_number):
        self.serial_number = serial_number
        self._temperature, self._relative_humidity = 25.0, 50.0
        self._warmth = 0.0  # °C above the air's
        self._t_now = self._rh_now = 0
        super().__init__(address)
        self._ready_us = 0

    @property
    def temperature(self):
        """The temperature of the air in °C."""
        return self._temperature

    @temperature.setter
    def temperature(self, celsius):
        self._look()
        self._temperature = celsius
        self._world_changed()

    @property
    def relative_humidity(self):
        """The relative humidity of the air in %."""
        return self._relative_humidity

    @relative_humidity.setter
    def relative_humidity(self, percent):
        self._look()
        self._relative_humidity = percent
        self._world_changed()

    def connect(self, bus):
        """Take the bus's clock; the chip has had its supply for a while."""
        super().connect(bus)
        self._ready_us = 0

    def put_serial_number(self):
        """Put it into the answer: two words."""
        self.put(self.serial_number >> 16)
        self.put(self.serial_number & 0xFFFF)

    # For the chip that is made from this one

    def _look(self):
        """Do what the chip has done since the last look, before the world changes."""

    def _world_changed(self):
        """Work out the words now: on the VM a float would be garbage of the measurement."""
        celsius, percent = self._temperature, self._relative_humidity
        if self._warmth:
            warm = celsius + self._warmth
            percent *= _saturation(celsius) / _saturation(warm)
            celsius = warm
        self._t_now = _word((celsius + 45) / 175)
        self._rh_now = _word((percent - self.DRIEST) / (self.WETTEST - self.DRIEST))


def _word(part):
    """Return a part of the whole range as 16 bits."""
    return min(max(round(part * 65535), 0), 65535)


def _saturation(celsius):
    """Return the pressure of vapour that saturates air, in hPa (Magnus)."""
    return 6.112 * math.exp(17.62 * celsius / (243.12 + celsius))
