# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The releases that libraries are compared with, as ``make`` has brought them."""

import dataclasses
import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import standard
import tomllib
from packaging.utils import canonicalize_name

from bundle_tools import source
from bundle_tools.cache import Cache
from bundle_tools.model import Content, File, Library, Module

VENV = standard.ROOT / ".venvs" / "upstream"
PYTHON = VENV / "bin" / "python"
SOURCES = VENV / "sources"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def required() -> list[str]:
    """Return what is to be here beside the releases that libraries are compared with."""
    lines = REQUIREMENTS.read_text("utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def pins() -> set[str]:
    """Return all that is to be here, as ``name==1.2.3``."""
    found = {library.upstream for library in standard.libraries() if library.upstream}
    return found | set(required())


def folder_name(name: str) -> str:
    """Return what the folder of a release is called here: ``name-1.2.3``, normalised."""
    distribution, _, version = name.rpartition("-")
    return f"{canonicalize_name(distribution)}-{version}"


def place(pin: str) -> Path:
    """Return the folder of a pinned release."""
    distribution, _, version = pin.partition("==")
    return SOURCES / folder_name(f"{distribution}-{version}")


@dataclasses.dataclass(frozen=True)
class Release:
    """A release: its folder, and the library in it."""

    folder: Path
    library: Library

    @property
    def modules(self) -> frozenset[str]:
        """The names of its top modules."""
        return frozenset(module.name for module in self.library.modules)

    @property
    def examples(self) -> list[Path]:
        """The programs that come with it, and need nothing that lies beside them."""
        return sorted(self.folder.glob("examples/*.py"))


@functools.cache
def release(pin: str) -> Release:
    """Return the pinned release, which ``make`` must have brought."""
    folder = place(pin)
    if not folder.is_dir():
        raise FileNotFoundError(f"{pin} is not here: run `make test` once, which brings it")
    modules = tuple(_module(folder, name) for name in _top_level(folder))
    like = standard.libraries()[0]
    library = dataclasses.replace(
        like,
        folder=folder.as_posix(),
        part=folder.name,
        distribution=f"upstream-{folder.name}",
        modules=modules,
        needs=(),
        examples=(),
    )
    return Release(folder, library)


def _top_level(folder: Path) -> list[str]:
    (listed,) = folder.glob("*.egg-info/top_level.txt")
    return sorted(name for name in listed.read_text().split() if name != "examples")


def _module(folder: Path, name: str) -> Module:
    read = source.reader(Cache(standard.CACHE))
    package = folder / name
    paths = sorted(package.rglob("*.py")) if package.is_dir() else [folder / f"{name}.py"]
    files = tuple(
        File(
            path.relative_to(folder).as_posix(),
            path.as_posix(),
            Content.of(data),
            read(data) if data else None,
        )
        for path in paths
        for data in [path.read_bytes()]
    )
    return Module(name, package.is_dir(), files, 0)


#: What only CPython loads, which looks at annotations: no board has it.
FOR_HOST = "adafruit-circuitpython-typing"


def closure(pin: str) -> list[Release]:
    """Return a release and all that it needs of what is pinned here."""
    by_name = {pin.partition("==")[0]: pin for pin in pins()}
    found: dict[str, Release] = {}
    waiting = [pin]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found[current] = release(current)
        (listed,) = found[current].folder.glob("*.egg-info/requires.txt")
        for line in listed.read_text().partition("[")[0].splitlines():
            name = canonicalize_name(re.split(r"[^A-Za-z0-9._-]", line.strip(), maxsplit=1)[0])
            if name in by_name:
                waiting.append(by_name[name])
    return list(found.values())


def compile_into(folder: Path) -> standard.Compiled:
    """Compile the libraries of this tree and all that is pinned, if ``folder`` is not there yet."""
    theirs = [release(pin).library for pin in sorted(pins()) if place(pin).is_dir()]
    return standard.compile_into(folder, theirs)


# What is meant to differ


@functools.cache
def differences(library: Library) -> Mapping[str, Any]:
    """Return what ``differences.toml`` of a library says."""
    path = Path(library.folder, "differences.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def excused(library: Library, kind: str) -> frozenset[str]:
    """Return the names whose differences of a kind, such as ``api``, have a reason."""
    return frozenset(
        name
        for difference in differences(library).get("difference", ())
        for name in difference.get(kind, ())
    )
