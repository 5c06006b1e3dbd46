# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The SHT31 (SHT30, SHT35) as its datasheet describes it (Sensirion SHT3x-DIS, version 5, 2018).

    chip = bench.i2c.attach(chips.SHT31())
    chip.temperature = 21.5  # °C
    chip.relative_humidity = 48.0  # %

Written from the datasheet alone, but for the serial number (Sensirion's own driver) and the
memory of eight measurements (below); sections are the datasheet's. Conversions take their longest
times and give the values at their end. Where the datasheet leaves open what happens, this chip
does the following:

* The first measurement of a periodic mode is there one conversion after the command, and the
  others follow one period from each other.
* It keeps the last eight measurements of a periodic mode and gives the newest first; places that
  are not filled are all ones, with their checksum. The datasheet tells of one measurement;
  Adafruit's driver documents the eight, which its users print.
* A command sooner than 1 ms after another one is refused (4.2), one to measure once in a periodic
  mode is a mistake ("recommended to stop", 4.8); status and heater work in all modes.
* The heater warms by 3 °C at once, and dries the air by as much as that does.

Not modelled: accuracy, what alerts do (their limits can be written and read), the ALERT and
nRESET pins, the general call.
"""

from copperbench.chip_humidity import HumidityChip

SINGLE = {  # command: whether it holds the clock, µs (table 9; table 4, at the lowest supply)
    0x2400: (False, 15500),
    0x240B: (False, 6500),
    0x2416: (False, 4500),
    0x2C06: (True, 15500),
    0x2C0D: (True, 6500),
    0x2C10: (True, 4500),
}
PERIODIC = {  # command: µs of a conversion, µs from one to the next (tables 10 and 12)
    0x2032: (15500, 2000000),
    0x2024: (6500, 2000000),
    0x202F: (4500, 2000000),
    0x2130: (15500, 1000000),
    0x2126: (6500, 1000000),
    0x212D: (4500, 1000000),
    0x2236: (15500, 500000),
    0x2220: (6500, 500000),
    0x222B: (4500, 500000),
    0x2334: (15500, 250000),
    0x2322: (6500, 250000),
    0x2329: (4500, 250000),
    0x2737: (15500, 100000),
    0x2721: (6500, 100000),
    0x272A: (4500, 100000),
    0x2B32: (15500, 250000),
}
FETCH, BREAK, SOFT_RESET = 0xE000, 0x3093, 0x30A2
HEATER_ON, HEATER_OFF = 0x306D, 0x3066
READ_STATUS, CLEAR_STATUS = 0xF32D, 0x3041
SERIAL = 0x3780
READ_LIMITS = (0xE11F, 0xE114, 0xE109, 0xE102)
WRITE_LIMITS = (0x611D, 0x6116, 0x610B, 0x6100)

WORDS = dict.fromkeys(SINGLE, 0)  # that each command takes
WORDS.update(dict.fromkeys(PERIODIC, 0))
WORDS.update(dict.fromkeys(READ_LIMITS, 0))
WORDS.update(dict.fromkeys(WRITE_LIMITS, 1))
WORDS.update(dict.fromkeys((FETCH, BREAK, SOFT_RESET, HEATER_ON, HEATER_OFF), 0))
WORDS.update(dict.fromkeys((READ_STATUS, CLEAR_STATUS, SERIAL), 0))

ALERT, HEATER, RESET, REFUSED = 0x8000, 0x2000, 0x0010, 0x0002  # of the status (table 18)
CLEARED = 0x8C10
HEATER_BIT = {HEATER_ON: HEATER, HEATER_OFF: 0}

BREAK_US = 1000
RESET_US = 1500
POWER_UP_US = 1000
BETWEEN_COMMANDS_US = 1000
KEPT = 8  # measurements
HEATER_RISE = 3.0  # °C


class SHT31(HumidityChip):
    """An SHT31.

    :param address: 0x44 or 0x45, by the pin ADDR
    :param serial_number: 32 bits
    """

    name = "SHT31"
    max_frequency = 1000000
    COMMANDS = WORDS

    def __init__(self, address=0x44, serial_number=0x0BADC0DE):
        if address not in (0x44, 0x45):
            raise ValueError("an SHT31 has address 0x44 or 0x45")
        self._t = [0] * KEPT  # words measured, the newest first
        self._rh = [0] * KEPT
        super().__init__(address, serial_number)

    # The world

    @property
    def heater(self):
        """Whether the heater is on."""
        return bool(self._status & HEATER)

    @property
    def period_us(self):
        """µs from one measurement to the next in a periodic mode, 0 in the other one."""
        return self._period_us

    def power_up(self):
        """Load the limits of the alerts and forget all else."""
        super().power_up()
        self._start_anew(POWER_UP_US)

    def _start_anew(self, busy_us):
        self._status = ALERT | RESET
        self._warmth = 0.0
        self._limits = [0xE8FF, 0xCEF0, 0x3465, 0x1F00]
        self._converting = False
        self._period_us = self._next_us = 0
        self._level = 0  # measurements kept
        self._listens_us = 0
        self._world_changed()
        self.wait(busy_us)

    # The bus

    def start(self, read):
        """Acknowledge, unless the chip is busy, has nothing to give or just got a command."""
        if not read and self.now_us < self._listens_us:
            return False
        return super().start(read)

    def write(self, byte):
        """Take a byte of a command."""
        taken = super().write(byte)
        if not taken:
            self._status |= REFUSED
        return taken

    def stretches(self, command):
        """Hold the clock where the command asks for it."""
        return command in SINGLE and SINGLE[command][0]

    def run(self, command):
        """Do what a command sets off."""
        self._look()
        self._status &= ~REFUSED
        self._listens_us = self.now_us + BETWEEN_COMMANDS_US
        if command in SINGLE:
            if self._period_us:
                self.mistake(f"command {command:#06x} in a periodic mode: send a break first (4.8)")
                return
            self._converting = True
            self.wait(SINGLE[command][1])
        elif command in PERIODIC:
            conversion_us, self._period_us = PERIODIC[command]
            self._level = 0
            self._next_us = self.now_us + conversion_us
        elif command == BREAK:
            self._period_us = 0
            self.wait(BREAK_US)
        elif command == SOFT_RESET:
            self._start_anew(RESET_US)
        elif command in HEATER_BIT:
            self._status = self._status & ~HEATER | HEATER_BIT[command]
            self._warmth = HEATER_RISE if self.heater else 0.0
            self._world_changed()
        elif command == CLEAR_STATUS:
            self._status &= ~CLEARED
        elif command in WRITE_LIMITS:
            self._limits[WRITE_LIMITS.index(command)] = self.words[0]

    def respond(self, command):
        """Put the words of the answer."""
        self._look()
        if command in SINGLE:
            self._put_measured(0)
        elif command == FETCH:
            if self._period_us and self._level:
                for place in range(KEPT):
                    self._put_measured(place)
                self._level = 0
        elif command == READ_STATUS:
            self.put(self._status)
        elif command == SERIAL:
            self.put_serial_number()
        elif command in READ_LIMITS:
            self.put(self._limits[READ_LIMITS.index(command)])

    def _put_measured(self, place):
        kept = place < self._level or not self._period_us
        self.put(self._t[place] if kept else 0xFFFF)
        self.put(self._rh[place] if kept else 0xFFFF)

    # The measurement, in whole numbers: on the VM a float would be garbage

    def _look(self):
        """Measure, if the chip has done so since the last look."""
        if self._converting and not self.busy:
            self._converting = False
            self._keep()
        if self._period_us and self._next_us <= self.now_us:
            missed = (self.now_us - self._next_us) // self._period_us
            self._next_us += (missed + 1) * self._period_us
            for _ in range(min(missed + 1, KEPT)):
                self._keep()

    def _keep(self):
        for place in range(KEPT - 1, 0, -1):
            self._t[place] = self._t[place - 1]
            self._rh[place] = self._rh[place - 1]
        self._t[0] = self._t_now
        self._rh[0] = self._rh_now
        self._level = min(self._level + 1, KEPT)
