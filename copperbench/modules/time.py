# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Virtual time, for the VM. CPython never looks here: copperbench.host gives it to programs."""

from copperbench.virtual_time import monotonic, monotonic_ns, sleep, struct_time

__all__ = ("monotonic", "monotonic_ns", "sleep", "struct_time")
