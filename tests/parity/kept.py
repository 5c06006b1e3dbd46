# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Comparisons that were made before, by all that they depend on: the site is built often."""

import functools
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import standard

from bundle_tools.model import Library

FOLDER = standard.CACHE / "parity"

_CHIPS = standard.ROOT / "copperbench" / "chips"
_PART = re.compile(r'^\s*part = "(\w+)"', re.MULTILINE)
_IMPORT = re.compile(r"copperbench\.chips(?:\.(\w+)| import ([\w, ]+))")


def place(library: Library) -> Path:
    """Return the file that has the comparison of a library as it is now, if there is one."""
    manifest = Path(library.manifest)
    wirings = [manifest, *Path(library.folder, "tests").rglob("*.toml")]
    parts = _PART.findall("\n".join(path.read_text("utf-8") for path in wirings))
    folders = [Path(each.folder) for each in standard.graph().closure(library)]
    found = [
        *(path for folder in folders if folder.is_dir() for path in _files(folder)),
        *_chips(parts),
    ]
    return FOLDER / f"{library.part}-{_digest(found)[:12]}-{_bench()}.json"


def _files(folder: Path) -> Iterator[Path]:
    kinds = (".py", ".toml", ".json", ".txt")
    return (path for path in folder.rglob("*") if path.suffix in kinds)


def _chips(parts: Iterable[str]) -> set[Path]:
    """Return the files of chips, and of those that they are made from."""
    waiting, found = list(parts), set()
    while waiting:
        path = _CHIPS / f"{waiting.pop()}.py"
        if path not in found and path.is_file():
            found.add(path)
            for one, several in _IMPORT.findall(path.read_text("utf-8")):
                waiting += [one, *several.replace(" ", "").split(",")]
    return found


@functools.cache
def _bench() -> str:
    """Return a digest of what all comparisons depend on."""
    root = standard.ROOT
    found = [root / "constraints.txt"]
    for folder in ("copperbench", "bundle_tools", "tests/parity", "tests/libraries"):
        found += [path for path in _files(root / folder) if path.parent != _CHIPS]
    return _digest(found)[:12]


def _digest(paths: Iterable[Path]) -> str:
    told = sha256()
    for path in sorted(paths):
        told.update(str(path.relative_to(standard.ROOT)).encode() + b"\0")
        told.update(sha256(path.read_bytes()).digest())
    return told.hexdigest()
