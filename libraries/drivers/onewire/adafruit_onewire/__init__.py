# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""1-Wire: the bus is in ``bus``, a device on it in ``device``."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"
