# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The DS18B20 thermometer (Maxim 19-7487, rev. 6, 7/19), on 1-Wire, and its kin.

    chip = bench.onewire("D5").attach(chips.DS18B20(serial=1))
    chip.temperature = 21.5

Beside the datasheet:

* Byte 6 of the scratchpad, which the datasheet reserves, is 0x0C after power-up and then such
  that its sum with byte 0 ends with four zeros, as on Maxim's chips (cpetrich,
  counterfeit_DS18B20). ``byte_6 = 0x0C`` has it stay so, as on some copies.
* The bits that a low resolution leaves undefined are those of :attr:`undefined`.
* A conversion takes the datasheet's longest time; ``percent = 80`` has it take 80 % of it.
* A chip with parasite power whose line is pulled low, or fed too weakly (``fed = False``),
  while it converts or writes its EEPROM, loses its supply: it starts anew.
* A temperature beyond -55 °C or 125 °C reads as the end that it is beyond.

Not modelled: the alarm's hysteresis over a lost supply, the wear of the EEPROM.
"""

from copperbench.chip_onewire import OneWireChip, crc8

CONVERT_T = 0x44
WRITE_SCRATCHPAD = 0x4E
READ_SCRATCHPAD = 0xBE
COPY_SCRATCHPAD = 0x48
RECALL_E2 = 0xB8
READ_POWER_SUPPLY = 0xB4

CONVERSION_US = 750000  # with 12 bits; half of it for each bit less (page 3)
COPY_US = 10000
COLDEST, HOTTEST = -55, 125  # °C

# Bytes of the scratchpad (figure 9)
TH, TL, CONFIG, RESERVED_5, RESERVED_6, RESERVED_7 = 2, 3, 4, 5, 6, 7

_POWER, _BUSY = 1, 2  # what read slots tell


class DS18B20(OneWireChip):
    """A DS18B20.

    :param serial: its serial number, 48 bits
    :param parasite: whether it has no supply but the line
    :param alarm_high: TH as it is in the EEPROM, °C
    :param alarm_low: TL, likewise
    :param bits: the resolution in the EEPROM, 9 to 12
    """

    name = "DS18B20"
    FAMILY = 0x28
    CHECKSUM = True
    WRITABLE = 3  # bytes of the scratchpad, from TH on
    POWER_UP = b"\x50\x05"

    def __init__(self, serial=0x000000000001, parasite=False, alarm_high=75, alarm_low=70, bits=12):
        super().__init__(serial)
        self.parasite = parasite
        self.fed = True  #: whether the line's pull-up feeds a conversion
        self.percent = 100  #: how long a conversion takes, of the datasheet's longest
        self.byte_6 = None  #: what byte 6 always is; None as Maxim has it
        self.undefined = 0  #: the low bits of a coarse reading
        self.conversions = 0  #: how many were begun
        self._eeprom = bytearray((alarm_high & 0xFF, alarm_low & 0xFF, (bits - 9) << 5 | 0x1F))
        self._scratchpad = bytearray(9)
        self._checked = memoryview(self._scratchpad)[:8]  # by the byte after them
        self._busy = 0  # the command that the chip is busy with
        self.temperature = 25.0
        self.power_up()

    # The world

    @property
    def temperature(self):
        """In °C."""
        return self._temperature

    @temperature.setter
    def temperature(self, celsius):
        self._look()
        self._temperature = celsius
        self._sixteenths = round(min(max(celsius, COLDEST), HOTTEST) * 16)

    @property
    def eeprom(self):
        """TH, TL and, where there is one, the configuration that outlive a lost supply."""
        return bytes(self._eeprom[: self.WRITABLE])

    @property
    def bits(self):
        """The resolution, 9 to 12."""
        return (self._scratchpad[CONFIG] >> 5 & 0x03) + 9

    @property
    def alarm(self):
        """Whether the last conversion was as hot as TH or as cold as TL (page 6)."""
        self._look()
        return self._alarmed

    def power_up(self):
        """Recall the EEPROM; the temperature is 85 °C."""
        self._look()  # what was over before the supply was lost
        super().power_up()
        scratchpad = self._scratchpad
        scratchpad[:2] = self.POWER_UP
        scratchpad[RESERVED_5] = 0xFF
        scratchpad[RESERVED_6] = 0x0C
        scratchpad[RESERVED_7] = 0x10
        self._recall()
        self._busy = self._busy_until_us = self._slots = 0
        self._alarmed = False
        self._rest()

    # The wire

    def reset(self):
        """Answer, and be ready for a ROM command."""
        self._line_low()
        self._slots = 0
        self._finish_write()
        return super().reset()

    def take(self, bit):
        """Take a bit from the board."""
        self._line_low()
        super().take(bit)

    def give(self):
        """Return the bit that the chip sends now."""
        self._line_low()
        return super().give()

    def function(self, byte):
        """Take a command."""
        self._look()
        if byte == CONVERT_T:
            self.conversions += 1
            self._be_busy(byte, (CONVERSION_US >> (12 - self.bits)) * self.percent // 100)
        elif byte == READ_SCRATCHPAD:
            self._scratchpad[8] = crc8(self._checked)
            self.give_bytes(self._scratchpad)
        elif byte == WRITE_SCRATCHPAD:
            self._writing = True
        elif byte == COPY_SCRATCHPAD:
            self._be_busy(byte, COPY_US)
        elif byte == RECALL_E2:
            self._recall()
        elif byte == READ_POWER_SUPPLY:
            self._slots = _POWER
        else:
            self.mistake(f"there is no command {byte:#04x}")

    def received(self, byte):
        """Take a byte for the scratchpad."""
        if not self._writing or self._written == self.WRITABLE:
            self.mistake(f"a byte {byte:#04x} that no command takes")
            return
        place = TH + self._written
        self._scratchpad[place] = byte if place != CONFIG else byte & 0x60 | 0x1F
        self._written += 1

    def bit_asked(self):
        """Tell whether the chip is at rest, or has a supply."""
        if self._slots == _POWER:
            return 0 if self.parasite else 1
        self._look()
        return 0 if self._busy and not self.parasite else 1

    # Inside

    def _rest(self):
        self._writing = False
        self._written = 0

    def _finish_write(self):
        if self._writing and self._written < self.WRITABLE:
            self.mistake(f"WRITE SCRATCHPAD takes {self.WRITABLE} bytes, {self._written} came")
        self._rest()

    def _be_busy(self, command, us):
        self._busy = command
        self._busy_until_us = self.now_us + us
        if self.parasite and not self.fed:
            self.power_up()

    def _line_low(self):
        """Know that the line is pulled low, as each slot begins."""
        self._look()
        if self._busy and self.parasite:
            self.power_up()
            self.mistake("with parasite power the line must rest while the chip is busy")

    def _look(self):
        """Finish what was begun, if its time is over."""
        if not self._busy or self.now_us < self._busy_until_us:
            return
        if self._busy == CONVERT_T:
            self._convert()
            degrees = self._sixteenths >> 4
            high, low = _signed_byte(self._scratchpad[TH]), _signed_byte(self._scratchpad[TL])
            self._alarmed = not low < degrees < high
        else:
            self._eeprom[:] = self._scratchpad[TH : CONFIG + 1]
        self._busy = 0

    def _recall(self):
        self._scratchpad[TH : CONFIG + 1] = self._eeprom

    def _convert(self):
        low = (1 << (12 - self.bits)) - 1
        code = self._sixteenths & ~low | self.undefined & low
        self._scratchpad[0] = code & 0xFF
        self._scratchpad[1] = code >> 8 & 0xFF
        if self.byte_6 is None:
            self._scratchpad[RESERVED_6] = 0x10 - (code & 0x0F)
        else:
            self._scratchpad[RESERVED_6] = self.byte_6


def _signed_byte(value):
    return value - 256 if value > 127 else value
