# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What can go wrong on a bus, and when.

    bench.i2c.inject(faults.Nack(), at=3)  # the third transaction from now
    bench.i2c.inject(faults.Flip(0x80), probability=0.01, seed=1)

A fault stands between the bus and the chip for one transaction: it is called
as the chip would be, and passes on what it leaves alone.
"""

from copperbench.errors import ETIMEDOUT


class Fault:
    """Nothing wrong at all: what every fault is made from."""

    errno = 0  #: when not 0, the transaction ends at once with this errno
    duration_us = 0  #: the time that such an end takes

    def over(self, chip, bus):
        """Stand before ``chip`` (None where no chip answers) for the next transaction."""
        self.chip = chip
        self.bus = bus
        self.position = 0
        return self

    def start(self, read):
        """Answer START and address; return whether they are acknowledged."""
        return self.chip is not None and self.chip.start(read)

    def write(self, byte):
        """Take a byte; return whether it is acknowledged."""
        self.position += 1
        return self.chip.write(byte)

    def read(self):
        """Return the next byte."""
        self.position += 1
        return self.chip.read()

    def stop(self):
        """End the transaction."""
        if self.chip is not None:
            self.chip.stop()

    def __repr__(self):
        return "{}()".format(type(self).__name__)


class Nack(Fault):
    """No acknowledgement of the address, or of a byte written.

    :param byte: 0 for the address, n for the n-th byte written after it
    """

    def __init__(self, byte=0):
        self.byte = byte

    def start(self, read):
        """Refuse the address where that is what is to fail."""
        if self.byte == 0:
            return False
        return super().start(read)

    def write(self, byte):
        """Refuse the byte chosen, which the chip then has not got."""
        if self.position + 1 == self.byte:
            self.position += 1
            return False
        return super().write(byte)

    def __repr__(self):
        return "Nack(byte={})".format(self.byte)


class Flip(Fault):
    """Bits that arrive inverted in a byte that is read.

    :param mask: the bits, 0x01 to 0xFF
    :param byte: which of the bytes read, the first is 0; None for all
    """

    def __init__(self, mask=0x01, byte=0):
        if not 0 < mask <= 0xFF:
            raise ValueError("mask must be 0x01 to 0xff")
        self.mask = mask
        self.byte = byte

    def over(self, chip, bus):
        """Begin to count the bytes read."""
        self._read = 0
        return super().over(chip, bus)

    def read(self):
        """Return the chip's byte with the bits inverted."""
        value = super().read()
        if self.byte is None or self.byte == self._read:
            value ^= self.mask
        self._read += 1
        return value

    def __repr__(self):
        return "Flip(mask={:#04x}, byte={})".format(self.mask, self.byte)


class ShortRead(Fault):
    """A chip that lets go of the data line: from byte ``length`` on, ones are read."""

    def __init__(self, length=0):
        self.length = length

    def over(self, chip, bus):
        """Begin to count the bytes read."""
        self._read = 0
        return super().over(chip, bus)

    def read(self):
        """Return the chip's byte, or ones when it has let go."""
        self._read += 1
        return super().read() if self._read <= self.length else 0xFF

    def __repr__(self):
        return "ShortRead(length={})".format(self.length)


class Stuck(Fault):
    """A line held low: the transaction ends in the firmware's time-out of a second."""

    errno = ETIMEDOUT
    duration_us = 1000000


class Stretch(Fault):
    """A chip that holds the clock low for a while before it answers.

    :param seconds: for how long; over one second the firmware gives up with errno 116
    """

    def __init__(self, seconds):
        self.seconds = seconds
        if seconds > 1:
            self.errno = ETIMEDOUT
            self.duration_us = 1000000

    def start(self, read):
        """Answer late."""
        self.bus.clock.advance(self.seconds)
        return super().start(read)

    def __repr__(self):
        return "Stretch({})".format(self.seconds)


class BrownOut(Fault):
    """A dip of the supply: the chip starts anew, just before it is addressed."""

    def start(self, read):
        """Answer as a chip that has just powered up."""
        if self.chip is not None:
            self.chip.power_cycle()
        return super().start(read)


class Injection:
    """A fault, and when it strikes; :attr:`struck` counts how often it has."""

    def __init__(self, fault, at, times, when, probability, random):
        self.fault = fault
        self.at = at
        self.times = times
        self.when = when
        self.probability = probability
        self.random = random
        self.struck = 0

    def __repr__(self):
        return "{} at transaction {}, struck {} times".format(self.fault, self.at, self.struck)


class Plan:
    """The faults that wait for their transaction on one bus."""

    def __init__(self):
        self.injections = []
        self.armed = False

    def inject(self, fault, at, times, when, probability, seed):
        """Add a fault; see :meth:`copperbench.i2c.I2CBus.inject`."""
        random = None
        if probability is not None:
            random = _Random(seed)
        injection = Injection(fault, at, times, when, probability, random)
        self.injections.append(injection)
        self.armed = True
        return injection

    def due(self, index, address):
        """Return the fault for the transaction ``index`` (from 1) to ``address``, or None."""
        for injection in self.injections:
            if injection.times is not None and injection.struck >= injection.times:
                continue
            if injection.at is not None and index < injection.at:
                continue
            if injection.when is not None and not injection.when(index, address):
                continue
            if injection.random is not None and injection.random.fraction() >= injection.probability:
                continue
            injection.struck += 1
            return injection.fault
        return None


class _Random:
    """The same sequence on every host: random() differs between CPython and the VM."""

    def __init__(self, seed):
        self._state = (seed * 2654435761 + 1) & 0xFFFFFFFF or 1

    def fraction(self):
        state = self._state  # xorshift32, Marsaglia 2003
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        self._state = state
        return state / 0x100000000
