# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: find the libraries, and read all of their files, once.

Later stages work on what was read here, so they agree whatever happens on the disk.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from . import adafruit, manifest, names, release, revision, rules, toml
from .model import Content, File, Library, Module, Problem, Source
from .seen import Seen, read_again

#: A board's flash ends at 16 MB, and its drive is what the firmware leaves of it.
LARGEST = 8 << 20

DRIVERS = "drivers"
EXTERNAL = "external.toml"
README = "README.md"

Read = Callable[[bytes], Source]
Change = Callable[[bytes], bytes]
Told = Callable[[Content, bytes], object]


@dataclass(frozen=True)
class Catalog:
    """What was found."""

    libraries: tuple[Library, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()  #: distributions that are here, but in no good state


@dataclass
class _Reading:
    """One library while it is read: its folder, and what is wrong with it."""

    folder: str  #: as a person would open it
    read_source: Read
    seen: Seen
    told: Told
    read_checkout: adafruit.Read
    problems: list[Problem] = field(default_factory=list)
    real: str = ""

    def __post_init__(self) -> None:
        self.real = os.path.realpath(self.folder)

    def problem(self, path: str, rule: str, message: str, line: int = 0) -> None:
        """Put down what is wrong with the library."""
        self.problems.append(Problem(path, line, rule, message, self.folder))

    def warning(self, path: str, rule: str, message: str) -> None:
        """Put down what the library is built with all the same."""
        self.problems.append(Problem(path, 0, rule, message, is_warning=True))

    def file(
        self,
        name: str,
        inside: str = "",
        *,
        is_link: bool | None = None,
        change: Change = lambda data: data,
        is_source: bool = True,
        is_kept: bool = True,
    ) -> File | None:
        """Return the file ``name`` in the folder ``inside``, or None and a problem.

        :param inside: a folder of the library; the library's own if empty
        :param is_link: whether it or a folder on the way is one; None if that is not known
        :param change: what is made of the content of a Python file
        :param is_source: whether what a Python file says matters
        :param is_kept: whether its content stays in memory, and is not read again at need
        """
        path = f"{self.folder}/{inside}/{name}" if inside else f"{self.folder}/{name}"
        if told := names.fault(name):
            self.problem(path, rules.NAME_UNSAFE, f"rename it: it {told}")
            return None
        if is_link is None:
            is_link = _has_link(self.folder, f"{inside}/{name}" if inside else name)
        if is_link and not _is_below(os.path.realpath(path), self.real):
            message = "replace this link by the file: it leads out of the library"
            self.problem(path, rules.FILE_OUTSIDE, message)
            return None
        is_python = name.endswith(".py")
        known = None if is_kept or (is_python and is_source) else self.seen.known(path)
        if known and known[0] <= LARGEST:
            size, digest = known
            return File(name, path, Content(digest, size, partial(read_again, path, digest)))
        try:
            data, digest = self.seen.read_with_hash(path, LARGEST)
        except OSError as error:
            self.problem(path, rules.FILE_UNREADABLE, f"cannot read it: {error.strerror}")
            return None
        if len(data) > LARGEST:
            message = f"make it smaller than {LARGEST >> 20} MB: no board has room for it"
            self.problem(path, rules.FILE_LARGE, message)
            return None
        is_python = is_python and data != b""
        content = Content(digest, len(data), partial(read_again, path, digest))
        if is_python and (changed := change(data)) is not data:
            data = changed
            content = Content.of(data)
        elif is_kept:
            content = Content(digest, len(data), lambda: data)
        self.told(content, data)
        return File(
            name, path, content, self.read_source(data) if is_python and is_source else None
        )

    def tree(
        self,
        top: str,
        inside: str = "",
        *,
        change: Change = lambda data: data,
        is_source: bool = True,
        is_kept: bool = True,
    ) -> Iterator[File]:
        """Yield the files under the folder ``inside/top``, by name, as seen from ``inside``."""
        start = "/".join(filter(None, (self.folder, inside)))
        found, unread = _walk(f"{start}/{top}" if top else start)
        for path, told in unread:
            message = f"cannot read it: {told}"
            self.problem(path, rules.FILE_UNREADABLE, message)
        is_off = _has_link(self.folder, "/".join(filter(None, (inside, top))))
        for path, is_link in found:
            file = self.file(
                path[len(start) + 1 :],
                inside,
                is_link=is_link or is_off,
                change=change,
                is_source=is_source,
                is_kept=is_kept,
            )
            if file is not None:
                yield file


def _has_link(folder: str, path: str) -> bool:
    """Tell whether any step from ``folder`` along ``path`` is a link."""
    steps = path.split("/")
    return any(os.path.islink("/".join((folder, *steps[:end]))) for end in range(1, len(steps) + 1))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _walk(folder: str) -> tuple[list[tuple[str, bool]], list[tuple[str, str]]]:
    """Return the files under ``folder``, sorted, without hidden and compiled ones.

    Links to folders are returned like files: whoever reads them finds out.

    :returns: each file, and whether it is a link; the folders that cannot be read, and why
    """
    found: list[tuple[str, bool]] = []
    unread: list[tuple[str, str]] = []
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name[0] == "." or entry.name.endswith((".pyc", ".pyo")):
                        continue
                    if not entry.is_dir(follow_symlinks=False):
                        found.append((entry.path, entry.is_symlink()))
                    elif entry.name != "__pycache__":
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue  # there is no such folder, or no longer
        except OSError as error:
            unread.append((str(error.filename), str(error.strerror)))
    return sorted(found), sorted(unread)


def read(
    libraries: Path,
    fetched: Path,
    read_source: Read,
    repository: str,
    seen: Seen | None = None,
    told: Told = lambda content, data: None,
    each: Callable[[Library], object] = lambda library: None,
    read_checkout: adafruit.Read = adafruit.read,
) -> Catalog:
    """Return the libraries under ``libraries``, and those that it says to carry.

    :param libraries: the folder with ``drivers/*`` and ``helpers/*``, or with the libraries
        themselves, or a library
    :param fetched: the folder with the wheels of carried releases
    :param read_source: gives what a Python file says
    :param repository: where the libraries of this tree come from
    :param seen: notes what is read
    :param told: called with each file that has to be read, as long as it is at hand
    :param each: called with each library as soon as it is read
    :param read_checkout: gives what the files of a setuptools project say
    """
    seen = Seen() if seen is None else seen
    folders, problems = _folders(libraries.as_posix())
    found = []
    for folder in folders:
        reading = _Reading(folder, read_source, seen, told, read_checkout)
        found.append(_read_library(reading, repository))
        for library in found[-1].libraries:
            each(library)
    found.append(_read_external(libraries / EXTERNAL, fetched, read_source, seen))
    for library in found[-1].libraries:
        each(library)
    return Catalog(
        tuple(library for catalog in found for library in catalog.libraries),
        tuple(sorted([*problems, *(p for catalog in found for p in catalog.problems)])),
        frozenset(name for catalog in found for name in catalog.unread),
    )


def _folders(libraries: str) -> tuple[list[str], list[Problem]]:
    """Return the folders of libraries, sorted: those with a manifest, or else one level down."""
    problems: list[Problem] = []
    if _has_manifest(libraries):
        return [libraries], problems
    found = []
    for group in _subfolders(libraries, problems):
        if _has_manifest(group):
            found.append(group)
        else:
            found += [x for x in _subfolders(group, problems) if _has_manifest(x) or any(_walk(x))]
    return sorted(found), problems


def _has_manifest(folder: str) -> bool:
    return any(os.path.isfile(f"{folder}/{name}") for name in adafruit.MANIFESTS)


def _subfolders(folder: str, problems: list[Problem]) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [f"{folder}/{e.name}" for e in entries if e.name[0] != "." and e.is_dir()]
    except OSError as error:
        message = f"cannot read it: {error.strerror}"
        problems.append(Problem(folder, 0, rules.FILE_UNREADABLE, message))
        return []


def repository_of(root: Path, seen: Seen) -> tuple[str, list[Problem]]:
    """Return the URL that the workspace's ``pyproject.toml`` gives for itself, if any."""
    path = root / "pyproject.toml"
    try:
        table = toml.read(seen.read(path.as_posix()).decode())
    except FileNotFoundError:
        return "", []
    except (OSError, ValueError) as error:
        return "", [Problem(path.as_posix(), 0, rules.MANIFEST_SYNTAX, f"cannot read it: {error}")]
    url = manifest.value(table, "project.urls.Repository") or ""
    return str(url).removesuffix(".git").rstrip("/"), []


def _read_library(reading: _Reading, repository: str) -> Catalog:
    folder = reading.folder
    try:
        files, modules_there = _listing(folder)
    except OSError as error:
        reading.problem(folder, rules.FILE_UNREADABLE, f"cannot read it: {error.strerror}")
        return Catalog(problems=tuple(reading.problems))
    if adafruit.is_kept_to(files, lambda name: _glimpse(reading, name)):
        return _read_checkout(reading, files, modules_there)
    path = f"{folder}/{adafruit.PYPROJECT}"
    file = reading.file(adafruit.PYPROJECT) if os.path.lexists(path) else None
    if file is None:
        if not reading.problems:
            message = "add a pyproject.toml: CONTRIBUTING.md shows what is in it"
            reading.problem(path, rules.MANIFEST_MISSING, message)
        return Catalog(problems=tuple(reading.problems))
    try:
        text = file.data.decode()
        declared, problems = manifest.read(text, path)
    except UnicodeDecodeError as error:
        reading.problem(path, rules.MANIFEST_SYNTAX, f"save it as UTF-8: {error.reason}")
        return Catalog(problems=tuple(reading.problems))
    if declared is None:
        return Catalog(
            problems=tuple(replace(problem, library=folder) for problem in problems),
            unread=frozenset(manifest.likely_names(text)),
        )
    modules = tuple(_read_module(reading, path, name, line) for name, line in declared.modules)
    home = next(
        (f for module in modules for f in module.files if f.name == declared.version_path), None
    )
    papers = tuple(_papers(reading, files))
    library = Library(
        folder=folder,
        manifest=path,
        line=declared.line,
        part=_part(folder),
        distribution=declared.distribution,
        version=(home and home.source and home.source.version) or "",
        description=declared.description,
        repository=repository,
        needs=declared.needs,
        modules=modules,
        examples=tuple(reading.tree("", "examples", is_kept=False)),
        licences=tuple(paper for paper in papers if paper.name != README),
        licence=declared.licence,
        papers=(file, *papers),
        requirements=tuple(_brought(reading)),
        upstream=declared.upstream,
        features=declared.features,
        is_driver=folder.split("/")[-2:-1] == [DRIVERS],
    )
    return Catalog((library,), tuple(reading.problems))


def _brought(reading: _Reading) -> Iterator[File]:
    """Yield what a library of its own repository tells circup: its needs are in other bundles."""
    if os.path.isfile(f"{reading.folder}/{adafruit.REQUIREMENTS}"):
        file = reading.file(adafruit.REQUIREMENTS)
        if file is not None:
            yield file


def _papers(reading: _Reading, there: Iterable[str]) -> Iterator[File]:
    """Yield what a distribution has beside its modules, as far as it is there.

    Terms of its own are in ``LICENSE``, those of what others wrote in ``LICENSE-NAME.txt``.
    """
    for name in sorted(there):
        if name == README or re.fullmatch(r"LICENSE(-.+\.txt)?", name):
            file = reading.file(name)
            if file is not None:
                yield file


def _part(folder: str) -> str:
    return os.path.basename(os.path.abspath(folder))


def _listing(folder: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the files in ``folder``, and of what may be modules.

    :raises OSError: it cannot be read
    """
    with os.scandir(folder) as entries:
        shown = [(e.name, e.path, e.is_dir()) for e in entries if e.name[0] != "."]
    files = frozenset(name for name, _, is_folder in shown if not is_folder)
    modules = (
        name
        for name, path, is_folder in shown
        if (os.path.isfile(f"{path}/__init__.py") if is_folder else name.endswith(".py"))
    )
    return files, frozenset(modules)


def _glimpse(reading: _Reading, name: str) -> str | None:
    """Return what a file may say, if it can be read at all: whoever reads it tells what not."""
    try:
        return reading.seen.read(f"{reading.folder}/{name}", LARGEST).decode("utf-8", "replace")
    except OSError:
        return None


def _read_checkout(
    reading: _Reading, there: frozenset[str], modules_there: frozenset[str]
) -> Catalog:
    """Return the library in a folder that keeps to Adafruit's layout."""
    files: dict[str, File | None] = {}
    texts: dict[str, str | None] = {}

    def text(name: str) -> str | None:
        if name not in texts:
            path = f"{reading.folder}/{name}"
            files[name] = file = reading.file(name) if os.path.lexists(path) else None
            try:
                texts[name] = None if file is None else file.data.decode()
            except UnicodeDecodeError as error:
                texts[name] = None
                reading.problem(path, rules.MANIFEST_SYNTAX, f"save it as UTF-8: {error.reason}")
        return texts[name]

    declared, problems = reading.read_checkout(reading.folder, text, modules_there)
    if declared is None:
        likely = manifest.likely_names(text(adafruit.PYPROJECT) or "")
        return Catalog(problems=(*reading.problems, *problems), unread=frozenset(likely))
    version = declared.version
    if not version:
        found = reading.seen.releases[reading.folder] = revision.release(reading.folder)
        version = found or ""
    path = f"{reading.folder}/{declared.path}"

    def change(data: bytes) -> bytes:
        return adafruit.with_version(data, version) if version else data

    modules = tuple(
        _read_module(reading, path, name, line, change) for name, line in declared.modules
    )
    library = Library(
        folder=reading.folder,
        manifest=path,
        line=declared.line,
        part=_part(reading.folder),
        distribution=declared.distribution,
        version=version or _literal_version(modules),
        description=declared.description,
        repository=declared.repository,
        needs=declared.needs,
        modules=modules,
        examples=tuple(reading.tree("", "examples", is_source=False, is_kept=False)),
        licences=tuple(
            file
            for name in sorted(there)
            if re.match("licen[cs]e|copying|notice", name, re.IGNORECASE)
            and (file := reading.file(name)) is not None
        ),
        requirements=tuple(
            file for name in adafruit.FOR_CIRCUP if (file := files.get(name)) and file.content.size
        ),
        optional=declared.optional,
        is_checkout=True,
    )
    return Catalog((library,), (*reading.problems, *problems))


def _literal_version(modules: tuple[Module, ...]) -> str:
    """Return the first version that a module has in it, if one is there."""
    found = (file.source.version for module in modules for file in module.files if file.source)
    return next((version for version in found if version and "auto.0" not in version), "")


def _read_module(
    reading: _Reading,
    manifest: str,
    name: str,
    line: int,
    change: Change | None = None,
) -> Module:
    """Return the module that ``manifest`` calls ``name``: a file ``x.py`` or a folder ``x``.

    :param change: what is made of sources, where the library is not ours
    """
    is_ours = change is None
    change = change or (lambda data: data)
    declaration = "only-include" if is_ours else "its modules"
    path = f"{reading.folder}/{name}"
    is_package = not name.endswith(".py")
    files: tuple[File, ...] = ()
    if is_package:
        files = tuple(reading.tree(name, change=change)) if os.path.isdir(path) else ()
        if not any(file.source for file in files):
            message = f"put a module into the package {name}, or take it out of {declaration}"
            reading.problem(manifest, rules.PACKAGE_EMPTY, message, line)
        elif not any(file.name == f"{name}/__init__.py" for file in files):
            message = "add this file: circup reads no version of a package without it"
            tell = reading.problem if is_ours else reading.warning
            tell(f"{path}/__init__.py", rules.FILE_MISSING, message)
    elif os.path.isfile(path):
        file = reading.file(name, change=change)
        files = (file,) if file else ()
    else:
        message = f"add the module {name}, or take it out of {declaration}"
        reading.problem(manifest, rules.FILE_MISSING, message, line)
    return Module(name.removesuffix(".py"), is_package, files, line)


def _read_external(path: Path, fetched: Path, read_source: Read, seen: Seen) -> Catalog:
    try:
        text = seen.read(path.as_posix()).decode()
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
        data = release.wheel(pin, fetched, seen)
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
