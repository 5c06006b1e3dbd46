# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Buses in hardware."""

from copperbench import i2c as _i2c
from copperbench.bench import current as _current


class I2C(_i2c.I2C):
    """An I2C bus between two pins."""

    def __init__(self, scl, sda, *, frequency=100000, timeout=255):
        super().__init__(_current().i2c_bus(scl, sda), frequency)
