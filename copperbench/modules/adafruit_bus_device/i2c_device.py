# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A chip on a shared I2C bus, as the firmware's native module has it."""

from copperbench.errors import Mistake

_ALL = 0x7FFFFFFF


class I2CDevice:
    """A chip at one address, for use in a ``with`` block that holds the bus's lock.

    :param i2c: the bus, or anything with its methods
    :param device_address: 7 bits
    :param probe: whether to look for the chip at once
    :raises ValueError: no chip answers at ``device_address``
    """

    def __init__(self, i2c, device_address, probe=True):
        self.i2c = i2c
        self.device_address = device_address
        if probe:
            with self:
                found = i2c.probe(device_address)
            if not found:
                raise ValueError("No I2C device at address: 0x{:x}".format(device_address))

    def __enter__(self):
        tries = 0
        while not self.i2c.try_lock():
            tries += 1
            if tries == 10000:
                raise Mistake(
                    "the bus is locked and nothing is left that could unlock it: a program calls "
                    "try_lock() without unlock(), and a board would hang here for ever"
                )
        return self

    def __exit__(self, kind, error, trace):
        self.i2c.unlock()

    def readinto(self, buffer, *, start=0, end=_ALL):
        """Read into ``buffer[start:end]``."""
        self.i2c.readfrom_into(self.device_address, buffer, start=start, end=end)

    def write(self, buffer, *, start=0, end=_ALL):
        """Write ``buffer[start:end]``."""
        self.i2c.writeto(self.device_address, buffer, start=start, end=end)

    def write_then_readinto(
        self, out_buffer, in_buffer, *, out_start=0, out_end=_ALL, in_start=0, in_end=_ALL
    ):
        """Write one slice, then read into another, with no STOP between."""
        self.i2c.writeto_then_readfrom(
            self.device_address,
            out_buffer,
            in_buffer,
            out_start=out_start,
            out_end=out_end,
            in_start=in_start,
            in_end=in_end,
        )
