# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The VL53L0X ranging sensor (ST DocID029104, rev. 2), and a target before it.

    chip = bench.i2c.attach(chips.VL53L0X(), xshut="D9", gpio1="D6")
    chip.distance = 350.0  # mm; None with nothing in sight
    chip.reflectance = 0.17

The datasheet has no map of the registers: what is here is in ST's API (STSW-IMG005), to which
the names, pages and times belong. A register that the API does not know is not there.

* A measurement takes what the API computes from the registers of its steps. Calibrations take
  1 ms each, reading the NVM 0.5 ms.
* The signal falls with the square of the distance. It is so strong that a white target (88 %)
  at 1.2 m gives 0.25 MCPS, which are the datasheet's range and the API's limit by default.
* A target that is too weak gives the code 4 and 8190 mm, one beyond 2 m the code 6 and 8191.
  Sometimes a chip shows a small range then: ``chip.stray = 20``.
* Ranging without VHV calibration since power-up gives the code 3, without phase calibration
  the code 6.
* An access to 0x91 does nothing unless the page is unlocked (0x80 is 1, and 0x00 of page 1 is
  0). Ranging that starts with another value in it than it had after power-up is a mistake.
* SYSRANGE_START reads as it was written, but for its bit 0, which is 0 once ranging begins.
* Registers whose value after power-up is unknown are 0 then.

Not modelled: noise, what ambient light does beside being measured, crosstalk, the part's
offset, the signal at the reference SPADs, frequency at GPIO1, the soft reset.
"""

from copperbench.chip import READ_ONLY, Register, RegisterChip

SYSRANGE_START = 0x00
SEQUENCE_CONFIG = 0x01
INTERMEASUREMENT_PERIOD = 0x04
RANGE_CONFIG = 0x09
INTERRUPT_CONFIG = 0x0A
INTERRUPT_CLEAR = 0x0B
THRESH_HIGH = 0x0C
THRESH_LOW = 0x0E
INTERRUPT_STATUS = 0x13
RANGE_STATUS = 0x14
SPAD_COUNT = RANGE_STATUS + 2
SIGNAL_RATE = RANGE_STATUS + 6
AMBIENT_RATE = RANGE_STATUS + 8
RANGE = RANGE_STATUS + 10
MIN_COUNT_RATE = 0x44
MSRC_TIMEOUT = 0x46
PRE_VCSEL = 0x50
PRE_TIMEOUT = 0x51
FINAL_VCSEL = 0x70
FINAL_TIMEOUT = 0x71
POWER_FORCE = 0x80
GPIO_HV_MUX = 0x84
I2C_ADDRESS = 0x8A
SPAD_ENABLES = 0xB0
MODEL_ID = 0xC0
OSC_CALIBRATE = 0xF8
PAGE = 0xFF

# Page 1
LOCK = 0x00
STOPPING = 0x04
STOP_VARIABLE = 0x91

# Pages 6 and 7
STROBE = 0x83
NVM_DATA = 0x90
NVM_ADDRESS = 0x94

PAGES = {0: 0, 1: 1, 6: 2, 7: 3}  # page -> bank
_NVM = PAGES[7]

# What the API's tables write and nothing is known of: page -> registers
_SETTINGS = {
    0: b"\x10\x11\x20\x21\x24\x25\x27\x28\x29\x30\x31\x32\x33\x34\x35\x40\x47\x48\x54\x55\x56\x57"
    b"\x60\x61\x62\x64\x65\x66\x67\x75\x76\x77\x78\x7a\x7b\x85\x88\x89\xb6\xcb\xee",
    1: b"\x0d\x0e\x20\x22\x23\x30\x31\x40\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f"
    b"\x8e",
    7: b"\x81",
}

# Codes of RANGE_STATUS, bits 3 to 6
NO_VHV, NO_TARGET, PHASE, COMPLETE = 3, 4, 6, 11
NOTHING_MM, WRAPPED_MM = 8190, 8191

# Times in µs
BOOT_US = 1200  # from XSHUT high (2.9.1)
ACCEPT_US = 100
CALIBRATION_US = 1000
NVM_US = 500
START_US, END_US = 1910, 960
TCC_US, DSS_US, MSRC_US, PRE_US, FINAL_US = 590, 690, 660, 660, 550

LONGEST_MM = 2000
WHITE, WHITE_MM, WEAKEST = 0.88, 1200, 32  # 0.25 MCPS, in 1/128

_SINGLE, _BACK_TO_BACK, _TIMED = 0x01, 0x02, 0x04


def _registers():
    found = [
        Register(SYSRANGE_START, "SYSRANGE_START", bank=0),
        Register(SEQUENCE_CONFIG, "SYSTEM_SEQUENCE_CONFIG", bank=0),
        Register(INTERMEASUREMENT_PERIOD, "SYSTEM_INTERMEASUREMENT_PERIOD", width=4, bank=0),
        Register(RANGE_CONFIG, "SYSTEM_RANGE_CONFIG", bank=0),
        Register(INTERRUPT_CONFIG, "SYSTEM_INTERRUPT_CONFIG_GPIO", bank=0),
        Register(INTERRUPT_CLEAR, "SYSTEM_INTERRUPT_CLEAR", bank=0),
        Register(THRESH_HIGH, "SYSTEM_THRESH_HIGH", width=2, bank=0),
        Register(THRESH_LOW, "SYSTEM_THRESH_LOW", width=2, bank=0),
        Register(INTERRUPT_STATUS, "RESULT_INTERRUPT_STATUS", READ_ONLY, bank=0),
        Register(RANGE_STATUS, "RESULT_RANGE_STATUS", READ_ONLY, width=12, bank=0),
        Register(MIN_COUNT_RATE, "FINAL_RANGE_CONFIG_MIN_COUNT_RATE_RTN_LIMIT", width=2, bank=0),
        Register(MSRC_TIMEOUT, "MSRC_CONFIG_TIMEOUT_MACROP", bank=0),
        Register(PRE_VCSEL, "PRE_RANGE_CONFIG_VCSEL_PERIOD", bank=0),
        # The datasheet's reference registers (3.2)
        Register(PRE_TIMEOUT, "PRE_RANGE_CONFIG_TIMEOUT_MACROP", width=2, reset=0x0099, bank=0),
        Register(MODEL_ID, "IDENTIFICATION", READ_ONLY, width=3, reset=0xEEAA10, bank=0),
        Register(FINAL_VCSEL, "FINAL_RANGE_CONFIG_VCSEL_PERIOD", bank=0),
        Register(FINAL_TIMEOUT, "FINAL_RANGE_CONFIG_TIMEOUT_MACROP", width=2, bank=0),
        Register(POWER_FORCE, "POWER_MANAGEMENT_GO1_POWER_FORCE"),
        Register(GPIO_HV_MUX, "GPIO_HV_MUX_ACTIVE_HIGH", bank=0),
        Register(I2C_ADDRESS, "I2C_SLAVE_DEVICE_ADDRESS", mask=0x7F, reset=0x29, bank=0),
        Register(SPAD_ENABLES, "GLOBAL_CONFIG_SPAD_ENABLES_REF", width=6, bank=0),
        Register(OSC_CALIBRATE, "OSC_CALIBRATE_VAL", READ_ONLY, width=2, bank=0),
        Register(PAGE, "page"),
        Register(LOCK, "lock", bank=PAGES[1]),
        Register(STOPPING, "stopping", READ_ONLY, bank=PAGES[1]),
        Register(STOP_VARIABLE, "stop variable", mask=0, bank=PAGES[1]),
        Register(STROBE, "strobe", bank=PAGES[6]),
        Register(STROBE, "strobe", bank=_NVM),
        Register(NVM_DATA, "NVM data", READ_ONLY, width=4, bank=_NVM),
        Register(NVM_ADDRESS, "NVM address", bank=_NVM),
    ]
    for page, addresses in _SETTINGS.items():
        for address in addresses:
            found.append(Register(address, "setting", bank=PAGES[page]))
    return tuple(found)


class VL53L0X(RegisterChip):
    """A VL53L0X.

    :param address: 0x29 after each power-up
    :param spads: how many reference SPADs its NVM asks for
    :param aperture: whether they are those with an aperture, from number 12 on
    :param good: its good reference SPADs, 6 bytes, number 0 in the lowest bit of the first
    :param stop_variable: what 0x91 of page 1 has after power-up
    """

    name = "VL53L0X"
    PINS = ("xshut", "gpio1")
    MOVABLE = True
    BANKS = len(PAGES)
    REGISTERS = _registers()

    def __init__(
        self,
        address=0x29,
        spads=5,
        aperture=True,
        good=b"\xff\xf7\xdf\xff\xff\x0f",
        stop_variable=0x3C,
    ):
        self._spads = spads
        self._aperture = aperture
        self._good = bytes(good)
        self._stop_variable = stop_variable
        self._distance = 200.0
        self._reflectance = WHITE
        self._ambient = 0.0
        self.stray = None  #: mm that are shown where nothing is seen; None for the usual
        self.return_spads = 64  #: how many SPADs look at the target
        self.osc_calibrate = 1000  #: ticks of the timer for timed ranging in a millisecond
        self._off = False
        self._due_us = -1
        self._event = None
        self._mode = 0
        super().__init__(address)

    # The world

    @property
    def distance(self):
        """From the chip to the target, in mm; None with nothing in sight."""
        return self._distance

    @distance.setter
    def distance(self, mm):
        self._look()
        self._distance = mm
        self._see()

    @property
    def reflectance(self):
        """How much of the light the target throws back, 0 to 1: white paper 0.88, grey 0.17."""
        return self._reflectance

    @reflectance.setter
    def reflectance(self, share):
        self._look()
        self._reflectance = share
        self._see()

    @property
    def ambient(self):
        """The light that is there anyway, in MCPS (million counts a second)."""
        return self._ambient

    @ambient.setter
    def ambient(self, mcps):
        self._look()
        self._ambient = mcps
        self._see()

    @property
    def signal(self):
        """The light that comes back from the target, in MCPS."""
        return self._signal / 128

    @property
    def reference_spads(self):
        """The reference SPADs that are enabled."""
        enabled = self.memory[SPAD_ENABLES : SPAD_ENABLES + 6]
        return [number for number in range(48) if enabled[number >> 3] >> (number & 7) & 1]

    @property
    def budget_us(self):
        """How long a measurement takes by the registers, in µs, as ST's API computes it."""
        memory = self.memory
        steps = memory[SEQUENCE_CONFIG]
        pre_vcsel = (memory[PRE_VCSEL] + 1) << 1
        final_vcsel = (memory[FINAL_VCSEL] + 1) << 1
        msrc = _us(memory[MSRC_TIMEOUT] + 1, pre_vcsel)
        pre_clocks = _clocks(self.word(PRE_TIMEOUT))
        total = START_US + END_US
        if steps & 0x10:
            total += msrc + TCC_US
        if steps & 0x08:
            total += 2 * (msrc + DSS_US)
        elif steps & 0x04:
            total += msrc + MSRC_US
        if steps & 0x40:
            total += _us(pre_clocks, pre_vcsel) + PRE_US
        if steps & 0x80:
            clocks = _clocks(self.word(FINAL_TIMEOUT)) - (pre_clocks if steps & 0x40 else 0)
            total += _us(max(clocks, 0), final_vcsel) + FINAL_US
        return total

    def _see(self):
        """Work out what comes from the target, in whole numbers."""
        self._ambient_rate = min(round(self._ambient * 128), 0xFFFF)
        self._signal = 0
        if self._distance is not None:
            share = self._reflectance / WHITE * (WHITE_MM / max(self._distance, 10)) ** 2
            self._signal = min(round(WEAKEST * share), 0xFFFF)
            self._millimetres = round(self._distance)

    def power_up(self):
        """Boot, with all settings lost."""
        super().power_up()
        memory = self.memory
        memory[SPAD_ENABLES : SPAD_ENABLES + 6] = self._good
        self.set_word(OSC_CALIBRATE, self.osc_calibrate)
        memory[self.SIZE * PAGES[1] + LOCK] = 1
        self.address = 0x29
        self._awake_us = self.now_us + BOOT_US
        self._mode = 0
        self._due_us = self._accepted_us = self._nvm_due_us = -1
        self._has_vhv = self._has_phase = self._moving = False
        self._hidden = self._stop_variable  # what 0x91 has, where it is not locked
        self._see()
        self._show()

    def connect(self, bus):
        """Be on a bench: the board has booted after the chip."""
        super().connect(bus)
        self._awake_us = self.now_us

    # Pins

    def connect_pin(self, role, line):
        """Have XSHUT or GPIO1 at ``line``."""
        super().connect_pin(role, line)
        if role == "xshut":
            line.pull = "up"  # as on all breakouts
            line.watch(self._shut)
            self._shut(line.value)
        self._show()

    def _shut(self, level):
        if self._off and level:
            self.power_up()
        self._off = not level

    def _show(self):
        """Set the wire at GPIO1, which the chip only pulls low, and again at the next result."""
        line = self.lines.get("gpio1")
        if line is None:
            return
        high = bool(self.memory[GPIO_HV_MUX] & 0x10)
        line.value = None if bool(self.memory[INTERRUPT_STATUS]) == high else False
        self.clock.cancel(self._event)
        if self._due_us >= 0:
            self._event = self.clock.at(self._due_us, self._look)

    # The bus

    def select(self, address):
        """Return the chip, unless it is off or boots."""
        if not self._answers(address):
            return None
        for other in self.bus.chips if self.bus is not None else ():
            if other is not self and isinstance(other, VL53L0X) and other._answers(address):
                self.mistake(f"two of them answer at {address:#04x}: hold one in reset")
        return self

    def _answers(self, address):
        is_up = self.plugged and not self._off and self.now_us >= self._awake_us
        return is_up and address == self.address

    def known(self, address):
        """Acknowledge any index."""
        return True

    def stop(self):
        """Take a new address, which counts from the next transaction on."""
        if self._moving:
            self._moving = False
            self.address = self.memory[I2C_ADDRESS]

    def reading(self, address):
        """Bring what is read up to now."""
        self._look()
        bank = self.bank
        memory = self.memory
        if bank == 0 and address == SYSRANGE_START:
            if 0 <= self._accepted_us <= self.now_us:
                memory[SYSRANGE_START] &= ~_SINGLE & 0xFF
        elif bank == PAGES[1]:
            base = self.SIZE * bank
            if address == STOPPING:
                memory[base + STOPPING] = 1 if self._mode & 0x80 else 0
            elif address == STOP_VARIABLE:
                memory[base + STOP_VARIABLE] = self._hidden if self._unlocked() else 0
        elif bank == _NVM and address == STROBE and 0 <= self._nvm_due_us <= self.now_us:
            self._nvm_due_us = -1
            self._fetch()

    def take(self, byte):
        """Write a byte where the pointer is."""
        if self.bank == PAGES[1] and self.pointer == STOP_VARIABLE and self._unlocked():
            self._hidden = byte
        return super().take(byte)

    def written(self, address, value):
        """Take a page, a setting or a command."""
        if address == PAGE:
            if value not in PAGES:
                self.mistake(f"there is no page {value:#04x}")
                value = 0
            self.bank = PAGES[value]
        elif self.bank == 0:
            self._written_plainly(address, value)
        elif self.bank == _NVM and address == STROBE and value == 0 and self._is_forced():
            self._nvm_due_us = self.now_us + NVM_US

    def _written_plainly(self, address, value):
        if address == SYSRANGE_START:
            self._start(value)
        elif address == INTERRUPT_CLEAR:
            if value:
                self._look()
                self.memory[INTERRUPT_STATUS] = 0
                self._show()
        elif address == I2C_ADDRESS:
            self._moving = True
        elif address == GPIO_HV_MUX:
            self._show()
        elif SPAD_ENABLES <= address < SPAD_ENABLES + 6:
            bad = value & ~self._good[address - SPAD_ENABLES]
            if bad:
                self.mistake(f"reference SPADs {bad:#04x} of {address:#04x} are not good")

    def _unlocked(self):
        return self.memory[POWER_FORCE] and not self.memory[self.SIZE * PAGES[1] + LOCK]

    def _is_forced(self):
        return self.memory[POWER_FORCE] and self.memory[self.SIZE * _NVM + 0x81]

    def _fetch(self):
        """Put a word of the NVM where it can be read, and tell so."""
        base = self.SIZE * _NVM
        address = self.memory[base + NVM_ADDRESS]
        word = 0
        if address == 0x6B:
            word = (self._spads | 0x80 if self._aperture else self._spads) << 8
        elif address == 0x24:
            for byte in self._good[:4]:
                word = word << 8 | byte
        elif address == 0x25:
            word = self._good[4] << 24 | self._good[5] << 16
        for index in range(4):
            self.memory[base + NVM_DATA + index] = word >> (24 - 8 * index) & 0xFF
        self.memory[base + STROBE] = 1

    # Measuring

    def _start(self, value):
        self._look()
        if value & _SINGLE and self._mode & (_BACK_TO_BACK | _TIMED):
            self._mode |= 0x80  # once the measurement is over
            return
        if not value & (_SINGLE | _BACK_TO_BACK | _TIMED):
            return
        if self._hidden != self._stop_variable:
            self.mistake("ranging starts without its stop variable, 0x91 of page 1")
        self._mode = value & 0x07
        self._accepted_us = self.now_us + ACCEPT_US
        self.memory[RANGE_STATUS] = 0
        self._due_us = self.now_us + self._duration()
        self._show()

    def _duration(self):
        if self.memory[SEQUENCE_CONFIG] in (0x01, 0x02):
            return CALIBRATION_US
        return self.budget_us

    def _period(self):
        duration = self._duration()
        if self._mode & _TIMED:
            period = self.word(INTERMEASUREMENT_PERIOD) << 16
            period |= self.word(INTERMEASUREMENT_PERIOD + 2)
            return max(duration, period * 1000 // self.osc_calibrate)
        return duration

    def _look(self):
        """Finish what has come to its end."""
        while 0 <= self._due_us <= self.now_us:
            self._finish()
            if self._mode & 0x80 or not self._mode & (_BACK_TO_BACK | _TIMED):
                self._mode = 0
                self._due_us = -1
            else:
                period = self._period()
                self._due_us += max((self.now_us - self._due_us) // period, 1) * period
            self._show()

    def _finish(self):
        memory = self.memory
        steps = memory[SEQUENCE_CONFIG]
        if steps == 0x01:
            self._has_vhv = True
            memory[INTERRUPT_STATUS] = memory[INTERRUPT_CONFIG] & 0x04
            return
        if steps == 0x02:
            self._has_phase = True
            memory[INTERRUPT_STATUS] = memory[INTERRUPT_CONFIG] & 0x04
            return
        code, millimetres = self._measured()
        memory[RANGE_STATUS] = code << 3 | 1
        self.set_word(SPAD_COUNT, self.return_spads << 8)
        self.set_word(SIGNAL_RATE, self._signal)
        self.set_word(AMBIENT_RATE, self._ambient_rate)
        fraction = memory[RANGE_CONFIG] & 1
        self.set_word(RANGE, millimetres << 2 if fraction and code == COMPLETE else millimetres)
        if self._tells(memory[INTERRUPT_CONFIG] & 0x07, millimetres):
            memory[INTERRUPT_STATUS] = memory[INTERRUPT_CONFIG] & 0x07

    def _measured(self):
        if not self._has_vhv:
            return NO_VHV, 0
        if not self._has_phase:
            return PHASE, 0
        if self._distance is None or self._signal < self.word(MIN_COUNT_RATE):
            return NO_TARGET, NOTHING_MM if self.stray is None else self.stray
        if self._distance > LONGEST_MM:
            return PHASE, WRAPPED_MM if self.stray is None else self.stray
        return COMPLETE, self._millimetres

    def _tells(self, config, millimetres):
        low = 2 * (self.word(THRESH_LOW) & 0x0FFF)  # the firmware doubles them
        high = 2 * (self.word(THRESH_HIGH) & 0x0FFF)
        return (
            config == 4
            or (config & 1 and config < 4 and millimetres < low)
            or (config & 2 and config < 4 and millimetres > high)
        )


def _us(clocks, vcsel):
    """Return microseconds of macro periods, by the period of the VCSEL in PLL clocks."""
    macro_ns = (2304 * vcsel * 1655 + 500) // 1000
    return (clocks * macro_ns + macro_ns // 2) // 1000


def _clocks(encoded):
    """Return the macro periods that two bytes of a timeout mean."""
    return ((encoded & 0xFF) << (encoded >> 8)) + 1
