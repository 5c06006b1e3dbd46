# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The PCA9685 as its datasheet describes it (NXP, rev. 4 of 2015-Apr-16).

    chip = bench.i2c.attach(chips.PCA9685())
    chip.oscillator = 26.1e6  # Hz: they vary
    chip.duty(0), chip.pulse(0), chip.frequency  # 0 to 1, s, Hz: what a scope shows

Sections are the datasheet's. Where it leaves open what happens, this chip does the following:

* Asleep, and from waking until RESTART or until a channel's registers are written, outputs
  are low.
* Of several chips on one bus, only one takes what is sent to All Call or a sub-address.
* A new prescaler counts at once, not from the end of the running period.

Not modelled: the OE pin, what INVRT, OUTDRV and OUTNE do to the outputs' levels.
"""

from copperbench.chip import WRITE_ONLY, Register, RegisterChip

MODE1 = 0x00
MODE2 = 0x01
SUBADR1 = 0x02
ALLCALLADR = 0x05
LED0 = 0x06
LAST_LED = 0x45
ALL_LED = 0xFA
PRE_SCALE = 0xFE

RESTART, EXTCLK, AI, SLEEP, SUB1, ALLCALL = 0x80, 0x40, 0x20, 0x10, 0x08, 0x01  # MODE1
OCH = 0x08  # MODE2: outputs change on ACK, not on STOP
FULL = 0x10  # LEDn_ON_H, LEDn_OFF_H

CHANNELS = 16
STEPS = 4096
SLOWEST, FASTEST = 255, 3  # PRE_SCALE; what is below FASTEST counts as it (7.3.5)
START_US = 500  # of the oscillator, after SLEEP is cleared (7.3.1)
SOFTWARE_RESET = 0x06  # written to the general call address (7.6)


class PCA9685(RegisterChip):
    """A PCA9685.

    :param address: 0x40 to 0x7F, by the pins A0 to A5
    :ivar oscillator: in Hz, nominally 25 MHz
    :ivar external_clock: at the EXTCLK pin, in Hz, 50 MHz at the most
    """

    name = "PCA9685"
    max_frequency = 1000000
    REGISTERS = (
        # RESTART is not among the bits that are simply written
        Register(MODE1, "MODE1", mask=0x3F, reset=0x11),
        Register(MODE2, "MODE2", mask=0x1F, reset=0x04),
        Register(SUBADR1, "SUBADR1", mask=0xFE, reset=0xE2),
        Register(0x03, "SUBADR2", mask=0xFE, reset=0xE4),
        Register(0x04, "SUBADR3", mask=0xFE, reset=0xE8),
        Register(ALLCALLADR, "ALLCALLADR", mask=0xFE, reset=0xE0),
    )
    REGISTERS += tuple(
        [
            Register(LED0 + 4 * n, f"LED{n}", width=4, mask=0xFF1FFF1F, reset=0x00000010)
            for n in range(CHANNELS)
        ]
    )
    REGISTERS += (
        Register(ALL_LED, "ALL_LED", WRITE_ONLY, width=4, mask=0xFF1FFF1F, reset=0x00000010),
        Register(PRE_SCALE, "PRE_SCALE", reset=0x1E),
    )

    def __init__(self, address=0x40):
        if not 0x40 <= address <= 0x7F:
            raise ValueError("a PCA9685 has address 0x40 to 0x7f")
        self.oscillator = 25e6
        self.external_clock = 25e6
        self._shown = bytearray(4 * CHANNELS)  # what the outputs follow
        self._running = bytearray(CHANNELS)
        super().__init__(address)

    def power_up(self):
        """Sleep, with all outputs off."""
        super().power_up()
        self._shown[:] = self.memory[LED0 : LAST_LED + 1]
        for channel in range(CHANNELS):
            self._running[channel] = 0
        self._awake_us = 0  # since when SLEEP is 0
        self._touched = 0  # a bit for each channel that this transaction writes
        self._general_call = False

    # The world

    @property
    def frequency(self):
        """Of the outputs, in Hz: 24 to 1526 at 25 MHz."""
        memory = self.memory
        clock = self.external_clock if memory[MODE1] & EXTCLK else self.oscillator
        return clock / STEPS / (max(memory[PRE_SCALE], FASTEST) + 1)

    @property
    def is_asleep(self):
        """Whether the oscillator is off, and all outputs with it."""
        return bool(self.memory[MODE1] & SLEEP)

    def duty(self, channel):
        """Return the share of time that an output is high, 0 to 1."""
        if self.is_asleep or not self._running[channel]:
            return 0.0
        on, off = self._times(self._shown, 4 * channel)
        if off & FULL << 8:  # full off wins (7.3.3)
            return 0.0
        if on & FULL << 8:
            return 1.0
        return (off - on) % STEPS / STEPS

    def pulse(self, channel):
        """Return how long an output is high in each period, in s."""
        return self.duty(channel) / self.frequency

    def phase(self, channel):
        """Return when in the period an output goes high, 0 to 1."""
        return self._times(self._shown, 4 * channel)[0] % STEPS / STEPS

    def _times(self, memory, place):
        on = memory[place] | memory[place + 1] << 8
        return on, memory[place + 2] | memory[place + 3] << 8

    # The bus

    def select(self, address):
        """Return the chip where it answers: also to All Call, sub-addresses and general call."""
        if not self.plugged:
            return None
        self._general_call = address == 0
        if address == self.address or address == 0:  # noqa: PLR1714  # a tuple is garbage
            return self
        mode = self.memory[MODE1]
        if mode & ALLCALL and address == self.memory[ALLCALLADR] >> 1:
            return self
        for index in range(3):
            if mode & SUB1 >> index and address == self.memory[SUBADR1 + index] >> 1:
                return self
        return None

    def write(self, byte):
        """Take the pointer, a byte for a register, or the software reset."""
        if self._general_call:
            if byte == SOFTWARE_RESET:
                self.power_up()
                return True
            return False
        return super().write(byte)

    def after(self, pointer, reading):
        """Return where the pointer moves: on with AI, and round within its part (table 5)."""
        if not self.memory[MODE1] & AI:
            return pointer
        if pointer == LAST_LED or pointer == PRE_SCALE:  # noqa: PLR1714, SIM109
            return 0
        return (pointer + 1) % self.SIZE

    def take(self, byte):
        """Write a byte where the pointer is, and move it."""
        pointer = self.pointer
        if pointer == PRE_SCALE and not self.is_asleep:
            self.mistake("PRE_SCALE can be written only while SLEEP is 1 (7.3.5)")
            self.pointer = self.after(pointer, False)
            return True
        if pointer == MODE1:
            self._take_mode(byte)
            self.pointer = self.after(pointer, False)
            return True
        return super().take(byte)

    def _take_mode(self, byte):
        memory = self.memory
        old = memory[MODE1]
        if old & SLEEP and not byte & SLEEP:
            self._awake_us = self.now_us
        kept = old & (RESTART | EXTCLK)  # EXTCLK goes only by a reset (7.3.1)
        if byte & EXTCLK and not old & EXTCLK:
            if old & SLEEP:
                kept |= EXTCLK
            else:
                self.mistake("EXTCLK can be set only while SLEEP is 1 (7.3.1)")
        if byte & SLEEP and not old & SLEEP:
            for channel in range(CHANNELS):
                if self._running[channel] and not memory[LED0 + 4 * channel + 3] & FULL:
                    kept |= RESTART
                self._running[channel] = 0
        elif byte & RESTART and not (byte | old) & SLEEP:
            self._settled("RESTART")
            if kept & RESTART:
                kept &= ~RESTART
                self._run((1 << CHANNELS) - 1)
        memory[MODE1] = kept | byte & (AI | SLEEP | 0x0F)

    def _settled(self, what):
        if not self.is_asleep and 0 < self.now_us - self._awake_us < START_US:
            self.mistake(f"{what} is written within 500 us of clearing SLEEP (7.3.1)")

    def written(self, address, value):
        """Note which channels are written."""
        if LED0 <= address <= LAST_LED:
            self._touched |= 1 << (address - LED0 >> 2)
        elif ALL_LED <= address < PRE_SCALE:
            for place in range(LED0 + address - ALL_LED, LAST_LED + 1, 4):
                self.memory[place] = self.memory[address]
            self._touched = (1 << CHANNELS) - 1
        else:
            return
        self._settled("a channel")
        if self.memory[MODE2] & OCH:
            self._show()

    def stop(self):
        """Show what was written."""
        touched = self._touched
        if not touched:
            return
        self._show()
        self._touched = 0
        memory = self.memory
        for channel in range(CHANNELS):
            place = LED0 + 4 * channel
            if (
                touched >> channel & 1
                and memory[place] == memory[place + 2]
                and memory[place + 1] == memory[place + 3]
                and not memory[place + 1] & FULL
            ):
                self.mistake(f"ON and OFF of channel {channel} are the same (7.3.3)")

    def _show(self):
        for index in range(4 * CHANNELS):
            self._shown[index] = self.memory[LED0 + index]
        if not self.is_asleep:
            self._run(self._touched)
            self.memory[MODE1] &= ~RESTART & 0xFF

    def _run(self, channels):
        for channel in range(CHANNELS):
            if channels >> channel & 1:
                self._running[channel] = 1
