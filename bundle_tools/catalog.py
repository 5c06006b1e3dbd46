# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: find the libraries, and read all of their files, once.

Later stages work on what was read here, so they agree whatever happens on the disk.
"""

import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import manifest, names, release, rules
from .model import File, Library, Module, Problem, Source

#: A board's flash ends at 16 MB, and its drive is what the firmware leaves of it.
LARGEST = 8 << 20

DRIVERS = "drivers"
EXTERNAL = "external.toml"

Read = Callable[[bytes], Source]


@dataclass(frozen=True)
class Catalog:
    """What was found."""

    libraries: tuple[Library, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()  #: distributions that are here, but in no good state


@dataclass
class _Reading:
    """One library while it is read: its folder, and what is wrong with it."""

    folder: Path
    read_source: Read
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, rule: str, message: str, line: int = 0) -> None:
        """Put down what is wrong with the library."""
        self.problems.append(Problem(path.as_posix(), line, rule, message, self.folder.as_posix()))

    def file(self, path: Path, name: str) -> File | None:
        """Return the file at ``path``, or None and a problem."""
        if told := names.fault(name):
            self.problem(path, rules.NAME_UNSAFE, f"rename it: it {told}")
            return None
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                message = "replace this link by the file: it leads out of the library"
                self.problem(path, rules.FILE_OUTSIDE, message)
                return None
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            self.problem(path, rules.FILE_UNREADABLE, f"cannot read it: {error.strerror}")
            return None
        if len(data) > LARGEST:
            message = f"make it smaller than {LARGEST >> 20} MB: no board has room for it"
            self.problem(path, rules.FILE_LARGE, message)
            return None
        source = self.read_source(data) if name.endswith(".py") and data else None
        return File(name, path.as_posix(), data, source)

    def tree(self, folder: Path, start: Path) -> Iterator[File]:
        """Yield the files under ``folder``, by name, as seen from ``start``."""
        for path in _walk(folder):
            file = self.file(path, path.relative_to(start).as_posix())
            if file is not None:
                yield file


def _walk(folder: Path) -> list[Path]:
    """Return the files under ``folder``, sorted, without hidden and compiled ones.

    Links to folders are returned like files: whoever reads them finds out.
    """
    found: list[Path] = []
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name != "__pycache__"]
        links = [name for name in folders if os.path.islink(os.path.join(top, name))]
        found += (
            Path(top, name)
            for name in (*files, *links)
            if name[0] != "." and not name.endswith((".pyc", ".pyo"))
        )
    return sorted(found, key=lambda path: path.as_posix())


def read(libraries: Path, fetched: Path, read_source: Read, repository: str) -> Catalog:
    """Return the libraries under ``libraries``, and those that it says to carry.

    :param libraries: the folder with ``drivers/*`` and ``helpers/*``
    :param fetched: the folder with the wheels of carried releases
    :param read_source: gives what a Python file says
    :param repository: where the libraries of this tree come from
    """
    found = [
        _read_library(folder, read_source, repository)
        for folder in sorted(libraries.glob("*/*/"), key=lambda path: path.as_posix())
        if folder.name[0] != "." and folder.parent.name[0] != "." and _walk(folder)
    ]
    found.append(_read_external(libraries / EXTERNAL, fetched, read_source))
    return Catalog(
        tuple(library for catalog in found for library in catalog.libraries),
        tuple(sorted(problem for catalog in found for problem in catalog.problems)),
        frozenset(name for catalog in found for name in catalog.unread),
    )


def repository_of(root: Path) -> tuple[str, list[Problem]]:
    """Return the URL that the workspace's ``pyproject.toml`` gives for itself, if any."""
    path = root / "pyproject.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return "", []
    except (OSError, ValueError) as error:
        return "", [Problem(path.as_posix(), 0, rules.MANIFEST_SYNTAX, f"cannot read it: {error}")]
    url = manifest.value(table, "project.urls.Repository") or ""
    return str(url).removesuffix(".git").rstrip("/"), []


def _read_library(folder: Path, read_source: Read, repository: str) -> Catalog:
    reading = _Reading(folder, read_source)
    path = folder / "pyproject.toml"
    file = reading.file(path, path.name) if path.exists() else None
    if file is None:
        if not reading.problems:
            message = "add a pyproject.toml: CONTRIBUTING.md shows what is in it"
            reading.problem(path, rules.MANIFEST_MISSING, message)
        return Catalog(problems=tuple(reading.problems))
    try:
        text = file.data.decode()
        declared, problems = manifest.read(text, path.as_posix())
    except UnicodeDecodeError as error:
        reading.problem(path, rules.MANIFEST_SYNTAX, f"save it as UTF-8: {error.reason}")
        return Catalog(problems=tuple(reading.problems))
    if declared is None:
        return Catalog(
            problems=tuple(
                Problem(p.path, p.line, p.rule, p.message, folder.as_posix()) for p in problems
            ),
            unread=frozenset(manifest.likely_names(text)),
        )
    modules = tuple(_read_module(reading, path, name, line) for name, line in declared.modules)
    home = next(
        (f for module in modules for f in module.files if f.name == declared.version_path), None
    )
    examples = folder / "examples"
    library = Library(
        folder=folder.as_posix(),
        manifest=path.as_posix(),
        line=declared.line,
        part=folder.name,
        distribution=declared.distribution,
        version=(home and home.source and home.source.version) or "",
        description=declared.description,
        repository=repository,
        needs=declared.needs,
        modules=modules,
        examples=tuple(reading.tree(examples, examples)),
        upstream=declared.upstream,
        features=declared.features,
        is_driver=folder.parent.name == DRIVERS,
    )
    return Catalog((library,), tuple(reading.problems))


def _read_module(reading: _Reading, manifest: Path, name: str, line: int) -> Module:
    """Return the module that ``manifest`` calls ``name``: a file ``x.py`` or a folder ``x``."""
    path = reading.folder / name
    is_package = not name.endswith(".py")
    files: tuple[File, ...] = ()
    if is_package:
        files = tuple(reading.tree(path, reading.folder)) if path.is_dir() else ()
        if not any(file.source for file in files):
            message = f"put a module into the package {name}, or take it out of only-include"
            reading.problem(manifest, rules.PACKAGE_EMPTY, message, line)
        elif not any(file.name == f"{name}/__init__.py" for file in files):
            message = "add this file: boards import no folder without it"
            reading.problem(path / "__init__.py", rules.FILE_MISSING, message)
    elif path.is_file():
        file = reading.file(path, name)
        files = (file,) if file else ()
    else:
        message = f"add the module {name}, or take it out of only-include"
        reading.problem(manifest, rules.FILE_MISSING, message, line)
    return Module(name.removesuffix(".py"), is_package, files, line)


def _read_external(path: Path, fetched: Path, read_source: Read) -> Catalog:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Catalog()
    except (OSError, ValueError) as error:
        return Catalog(
            problems=(
                Problem(path.as_posix(), 0, rules.MANIFEST_SYNTAX, f"cannot read it: {error}"),
            )
        )
    pinned, problems = release.pins(text, path.as_posix())
    libraries: list[Library] = []
    unread = set()
    for pin in pinned:
        data = release.wheel(pin, fetched)
        if data is None:
            message = f"{pin.artifact} is not here: run `copperhead fetch` (or make)"
            problems.append(
                Problem(pin.path, pin.line, rules.RELEASE_MISSING, message, release.folder(pin))
            )
            unread.add(pin.distribution)
            continue
        library, faults = release.read(pin, data, read_source)
        problems += faults
        if library is None:
            unread.add(pin.distribution)
        else:
            libraries.append(library)
    return Catalog(tuple(libraries), tuple(problems), frozenset(unread))
