# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The libraries of this tree and their examples, and what is recorded of them."""

import contextlib
import dataclasses
import fcntl
import functools
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomllib

from bundle_tools import catalog, compile as compiling, firmware, source, stage
from bundle_tools.cache import Cache
from bundle_tools.graph import Graph
from bundle_tools.model import Library, Module

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
SECONDS = 10.0  #: of virtual time that an example runs, unless budgets.seconds says otherwise


@functools.cache
def graph() -> Graph:
    """Return the libraries of this tree, and those that it carries."""
    cache = Cache(CACHE)
    found = catalog.read(ROOT / "libraries", CACHE / "external", source.reader(cache), "")
    return Graph(found.libraries)


def libraries() -> tuple[Library, ...]:
    """Return the libraries of this tree."""
    return tuple(library for library in graph().libraries if not library.is_carried)


def importable(library: Library) -> Iterator[str]:
    """Yield the names, with dots, of all that can be imported from a library."""
    for file in library.files:
        if file.is_compiled:
            yield file.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def declared(library: Library) -> Mapping[str, Any]:
    """Return ``[tool.copperhead]`` of a library."""
    manifest = tomllib.loads(Path(library.manifest).read_text("utf-8"))
    return manifest["tool"]["copperhead"]


# Examples


@dataclasses.dataclass(frozen=True)
class Example:
    """An example of a library, and what is recorded of it."""

    library: Library
    name: str  #: of its file, without ``.py``

    @property
    def path(self) -> Path:
        """The program."""
        return Path(self.library.folder, "examples", f"{self.name}.py")

    @property
    def recorded(self) -> Path:
        """What it prints."""
        return Path(self.library.folder, "tests", "examples", f"{self.name}.txt")

    @property
    def pictures(self) -> Path:
        """What its screens show in the end, without ``.png``."""
        return self.recorded.with_suffix("")

    @property
    def wiring(self) -> Path:
        """How it is wired: its own file, or else the library's manifest."""
        own = self.recorded.with_suffix(".toml")
        return own if own.is_file() else Path(self.library.manifest)

    @property
    def seconds(self) -> float:
        """How long it runs, in virtual time."""
        return declared(self.library).get("budgets", {}).get("seconds", {}).get(self.name, SECONDS)


def examples(library: Library) -> Iterator[Example]:
    """Yield the examples of a library."""
    for file in library.examples:
        if file.is_compiled and "/" not in file.name:
            yield Example(library, file.name.removesuffix(".py"))


def folders(library: Library) -> list[Path]:
    """Return the folders of a library and of all in this tree that it needs."""
    return [Path(need.folder) for need in graph().closure(library) if not need.is_carried]


def all_folders(library: Library) -> list[Path]:
    """Return the folders of all libraries, this one first: examples import what they like."""
    own = folders(library)
    others = [Path(other.folder) for other in libraries()]
    return [*own, *(folder for folder in others if folder not in own), _carried()]


@functools.cache
def _carried() -> Path:
    """Return the folder with the sources of the libraries that the bundle carries."""
    found = [file for library in graph().libraries if library.is_carried for file in library.files]
    digest = sha256("".join(file.name + file.digest for file in found).encode()).hexdigest()
    folder = CACHE / "carried" / digest[:16]
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as new:
            for file in found:
                _write(Path(new, "lib", file.name), file.data)
            with contextlib.suppress(OSError):  # another worker has made it meanwhile
                Path(new, "lib").rename(folder)
    return folder


_LONG = re.compile(r"-?\d+\.\d{6,}(?:e[+-]?\d+)?")


def comparable(text: str) -> str:
    """Return what a program printed, with long fractions at the seven digits that a board has.

    The hosts print floats of double precision, each with its own last digits.
    """
    return _LONG.sub(lambda found: f"{float(found[0]):.7g}", text)


# What the VM loads


@dataclasses.dataclass(frozen=True)
class Compiled:
    """A folder with all libraries and examples as the VM loads them."""

    folder: Path

    def library(self, library: Library) -> Path:
        """Return the folder with the modules of one library."""
        return self.folder / "lib" / library.distribution

    def libraries(self, library: Library) -> list[Path]:
        """Return the folders of a library and of all that it needs."""
        return [self.library(need) for need in graph().closure(library)]

    def size(self, library: Library) -> int:
        """Return the bytes that the ``.mpy`` files of a library take on a board."""
        found = (self.folder / "firmware" / library.distribution).rglob("*.mpy")
        return sum(path.stat().st_size for path in found)

    def all_libraries(self, library: Library) -> list[Path]:
        """Return the folders of all libraries, this one and what it needs first."""
        own = self.libraries(library)
        others = [self.library(other) for other in graph().libraries]
        return [*own, *(folder for folder in others if folder not in own)]

    def example(self, example: Example) -> Path:
        """Return an example."""
        return self.folder / "examples" / example.library.distribution / f"{example.name}.mpy"


def compile_into(folder: Path, others: Iterable[Library] = ()) -> Compiled:
    """Compile all libraries and their examples, if no other worker has.

    :param others: libraries of elsewhere, to be compiled beside them

    What does not compile is left out, and for another test to tell.
    """
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            new = folder.with_suffix(".new")
            _compile([*graph().libraries, *others], new)
            new.rename(folder)
    return Compiled(folder)


def _compile(found: Sequence[Library], folder: Path) -> None:
    cache = Cache(CACHE)
    _, compiler = compiling.compilers(firmware.load(), {}, cache)
    # To the compiler, examples are one library more.
    programs = [
        dataclasses.replace(library, modules=(Module("examples", True, library.examples, 0),))
        for library in libraries()
    ]
    results, _ = compiling.compile_all([*found, *programs], [compiler], cache, jobs=2)
    for kind, compiled in (("lib", found), ("examples", programs)):
        for library in compiled:
            for file in library.files:
                if file.is_compiled and compiling.key(compiler, file) not in results:
                    continue
                data = stage.mpy_data(file, compiler, results)
                name = Path(library.distribution, stage.mpy_name(file))
                _write(folder / kind / name, data.vm)
                if kind == "lib":
                    _write(folder / "firmware" / name, data.firmware)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
