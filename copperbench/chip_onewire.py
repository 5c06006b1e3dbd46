# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chips on 1-Wire: their ROM, and how they are found by it."""

from copperbench.chip import Chip

READ_ROM = 0x33
MATCH_ROM = 0x55
SKIP_ROM = 0xCC
SEARCH_ROM = 0xF0
ALARM_SEARCH = 0xEC

_SLEEPING, _COMMAND, _MATCHING, _SEARCHING, _GIVING_ROM, _FUNCTION = range(6)


class OneWireChip(Chip):
    r"""A chip on 1-Wire.

    ROM commands and searches are done here; a function is the chip's own::

        class Counter(OneWireChip):
            name = "Counter"
            FAMILY = 0x1D

            def function(self, byte):  # the first byte after the chip was picked
                if byte == 0xA5:
                    self.give_bytes(b"\x01\x02")

    ``bench.onewire("D5").attach(Counter(serial=1))``

    :param serial: 48 bits
    :cvar FAMILY: the first byte of the ROM
    """

    BUS = "OneWire"
    FAMILY = 0x00

    def __init__(self, serial=0x000000000001):
        super().__init__()
        body = bytearray([self.FAMILY])
        for place in range(6):
            body.append(serial >> 8 * place & 0xFF)
        body.append(crc8(body))
        self.rom = bytes(body)  #: family, serial number, checksum
        self._state = _SLEEPING
        self._place = 0  # bit of the ROM
        self._step = 0  # of a search: bit, complement, choice
        self._bits = 0  # bits of the byte that is coming in
        self._byte = 0
        self._out = bytearray(64)
        self._out_bits = 0
        self._out_length = 0
        self._first = True

    # For the chip that is made from this one

    @property
    def alarm(self):
        """Whether the chip takes part in an alarm search."""
        return False

    def present(self):
        """Return whether the chip answers a reset; one that is starved of power does not."""
        return True

    def function(self, byte):
        """Take the first byte after the chip was picked."""

    def received(self, byte):
        """Take a further byte."""

    def bit_asked(self):
        """Return the bit for a read when there are no bytes to give: 0 while the chip is busy."""
        return 1

    def give_bytes(self, data):
        """Have these bytes read next."""
        for index, byte in enumerate(data):
            self._out[index] = byte
        self._out_length = len(data)
        self._out_bits = 0

    def power_up(self):
        """Start as when the supply rises, picked by nobody. Extend it."""
        self._state = _SLEEPING

    # The wire

    def reset(self):
        """Wake up for a ROM command. Return whether the chip answers."""
        self._state = _COMMAND
        self._bits = self._byte = 0
        self._out_length = 0
        return self.present()

    def take(self, bit):
        """Take a bit from the board."""
        state = self._state
        if state == _SLEEPING:
            return
        if state == _SEARCHING:
            if self._step == 2:
                self._step = 0
                self._next_place(bit == self._rom_bit())
            return
        if state == _MATCHING:
            self._next_place(bit == self._rom_bit())
            return
        self._byte |= bit << self._bits
        self._bits += 1
        if self._bits < 8:
            return
        byte = self._byte
        self._bits = self._byte = 0
        if state == _COMMAND:
            self._rom_command(byte)
        elif self._first:
            self._first = False
            self.function(byte)
        else:
            self.received(byte)

    def give(self):
        """Return the bit that the chip sends now; 1 leaves the wire to others."""
        state = self._state
        if state == _SEARCHING:
            step = self._step
            self._step = step + 1
            if step == 0:
                return self._rom_bit()
            return 1 - self._rom_bit() if step == 1 else 1
        if state == _GIVING_ROM:
            bit = self._rom_bit()
            self._next_place(True)
            return bit
        if state != _FUNCTION:
            return 1
        if self._out_bits < 8 * self._out_length:
            place = self._out_bits
            self._out_bits = place + 1
            return self._out[place >> 3] >> (place & 7) & 1
        return self.bit_asked()

    def _rom_bit(self):
        return self.rom[self._place >> 3] >> (self._place & 7) & 1

    def _next_place(self, still_in):
        self._place += 1
        if not still_in:
            self._state = _SLEEPING
        elif self._place == 64:
            self._pick()

    def _pick(self):
        self._state = _FUNCTION
        self._first = True

    def _rom_command(self, byte):
        self._place = self._step = 0
        if byte == SKIP_ROM:
            self._pick()
        elif byte == MATCH_ROM:
            self._state = _MATCHING
        elif byte == READ_ROM:
            self._state = _GIVING_ROM
        elif byte == SEARCH_ROM:
            self._state = _SEARCHING
        elif byte == ALARM_SEARCH:
            self._state = _SEARCHING if self.alarm else _SLEEPING
        else:
            self._state = _SLEEPING
            self.mistake(f"there is no ROM command {byte:#04x}")


def crc8(data):
    """Return the checksum of 1-Wire: x^8 + x^5 + x^4 + 1, low bit first (Maxim AN 27)."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0x8C if value & 1 else value >> 1
    return value
