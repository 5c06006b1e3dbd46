# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A 1-Wire bus at a pin, and the addresses (ROM codes) of the devices on it.

The line needs a pull-up, of 4.7 kΩ mostly.

Commands and search: Maxim application note 187, "1-Wire Search Algorithm"; checksum:
application note 27, "Understanding and Using Cyclic Redundancy Checks with Maxim 1-Wire
and iButton Products".
"""

import onewireio
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Optional

    from circuitpython_typing import ReadableBuffer, WriteableBuffer
    from microcontroller import Pin

_BITS = const(64)  # of a ROM
_SEARCH_ROM = b"\xf0"


class OneWireError(RuntimeError):
    """Nobody answers on the bus, or a ROM came with a wrong checksum."""


class OneWireAddress:
    """The ROM of a device: its address.

    :param rom: 8 bytes: family, serial number, checksum
    """

    def __init__(self, rom: "ReadableBuffer") -> None:
        self._rom = rom

    @property
    def rom(self) -> "ReadableBuffer":
        """All 8 bytes."""
        return self._rom

    @property
    def crc(self) -> int:
        """The checksum, 0 to 255."""
        return self._rom[7]

    @property
    def serial_number(self) -> "ReadableBuffer":
        """The 6 bytes of the serial number, the lowest first."""
        return self._rom[1:7]

    @property
    def family_code(self) -> int:
        """What kind of device it is, 0 to 255."""
        return self._rom[0]


class OneWireBus:
    """A 1-Wire bus.

    :param pin: the pin that the line is at
    :raises ValueError: the pin is in use
    """

    def __init__(self, pin: "Pin") -> None:
        self._ow = onewireio.OneWire(pin)
        self._read_bit = self._ow.read_bit  # each look-up of a bound method is an object more
        self._write_bit = self._ow.write_bit
        self._most = 10

    @property
    def maximum_devices(self) -> int:
        """How many devices :meth:`scan` takes, 1 to 255; there may be fewer.

        :raises ValueError: it is set to something else
        """
        return self._most

    @maximum_devices.setter
    def maximum_devices(self, count: int) -> None:
        if not isinstance(count, int) or not 0 < count < 256:
            raise ValueError("must be 1 to 255")
        self._most = count

    def deinit(self) -> None:
        """Let go of the pin."""
        self._ow.deinit()

    def reset(self, required: bool = False) -> bool:
        """Send a reset, which begins each exchange.

        :param required: whether an answer is needed
        :return: whether a device answers. A line that is held low looks like one
        :raises OneWireError: nobody answers, and that is ``required``
        """
        silent = self._ow.reset()
        if silent and required:
            raise OneWireError("no device answers: check wiring and pull-up")
        return not silent

    def readinto(
        self, buf: "WriteableBuffer", *, start: int = 0, end: "Optional[int]" = None
    ) -> None:
        """Read bytes.

        :param buf: where they go
        :param start: index of the first
        :param end: index after the last; the length of ``buf`` if not given
        """
        read_bit = self._read_bit
        for index in range(start, len(buf) if end is None else end):
            byte = 0
            for place in range(8):
                if read_bit():
                    byte |= 1 << place
            buf[index] = byte

    def write(self, buf: "ReadableBuffer", *, start: int = 0, end: "Optional[int]" = None) -> None:
        """Write bytes.

        :param buf: the bytes
        :param start: index of the first
        :param end: index after the last; the length of ``buf`` if not given
        """
        write_bit = self._write_bit
        for index in range(start, len(buf) if end is None else end):
            byte = buf[index]
            for place in range(8):
                write_bit(byte >> place & 1)

    def scan(self, required: bool = False) -> "list[OneWireAddress]":
        """Search the bus.

        :param required: whether there must be a device
        :return: the addresses of all devices, in the order of their bits, ones first
        :raises OneWireError: a device dropped out, or its checksum is wrong; or there is none,
            and one is ``required``
        :raises RuntimeError: there are more than :attr:`maximum_devices`
        """
        found = []
        rom = bytearray(8)
        fork = -1
        while self.reset(required):
            if len(found) == self._most:
                raise RuntimeError(f"more than {self._most} devices")
            rom = bytearray(rom)
            fork = self._search(rom, fork)
            found.append(OneWireAddress(rom))
            if fork < 0:
                break
            required = True
        return found

    def _search(self, rom: bytearray, fork: int) -> int:
        """Find a device after a reset, and put its ROM in ``rom``, which has that of the last one.

        Where there are two ways, that of the ones comes first.

        :param fork: the bit at which to leave the way to the last one, -1 for the first
        :return: the last bit at which there is another way still to go; -1 if there is none
        """
        self.write(_SEARCH_ROM)
        read_bit = self._read_bit
        other = -1
        for place in range(_BITS):
            mask = 1 << (place & 7)
            was = rom[place >> 3] & mask
            bit = read_bit()  # the AND of all that still take part ...
            if read_bit():  # ... and of their complements
                if bit:
                    raise OneWireError("device lost in a search")
            elif not bit:
                bit = was if place < fork else place != fork
                if bit:
                    other = place
            self._write_bit(bit)
            if bit:
                rom[place >> 3] |= mask
            else:
                rom[place >> 3] &= ~mask
        if self.crc8(rom) or not rom[0]:  # zeros, from a line held low, have the right one
            raise OneWireError("CRC error")
        return other

    @staticmethod
    def crc8(data: "ReadableBuffer") -> int:
        """Return the checksum of bytes: 0 if they end with their own, and that is right."""
        crc = 0
        for byte in data:
            crc ^= byte
            for _ in range(8):
                crc = crc >> 1 ^ 0x8C if crc & 1 else crc >> 1
        return crc
