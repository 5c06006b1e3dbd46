# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A workbench for CircuitPython drivers: buses, pins and chips that answer as firmware does.

The core runs under CPython and on MicroPython's VM; the pytest plugin, pictures
and files are for CPython alone.
"""

__version__ = "0.1.0"
