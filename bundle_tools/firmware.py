# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what the builder knows of CircuitPython's firmware, from ``firmware.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Firmware:
    """One major version of CircuitPython."""

    major: str  #: as bundles write it, ``10.x``
    header: bytes  #: the first four bytes of the ``.mpy`` files that it loads
    compiler: str  #: folder of its compiler inside the compiler's package

    @property
    def platform(self) -> str:
        """How a bundle's files name it."""
        return f"{self.major}-mpy"


@dataclass(frozen=True)
class Facts:
    """All that ``firmware.toml`` says."""

    firmwares: tuple[Firmware, ...]
    compiler_distribution: str
    compiler_version: str
    host: frozenset[str]  #: distributions that no board needs
    modules: frozenset[str]  #: what the firmware of some board can import by itself
    shadowing: dict[str, str]  #: those that a library may have too, and why


@cache
def load() -> Facts:
    """Return what ``firmware.toml`` says."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return Facts(
        firmwares=tuple(
            Firmware(row["major"], bytes.fromhex(row["header"]), row["compiler"])
            for row in table["firmware"]
        ),
        compiler_distribution=table["compiler"]["distribution"],
        compiler_version=table["compiler"]["version"],
        host=frozenset(table["host"]["distributions"]),
        modules=frozenset(name for names in table["modules"].values() for name in names),
        shadowing=table["shadowing"],
    )
