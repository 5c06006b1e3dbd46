# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What happened on a bus, one object a transaction."""


class Transaction:
    """From START to STOP on an I2C bus.

    :ivar address: the 7-bit address called
    :ivar written: the bytes sent after the address, or None if nothing was to be written
    :ivar read: the bytes received, or None if nothing was read
    :ivar acknowledged: how many of address and ``written`` were acknowledged
    :ivar error: the errno that the firmware raises, 0 if all went well
    :ivar start_us: when it began, in microseconds of the bench's clock
    :ivar end_us: when it was over
    :ivar fault: the fault that was injected, or None
    """

    def __init__(self, address, start_us):
        self.address = address
        self.start_us = self.end_us = start_us
        self.written = None
        self.read = None
        self.acknowledged = 0
        self.error = 0
        self.fault = None

    def phases(self):
        """Return the transaction as text, a string for each START: ``["S 48W+ 07+", "Sr 48R+ 34- P"]``."""
        found = []
        refused = False
        if self.written is not None:
            acknowledged = self.acknowledged
            words = ["S {:02x}W{}".format(self.address, "+" if acknowledged else "-")]
            for position, byte in enumerate(self.written, 1):
                words.append("{:02x}{}".format(byte, "+" if position < acknowledged else "-"))
            refused = acknowledged <= len(self.written)
            found.append(" ".join(words))
        if self.read is not None:
            start = "S" if self.written in (None, b"") else "Sr"
            words = ["{} {:02x}R{}".format(start, self.address, "+" if self.read else "-")]
            last = len(self.read) - 1
            for position, byte in enumerate(self.read):
                words.append("{:02x}{}".format(byte, "-" if position == last else "+"))
            found.append(" ".join(words))
        elif refused and not found:
            found.append("S {:02x}R-".format(self.address))
        if found:
            found[-1] += " P"
        return found

    def __repr__(self):
        return "<{} at {} µs{}{}>".format(
            " ".join(self.phases()),
            self.start_us,
            ", errno {}".format(self.error) if self.error else "",
            ", {}".format(self.fault) if self.fault else "",
        )
