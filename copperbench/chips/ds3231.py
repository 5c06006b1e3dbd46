# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DS3231 as its datasheet describes it (Maxim Integrated, 19-5170, rev. 10 of 3/15).

    chip = bench.i2c.attach(chips.DS3231())
    chip.time = "2026-11-25T12:34:56"  # as if it had been set right
    chip.temperature = 21.5  # °C
    chip.battery = False  # then power_cycle() loses the time

The role ``int`` is INT/SQW, an open drain: low while an alarm asks. Where the datasheet leaves
open what happens, this chip does the following:

* Before it was ever set, it is Saturday (7), 2000-01-01, 00:00:00, and alarms are zeros.
* The leap years are those that can be divided by 4: 2100 counts as one.
* Alarms are looked for when a second begins, so not in the one in which the time is set.
* Writing 1 to OSF leaves it, as it does with A1F and A2F.
* Writing 0 to CONV does not end a conversion, which takes the longest time, 200 ms.
* At power-up, Temp has the temperature at once.
* A supply that dips is battery-backed for no time at all, so only EOSC stops the oscillator.

Not modelled: how far the crystal is off, and what the aging offset does to it.
:attr:`DS3231.square_wave` and :attr:`DS3231.has_32khz` tell what the outputs show.
"""

from copperbench.chip import READ_ONLY, Register, RegisterChip

SECONDS, MINUTES, HOURS, DAY, DATE, MONTH, YEAR = range(7)
ALARM_1 = 0x07
ALARM_2 = 0x0B
CONTROL = 0x0E
STATUS = 0x0F
AGING = 0x10
TEMP = 0x11

TWELVE, PM = 0x40, 0x20  # HOURS
CENTURY = 0x80  # MONTH
EOSC, CONV, RS, INTCN, A2IE, A1IE = 0x80, 0x20, 0x18, 0x04, 0x02, 0x01  # CONTROL
OSF, EN32KHZ, BSY, A2F, A1F = 0x80, 0x08, 0x04, 0x02, 0x01  # STATUS
MASKED = 0x80  # an alarm's register does not count
DY_DT = 0x40  # its day is one of the week

CONVERSION_US = 200000  # the longest
BUSY_AFTER_US = 2000  # when BSY follows CONV
PERIOD_US = 64000000  # of the conversions that come by themselves
A_DAY = 86400  # s
CENTURY_DAYS = 36525  # with a leap year each 4
DAYS = b"\x1f\x1c\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f"
RATES = (1, 1024, 4096, 8192)  # Hz, by RS


class DS3231(RegisterChip):
    """A DS3231.

    :ivar battery: whether there is one, which keeps the time without a supply
    """

    name = "DS3231"
    PINS = ("int",)
    SIZE = 0x13
    REGISTERS = (
        Register(SECONDS, "Seconds", mask=0x7F),
        Register(MINUTES, "Minutes", mask=0x7F),
        Register(HOURS, "Hours", mask=0x7F),
        Register(DAY, "Day", mask=0x07, reset=7),
        Register(DATE, "Date", mask=0x3F, reset=1),
        Register(MONTH, "Month/Century", mask=0x9F, reset=1),
        Register(YEAR, "Year"),
        Register(ALARM_1, "Alarm 1", width=4),
        Register(ALARM_2, "Alarm 2", width=3),
        # CONV and the flags are not among the bits that are simply written
        Register(CONTROL, "Control", mask=0xFF & ~CONV, reset=0x1C),
        Register(STATUS, "Control/Status", mask=EN32KHZ, reset=0x88),
        Register(AGING, "Aging Offset"),
        Register(TEMP, "Temp", READ_ONLY, width=2),
    )

    def __init__(self):
        self.battery = True
        self._quarters = 100  # of a degree
        self._was_on = False
        super().__init__(0x68)

    # The world

    @property
    def time(self):
        """What the clock shows, as ``2026-11-25T12:34:56``; setting it clears OSF, too."""
        self._look()
        memory = self.memory
        century = 21 if memory[MONTH] & CENTURY else 20
        hour = self._second_of_day // 3600
        return (
            f"{century}{memory[YEAR]:02x}-{memory[MONTH] & 0x1F:02x}-{memory[DATE]:02x}"
            f"T{hour:02}:{memory[MINUTES]:02x}:{memory[SECONDS]:02x}"
        )

    @time.setter
    def time(self, text):
        try:
            parts = [int(text[a:b]) for a, b in _PARTS]
        except ValueError:
            parts = [0] * 6
        year, month, date, hour, minute, second = parts
        if (
            len(text) != 19
            or not (2000 <= year <= 2199 and 1 <= month <= 12 and hour < 24)
            or not (minute < 60 and second < 60 and 1 <= date <= _days(year % 100, month))
        ):
            raise ValueError(f'time must be like "2026-11-25T12:34:56", and {text!r} is not')
        self._look()
        memory = self.memory
        memory[MONTH] = _bcd(month) | (CENTURY if year >= 2100 else 0)
        memory[YEAR] = _bcd(year % 100)
        memory[DATE] = _bcd(date)
        memory[HOURS] = _bcd(hour)
        memory[MINUTES] = _bcd(minute)
        memory[SECONDS] = _bcd(second)
        self._day = _day_number(year % 100, month, date)
        days = self._day  # since 2000-01-01, a Saturday
        if year >= 2100:
            days += CENTURY_DAYS - (month > 2)  # 2100 is no leap year
        memory[DAY] = (days + 5) % 7 + 1  # Monday is 1
        memory[STATUS] &= ~OSF & 0xFF
        self._second_us = self.now_us
        self._take_time()

    @property
    def temperature(self):
        """Of the chip, in °C; Temp follows with the next conversion."""
        return self._quarters / 4

    @temperature.setter
    def temperature(self, celsius):
        self._look()
        self._quarters = min(max(round(celsius * 4), -512), 511)
        if self.now_us == self._up_us:
            self._convert()  # it was so before

    @property
    def square_wave(self):
        """The frequency at INT/SQW in Hz, 0 where it tells of alarms."""
        control = self.memory[CONTROL]
        return 0 if control & INTCN else RATES[(control & RS) >> 3]

    @property
    def has_32khz(self):
        """Whether 32.768 kHz are at the pin 32kHz."""
        return bool(self.memory[STATUS] & EN32KHZ)

    def power_up(self):
        """Go on from the battery, or start anew."""
        now = self.now_us
        if self._was_on and self.battery:
            self._look()
            if self.memory[CONTROL] & EOSC:
                self.memory[STATUS] |= OSF
        else:
            super().power_up()
            self._second_us = now  # when the running second began
            self._take_time()
        self._was_on = True
        self.pointer = 0
        self._told = 0  # a bit for each time register that this transaction writes
        self._ticking = False
        self._user_us = -1  # when a conversion that was asked for began
        self._own_us = now - CONVERSION_US  # and the last that came by itself: it is over
        self._own_done = True
        self._up_us = now
        self.memory[CONTROL] &= ~CONV & 0xFF
        self._convert()
        self._look()
        self._tell()

    # The bus

    def start(self, read):
        """Bring the registers up to now: they stay so until the next START."""
        self._look()
        return super().start(read)

    def after(self, pointer, reading):
        """Return where the pointer moves; from the end to 0, with the time of now."""
        if pointer == self.SIZE - 1:
            self._look()
            return 0
        return pointer + 1

    def written(self, address, value):
        """Take a time, a setting, or a command."""
        memory = self.memory
        if address <= YEAR:
            self._told |= 1 << address
            if address == SECONDS:
                self._second_us = self.now_us
        elif address == CONTROL:
            if value & CONV and self._user_us < 0:
                if memory[STATUS] & BSY:
                    self.mistake("CONV is set while BSY is 1 (Control Register)")
                else:
                    memory[CONTROL] |= CONV
                    self._user_us = self.now_us
            self._tell()
        elif address == STATUS:
            memory[STATUS] &= value | ~(OSF | A2F | A1F) & 0xFF
            self._tell()

    def stop(self):
        """Take a time that was written."""
        if self._told:
            self._told = 0
            self._take_time()

    def _take_time(self):
        """Count on from what the registers hold."""
        memory = self.memory
        hours = memory[HOURS]
        if hours & TWELVE:
            hour = _binary(hours & 0x1F)
            legal = 1 <= hour <= 12
            hour = hour % 12 + (12 if hours & PM else 0)
        else:
            hour = _binary(hours & 0x3F)
            legal = 0 <= hour < 24
        minute = _binary(memory[MINUTES])
        second = _binary(memory[SECONDS])
        year = _binary(memory[YEAR])
        month = _binary(memory[MONTH] & 0x1F)
        date = _binary(memory[DATE])
        if not (
            legal
            and 0 <= minute < 60
            and 0 <= second < 60
            and year >= 0
            and 1 <= month <= 12
            and 1 <= date <= _days(year, month)
            and memory[DAY]
        ):
            registers = " ".join([f"{byte:02x}" for byte in memory[:7]])
            self.mistake(f"{registers} is no time: illogical entries are undefined operation")
            return
        self._second_of_day = hour * 3600 + minute * 60 + second
        self._day = _day_number(year, month, date)

    # The clock, in whole numbers: on the VM a float would be garbage

    def _look(self):
        """Count the seconds, and convert temperatures, as the chip has done since the last look."""
        now = self.now_us
        seconds = (now - self._second_us) // 1000000
        if seconds:
            self._second_us += seconds * 1000000
            self._count(seconds)
        memory = self.memory
        since = now - self._own_us
        if since >= PERIOD_US:
            self._own_us += since - since % PERIOD_US
            since %= PERIOD_US
            self._own_done = False
            if since < CONVERSION_US:
                self._convert()  # that of the period before
        busy = since < CONVERSION_US
        if not busy and not self._own_done:
            self._own_done = True
            self._convert()
        if self._user_us >= 0:
            if now >= self._user_us + CONVERSION_US:
                self._user_us = -1
                memory[CONTROL] &= ~CONV & 0xFF
                self._convert()
            elif now >= self._user_us + BUSY_AFTER_US:
                busy = True
        memory[STATUS] = memory[STATUS] & ~BSY & 0xFF | (BSY if busy else 0)

    def _convert(self):
        self.set_word(TEMP, (self._quarters & 0x3FF) << 6)

    def _count(self, seconds):
        """Let whole seconds pass."""
        memory = self.memory
        first = self._second_of_day + 1
        last = self._second_of_day + seconds
        days = last // A_DAY
        weekday = memory[DAY] - 1
        for number in range(days + 1):
            begin = first if number == 0 else 0
            end = last - days * A_DAY if number == days else A_DAY - 1
            if begin <= end or number:
                day = (self._day + number) % CENTURY_DAYS
                self._find_alarms(day, (weekday + number) % 7 + 1, begin, end)
        self._second_of_day = last - days * A_DAY
        if days:
            if (self._day + days) // CENTURY_DAYS % 2:
                memory[MONTH] ^= CENTURY
            self._day = (self._day + days) % CENTURY_DAYS
            memory[DAY] = (weekday + days) % 7 + 1
        self._show()

    def _show(self):
        """Put the time into the registers."""
        memory = self.memory
        second = self._second_of_day
        hour = second // 3600
        if memory[HOURS] & TWELVE:
            memory[HOURS] = TWELVE | (PM if hour >= 12 else 0) | _bcd((hour + 11) % 12 + 1)
        else:
            memory[HOURS] = _bcd(hour)
        memory[MINUTES] = _bcd(second // 60 % 60)
        memory[SECONDS] = _bcd(second % 60)
        self._locate(self._day)
        memory[YEAR] = _bcd(self._year)
        memory[MONTH] = memory[MONTH] & CENTURY | _bcd(self._month)
        memory[DATE] = _bcd(self._date)

    def _locate(self, day):
        """Find year, month and date of a day of the century."""
        year = day // 1461 * 4
        day %= 1461
        if day >= 366:
            year += (day - 1) // 365
            day = (day - 1) % 365
        month = 1
        while day >= _days(year, month):
            day -= _days(year, month)
            month += 1
        self._year = year
        self._month = month
        self._date = day + 1

    # Alarms

    def _find_alarms(self, day, weekday, begin, end):
        """Set the flags of alarms that match in these seconds of a day."""
        found = 0
        if not self.memory[STATUS] & A1F and self._matches(ALARM_1, day, weekday, begin, end):
            found = A1F
        if not self.memory[STATUS] & A2F and self._matches(ALARM_2 - 1, day, weekday, begin, end):
            found |= A2F
        if found:
            self.memory[STATUS] |= found
            self._tell()

    def _matches(self, place, day, weekday, begin, end):
        """Return whether an alarm, whose seconds are or would be at ``place``, matches."""
        if begin > end:
            return False
        memory = self.memory
        wanted = memory[place + 3]
        if not wanted & MASKED:
            if wanted & DY_DT:
                if wanted & 0x0F != weekday:
                    return False
            else:
                self._locate(day)
                if _binary(wanted & 0x3F) != self._date:
                    return False
        second = 0 if place == ALARM_2 - 1 else self._field(place)
        minute = self._field(place + 1)
        hour = memory[place + 2]
        if hour & MASKED:
            hour = -1
        elif hour & TWELVE:
            hour = _binary(hour & 0x1F) % 12 + (12 if hour & PM else 0)
        else:
            hour = _binary(hour & 0x3F)
        return _reaches(begin, end, hour, minute, second)

    def _field(self, address):
        value = self.memory[address]
        return -1 if value & MASKED else _binary(value)

    def _tell(self):
        """Set the pin INT, and look each second whether that changes."""
        line = self.lines.get("int")
        if line is None:
            return
        control, status = self.memory[CONTROL], self.memory[STATUS]
        enabled = control & (A2IE | A1IE) if control & INTCN else 0
        line.value = False if enabled & status else None
        if enabled and not self._ticking:
            self._ticking = True
            self.clock.at(self._second_us + 1000000, self._tick)

    def _tick(self):
        self._ticking = False
        self._look()
        self._tell()


_PARTS = ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))


def _bcd(value):
    return value // 10 << 4 | value % 10


def _binary(bcd):
    """Return the number, or -1 where a digit is none."""
    return -1 if bcd & 0x0F > 9 or bcd >> 4 > 9 else (bcd >> 4) * 10 + (bcd & 0x0F)


def _days(year, month):
    return 29 if month == 2 and year % 4 == 0 else DAYS[month - 1]


def _day_number(year, month, date):
    """Return the days since the century began."""
    days = year * 365 + (year + 3) // 4 + date - 1
    for before in range(1, month):
        days += _days(year, before)
    return days


def _reaches(begin, end, hour, minute, second):
    """Return whether there is such a time, -1 for any, among these seconds of a day."""
    if hour >= 0:
        begin = max(begin, hour * 3600)
        end = min(end, hour * 3600 + 3599)
    if begin > end:
        return False
    if second < 0:
        return True
    period = 60 if minute < 0 else 3600
    wanted = second if minute < 0 else minute * 60 + second
    return begin + (wanted - begin) % period <= end
