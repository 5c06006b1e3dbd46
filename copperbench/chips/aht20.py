# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The AHT20 as its datasheet describes it (Aosong, V1.0 of 2020-Apr-16), and the AHT10 beside it.

    chip = bench.i2c.attach(chips.AHT20())
    chip.temperature = 21.5  # °C
    chip.relative_humidity = 48.0  # %

Written from the datasheet (section 5) and from what users saw. Reading gives the status, 20
bits of humidity, 20 bits of temperature, and on the AHT20 a checksum. A conversion takes the
80 ms that the datasheet says to wait; it gives the values at its end. Where the datasheet leaves
open what happens, this chip does the following:

* 0x71, which the datasheet has sent for the status, is the address with the read bit: reading one
  byte is enough, and writing 0x71 is a mistake (anglerud/aht20-driver, pull request 10: it made
  the chip busy for good).
* An AHT20 refuses 0xE1, the AHT10's command to initialise (Adafruit_CircuitPython_AHTx0, issue 17),
  and an AHT10 refuses 0xBE. That is how drivers find out, so it is no mistake.
* An AHT20 comes calibrated (status 0x18, as bilbobg/aht20 recorded); with ``calibrated=False``,
  and an AHT10 always, it has to be initialised after each power-up and reset. Until then
  conversions give zeros.
* While it resets (20 ms) and after a power-up (40 ms) the chip refuses its address. When the
  program starts, the chip has been on for longer.
* While it converts, a command is refused, and reading gives the values before.
* After the AHT10's six bytes, and the AHT20's seven, ones come.

Not modelled: accuracy, self-heating, and the AHT10's other modes.
"""

from copperbench.chip import I2CChip
from copperbench.chip_words import crc8

ADDRESS = 0x38
TRIGGER, SOFT_RESET = 0xAC, 0xBA
STATUS_SENT = 0x71
INITIALISE = {"AHT20": 0xBE, "AHT10": 0xE1}
PARAMETERS = {TRIGGER: (0x33, 0x00), 0xBE: (0x08, 0x00), 0xE1: (0x08, 0x00), SOFT_RESET: ()}

BUSY, CALIBRATED, IDLE = 0x80, 0x08, 0x10

CONVERSION_US = 80000
INITIALISING_US = 10000
RESET_US = 20000
POWER_UP_US = 40000

FULL = 1 << 20  # steps of both values


class AHT20(I2CChip):
    """An AHT20, or an AHT10.

    :param model: ``AHT20`` or ``AHT10``
    :param calibrated: whether an AHT20 is so after a power-up
    """

    name = "AHT20"
    max_frequency = 400000

    def __init__(self, model="AHT20", calibrated=True):
        if model not in INITIALISE:
            raise ValueError("the model is AHT20 or AHT10")
        self.name = model
        self._initialise = INITIALISE[model]
        self.CHECKSUM = model == "AHT20"
        self._factory = CALIBRATED if calibrated and self.CHECKSUM else 0
        self._frame = bytearray(7)
        self._taken = bytearray(3)
        self._filled = 0
        self._given = 0
        self._humidity_steps = self._temperature_steps = 0
        super().__init__(ADDRESS)
        self._start_anew(0)
        self.temperature = 25.0
        self.relative_humidity = 50.0

    # The world

    @property
    def temperature(self):
        """The temperature in °C, -50 to 150 as far as the register goes."""
        return self._temperature

    @temperature.setter
    def temperature(self, celsius):
        self._look()
        self._temperature = celsius
        self._temperature_steps = _steps((celsius + 50) / 200)

    @property
    def relative_humidity(self):
        """The relative humidity in %, 0 to 100."""
        return self._relative_humidity

    @relative_humidity.setter
    def relative_humidity(self, percent):
        self._look()
        self._relative_humidity = percent
        self._humidity_steps = _steps(percent / 100)

    def connect(self, bus):
        """Take the bus's clock; the chip has had its supply for a while."""
        super().connect(bus)
        self._deaf_until_us = 0

    def power_up(self):
        """Be deaf for a while, with no values."""
        super().power_up()
        self._start_anew(POWER_UP_US)

    def _start_anew(self, deaf_us):
        self._converting = False
        self._ready_us = 0  # of what the chip is busy with
        self._status = IDLE | self._factory
        self._filled = 0
        self._put(0, 0)
        self._deaf_until_us = self.now_us + deaf_us

    # The bus

    def start(self, read):
        """Acknowledge, unless the chip starts."""
        if self.now_us < self._deaf_until_us:
            return False
        self._look()
        self._filled = 0
        self._given = 0
        return read or not self._busy()

    def write(self, byte):
        """Take a byte of a command."""
        filled = self._filled
        if filled == 0:
            if byte in (0xBE, 0xE1) and byte != self._initialise:
                return False
            if byte not in PARAMETERS:
                if byte == STATUS_SENT:
                    self.mistake("0x71 is the address with the read bit, no command: read one byte")
                else:
                    self.mistake(f"there is no command {byte:#04x}")
                return False
        elif filled > len(PARAMETERS[self._taken[0]]):
            self.mistake(f"command {self._taken[0]:#04x} does not take so many bytes")
            return False
        elif byte != PARAMETERS[self._taken[0]][filled - 1]:
            self.mistake(
                f"byte {filled} after command {self._taken[0]:#04x} is {byte:#04x}, "
                f"and must be {PARAMETERS[self._taken[0]][filled - 1]:#04x}"
            )
            return False
        self._taken[filled] = byte
        self._filled = filled + 1
        return True

    def read(self):
        """Return the status, then the values of the last conversion and their checksum."""
        given = self._given
        if given == 0:
            self._frame[0] = self._status | (BUSY if self._busy() else 0)
            self._frame[6] = crc8(self._frame, 0, 6)
        if given == (7 if self.CHECKSUM else 6):
            return 0xFF
        self._given = given + 1
        return self._frame[given]

    def stop(self):
        """Run the command, now that it is complete."""
        if self._filled == 0:
            return
        command = self._taken[0]
        wanted = 1 + len(PARAMETERS[command])
        filled = self._filled
        self._filled = 0
        if filled < wanted:
            self.mistake(f"command {command:#04x} has {wanted} bytes, and {filled} came")
        elif command == SOFT_RESET:
            self._start_anew(RESET_US)
        elif command == TRIGGER:
            self._converting = True
            self._ready_us = self.now_us + CONVERSION_US
        else:
            self._status |= CALIBRATED
            self._ready_us = self.now_us + INITIALISING_US

    # The measurement, in whole numbers: on the VM a float would be garbage

    def _busy(self):
        return self.now_us < self._ready_us

    def _look(self):
        """End the conversion, if its time is over."""
        if self._converting and not self._busy():
            self._converting = False
            if self._status & CALIBRATED:
                self._put(self._humidity_steps, self._temperature_steps)
            else:
                self._put(0, 0)

    def _put(self, humidity, temperature):
        frame = self._frame
        frame[1] = humidity >> 12
        frame[2] = humidity >> 4 & 0xFF
        frame[3] = (humidity & 0x0F) << 4 | temperature >> 16
        frame[4] = temperature >> 8 & 0xFF
        frame[5] = temperature & 0xFF


def _steps(part):
    """Return a part of the whole range in steps, as far as the register goes."""
    return min(max(round(part * FULL), 0), FULL - 1)
