# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: a wheel and a source archive of each library, and of the tools beside them.

PyPI's ``build`` has hatchling make them, without a network, from a tree of what the
catalog read: so a wheel has the bytes that the zips have. Their members are then packed
again, since how Python's zlib compresses differs from machine to machine.
"""

import contextlib
import gzip
import io
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import deflate

from . import archive, cache as caching, manifest, rules, toml
from .cache import Cache
from .model import Content, Entry, Library, Problem
from .parallel import map_in_order

TIMEOUT_S = 120
EPOCH = "315532800"  #: 1980-01-01, the time of all members: a wheel depends on its content alone

#: What the README of a library says to those who come from pip.
INSTALLING = """

## Installing with pip

On a computer, or a board with Linux: `pip install {ours}`.
It has the same module as `{theirs}`: install one of the two.
Where both are, the one installed last counts, and uninstalling either takes the module away;
`copperhead check --environment` finds such pairs.
"""

_KIND = "wheel-1"  # of cache entries: the number changes with what is kept
_LICENCE = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_OPERATORS = frozenset(("AND", "OR", "WITH"))


@dataclass(frozen=True)
class Project:
    """What one distribution is built from."""

    distribution: str
    folder: str  #: as a person would open it
    manifest: str
    files: Mapping[str, bytes] = field(repr=False)  #: by name


def of_library(library: Library, licence: bytes) -> Project:
    """Return what the distribution of a library is built from.

    :param licence: the terms of all libraries of this tree
    """
    files = {file.name: file.data for file in (*library.papers, *library.files)}
    if library.upstream and "README.md" in files:
        upstream = library.upstream.partition("==")[0]
        text = INSTALLING.format(ours=library.distribution, theirs=upstream)
        files["README.md"] = files["README.md"].rstrip() + text.encode()
    if licence:
        files.setdefault("LICENSE", licence)
    return Project(library.distribution, library.folder, library.manifest, files)


def tools_of(root: Path) -> tuple[list[Project], list[Problem]]:
    """Return the projects that the workspace's ``pyproject.toml`` says to publish, too.

    They are the folders in ``tool.copperhead.distributions``.
    """
    path = root / "pyproject.toml"
    try:
        table = toml.read(path.read_text("utf-8"))
    except FileNotFoundError:
        return [], []
    except (OSError, ValueError) as error:
        return [], [Problem(path.as_posix(), 0, rules.MANIFEST_SYNTAX, f"cannot read it: {error}")]
    projects, problems = [], []
    for name in manifest.value(table, "tool.copperhead.distributions") or ():
        try:
            projects.append(_tool(root, str(name), manifest.value(table, "project.license") or ""))
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"cannot read the distribution in {name}: {type(error).__name__}: {error}"
            problems.append(Problem(path.as_posix(), 0, rules.MANIFEST_KEY, message))
    return projects, problems


def _tool(root: Path, name: str, common: str) -> Project:
    folder = root / name
    files = _below(folder, folder, without={"__pycache__", "tests"})
    table: dict[str, Any] = toml.read(files["pyproject.toml"].decode())
    for other in manifest.value(table, "tool.copperhead.folders") or ():
        files |= _below(root / str(other), root)
    files["LICENSE"] = (root / "LICENSE").read_bytes()
    licences = set(_LICENCE.findall(table["project"]["license"])) - _OPERATORS - {common}
    for other in sorted(licences):
        files[f"LICENSE-{other}.txt"] = (root / "LICENSES" / f"{other}.txt").read_bytes()
    manifest_path = (folder / "pyproject.toml").as_posix()
    return Project(table["project"]["name"], folder.as_posix(), manifest_path, files)


def _below(folder: Path, base: Path, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return the files in a folder, by their paths from ``base``."""
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(without) & set(path.relative_to(base).parts)
    }


def build(
    projects: Sequence[Project],
    cache: Cache,
    jobs: int,
    each: Callable[[], object] = lambda: None,
) -> tuple[list[Entry], list[Problem]]:
    """Build a wheel and a source archive of each project.

    :param jobs: how many builds run at a time
    :param each: called after each project
    :returns: the files, by their names, and what could not be built
    """
    found: list[Entry] = []
    problems: list[Problem] = []

    def run(project: Project) -> list[Entry] | str:
        return _through(project, cache)

    with cache.flushed(), contextlib.closing(map_in_order(run, projects, jobs)) as done:
        for project, result in zip(projects, done, strict=True):
            each()
            if isinstance(result, str):
                message = f"no wheel can be built of it: {result}"
                rule = rules.WHEEL_REFUSED
                problems.append(Problem(project.manifest, 0, rule, message, project.folder))
            else:
                found += result
    return sorted(found, key=lambda entry: entry.name), sorted(problems)


def _through(project: Project, cache: Cache) -> list[Entry] | str:
    try:
        versions = [version_of(name) for name in ("build", "hatchling", "deflate")]
    except ImportError as error:
        return f"{error.name} is not installed: pip install 'copperhead-bundle-tools[release]'"
    content = [part for pair in sorted(project.files.items()) for part in pair]
    name = caching.key(*versions, EPOCH, *content)
    if kept := cache.get(_KIND, name):
        pairs = zip(kept[::2], kept[1::2], strict=True)
        return [Entry(name.decode(), Content.of(data)) for name, data in pairs]
    result = _build(project, cache)
    if not isinstance(result, str):
        cache.put(_KIND, name, [x for e in result for x in (e.name.encode(), e.data)])
    return result


def _build(project: Project, cache: Cache) -> list[Entry] | str:
    """Return wheel and source archive, or what the build said."""
    import build as frontend  # noqa: PLC0415 - a third of the command's start-up time

    with tempfile.TemporaryDirectory(prefix="copperhead-") as name:
        tree, out = Path(name, "tree"), Path(name, "out")
        for path, data in project.files.items():
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        said: list[str] = []

        def runner(
            cmd: Sequence[str],
            cwd: str | None = None,
            extra_environ: Mapping[str, str] | None = None,
        ) -> None:
            done = subprocess.run(
                cmd,
                cwd=cwd,
                env={**os.environ, **(extra_environ or {}), "SOURCE_DATE_EPOCH": EPOCH},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=TIMEOUT_S,
                check=False,
            )
            if done.returncode:
                said.extend(done.stdout.strip().splitlines()[-1:])
                raise subprocess.CalledProcessError(done.returncode, cmd)

        try:
            builder = frontend.ProjectBuilder(tree, runner=runner)
            paths = [builder.build(kind, out) for kind in ("sdist", "wheel")]
        except subprocess.TimeoutExpired:
            return f"no end within {TIMEOUT_S} s"
        except (frontend.BuildException, frontend.BuildBackendException) as error:
            return said[-1] if said else str(error)
        return [_packed(Path(path), cache) for path in paths]


def _packed(path: Path, cache: Cache) -> Entry:
    """Return an archive with its members compressed as they are in the zips."""
    data = path.read_bytes()
    if path.suffix != ".whl":
        packed = bytes(deflate.gzip_compress(gzip.decompress(data), archive.LEVEL))
        return Entry(path.name, Content.of(packed))
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        entries = [Entry(name, Content.of(wheel.read(name))) for name in wheel.namelist()]
    stream = io.BytesIO()
    archive.write(stream, entries, archive.Packer(cache), b"")
    return Entry(path.name, Content.of(stream.getvalue()))


def modules_of(wheel: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a wheel puts into site-packages beside its metadata.

    :raises zipfile.BadZipFile: it is no zip
    """
    with zipfile.ZipFile(io.BytesIO(wheel)) as opened:
        for name in sorted(opened.namelist()):
            if ".dist-info/" not in name:
                yield name, opened.read(name)
