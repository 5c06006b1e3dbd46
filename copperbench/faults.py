# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What can go wrong on a bus, and when.

    bench.i2c.inject(faults.Nack(), at=3)  # the third transaction from now
    bench.spi.inject(faults.Ones())  # the next transaction
    bench.uart.inject(faults.Lost(), probability=0.01, seed=1, times=None)

A fault stands between the bus and the chip for one transaction: it is called
as the chip would be, and passes on what it leaves alone. On UART a transaction
is one byte that arrives at the board, on 1-Wire a reset and all up to the next.

=============== ===== ===== ====== ======== ==========================================
fault           I2C   SPI   UART   1-Wire   what it does
=============== ===== ===== ====== ======== ==========================================
Nack            yes                         address or n-th byte not acknowledged
ShortRead       yes   yes                   ones, from a byte on
Flip            yes   yes   yes             given bits inverted, in one byte or all
Noise           yes   yes   yes    yes      bits inverted by chance
Stuck           yes                         a line held low: errno 116 after a second
Stretch         yes                         the clock held low for a while
Unplugged       yes   yes   yes    yes      nobody there
BrownOut        yes   yes   yes    yes      the chip starts anew, just before
Ones, Zeros           yes                   the data line stuck
Lost, Doubled               yes             a byte that never arrives, or twice
Framing                     yes             a stop bit that is low: the byte is wrong
NoPresence                         yes      no answer to a reset
=============== ===== ===== ====== ======== ==========================================
"""

from copperbench.errors import ETIMEDOUT


class Fault:
    """Nothing wrong at all: what every fault is made from."""

    BUSES = ("I2C", "SPI", "UART", "OneWire")  #: where it can strike
    errno = 0  #: when not 0, the transaction ends at once with this errno
    duration_us = 0  #: the time that such an end takes

    def over(self, chip, bus):
        """Stand before ``chip`` (None where no chip answers) for the next transaction."""
        self.chip = chip
        self.bus = bus
        self.position = 0  # bytes written so far
        self.count = 0  # bytes received so far
        return self

    def received(self, value):
        """Return what arrives for a byte that the chip sends. Faults of data extend this."""
        return value

    # I2C

    def start(self, read):
        """Answer START and address; return whether they are acknowledged."""
        return self.chip is not None and self.chip.start(read)

    def write(self, byte):
        """Take a byte; return whether it is acknowledged."""
        self.position += 1
        return self.chip.write(byte)

    def read(self):
        """Return the next byte."""
        value = self.received(self.chip.read())
        self.count += 1
        return value

    def stop(self):
        """End the transaction."""
        if self.chip is not None:
            self.chip.stop()

    # SPI

    def exchange(self, byte):
        """Take a byte and return the one that comes back for it."""
        value = self.received(self.bus.idle if self.chip is None else self.chip.exchange(byte))
        self.count += 1
        return value

    # UART

    def arrive(self, byte):
        """Return the bytes that the board gets for one that is sent to it."""
        value = self.received(byte)
        self.count += 1
        return (value,)

    # 1-Wire

    def presence(self, present):
        """Return whether the board sees an answer to its reset."""
        return present

    def bit(self, value):
        """Return the bit that the board sees for one that the chips send."""
        return value

    def __repr__(self):
        return f"{type(self).__name__}()"


class Nack(Fault):
    """No acknowledgement of the address, or of a byte written.

    :param byte: 0 for the address, n for the n-th byte written after it
    :param read: refuse only the address of a read, which may follow a write
    """

    BUSES = ("I2C",)

    def __init__(self, byte=0, read=False):
        self.byte = byte
        self.of_read = read

    def start(self, read):
        """Refuse the address where that is what is to fail."""
        if self.byte == 0 and (read or not self.of_read):
            return False
        return super().start(read)

    def write(self, byte):
        """Refuse the byte chosen, which the chip then has not got."""
        if self.position + 1 == self.byte:
            self.position += 1
            return False
        return super().write(byte)

    def __repr__(self):
        return f"Nack(byte={self.byte}{', read=True' if self.of_read else ''})"


class Flip(Fault):
    """Bits that arrive inverted in a byte that is read.

    :param mask: the bits, 0x01 to 0xFF
    :param byte: which of the bytes read, the first is 0; None for all
    """

    BUSES = ("I2C", "SPI", "UART")

    def __init__(self, mask=0x01, byte=0):
        if not 0 < mask <= 0xFF:
            raise ValueError("mask must be 0x01 to 0xff")
        self.mask = mask
        self.byte = byte

    def received(self, value):
        """Invert the bits in the byte chosen."""
        return value ^ self.mask if self.byte is None or self.byte == self.count else value

    def __repr__(self):
        return f"Flip(mask={self.mask:#04x}, byte={self.byte})"


class Noise(Fault):
    """Bits that arrive inverted by chance, in all that is read.

    :param rate: the share of bits, 0 to 1
    :param seed: makes chance repeatable
    """

    def __init__(self, rate=0.01, seed=0):
        self.rate = rate
        self.seed = seed
        self._random = Random(seed)

    def received(self, value):
        """Invert each bit by chance."""
        for shift in range(8):
            if self._random.fraction() < self.rate:
                value ^= 1 << shift
        return value

    def bit(self, value):
        """Invert the bit by chance."""
        return not value if self._random.fraction() < self.rate else value

    def __repr__(self):
        return f"Noise(rate={self.rate}, seed={self.seed})"


class ShortRead(Fault):
    """A chip that lets go of the data line: from byte ``length`` on, ones are read."""

    BUSES = ("I2C", "SPI")

    def __init__(self, length=0):
        self.length = length

    def received(self, value):
        """Return ones once the chip has let go."""
        return value if self.count < self.length else 0xFF

    def __repr__(self):
        return f"ShortRead(length={self.length})"


class Stuck(Fault):
    """A line held low: the transaction ends in the firmware's time-out."""

    BUSES = ("I2C",)
    errno = ETIMEDOUT

    def over(self, chip, bus):
        """Take as long as whoever drives the bus waits."""
        self.duration_us = bus.timeout_us
        return super().over(chip, bus)


class Stretch(Fault):
    """A chip that holds the clock low for a while before it answers.

    :param seconds: for how long. Over the time-out of whoever drives the bus (1 s for
        ``busio``, 255 µs for ``bitbangio`` unless told otherwise) the transaction fails
    """

    BUSES = ("I2C",)

    def __init__(self, seconds):
        self.seconds = seconds

    def over(self, chip, bus):
        """Fail where the board does not wait so long."""
        late = self.seconds * 1000000 > bus.timeout_us
        self.errno = ETIMEDOUT if late else 0
        self.duration_us = bus.timeout_us
        return super().over(chip, bus)

    def start(self, read):
        """Answer late."""
        if self.chip is not None:
            self.bus.clock.advance(self.seconds)
        return super().start(read)

    def __repr__(self):
        return f"Stretch({self.seconds})"


class Unplugged(Fault):
    """A cable that has no contact for one transaction; the chip keeps its supply."""

    def over(self, chip, bus):
        """Let nobody answer."""
        return super().over(None, bus)

    def arrive(self, byte):
        """Let nothing arrive."""
        return ()

    def presence(self, present):
        """Let no chip be present."""
        return False

    def bit(self, value):
        """Let the pull-up alone decide."""
        return True


class BrownOut(Fault):
    """A dip of the supply: the chip starts anew, just before it is addressed."""

    def over(self, chip, bus):
        """Start the chip anew, or all chips where the bus calls them together."""
        together = bus.chips if bus.KIND in ("UART", "OneWire") else ()
        for one in together if chip is None else (chip,):
            one.power_cycle()
        return super().over(chip, bus)


class Ones(Fault):
    """A data line from the chip that is stuck high: all bytes are 0xFF."""

    BUSES = ("SPI",)

    def received(self, value):
        """Return ones."""
        return 0xFF


class Zeros(Fault):
    """A data line from the chip that is stuck low: all bytes are 0x00."""

    BUSES = ("SPI",)

    def received(self, value):
        """Return zeros."""
        return 0x00


class Lost(Fault):
    """A byte that never arrives."""

    BUSES = ("UART",)

    def arrive(self, byte):
        """Let nothing arrive."""
        return ()


class Doubled(Fault):
    """A byte that arrives twice."""

    BUSES = ("UART",)

    def arrive(self, byte):
        """Let the byte arrive, and once more."""
        return (byte, byte)


class Framing(Fault):
    """A start bit seen late: the byte arrives shifted, and its stop bit is wrong.

    The firmware of the RP2040 does not look at framing errors: the program gets the byte.
    """

    BUSES = ("UART",)

    def received(self, value):
        """Return the bits one place further, and a one for the idle line."""
        return value >> 1 | 0x80


class NoPresence(Fault):
    """No answer to a reset, from chips that otherwise work."""

    BUSES = ("OneWire",)

    def presence(self, present):
        """Answer nothing."""
        return False


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
        words = [repr(self.fault)]
        if self.at is not None:
            words.append(f"at transaction {self.at}")
        if self.when is not None:
            words.append("when the predicate says so")
        if self.probability is not None:
            words.append(f"with probability {self.probability}")
        words.append(f"struck {self.struck} time{'' if self.struck == 1 else 's'}")
        return " ".join(words)


class Plan:
    """The faults that wait for their transaction on one bus."""

    def __init__(self):
        self.injections = []
        self.armed = False

    def inject(self, fault, at, times, when, probability, seed):
        """Add a fault; see :meth:`copperbench.wires.Wires.inject`."""
        random = None if probability is None else Random(seed)
        injection = Injection(fault, at, times, when, probability, random)
        self.injections.append(injection)
        self.armed = True
        return injection

    def due(self, index, target):
        """Return the fault for the transaction ``index`` (from 1) with ``target``, or None."""
        for injection in self.injections:
            if injection.times is not None and injection.struck >= injection.times:
                continue
            if injection.at is not None and index < injection.at:
                continue
            if injection.when is not None and not injection.when(index, target):
                continue
            if (
                injection.random is not None
                and injection.random.fraction() >= injection.probability
            ):
                continue
            injection.struck += 1
            return injection.fault
        return None


class Random:
    """The same sequence on every host: random() differs between CPython and the VM."""

    def __init__(self, seed):
        self._state = (seed * 2654435761 + 0x9E3779B9) & 0xFFFFFFFF or 1

    def fraction(self):
        """Return the next number, 0 or more and less than 1."""
        state = self._state  # xorshift32, Marsaglia 2003
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        self._state = state
        return state / 0x100000000
