# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: tell whether what would be built is there already.

A build that succeeds leaves a record: what it was asked for, the stamps and hashes of all
that it has read, of the program itself, and of what it wrote. If nothing of that is
different, there is nothing to do. Whatever cannot be proved is no record.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import cache as caching, revision
from .cache import RECORDS, REFRESH_DAYS
from .publish import SUMS, Artifact, sums
from .seen import Seen, Stamp, shape, stamp_of, state

if TYPE_CHECKING:
    from .model import Problem

_FORMAT = 1  # of the records
_DAY_S = 86400


@dataclass(frozen=True)
class Question:
    """What is to be built, of what, by what."""

    libraries: Path
    output: Path
    cache: Path
    options: tuple[str, ...]  #: all that the result depends on, beside files and commit
    packages: tuple[str, ...]  #: what is imported or run for it; its own is one of them
    compilers: tuple[Path, ...] = ()  #: those that are not in packages
    settings: tuple[Path, ...] = ()  #: git's, of this user and of the system

    @property
    def record(self) -> Path:
        """Where its record lies: each folder that is built to has one."""
        name = sha256(os.fsencode(os.path.abspath(self.output))).hexdigest()
        return self.cache / RECORDS / f"{name[:32]}.json"


@dataclass(frozen=True)
class Now:
    """The state of the disk, before anything of it is read."""

    begun: int  #: in ns since 1970, by the clock of the cache's file system
    key: str  #: hash of the question, and of the shapes of the folders in it


@dataclass(frozen=True)
class Answer:
    """What a build came to."""

    tag: str
    is_dirty: bool
    artifacts: tuple[Artifact, ...]
    libraries: tuple[str, ...]  #: distributions, by folder
    warnings: tuple["Problem", ...] = ()  #: what was told beside


@dataclass(frozen=True)
class Recalled:
    """What is there already."""

    answer: Answer
    is_commit_same: bool  #: whether git would say of it what it said then
    is_proved: bool  #: whether stamps were enough to tell
    record: "Record"


def look(question: Question) -> Now | None:
    """Return the state of the disk, or None if no record of it can be kept or compared."""
    folder = question.record.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = caching.now(folder)
        folders = [_folder(name) for name in question.packages]
    except (ImportError, OSError):
        return None
    libraries, output = question.libraries, question.output
    told = [
        _FORMAT,
        sys.version,
        question.options,
        *(os.fspath(path) for path in (libraries, *question.compilers)),
        *(os.path.abspath(path) for path in (libraries, output, *question.compilers)),
        *((folder, shape(folder)) for folder in (*folders, libraries.as_posix())),
    ]
    return Now(begun, sha256(json.dumps(told).encode()).hexdigest())


@dataclass(frozen=True)
class Record:
    """What is known of a build."""

    key: str
    begun: int  #: in ns since 1970: what is younger has to be read
    day: int  #: of the build, since 1970
    answer: Answer
    tree: str | None  #: the state of all that git looks at, if that is known
    seen: Seen
    written: Seen


def recall(
    question: Question, now: Now, record: Record, ask: Callable[[], object]
) -> Recalled | None:
    """Return what was built, if it is still there, and a build would give the same.

    If it is not known whether the commit is the same, others have to ask git. What turns
    out to be the same is to be :func:`confirmed <confirm>`.

    :param ask: called as soon as it is clear that git has to be asked
    """
    if record.key != now.key:
        return None
    if not 0 <= _today() - record.day <= REFRESH_DAYS:
        return None  # a build uses its entries in the cache, and so keeps them from being pruned
    seen, written = record.seen, record.written
    if _listing(question.output) != {os.path.basename(path) for path in written.files}:
        return None
    is_proved = True
    for known in (seen, written):
        for path in known.files:
            is_same = known.is_same(path, record.begun)
            if is_same is False:
                return None
            is_proved = is_proved and is_same is True
    is_commit_same = record.tree is not None and record.tree == tree_of(question, record.begun)
    if not is_commit_same:
        ask()
    if seen.releases != revision.releases(seen.releases):
        return None
    return Recalled(record.answer, is_commit_same, is_proved, record)


def confirm(question: Question, now: Now, recalled: Recalled) -> None:
    """Note that all is as it was recorded, so that stamps will do the next time."""
    tree = recalled.record.tree if recalled.is_commit_same else tree_of(question, now.begun)
    if not recalled.is_proved or tree != recalled.record.tree:
        _save(question.record, replace(recalled.record, begun=now.begun, tree=tree))


def remember(question: Question, now: Now, answer: Answer, tree: str | None, seen: Seen) -> None:
    """Keep a record of a build that has just ended, as far as it can be kept.

    :param tree: the state of all that git looks at, if that is known, from after ``now``
    :param seen: what it has read since ``now``
    """
    everything = Seen(dict(seen.files), seen.releases)
    try:
        for path in _program_files(question):
            if not everything.notice(path).is_before(now.begun):
                return  # it may not be what was loaded
    except OSError:
        return
    text = sums(answer.artifacts)
    files = [*answer.artifacts, Artifact(SUMS, len(text), sha256(text).hexdigest())]
    # They are too young for stamps to prove anything: the next build compares their hashes.
    written = Seen(
        {
            os.path.abspath(question.output / file.name): (Stamp(file.size, 0, 0, 0), file.sha256)
            for file in files
        }
    )
    record = Record(now.key, now.begun, _today(), answer, tree, everything, written)
    _save(question.record, record)


def tree_of(question: Question, begun: int) -> str | None:
    """Return the state of all that git looks at, where it takes longer: with submodules.

    :param begun: what is not older than this, in ns since 1970, proves nothing
    :returns: None if nothing would be proved
    """
    root = os.path.abspath(question.libraries.parent)
    if not all(os.path.exists(f"{root}/{name}") for name in (".git/HEAD", ".gitmodules")):
        return None
    without = {os.path.abspath(question.output), os.path.abspath(question.cache)}
    found = [_setting(path, begun) for path in question.settings]
    if None in found or (tree := state(root, without, begun)) is None:
        return None
    return sha256("\0".join((tree, *map(str, found))).encode()).hexdigest()


def _setting(path: Path, begun: int) -> str | None:
    """Return the state of a file, or of a folder and all in it; None if that proves nothing."""
    if path.is_dir():
        return state(str(path), (), begun)
    try:
        stamp = stamp_of(path.stat())
    except FileNotFoundError:
        return ""
    except OSError:
        return None
    return str(stamp) if stamp.is_before(begun) else None


def _today() -> int:
    return int(time.time()) // _DAY_S


def _listing(folder: Path) -> set[str] | None:
    try:
        return set(os.listdir(folder))
    except OSError:
        return None


def _folder(package: str) -> str:
    """Return the folder of a package, or the file of a module.

    :raises ImportError: there is none
    """
    spec = PathFinder.find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(package)
    is_package = spec.submodule_search_locations is not None
    return os.path.dirname(spec.origin) if is_package else spec.origin


def _program_files(question: Question) -> Iterator[str]:
    yield from map(os.path.abspath, question.compilers)
    for package in question.packages:
        top = _folder(package)
        if os.path.isfile(top):
            yield top
        for folder, _, names in os.walk(top):
            for name in names if os.path.basename(folder) != "__pycache__" else ():
                yield os.path.join(folder, name)


def load(question: Question) -> Record | None:
    """Return the record of what was built there last, or None if there is none that is sound."""
    try:
        digest, _, text = question.record.read_bytes().partition(b"\n")
        if sha256(text).hexdigest().encode() != digest:
            return None
        table = json.loads(text)
        answer = table["answer"]
        return Record(
            table["key"],
            table["begun"],
            table["day"],
            Answer(
                answer["tag"],
                answer["is_dirty"],
                tuple(Artifact(**row) for row in answer["artifacts"]),
                tuple(answer["libraries"]),
                _problems(answer["warnings"]),
            ),
            table["tree"],
            _seen(table["seen"]),
            _seen(table["written"]),
        )
    except (OSError, ValueError, TypeError, KeyError):  # there is none, or it is of another release
        return None


def _problems(rows: list[dict[str, Any]]) -> tuple["Problem", ...]:
    if not rows:
        return ()
    from .model import Problem  # noqa: PLC0415 - it takes a tenth of the time of what is here

    return tuple(Problem(**row) for row in rows)


def _seen(table: dict[str, Any]) -> Seen:
    files = {path: row and (Stamp(*row[0]), row[1]) for path, row in table["files"].items()}
    return Seen(files, table["releases"])


def _table(seen: Seen) -> dict[str, Any]:
    return {"files": seen.files, "releases": seen.releases}


def _save(path: Path, record: Record) -> None:
    table = {
        "key": record.key,
        "begun": record.begun,
        "day": record.day,
        "answer": asdict(record.answer),
        "tree": record.tree,
        "seen": _table(record.seen),
        "written": _table(record.written),
    }
    text = json.dumps(table).encode()
    with suppress(OSError):
        caching.write(path, sha256(text).hexdigest().encode() + b"\n" + text)
