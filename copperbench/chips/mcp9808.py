# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MCP9808 as its datasheet describes it (Microchip, DS25095A of October 2011).

    chip = bench.i2c.attach(chips.MCP9808())
    chip.temperature = 21.5  # °C

Written from the datasheet alone; sections below are its own. Conversions take the typical
times, and give the temperature at their end. Where the datasheet leaves open what happens,
this chip does the following:

* Temperatures are rounded to the nearest step of the resolution.
* The flags of TA, and the ALERT pin, are compared anew when a conversion ends, not when a
  limit is written.
* A new resolution counts from the next conversion on. Shutting down breaks a conversion off,
  and waking up begins one.
* In interrupt mode the pin is asserted whenever the upper or the lower flag changes.

The ALERT pin is open-drain: wired, its line needs a pull-up. Not modelled: accuracy, the
SMBus timeout.
"""

from copperbench.chip import READ_ONLY, Register, WordRegisterChip

CONFIG = 0x01
UPPER = 0x02
LOWER = 0x03
CRITICAL = 0x04
AMBIENT = 0x05
MANUFACTURER_ID = 0x06
DEVICE_ID = 0x07
RESOLUTION = 0x08

# CONFIG (register 5-2)
SHDN = 0x0100
CRIT_LOCK = 0x0080
WIN_LOCK = 0x0040
INT_CLEAR = 0x0020
ALERT_STAT = 0x0010
ALERT_CNT = 0x0008
ALERT_SEL = 0x0004
ALERT_POL = 0x0002
ALERT_MOD = 0x0001
LOCKED = 0x060B  # hysteresis and the pin's settings, by either lock bit

# TA (register 5-4)
ABOVE_CRITICAL = 0x8000
ABOVE_UPPER = 0x4000
BELOW_LOWER = 0x2000

CONVERSION_US = (30000, 65000, 130000, 250000)  # by resolution (register 5-7)
HYSTERESIS = (0, 24, 48, 96)  # in 1/16 °C
FINE = 4096  # of these the world's temperature is kept in whole ones, per °C


class MCP9808(WordRegisterChip):
    """An MCP9808.

    :param address: 0x18 to 0x1F, by the pins A2, A1 and A0
    """

    name = "MCP9808"
    PINS = ("alert",)
    max_frequency = 400000
    REGISTERS = (
        Register(CONFIG, "CONFIG", width=2, mask=0x07EF, self_clearing=INT_CLEAR),
        Register(UPPER, "TUPPER", width=2, mask=0x1FFC),
        Register(LOWER, "TLOWER", width=2, mask=0x1FFC),
        Register(CRITICAL, "TCRIT", width=2, mask=0x1FFC),
        Register(AMBIENT, "TA", READ_ONLY, width=2),
        Register(MANUFACTURER_ID, "Manufacturer ID", READ_ONLY, width=2, reset=0x0054),
        Register(DEVICE_ID, "Device ID", READ_ONLY, width=2, reset=0x0400),
        Register(RESOLUTION, "Resolution", mask=0x03, reset=0x03),
    )

    def __init__(self, address=0x18):
        if not 0x18 <= address <= 0x1F:
            raise ValueError("an MCP9808 has address 0x18 to 0x1f")
        self._fine = 25 * FINE
        self._event = None  # the next look at the wire
        super().__init__(address)

    # The world

    @property
    def temperature(self):
        """In °C, -40 to 125."""
        return self._fine / FINE

    @temperature.setter
    def temperature(self, celsius):
        if not -40 <= celsius <= 125:
            raise ValueError("temperature must be -40 to 125 °C (ambient with power applied)")
        self._look()
        self._fine = round(celsius * FINE)

    @property
    def alert(self):
        """The level of the ALERT pin, which a resistor pulls high where the chip does not."""
        self._look()
        return self._alerting == bool(self.values[CONFIG] & ALERT_POL)

    def power_up(self):
        """Begin to convert; TA is 0 until the first conversion ends."""
        super().power_up()
        self._latched = False
        self._alerting = False
        self._due_us = self.now_us + CONVERSION_US[3]
        self._watch()

    def connect_pin(self, role, line):
        """Drive a wire from now on."""
        super().connect_pin(role, line)
        self._watch()

    # The bus

    def reading(self, address):
        """Bring conversions up to now."""
        self._look()
        if address == CONFIG:
            stat = ALERT_STAT if self._alerting else 0
            self.values[CONFIG] = self.values[CONFIG] & ~ALERT_STAT | stat

    def _write_word(self, register, value):
        address = register.address
        self._look()
        locks = self.values[CONFIG] & (CRIT_LOCK | WIN_LOCK)
        if (address == CRITICAL and locks & CRIT_LOCK) or (
            address in (UPPER, LOWER) and locks & WIN_LOCK
        ):
            return  # it stays as it is
        if address == CONFIG and locks:
            old = self.values[CONFIG]
            frozen = LOCKED | (ALERT_SEL if locks & WIN_LOCK else 0)
            value = value & ~frozen | old & frozen | locks
            if not old & SHDN:
                value &= ~SHDN  # while locked it cannot be set
        super()._write_word(register, value)

    def written(self, address, value):
        """Wake up, shut down, or let go of ALERT."""
        if address != CONFIG:
            return
        if value & SHDN:
            self._due_us = -1
        elif self._due_us < 0:
            self._due_us = self.now_us + CONVERSION_US[self.values[RESOLUTION]]
        if value & INT_CLEAR or not value & ALERT_MOD:
            self._latched = False
        # Asleep it takes settings, but the pin stays, unless an interrupt is cleared (register 5-2)
        if not value & SHDN or value & INT_CLEAR:
            self._alerting = self._asserted()
        self._show()

    # Conversions, in whole numbers: on the VM a float would be garbage

    def _look(self):
        """Do what was done since the last look: conversions whose end has come."""
        if not 0 <= self._due_us <= self.now_us:
            return
        period = CONVERSION_US[self.values[RESOLUTION]]
        self._due_us += ((self.now_us - self._due_us) // period + 1) * period
        self._convert()
        self._alerting = self._asserted()
        self._show()

    def _convert(self):
        values = self.values
        resolution = values[RESOLUTION]
        step = FINE // 2 >> resolution
        now = (self._fine + step // 2) // step * (8 >> resolution)
        before = values[AMBIENT]
        hysteresis = HYSTERESIS[values[CONFIG] >> 9 & 3]
        flags = 0
        # Hysteresis is for a falling temperature only (figure 5-10).
        margin = hysteresis if before & ABOVE_CRITICAL else 0
        if now >= self._limit(CRITICAL) - margin:
            flags |= ABOVE_CRITICAL
        margin = hysteresis if before & ABOVE_UPPER else 0
        if now > self._limit(UPPER) - margin:
            flags |= ABOVE_UPPER
        margin = 0 if before & BELOW_LOWER else hysteresis
        if now < self._limit(LOWER) - margin:
            flags |= BELOW_LOWER
        values[AMBIENT] = flags | now & 0x1FFF
        if values[CONFIG] & ALERT_MOD and (before ^ flags) & (ABOVE_UPPER | BELOW_LOWER):
            self._latched = True

    def _limit(self, address):
        value = self.values[address]
        return value - 0x2000 if value & 0x1000 else value

    def _asserted(self):
        config = self.values[CONFIG]
        if not config & ALERT_CNT:
            return False
        flags = self.values[AMBIENT]
        if flags & ABOVE_CRITICAL:
            return True
        if config & ALERT_SEL:
            return False
        if config & ALERT_MOD:
            return self._latched
        return bool(flags & (ABOVE_UPPER | BELOW_LOWER))

    # The pin

    def _show(self):
        """Set the wire at ALERT."""
        line = self.lines.get("alert")
        if line is not None:
            high = self._alerting == bool(self.values[CONFIG] & ALERT_POL)
            line.value = None if high else False

    def _watch(self):
        """Set the wire now, and whenever a conversion ends."""
        self._show()
        self.clock.cancel(self._event)
        if "alert" in self.lines:
            due = max(self._due_us, self.now_us + CONVERSION_US[0])  # it may wake up meanwhile
            self._event = self.clock.at(due, self._tick)

    def _tick(self):
        self._look()
        self._watch()
