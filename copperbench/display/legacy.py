# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Names that ``displayio`` had until 9.x, and where they are now."""

import sys

from copperbench.bench import active
from copperbench.display import values

_MOVED = (  # the old name, the module, the new name
    ("Display", "busdisplay", "BusDisplay"),
    ("EPaperDisplay", "epaperdisplay", "EPaperDisplay"),
    ("FourWire", "fourwire", "FourWire"),
    ("I2CDisplay", "i2cdisplaybus", "I2CDisplayBus"),
)


def names():
    """Return the old names, where the firmware in use has them."""
    return [name for name, _, _ in _MOVED] if values.old_firmware() else []


def moved(name):
    """Return what an old name of ``displayio`` means in 9.x, with the firmware's warning.

    :raises AttributeError: there is no such name, or no more
    """
    if values.old_firmware():
        for old, module, new in _MOVED:
            if name == old:
                _warn(f"{old} moved from displayio to {module}")
                if old != new:
                    _warn(f"{old} renamed {new}")
                return getattr(__import__(module), new)
    raise AttributeError(f"'module' object has no attribute '{name}'")


def _warn(text):
    bench = active()
    print("FutureWarning: " + text, file=(bench and bench.console) or sys.stdout)
