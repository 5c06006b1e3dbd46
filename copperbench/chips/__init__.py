# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Simulated parts: ``chips.AS5600`` is the class AS5600 of ``chips/as5600.py``."""


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        module = __import__("copperbench.chips." + name.lower(), None, None, (name,))
    except ImportError:
        raise AttributeError(f"no simulated chip is called {name}")
    return getattr(module, name)
