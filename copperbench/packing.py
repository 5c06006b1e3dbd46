# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Records as what JSON can hold, and back: so they come from the VM. Runs on both hosts."""

from copperbench import record as _record

_KINDS = ("Transaction", "SPITransaction", "SPIPart", "UARTRecord", "OneWireRecord")

# What stays of a bus, a chip or a pin that a record refers to.
_NAMES = ("KIND", "name", "label", "cs", "dc", "cs_active")


def pack(value):
    """Return ``value``, a record or what one holds, as what JSON can hold."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return {"hex": "".join([f"{byte:02x}" for byte in value])}
    if isinstance(value, (list, tuple)):
        return [pack(item) for item in value]
    if type(value).__name__ in _KINDS:
        return {"of": type(value).__name__, "has": _all(value.__dict__.items())}
    named = [(name, getattr(value, name)) for name in _NAMES if hasattr(value, name)]
    return {"named": _all(named)}


def _all(pairs):
    return {name: pack(value) for name, value in pairs}


class Named:
    """A bus, a chip or a pin, as far as records need it."""


def unpack(value):
    """Return what :func:`pack` was given."""
    if isinstance(value, list):
        return [unpack(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "hex" in value:
        return bytes.fromhex(value["hex"])
    kind = getattr(_record, value["of"]) if "of" in value else Named
    made = object.__new__(kind)
    for name, content in value["has" if "of" in value else "named"].items():
        setattr(made, name, unpack(content))
    return made
