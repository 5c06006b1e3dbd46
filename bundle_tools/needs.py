# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a requirement says (PEP 508), and which versions will do for it (PEP 440).

The library that knows all of that takes longer to load than a build that has little to
do. Most requirements are no more than a name, and need none of it.
"""

import re

from .model import Need

_NAME = re.compile(r"[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]", re.ASCII | re.IGNORECASE)


def normalised(name: str) -> str:
    """Return a distribution's name as all spellings of it are told apart from others (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def need_of(requirement: str, line: int) -> Need:
    """Return the distribution that ``requirement`` is about; extras and markers are left out.

    :param line: where it is written
    :raises ValueError: it is no requirement
    """
    if _NAME.fullmatch(requirement):
        return Need(normalised(requirement), "", line)
    from packaging.requirements import Requirement  # noqa: PLC0415

    parsed = Requirement(requirement)
    return Need(normalised(parsed.name), str(parsed.specifier), line)


def is_for_extra(requirement: str) -> bool:
    """Tell whether ``requirement`` is only that of an extra, which somebody has to ask for.

    :raises ValueError: it is no requirement
    """
    if ";" not in requirement:
        return False
    from packaging.requirements import Requirement  # noqa: PLC0415

    return "extra" in str(Requirement(requirement).marker)


def is_met(need: Need, version: str) -> bool:
    """Tell whether ``version``, X.Y.Z, will do for ``need``."""
    if not need.specifier:
        return True
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415

    return version in SpecifierSet(need.specifier)
