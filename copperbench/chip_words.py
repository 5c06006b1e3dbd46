# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Chips on I2C that take commands and answer with words and checksums: Sensirion's, mostly."""

from copperbench.chip import I2CChip


class CommandChip(I2CChip):
    """A chip that takes a command, perhaps with words, and later gives words back.

    It says which commands there are, what they set off, and what they give::

        class Humidity(CommandChip):
            name = "Humidity"
            COMMANDS = {0x2400: 0, 0x30A2: 0, 0x611D: 1}  # command: words that it takes
            temperature = 25.0  # °C

            def run(self, command):
                if command == 0x2400:
                    self.wait(15500)
                elif command == 0x30A2:
                    self.power_up()

            def respond(self, command):
                if command == 0x2400:
                    self.put(round((self.temperature + 45) * 65535 / 175))

    While it waits it refuses its address, or holds the clock where :meth:`stretches` says so.
    With nothing to give it refuses to be read. Both are how a driver finds out, and no
    mistake; a command that is not in ``COMMANDS``, a wrong checksum and a wrong number of
    words are.

    :cvar COMMANDS: how many words each command takes
    :cvar COMMAND_BYTES: of a command, 1 or 2
    :cvar CRC_POLYNOMIAL: of the checksum of each word
    :cvar CRC_START: what the checksum begins with
    :cvar LONGEST: words of the longest answer
    """

    CHECKSUM = True
    COMMANDS = {}  # noqa: RUF012  # as REGISTERS is a tuple, for chips to replace
    COMMAND_BYTES = 2
    CRC_POLYNOMIAL = 0x31
    CRC_START = 0xFF
    LONGEST = 64

    def __init__(self, address):
        super().__init__(address)
        self.words = [0] * 16  #: the words that came with the command
        self.count = 0  #: how many there are
        self._answer = bytearray(self.LONGEST * 3)
        self._length = 0  # bytes of the answer
        self._given = 0  # of which were read
        self._taken = bytearray(self.COMMAND_BYTES + 3 * len(self.words))
        self._filled = 0
        self._command = -1  # the last one, until it is answered
        self._ready_us = 0
        self.power_up()

    def power_up(self):
        """Forget the command; extend it."""
        self._command = -1
        self._filled = self._length = self._given = 0
        self._ready_us = 0

    # For the chip that is made from this one

    def run(self, command):
        """Do what a command sets off; its words are in :attr:`words`."""

    def respond(self, command):
        """Put the words of the answer, with :meth:`put`: the chip is ready, and they are read."""

    def stretches(self, command):
        """Return whether the chip holds the clock until it is ready, after this command."""
        return False

    def wait(self, us):
        """Be busy for so many µs."""
        self._ready_us = self.now_us + us

    @property
    def busy(self):
        """Whether the chip is at work."""
        return self.now_us < self._ready_us

    def put(self, word):
        """Add 16 bits and their checksum to the answer."""
        self.put_byte(word >> 8 & 0xFF)
        self.put_byte(word & 0xFF)
        self.put_byte(self._crc(self._answer, self._length - 2))

    def put_byte(self, byte):
        """Add a byte without a checksum to the answer."""
        self._answer[self._length] = byte
        self._length += 1

    def _crc(self, data, start):
        return crc8(data, start, start + 2, self.CRC_POLYNOMIAL, self.CRC_START)

    # The bus

    def start(self, read):
        """Acknowledge, unless the chip is busy or has nothing to give."""
        if read:
            return self._start_reading()
        self._filled = 0
        return not self.busy

    def _start_reading(self):
        self._execute()  # where the read follows with no STOP between
        if self.busy:
            if not self.stretches(self._command):
                return False
            self.clock.advance_us(self._ready_us - self.now_us)
        if self._command >= 0:
            self._length = self._given = 0
            command = self._command
            self._command = -1
            self.respond(command)
        return self._given < self._length

    def write(self, byte):
        """Take a byte of the command or of its words."""
        if self._filled == len(self._taken):
            return False
        self._taken[self._filled] = byte
        self._filled += 1
        if self._filled == self.COMMAND_BYTES and self._code() not in self.COMMANDS:
            code = self._code()
            self._filled = 0
            self.mistake(f"there is no command {code:#0{2 + 2 * self.COMMAND_BYTES}x}")
            return False
        return True

    def read(self):
        """Return the next byte of the answer; ones after its end."""
        if self._given == self._length:
            return 0xFF
        self._given += 1
        return self._answer[self._given - 1]

    def stop(self):
        """Run the command, now that it is complete."""
        self._execute()

    def _code(self):
        code = 0
        for index in range(self.COMMAND_BYTES):
            code = code << 8 | self._taken[index]
        return code

    def _execute(self):
        filled = self._filled
        self._filled = 0
        if filled < self.COMMAND_BYTES:
            return
        code = self._code()
        count = filled - self.COMMAND_BYTES
        if count != 3 * self.COMMANDS[code]:
            self.mistake(
                f"command {code:#x} takes {self.COMMANDS[code]} words with a checksum each, "
                f"{3 * self.COMMANDS[code]} bytes: {count} came"
            )
            return
        for index in range(count // 3):
            place = self.COMMAND_BYTES + 3 * index
            checksum = self._crc(self._taken, place)
            if self._taken[place + 2] != checksum:
                self.mistake(
                    f"the checksum of word {index + 1} of command {code:#x} is "
                    f"{self._taken[place + 2]:#04x}, and should be {checksum:#04x}"
                )
                return
            self.words[index] = self._taken[place] << 8 | self._taken[place + 1]
        self.count = count // 3
        self._command = code
        self.run(code)


def crc8(data, start, end, polynomial=0x31, value=0xFF):
    """Return the CRC-8 of ``data[start:end]``, high bit first.

    :param polynomial: without its top bit
    :param value: what it begins with
    """
    for index in range(start, end):
        value ^= data[index]
        for _ in range(8):
            value = (value << 1 ^ polynomial) & 0xFF if value & 0x80 else value << 1
    return value
