# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the tests of many a driver do: see whether a bus is free, and have each transaction fail."""

from collections.abc import Callable
from typing import Any

import pytest

from copperbench.faults import Nack


def is_free(bus: Any) -> bool:
    """Return whether a bus is unlocked."""
    if not bus.try_lock():
        return False
    bus.unlock()
    return True


def refuse_each_transaction(
    bus: Any, operation: Callable[[], object], again: Callable[[], object]
) -> None:
    """Have an error of the bus pass out of each transaction of an operation, and unlock the bus.

    :param bus: the bench's I2C
    :param operation: what is done once without an error, and then with each one refused
    :param again: what has the driver as it is to be before it, and may look whether it works;
        called before each operation, and at the end
    """
    again()
    bus.clear()
    operation()
    transactions = bus.transactions
    assert transactions > 0, "the operation has no transaction"

    for failing in range(1, transactions + 1):
        again()
        bus.inject(Nack(), at=failing)
        with pytest.raises(OSError, match="19"):
            operation()
        assert is_free(bus), f"locked after transaction {failing} failed"
    again()
