# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The little devices that the cases of ``tests/conformance`` were recorded with.

They are no real parts: each shows one way in which a device can answer.
"""

from copperbench.bench import current
from copperbench.chip import I2CChip
from copperbench.chips.generic_panel import GenericPanel, GenericPanelI2C


class _Device(I2CChip):
    max_frequency = 1000000


class Counting(_Device):
    """256 registers, ``(7 * address + 3) & 255`` at first; the first byte written points."""

    name = "register file"

    def __init__(self, address=0x48):
        super().__init__(address)
        self.registers = bytearray([7 * index + 3 & 0xFF for index in range(256)])
        self.pointer = 0
        self._pointing = False

    def start(self, read):
        """Acknowledge; the first byte of a write points."""
        self._pointing = not read
        return True

    def write(self, byte):
        """Take the pointer, or a byte for the register that it points to."""
        if self._pointing:
            self._pointing = False
            self.pointer = byte
        else:
            self.registers[self.pointer] = byte
            self.pointer = self.pointer + 1 & 0xFF
        return True

    def read(self):
        """Return the register that the pointer points to, and move on."""
        value = self.registers[self.pointer]
        self.pointer = self.pointer + 1 & 0xFF
        return value


class Refusing(_Device):
    """Acknowledges two bytes of a write and refuses the third; reads 0x5a."""

    name = "refusing device"

    def __init__(self, address=0x50):
        super().__init__(address)
        self._count = 0

    def start(self, read):
        """Acknowledge, and begin to count."""
        self._count = 0
        return True

    def write(self, byte):
        """Take two bytes."""
        self._count += 1
        return self._count <= 2

    def read(self):
        """Return the same byte always."""
        return 0x5A


class Taking(GenericPanelI2C):
    """Takes everything, reads 0, and is a panel where a display drives it."""

    name = "taking device"


class Waking(_Device):
    """Refuses its first two addresses, as a chip that wakes up; then reads 0x60."""

    name = "waking device"

    def __init__(self, address=0x60):
        super().__init__(address)
        self._refusals = 2

    def start(self, read):
        """Refuse twice."""
        self._refusals -= 1
        return self._refusals < 0

    def write(self, byte):
        """Take the byte."""
        return True

    def read(self):
        """Return the same byte always."""
        return 0x60


class ReadOnly(_Device):
    """Refuses to be written to; reads 0xc3."""

    name = "read-only device"

    def __init__(self, address=0x61):
        super().__init__(address)

    def start(self, read):
        """Acknowledge a read."""
        return read

    def read(self):
        """Return the same byte always."""
        return 0xC3


class Inverting(GenericPanel):
    """Answers each byte with its inverse, and is a panel where a display drives it.

    It listens whether it is selected or not. Its D/C pin is GP20.
    """

    name = "inverter"
    answers = True

    def connect(self, bus):
        """Be put on a bus."""
        super().connect(bus)
        self.dc = current().pin("GP20")

    def transfer(self, out, out_start, into, in_start, count, fill):
        """Take bytes for the panel, and answer."""
        super().transfer(out, out_start, into, in_start, count, fill)
        if into is not None:
            for index in range(count):
                into[in_start + index] = (fill if out is None else out[out_start + index]) ^ 0xFF
