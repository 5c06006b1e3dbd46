# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What belongs to a program that lies in a library's folder, or in a collection of libraries."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from copperbench.wiring import tomllib


@dataclass(frozen=True)
class Surroundings:
    """What was found around a program.

    :ivar libraries: the folders, and wheels, whose modules it may import
    :ivar wiring: the file that says how it is wired, or None: ``tests/examples/NAME.toml`` in
        its library for the program ``NAME.py``, or else the library's ``pyproject.toml``
    """

    libraries: tuple[Path, ...] = ()
    wiring: Optional[Path] = None


def find(program: Path) -> Surroundings:
    """Look for the library that ``program`` is an example of, and for its neighbours."""
    wiring = None
    library = None
    for folder in program.resolve().parents:
        project = folder / "pyproject.toml"
        if library is None and project.is_file():
            bench = _bench(project)
            if bench is not None:
                library = folder
                own = folder / "tests" / "examples" / f"{program.stem}.toml"
                wiring = own if own.is_file() else project if bench else None
        neighbours = folder / "libraries"
        if (neighbours / "drivers").is_dir():
            found = sorted(path for path in neighbours.glob("*/*") if path.is_dir())
            carried = sorted((folder / ".cache" / "external").glob("*.whl"))
            return Surroundings((*found, *carried), wiring)
    return Surroundings(() if library is None else (library,), wiring)


@contextmanager
def as_folders(libraries: Sequence[Path]) -> Iterator[list[Path]]:
    """Give ``libraries`` as folders: wheels among them are unpacked for the while."""
    with ExitStack() as stack:
        folders = []
        for path in libraries:
            if path.suffix == ".whl":
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="copperbench-")))
                with zipfile.ZipFile(path) as wheel:
                    wheel.extractall(folder)
                folders.append(folder)
            else:
                folders.append(path)
        yield folders


def _bench(project: Path) -> Optional[dict]:
    """Return ``[tool.copperhead.bench]``, empty if it has none; None where it is no library."""
    try:
        tool = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return None
    return tool["copperhead"].get("bench", {}) if "copperhead" in tool else None
