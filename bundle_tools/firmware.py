# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what the builder knows of CircuitPython's firmware, from ``firmware.toml``."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Firmware:
    """One major version of CircuitPython."""

    major: str  #: as bundles write it, ``10.x``
    header: bytes  #: the first four bytes of the ``.mpy`` files that it loads
    distribution: str  #: whose compiler makes them
    version: str  #: of that distribution
    compiler: str  #: folder of the compiler inside the distribution's package

    @property
    def platform(self) -> str:
        """How a bundle's files name it."""
        return f"{self.major}-mpy"

    @property
    def format(self) -> int:
        """The version of the ``.mpy`` format that it loads."""
        return self.header[1]


@dataclass(frozen=True)
class Facts:
    """All that ``firmware.toml`` says."""

    firmwares: tuple[Firmware, ...]  #: those of a bundle, the oldest first
    optional: tuple[Firmware, ...]  #: others that a bundle may have
    host: frozenset[str]  #: distributions that no board needs
    modules: frozenset[str]  #: what the firmware of some board can import by itself
    shadowing: dict[str, str]  #: those that a library may have too, and why

    @property
    def known(self) -> tuple[Firmware, ...]:
        """All firmware that there can be files for, the oldest first."""
        return (*self.optional, *self.firmwares)

    def having(self, majors: Collection[str]) -> "Facts":
        """Return the same with these in each bundle, too.

        :raises ValueError: no such firmware is known; it says which are
        """
        if unknown := set(majors) - {firmware.major for firmware in self.known}:
            choices = ", ".join(firmware.major for firmware in self.known)
            raise ValueError(f"there is no firmware {min(unknown)!r}: choose {choices}")
        wanted = tuple(firmware for firmware in self.optional if firmware.major in majors)
        others = tuple(firmware for firmware in self.optional if firmware not in wanted)
        return replace(self, firmwares=(*wanted, *self.firmwares), optional=others)


@cache
def load() -> Facts:
    """Return what ``firmware.toml`` says."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    firmwares = {
        Firmware(
            row["major"],
            bytes.fromhex(row["header"]),
            row["distribution"],
            table["compilers"][row["distribution"]],
            row["compiler"],
        ): row.get("optional", False)
        for row in table["firmware"]
    }
    return Facts(
        firmwares=tuple(x for x, is_optional in firmwares.items() if not is_optional),
        optional=tuple(x for x, is_optional in firmwares.items() if is_optional),
        host=frozenset(table["host"]["distributions"]),
        modules=frozenset(name for names in table["modules"].values() for name in names),
        shadowing=table["shadowing"],
    )
