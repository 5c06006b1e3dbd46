# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A library with every shape of asynchronous code, that CPython and both VMs run alike."""

__version__ = "1.2.3"

from .dishes import Menu, Soup, tasting
from .loop import Pause, run
from .tools import Oven, Steps, countdown, double

__all__ = ["Menu", "Oven", "Pause", "Soup", "Steps", "countdown", "double", "run", "tasting"]
