# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a program may use up before the bench ends it. Runs on both hosts."""

from copperbench.errors import Stop
from copperbench.trace import each_record


class Limits:
    """Ends a program with :class:`~copperbench.errors.Stop`, again and again where it catches that.

    :param seconds: virtual time from now, in s
    :param transactions: on all buses together; None for any number
    :param lines: printed; None for any number
    """

    def __init__(self, bench, seconds, transactions=None, lines=None):
        self._clock = bench.clock
        self._lines = lines
        self._words = f"{seconds:g} s of virtual time are over"
        self._clock.at(bench.clock.us + round(seconds * 1000000), self._stop)
        if transactions is not None:
            self._transactions = transactions
            each_record(bench, self._count)

    def printed(self):
        """Count a line."""
        if self._lines is not None:
            self._lines -= 1
            if self._lines <= 0:
                raise Stop("it has printed all lines that it may")

    def _stop(self):
        self._clock.at(self._clock.us + 1, self._stop)
        raise Stop(self._words)

    def _count(self, record):
        self._transactions -= 1
        if self._transactions <= 0:
            raise Stop("it has used up its transactions")
