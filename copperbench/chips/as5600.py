# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The AS5600 as its datasheet describes it (ams, v1-06 of 2018-Jun-20), and as it may be misused.

    chip = bench.i2c.attach(chips.AS5600())
    chip.angle = 90.0  # degrees
    chip.magnet_distance = 1.5  # mm, or None without a magnet

Written from the datasheet alone; pages and figures below are its own. Angles that are set
are of a magnet at rest: the filters have settled. Where the datasheet leaves open what
happens, this chip does the following:

* The field falls with the distance so that the recommended 0.5 mm and 3 mm give the limits
  of the recommended field, 90 mT and 30 mT. The gain (AGC) falls evenly between these, and
  MAGNITUDE stays at its half as long as the gain can hold it.
* MPOS and MANG both tell where the range stops: the last one written counts, and after a
  power-up MANG where it is not 0. Where the one that counts is 0, or the range has no
  width, the range is the whole turn.
* Beyond a narrowed range ANGLE stays at its stop, and from half way to its start at 0, as
  the OUT pin does (figure 28).
* HYST and the hysteresis at the ends of a whole turn (page 19) keep ANGLE where it is until
  the magnet is further away than that. RAW ANGLE has neither.
* Without a magnet the angle is noise.
* Once ZMCO is not 0, BURN_SETTING burns nothing.

Not modelled: what the OUT pin shows and its programming (option B), the delay of the filters
(SF and FTH), supply current, the time to power up.
"""

from copperbench.chip import READ_ONLY, Register, RegisterChip

ZMCO = 0x00
ZPOS = 0x01
MPOS = 0x03
MANG = 0x05
CONF = 0x07
STATUS = 0x0B
RAW_ANGLE = 0x0C
ANGLE = 0x0E
AGC = 0x1A
MAGNITUDE = 0x1B
BURN = 0xFF

REREAD = (RAW_ANGLE, ANGLE, MAGNITUDE)  # registers that keep the pointer (page 13)
NOWHERE = -2  # no register, nor before one

MD, ML, MH = 0x20, 0x10, 0x08

TURN = 4096  # steps
NARROWEST = 205  # steps: the range must be greater than 18° (page 19)
END_HYSTERESIS = 10  # steps, at the ends of a whole turn (page 19)
LPM3 = 3
POLLING_US = (0, 5000, 20000, 100000)  # by PM (figure 6); NOM measures all the time
WATCHDOG_US = 60000000  # at rest within ...
WATCHDOG_STEPS = 4  # ... these many steps (page 31)
SETTLING_US = 1000  # from a write until it shows at the output, and to burn (page 22)
FIELD_MT = (30, 90)  # at the chip's surface (figure 8)
FIELD_ERROR_MT = 8  # below it, no magnet (figure 8)
HALF_MAGNITUDE = 2048
AGC_TOP = {5: 255, 3.3: 128}  # by the supply (page 20)
LOAD = (0x01, 0x11, 0x10)  # written to BURN one by one, they load the OTP (page 22)

BURN_ANGLE = 0x80
BURN_SETTING = 0x40

_FULL = TURN << 32
_HALF_STEP = 1 << 31

# Field in mT at a distance in mm: _MAGNET / (distance + _OFFSET) ** 3, through both limits.
_OFFSET = (3 - 0.5 * 3 ** (1 / 3)) / (3 ** (1 / 3) - 1)
_MAGNET = FIELD_MT[0] * (3 + _OFFSET) ** 3


class AS5600(RegisterChip):
    """An AS5600 with a magnet above it.

    :param supply: in V, 5 or 3.3
    :param dir_high: whether the DIR pin is at VDD: the angle then grows counterclockwise
    """

    name = "AS5600"
    max_frequency = 1000000
    REGISTERS = (
        Register(ZMCO, "ZMCO", READ_ONLY),
        Register(ZPOS, "ZPOS", width=2, mask=0x0FFF),
        Register(MPOS, "MPOS", width=2, mask=0x0FFF),
        Register(MANG, "MANG", width=2, mask=0x0FFF),
        Register(CONF, "CONF", width=2, mask=0x3FFF),
        Register(STATUS, "STATUS", READ_ONLY),
        Register(RAW_ANGLE, "RAW ANGLE", READ_ONLY, width=2),
        Register(ANGLE, "ANGLE", READ_ONLY, width=2),
        Register(AGC, "AGC", READ_ONLY),
        Register(MAGNITUDE, "MAGNITUDE", READ_ONLY, width=2),
        Register(BURN, "BURN", mask=0),
    )

    def __init__(self, supply=3.3, dir_high=False):
        self._agc_top = AGC_TOP[supply]
        self._dir_high = dir_high
        self._otp = bytearray(CONF + 2)  # ZMCO to CONF, as burned
        self._settings_burned = False
        self._magnet_distance = 1.5
        self._place = 0  # where the magnet stands at _place_us, in 2**-32 steps
        self._place_us = 0
        self._speed = 0  # in 2**-32 steps a microsecond
        self._noise = 1
        super().__init__(0x36)

    # The world

    @property
    def angle(self):
        """Where the magnet stands, in degrees clockwise as seen from above, 0 to 360."""
        return self._place_at(self.now_us) * 360 / _FULL

    @angle.setter
    def angle(self, degrees):
        self._look()
        self._place = round(degrees * _FULL / 360) % _FULL
        self._world_changed()

    @property
    def speed(self):
        """How fast the magnet turns, in degrees a second, clockwise above 0."""
        return self._speed * 360000000 / _FULL

    @speed.setter
    def speed(self, degrees_per_second):
        self._look()
        self._turn_until(self.now_us)
        self._speed = round(degrees_per_second * _FULL / 360000000)

    @property
    def magnet_distance(self):
        """From the chip's surface to the magnet, in mm; None without a magnet."""
        return self._magnet_distance

    @magnet_distance.setter
    def magnet_distance(self, mm):
        self._look()
        self._magnet_distance = mm
        self._world_changed()

    @property
    def field(self):
        """The magnet's field at the chip's surface, in mT."""
        if self._magnet_distance is None:
            return 0.0
        return _MAGNET / (self._magnet_distance + _OFFSET) ** 3

    @property
    def otp(self):
        """The bytes of ZMCO to CONF as they are burned, for tests to look at."""
        return bytes(self._otp)

    def power_up(self):
        """Load what is burned, and measure."""
        super().power_up()
        self._special = NOWHERE  # the register that the pointer was set to, and returns to
        self._loading = 0  # how many of LOAD were written
        self._busy_until_us = 0
        self._output = -1  # the last ANGLE; none yet
        self._load()
        self._take_range()
        self._still = 0
        self._still_since_us = self.now_us
        self._world_changed(woken=True)

    # The bus

    def write(self, byte):
        """Take the pointer, or a byte for the register that it points to."""
        if self._pointing:
            # page 13: the rule holds where the pointer was set to the high byte
            self._special = byte if byte in REREAD else NOWHERE
        return super().write(byte)

    def after(self, pointer, reading):
        """Return where the pointer moves: back, after a register that it was set to."""
        if reading and pointer == self._special + 1:
            return self._special
        return super().after(pointer, reading)

    def reading(self, address):
        """Bring the measurements up to now."""
        if STATUS <= address <= MAGNITUDE + 1:
            self._look()

    def written(self, address, value):
        """Take a setting or a command."""
        if address == BURN:
            self._command(value)
        elif ZPOS <= address < CONF:
            self._range_due_us = self.now_us + SETTLING_US
            if address >= MPOS:
                self._stop_at = MANG if address >= MANG else MPOS

    # Commands

    def _command(self, value):
        if self.now_us < self._busy_until_us:
            self.mistake("wait 1 ms after a burn command (page 22)")
        self._look()
        loading = self._loading
        self._loading = 0
        if value == BURN_ANGLE:
            self._burn_angle()
        elif value == BURN_SETTING:
            self._burn_setting()
        elif value != LOAD[loading]:
            self.mistake(f"there is no command {value:#04x} here (page 22)")
        elif loading + 1 < len(LOAD):
            self._loading = loading + 1
        else:
            self._load()

    def _burn_angle(self):
        if not self.memory[STATUS] & MD:
            self.mistake("BURN_ANGLE needs a magnet, MD = 1 (page 21)")
        elif self._otp[ZMCO] == 3:
            self.mistake("BURN_ANGLE works three times, and did (page 21)")
        elif self._span() < NARROWEST:
            self.mistake("the range must be greater than 18 degrees (page 21)")
        else:
            self._otp[ZPOS:MANG] = self.memory[ZPOS:MANG]
            self._otp[ZMCO] += 1
            self._busy_until_us = self.now_us + SETTLING_US

    def _burn_setting(self):
        if self._otp[ZMCO]:
            self.mistake("BURN_SETTING works only while ZMCO is 0 (page 21)")
        elif self._settings_burned:
            self.mistake("BURN_SETTING works once, and did (page 21)")
        elif 0 < self.word(MANG) < NARROWEST:
            self.mistake("the range must be greater than 18 degrees (page 21)")
        else:
            self._otp[MANG:] = self.memory[MANG : len(self._otp)]
            self._settings_burned = True
            self._busy_until_us = self.now_us + SETTLING_US

    def _load(self):
        self.memory[: len(self._otp)] = self._otp
        self._stop_at = MANG if self.word(MANG) else MPOS
        self._range_due_us = self.now_us + SETTLING_US

    # The range

    def _span(self):
        """Return how many steps there are from start to stop, by the registers as they are now."""
        stop = self.word(self._stop_at)
        if stop and self._stop_at == MPOS:
            stop = (stop - self.word(ZPOS)) % TURN
        return stop or TURN

    def _take_range(self):
        self._start = self.word(ZPOS)
        span = self._span()
        self._width = TURN if span == TURN - 1 else span  # no register holds a whole turn
        self._range_due_us = -1

    # The measurement, in whole numbers: on the VM a float would be garbage

    def _place_at(self, us):
        return (self._place + self._speed * (us - self._place_us)) % _FULL

    def _turn_until(self, us):
        self._place = self._place_at(us)
        self._place_us = us

    def _world_changed(self, woken=False):
        """Work out what a magnet does that changed now, which a sleeping chip is late to see."""
        self._turn_until(self.now_us)
        field = self.field
        weakest, strongest = FIELD_MT
        if field < weakest:
            self._status = ML | MD if field >= FIELD_ERROR_MT else ML
            self._strength = int(HALF_MAGNITUDE * field / weakest)
        elif field > strongest:
            self._status = MH | MD
            self._strength = min(int(HALF_MAGNITUDE * field / strongest), TURN - 1)
        else:
            self._status = MD
            self._strength = HALF_MAGNITUDE
        gain = (strongest - field) / (strongest - weakest)
        self._gain = round(self._agc_top * min(max(gain, 0), 1))
        if woken or not self._polling_us():
            self._polled_us = self.now_us
            self._measure()

    def _polling_us(self):
        mode = self.memory[CONF + 1] & 0x03
        watchdog = self.memory[CONF] & 0x20
        if watchdog and self.now_us - self._still_since_us >= WATCHDOG_US:
            mode = LPM3
        return POLLING_US[mode]

    def _look(self):
        """Measure, if the chip has done so since the last look."""
        now = self.now_us
        if 0 <= self._range_due_us <= now:
            self._take_range()
        since = now - self._polled_us
        polling = self._polling_us()
        if polling:
            since -= since % polling
        if since:
            self._polled_us += since
            self._turn_until(self._polled_us)
            self._measure()

    def _measure(self):
        memory = self.memory
        memory[STATUS] = self._status
        memory[AGC] = self._gain
        self.set_word(MAGNITUDE, self._strength)
        if self._status & MD:
            raw = (self._place + _HALF_STEP >> 32) % TURN
        else:
            self._noise = (self._noise * 1103515245 + 12345) & 0x7FFFFFFF
            raw = self._noise >> 16 & 0x0FFF
        if self._dir_high:
            raw = -raw % TURN
        self.set_word(RAW_ANGLE, raw)
        if self._speed or abs(_way(self._still, raw)) > WATCHDOG_STEPS:
            self._still = raw
            self._still_since_us = self._polled_us
        self._output = self._ranged((raw - self._start) % TURN)
        self.set_word(ANGLE, self._output)

    def _ranged(self, steps):
        """Return ANGLE for a magnet so many steps from the start."""
        width = self._width
        output = self._output
        if steps > width:
            steps = width if steps - width <= (TURN - width) // 2 else 0
        if output < 0:
            return steps
        if width == TURN and abs(steps - output) > TURN // 2:  # by way of the ends
            if steps < END_HYSTERESIS:
                steps = TURN - 1
            elif steps >= TURN - END_HYSTERESIS:
                steps = 0
        hysteresis = self.memory[CONF + 1] >> 2 & 0x03
        return output if abs(_way(output, steps)) <= hysteresis else steps


def _way(start, stop):
    """Return the shorter way round from one step to another: -2048 to 2047."""
    return (stop - start + TURN // 2) % TURN - TURN // 2
