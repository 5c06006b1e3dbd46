# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Virtual time, for the VM. CPython never looks here: copperbench.host gives it to programs."""

from copperbench import native as _native
from copperbench.virtual_time import (
    NAMES as _NAMES,
    localtime,
    mktime,
    monotonic,
    monotonic_ns,
    sleep,
    struct_time,
    time,
)

__all__ = ("localtime", "mktime", "monotonic", "monotonic_ns", "sleep", "struct_time", "time")

_native.module("time", *_NAMES)
