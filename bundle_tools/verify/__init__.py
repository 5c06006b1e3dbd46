# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what was built is what was meant.

The finished files are opened as a stranger would open them. Nothing that built them is
trusted, and nothing of the libraries' folders is needed.

======= ====================================================
zips    files that firmware takes, and that are of their sources
index   modules, versions and requirements as they are told
folder  hashes, SBOM, wheels and source archives
running imports of every module, on the VM
======= ====================================================
"""

from pathlib import Path

from .. import opened, rules
from ..firmware import Facts
from ..model import Problem
from ..stage import EXAMPLES
from . import folder as outside, index, zips
from .running import Imports, imports, imports_of

__all__ = ["HINDERING", "Imports", "files", "imports", "imports_of"]

#: Problems after which nothing of a bundle should be run.
HINDERING = frozenset((rules.VERIFY_ARCHIVE, rules.VERIFY_HASH))


def files(folder: Path, facts: Facts) -> list[Problem]:
    """Return what is wrong with the bundle in ``folder``, without running anything of it."""
    found, problems = opened.read(folder, facts)
    problems += outside.hashes(folder)
    problems += zips.platforms(found, facts)
    for archive in found.zips:
        problems += zips.headers(archive, facts)
        problems += zips.code(archive, found)
        problems += zips.tree(archive, found, facts)
        if found.index and archive.platform != EXAMPLES:
            problems += index.modules(archive, found.index)
            problems += index.requirements(archive, found.index, facts)
    problems += index.closures(found)
    problems += outside.bill(found)
    problems += outside.distributions(found)
    return sorted(set(problems))
