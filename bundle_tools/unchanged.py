# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: tell whether what would be built is there already.

A build that succeeds leaves a record: what it was asked for, the stamps and hashes of all
that it has read, of the program itself, and of what it wrote. If nothing of that is
different, there is nothing to do. Whatever cannot be proved is no record.
"""

import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import cache as caching, revision
from .cache import RECORDS, REFRESH_DAYS
from .publish import SUMS, Artifact, sums
from .seen import Seen, Stamp, shape

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
class _Record:
    """What is known of a build."""

    key: str
    begun: int  #: in ns since 1970: what is younger has to be read
    day: int  #: of the build, since 1970
    answer: Answer
    seen: Seen
    written: Seen


def recall(question: Question, now: Now) -> Answer | None:
    """Return what was built, if it is still there, and a build would give the same.

    That the commit is still the same is for others to find out.
    """
    record = _load(question.record)
    if record is None or record.key != now.key:
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
    if seen.releases != revision.releases(seen.releases):
        return None
    if not is_proved:  # the next time, stamps will do
        _save(question.record, replace(record, begun=now.begun))
    return record.answer


def remember(question: Question, now: Now, answer: Answer, seen: Seen) -> None:
    """Keep a record of a build that has just ended, as far as it can be kept.

    :param seen: what it has read since ``now``
    """
    everything = Seen(dict(seen.files), seen.releases)
    before = _load(question.record)
    try:
        for path in _program_files(question):
            # None of it is read again, but for what has changed since.
            if (
                before
                and path in before.seen.files
                and before.seen.is_same(path, before.begun) is not False
            ):
                everything.files[path] = before.seen.files[path]
            else:
                everything.read(path)
            found = everything.files[path]
            if found is None or not found[0].is_before(now.begun):
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
    _save(question.record, _Record(now.key, now.begun, _today(), answer, everything, written))


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
    spec = importlib.util.find_spec(package)
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


def _load(path: Path) -> _Record | None:
    """Return the record, or None if there is none that is sound."""
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
        if sha256(text).hexdigest().encode() != digest:
            return None
        table = json.loads(text)
        answer = table["answer"]
        return _Record(
            table["key"],
            table["begun"],
            table["day"],
            Answer(
                answer["tag"],
                answer["is_dirty"],
                tuple(Artifact(**row) for row in answer["artifacts"]),
                tuple(answer["libraries"]),
            ),
            _seen(table["seen"]),
            _seen(table["written"]),
        )
    except (OSError, ValueError, TypeError, KeyError):  # there is none, or it is of another release
        return None


def _seen(table: dict[str, Any]) -> Seen:
    files = {path: row and (Stamp(*row[0]), row[1]) for path, row in table["files"].items()}
    return Seen(files, table["releases"])


def _save(path: Path, record: _Record) -> None:
    table = {
        "key": record.key,
        "begun": record.begun,
        "day": record.day,
        "answer": asdict(record.answer),
        "seen": vars(record.seen),
        "written": vars(record.written),
    }
    text = json.dumps(table).encode()
    with suppress(OSError):
        caching.write(path, sha256(text).hexdigest().encode() + b"\n" + text)
