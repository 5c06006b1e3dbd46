# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What all buses have in common: chips, faults, records."""

from copperbench.errors import Mistake
from copperbench.faults import Plan


class Wires:
    """The wires of a bus, with the chips on them.

    :param clock: the :class:`~copperbench.clock.Clock` that bus and chips live by
    """

    KIND = ""  #: the class of ``busio`` or its like that drives it

    def __init__(self, clock):
        self.clock = clock
        self.name = self.KIND  #: what messages and tables call it
        self.chips = []
        self.transactions = 0  #: how many there were since :meth:`clear`
        self.log = []  #: the record of each, if :attr:`recording`
        self.recording = False
        self.locked = False  #: whether a program holds its lock
        self.locker = ""  #: the file that took it last, on CPython
        self.plan = Plan()
        self.on_mistake = None  #: called with the words of a mistake; without it, a mistake raises
        self.on_note = None  #: called with the words of an explanation
        self.on_record = None  #: called with each record once it is complete
        self.pin = None  # finds the line of a pin by its name; the bench's
        self._index = 0  # transactions ever, which clear() does not forget

    def attach(self, chip, **pins):
        """Put ``chip`` on the bus and power it up.

        :param pins: its pins beside those of the bus, by name, such as ``int1="D5"``
        :return: the chip
        :raises WiringError: the chip has no such pin, or the board
        """
        self._join(chip, pins)
        return chip

    def _join(self, chip, pins):
        for role, pin in pins.items():
            chip.connect_pin(role, self.pin(pin))
        self.chips.append(chip)
        chip.connect(self)

    def detach(self, chip):
        """Take ``chip`` off the bus."""
        self.chips.remove(chip)

    def clear(self):
        """Forget the transactions so far: the count and the records, not the faults that wait."""
        self.transactions = 0
        self.log = []

    def inject(self, fault, at=None, times=1, when=None, probability=None, seed=0):
        """Let ``fault`` strike.

        :param fault: one of :mod:`copperbench.faults`
        :param at: the first transaction that it may strike, 1 is the next one; None for any. On
            UART, it is the byte that arrives; on 1-Wire, a reset and all up to the next
        :param times: how often at the most, None for ever
        :param when: called with the transaction's number and its target (I2C: the address, SPI: the
            chip, UART: the byte, 1-Wire: None); true where it may strike
        :param probability: 0 to 1, for faults that come by chance
        :param seed: makes chance repeatable
        :return: the :class:`~copperbench.faults.Injection`, whose ``struck`` counts
        :raises ValueError: the fault is none of this bus, or an argument is out of range
        """
        if self.KIND not in fault.BUSES:
            raise ValueError(
                f"{fault} is no fault of {self.KIND}: it strikes {' or '.join(fault.BUSES)}"
            )
        if at is not None and at < 1:
            raise ValueError("at must be 1, for the next transaction, or more")
        if times is not None and times < 1:
            raise ValueError("times must be 1 or more, or None for ever")
        if probability is not None and not 0 <= probability <= 1:
            raise ValueError("probability must be 0 to 1")
        if at is not None:
            at += self._index
        return self.plan.inject(fault, at, times, when, probability, seed)

    def mistake(self, text):
        """Tell that a program breaks a rule of the bus."""
        if self.on_mistake is None:
            raise Mistake(text)
        self.on_mistake(text)

    def opened(self, locked):
        """Have a program drive the wires, from now on."""
        self.locked = locked

    def closed(self):
        """Have nobody drive the wires."""
        self.locked = False

    def recorded(self, record):
        """Pass on a complete record."""
        if self.on_record is not None:
            self.on_record(record)
