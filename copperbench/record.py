# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What happened on a bus, one object a transaction."""


class Record:
    """Something that happened on a bus.

    :ivar bus: the :class:`~copperbench.wires.Wires` that it happened on
    :ivar start_us: when it began, in microseconds of the bench's clock
    :ivar end_us: when it was over
    :ivar error: the errno that the firmware raises, 0 if all went well
    :ivar fault: the fault that was injected, or None
    """

    target = ""  # the chip, as tables name it

    def __init__(self, bus, start_us):
        self.bus = bus
        self.start_us = self.end_us = start_us
        self.error = 0
        self.fault = None

    def words(self):
        """Return what happened, in one line."""
        return ""

    def cost(self):
        """Return (bytes to the chip, bytes from it), without addresses."""
        return 0, 0

    def __repr__(self):
        text = f"<{self.words()} at {self.start_us} µs"
        if self.error:
            text += f", errno {self.error}"
        if self.fault is not None:
            text += f", injected {self.fault}"
        return text + ">"


class Transaction(Record):
    """From START to STOP on an I2C bus.

    :ivar address: the 7-bit address called
    :ivar written: the bytes sent after the address, or None if nothing was to be written
    :ivar read: the bytes received, or None if nothing was read
    :ivar acknowledged: how many of address and ``written`` were acknowledged
    :ivar frequency: of the bus, in Hz
    :ivar banged: whether the firmware moved the pins itself, bit by bit
    :ivar held: whether there was no STOP at its end
    """

    def __init__(self, bus, address, start_us):
        super().__init__(bus, start_us)
        self.address = address
        self.frequency = bus.frequency
        self.banged = bus.banged
        self.held = bus.held
        self.written = None
        self.read = None
        self.acknowledged = 0

    @property
    def target(self):
        """The address, as text."""
        return f"0x{self.address:02x}"

    def phases(self):
        """Return a string for each START: ``["S 48W+ 07+", "Sr 48R+ 34- P"]``."""
        found = []
        refused = False
        if self.written is not None:
            acknowledged = self.acknowledged
            words = ["S {:02x}W{}".format(self.address, "+" if acknowledged else "-")]
            for position, byte in enumerate(self.written, 1):
                words.append("{:02x}{}".format(byte, "+" if position < acknowledged else "-"))
            refused = acknowledged <= len(self.written)
            found.append(" ".join(words))
        if self.read is not None and not (refused and found):
            # What writes nothing is banged, and then a peripheral that knows nothing of it reads.
            start = "Sr" if self.written or (self.written == b"" and self.banged) else "S"
            words = ["{} {:02x}R{}".format(start, self.address, "+" if self.read else "-")]
            last = len(self.read) - 1
            for position, byte in enumerate(self.read):
                words.append("{:02x}{}".format(byte, "-" if position == last else "+"))
            found.append(" ".join(words))
        if found and not self.held:
            found[-1] += " P"
        return found

    def words(self):
        """Return the phases in one line; of a long one its beginning and its end."""
        return " ".join([_shortened(p) for p in self.phases()]) or f"S {self.address:02x}"

    def cost(self):
        """Return (bytes written, bytes read), without addresses."""
        return len(self.written or b""), len(self.read or b"")


class SPITransaction(Record):
    """From a chip's selection to its release on an SPI bus; one call, where nothing selects.

    :ivar chip: the chip, or None where none was selected
    :ivar parts: the :class:`SPIPart` of each call
    """

    def __init__(self, bus, chip, start_us):
        super().__init__(bus, start_us)
        self.chip = chip
        self.parts = []

    @property
    def target(self):
        """The chip's name."""
        return "nobody" if self.chip is None else self.chip.name

    @property
    def written(self):
        """All bytes that went to the chip."""
        return b"".join([part.written for part in self.parts])

    @property
    def read(self):
        """All bytes that came back: one for each that was written, wanted or not."""
        return b"".join([part.read for part in self.parts])

    def words(self):
        """Return the bytes both ways, a group for each call; ``!`` stands before commands."""
        shown = []
        for part in self.parts:
            text = _hex(part.written)
            if part.data is not None:
                text = text if part.data else "!" + text
            if part.wanted:
                text += f" > {_hex(part.read)}"
            shown.append(text)
        return f"{self.target}: " + " | ".join(shown)

    def cost(self):
        """Return (bytes written, bytes that a program read)."""
        written = read = 0
        for part in self.parts:
            written += len(part.written)
            read += len(part.read) if part.wanted else 0
        return written, read


class SPIPart:
    """One call on an SPI bus.

    :ivar written: the bytes on MOSI
    :ivar read: the bytes on MISO
    :ivar wanted: whether the program looked at them
    :ivar data: the level of the chip's D/C pin, None where it has none
    :ivar start_us: when it began
    :ivar end_us: when it was over
    :ivar frequency: of the clock, in Hz
    :ivar polarity: of the clock, 0 or 1
    :ivar phase: 0 or 1
    """

    def __init__(self, bus, written, read, wanted, data, start_us):
        self.written = written
        self.read = read
        self.wanted = wanted
        self.data = data
        self.start_us = start_us
        self.end_us = bus.clock.us
        self.frequency = bus.frequency
        self.polarity = bus.polarity
        self.phase = bus.phase


class UARTRecord(Record):
    """Bytes in one direction on a UART: a call of ``write``, or bytes that arrived without a pause.

    :ivar sent: whether the board sent them
    :ivar data: the bytes
    :ivar times: when the start bit of each began, in µs
    :ivar baudrate: of the board
    :ivar bits: of a character
    :ivar parity: ``"odd"``, ``"even"`` or None
    :ivar stop: stop bits
    """

    def __init__(self, bus, sent, baudrate, start_us):
        super().__init__(bus, start_us)
        self.sent = sent
        self.baudrate = baudrate
        self.bits = bus.bits
        self.parity = bus.parity
        self.stop = bus.stop
        self.data = bytearray()
        self.times = []

    @property
    def target(self):
        """The direction."""
        return "TX" if self.sent else "RX"

    def words(self):
        """Return the direction and the bytes."""
        return f"{self.target} {bytes(self.data)!r}"

    def cost(self):
        """Return (bytes sent, bytes received)."""
        return (len(self.data), 0) if self.sent else (0, len(self.data))


class OneWireRecord(Record):
    """From a reset to the next on a 1-Wire bus.

    :ivar present: whether a chip answered the reset
    :ivar slots: (µs, written, bit) of each bit; written is 1 where the board sent it
    """

    def __init__(self, bus, start_us):
        super().__init__(bus, start_us)
        self.present = False
        self.slots = []

    def bytes(self):
        """Return [(bytes, whether the board sent them)] in turn; what fills no byte is left out."""
        found = []
        bits = []
        direction = None
        for _, written, bit in self.slots:
            if written != direction:
                direction = written
                bits = []
                found.append((bytearray(), bool(written)))
            bits.append(bit)
            if len(bits) == 8:
                found[-1][0].append(sum([bit << place for place, bit in enumerate(bits)]))
                bits = []
        return [(bytes(data), written) for data, written in found if data]

    def words(self):
        """Return presence and bytes; those from chips in brackets."""
        shown = ["reset" if self.present else "reset, nobody"]
        for data, written in self.bytes():
            shown.append(_hex(data) if written else f"[{_hex(data)}]")
        return " ".join(shown)

    def cost(self):
        """Return (bytes written, bytes read), of 8 bits each."""
        sent = sum([1 for _, written, _ in self.slots if written])
        return sent // 8, (len(self.slots) - sent) // 8


def _shortened(phase, most=32):
    words = phase.split(" ")  # START, the address, bytes, and perhaps STOP
    left_out = len(words) - most - 4
    if left_out <= 0:
        return phase
    return " ".join(words[: most + 2]) + f" … ({left_out} bytes) … " + " ".join(words[-2:])


def _hex(data, most=32):
    shown = " ".join([f"{byte:02x}" for byte in data[:most]])
    return f"{shown} … ({len(data)} bytes)" if len(data) > most else shown


def table(records, most=40):
    """Return the last ``most`` records as lines of text: when, how long, which bus, what."""
    shown = records[-most:]
    lines = []
    if len(shown) < len(records):
        lines.append(f"… {len(records) - len(shown)} before these")
    lines.append("        at ms    took ms  bus")
    for record in shown:
        took = record.end_us - record.start_us
        line = f"{record.start_us / 1000:13.3f} {took / 1000:10.3f}"
        line += f"  {record.bus.name}  {record.words()}"
        if record.error:
            line += f"  -> errno {record.error}"
        if record.fault is not None:
            line += f"  <- injected: {record.fault}"
        lines.append(line)
    return "\n".join(lines)


class Cost:
    """What the talk with one chip has cost.

    :ivar bus: the bus's name
    :ivar target: the chip: an address on I2C, a name on SPI, a direction on UART
    :ivar calls: transactions
    :ivar written: bytes to the chip, without addresses
    :ivar read: bytes from the chip
    :ivar us: time on the wires, in µs
    """

    def __init__(self, bus, target):
        self.bus = bus
        self.target = target
        self.calls = self.written = self.read = self.us = 0

    def add(self, record):
        """Count a record."""
        written, read = record.cost()
        self.calls += 1
        self.written += written
        self.read += read
        self.us += record.end_us - record.start_us

    def __repr__(self):
        return (
            f"<{self.bus} {self.target}: {self.calls} transactions, {self.written} bytes out, "
            f"{self.read} in, {self.us} µs>"
        )


def summary(records):
    """Return a :class:`Cost` for each bus and chip, in the order in which they were first met."""
    found = []
    by_target = {}
    for record in records:
        key = (record.bus.name, record.target)
        if key not in by_target:
            by_target[key] = Cost(record.bus.name, record.target)
            found.append(by_target[key])
        by_target[key].add(record)
    return found
