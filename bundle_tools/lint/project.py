# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A library's folder as the checks read it, in our layout or in Adafruit's.

The catalog reads what is built; the checks also read what is not: documents,
requirements files, and libraries that do not build yet.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from .. import rules, toml
from ..adafruit import NOT_FILES, NOT_MODULES, line_of, setup_strings
from ..model import Need, Problem
from .code import Code, CodeError, parse

_MANIFESTS = ("pyproject.toml", "setup.py")
_LARGEST = 8 << 20


@dataclass(frozen=True)
class Document:
    """A text for people."""

    path: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Project:
    """One library, as its folder shows it."""

    folder: str  #: as a person would open it
    distribution: str = ""  #: normalised; empty where no manifest names it
    needs: tuple[tuple[str, Need], ...] = ()  #: file, and what it declares there
    is_declaring: bool = False  #: whether there is a manifest at all
    modules: tuple[Code, ...] = ()
    examples: tuple[Code, ...] = ()
    documents: tuple[Document, ...] = ()
    budgets: Mapping[str, int] = field(default_factory=dict)
    manifest: Document | None = None
    problems: tuple[Problem, ...] = ()  #: of files that could not be read

    @property
    def code(self) -> Iterator[Code]:
        """All that a board is meant to run."""
        yield from self.modules
        yield from self.examples


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the folders of libraries at ``paths``, or below them."""
    found: dict[Path, None] = {}
    for path in paths:
        for top, folders, names in os.walk(path):
            folders[:] = sorted(
                name for name in folders if name[0] not in "._" and name not in NOT_MODULES
            )
            if any(name in names for name in _MANIFESTS) and not _is_workspace(Path(top)):
                found[Path(top)] = None
                folders.clear()
            elif Path(top) == path and any(
                name.endswith(".py") and name not in NOT_FILES for name in names
            ):
                found[Path(top)] = None  # a folder of loose files was asked for
                folders.clear()
    return list(found)


def _is_workspace(folder: Path) -> bool:
    return (folder / "libraries").is_dir()


def read(folder: Path) -> Project:
    """Return the library in ``folder``. What cannot be read is a problem of it."""
    problems: list[Problem] = []
    manifest, table = _manifest(folder, problems)
    setup = _document(folder / "setup.py", problems)
    files = _files(folder, table)
    modules = [
        code
        for path in files
        if (code := _code(path, problems, *_module(path.relative_to(folder)))) is not None
    ]
    examples = [
        code for path in _tree(folder / "examples") if (code := _code(path, problems)) is not None
    ]
    documents = [
        document
        for path in (*sorted(folder.glob("README.*")), *sorted(folder.glob("docs/*.*")))
        if path.suffix in {".md", ".rst"} and (document := _document(path, problems)) is not None
    ]
    needs = list(_needs(folder, table, manifest, setup, problems))
    return Project(
        folder=folder.as_posix(),
        distribution=_distribution(table, setup),
        needs=tuple(needs),
        is_declaring=manifest is not None or setup is not None,
        modules=tuple(modules),
        examples=tuple(examples),
        documents=tuple(documents),
        budgets=_budgets(table),
        manifest=manifest or setup,
        problems=tuple(problems),
    )


def _document(path: Path, problems: list[Problem]) -> Document | None:
    if not os.path.isfile(path):
        return None
    try:
        if _is_too_large(path, problems):
            return None
        return Document(path.as_posix(), path.read_text("utf-8"))
    except OSError as error:
        message = f"cannot read it: {error.strerror}"
        problems.append(Problem(path.as_posix(), 0, rules.FILE_UNREADABLE, message))
    except UnicodeDecodeError:
        problems.append(Problem(path.as_posix(), 0, rules.SOURCE_ENCODING, "save it as UTF-8"))
    return None


def _is_too_large(path: Path, problems: list[Problem]) -> bool:
    if os.path.getsize(path) <= _LARGEST:
        return False
    message = f"make it smaller than {_LARGEST >> 20} MB: no board has room for it"
    problems.append(Problem(path.as_posix(), 0, rules.FILE_LARGE, message))
    return True


def _manifest(folder: Path, problems: list[Problem]) -> tuple[Document | None, dict[str, Any]]:
    document = _document(folder / "pyproject.toml", problems)
    if document is None:
        return None, {}
    try:
        return document, toml.read(document.text)
    except ValueError as error:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(error))) else 0
        message = f"this is not TOML: {error}"
        problems.append(Problem(document.path, line, rules.MANIFEST_SYNTAX, message))
        return document, {}


def _code(
    path: Path, problems: list[Problem], module: str = "", is_package: bool = False
) -> Code | None:
    if not os.path.isfile(path):  # a pipe would be read for ever
        message = "make it a file: it is something else, or a link to nothing"
        problems.append(Problem(path.as_posix(), 0, rules.FILE_UNREADABLE, message))
        return None
    try:
        if _is_too_large(path, problems):
            return None
        return parse(path.read_bytes(), path.as_posix(), module, is_package)
    except OSError as error:
        message = f"cannot read it: {error.strerror}"
        problems.append(Problem(path.as_posix(), 0, rules.FILE_UNREADABLE, message))
    except CodeError as error:
        problems.append(Problem(path.as_posix(), error.line, error.rule, error.message))
    return None


def _tree(folder: Path) -> list[Path]:
    """Return the Python files under ``folder``, sorted, those in hidden folders not."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name != "__pycache__"]
        found += [Path(top, name) for name in names if name.endswith(".py") and name[0] != "."]
    return sorted(found, key=lambda path: path.as_posix())


def _files(folder: Path, table: Mapping[str, Any]) -> list[Path]:
    """Return the files of the library's modules."""
    declared = [*_names(table, "tool", "hatch", "build", "only-include")]
    declared += [f"{name}.py" for name in _names(table, "tool", "setuptools", "py-modules")]
    declared += [name.replace(".", "/") for name in _names(table, "tool", "setuptools", "packages")]
    if not declared:
        declared = [path.name for path in folder.glob("*.py") if path.name not in NOT_FILES]
        declared += [
            path.parent.name
            for path in folder.glob("*/*.py")
            if path.parent.name not in NOT_MODULES and path.parent.name[0] not in "._"
        ]
    found = set()
    for name in declared:
        path = folder / name
        found.update(_tree(path) if os.path.isdir(path) else [path] * os.path.isfile(path))
    return sorted(found, key=lambda path: path.as_posix())


def _module(path: Path) -> tuple[str, bool]:
    """Return what ``import`` calls a file, and whether it is a package's own."""
    parts = path.with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return ".".join(parts[:-1] if is_package else parts), is_package


def _get(table: Mapping[str, Any], *keys: str) -> Any:
    value: Any = table
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _names(table: Mapping[str, Any], *keys: str) -> list[str]:
    value = _get(table, *keys)
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _budgets(table: Mapping[str, Any]) -> dict[str, int]:
    value = _get(table, "tool", "copperhead", "budgets")
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {key: number for key, number in pairs if type(number) is int}


def _distribution(table: Mapping[str, Any], setup: Document | None) -> str:
    name = _get(table, "project", "name")
    if not isinstance(name, str) and setup is not None:
        name = next((text for text, _ in setup_strings(setup.text, "name")), None)
    return canonicalize_name(name) if isinstance(name, str) else ""


def _needs(
    folder: Path,
    table: Mapping[str, Any],
    manifest: Document | None,
    setup: Document | None,
    problems: list[Problem],
) -> Iterator[tuple[str, Need]]:
    lines: list[tuple[str, int, str]] = []
    if manifest is not None:
        for text in _names(table, "project", "dependencies"):
            lines.append((manifest.path, line_of(manifest.text, text), text))
    if setup is not None:
        lines += [
            (setup.path, line, text) for text, line in setup_strings(setup.text, "install_requires")
        ]
    if "dependencies" in _names(table, "project", "dynamic") or setup is not None:
        for name in _requirement_files(table):
            document = _document(folder / name, problems)
            if document is not None:
                for number, text in enumerate(document.text.splitlines(), 1):
                    lines.append((document.path, number, text.partition("#")[0].strip()))
    for path, line, text in lines:
        try:
            parsed = Requirement(text)
        except InvalidRequirement:
            continue  # a blank line or an option of pip; what a manifest has, its reader tells
        yield path, Need(canonicalize_name(parsed.name), str(parsed.specifier), line)


def _requirement_files(table: Mapping[str, Any]) -> Sequence[str]:
    dynamic = ("tool", "setuptools", "dynamic", "dependencies", "file")
    one = _get(table, *dynamic)
    return [one] if isinstance(one, str) else _names(table, *dynamic) or ["requirements.txt"]
