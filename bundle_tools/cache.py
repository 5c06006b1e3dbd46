# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: results kept on disk under the hash of all that went into them.

A build needs some thousand small results. They lie in packs: what one build makes new
is one file, which appears by a rename when all of it is written. So several builds can
use one cache, and a reader of a pack never sees half of it.

A pack is a head, which has its own hash, and the results one after the other. The head
has a row for each: kind, key, day of its last use, place, length and SHA-256. What does
not match is no entry. A pack is never changed; when there are many, they become one.
"""

import os
import struct
import threading
import time
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

RECORDS = "builds"  #: folder of what is known of builds, see :mod:`.unchanged`

_PACKS = "packs"
_NEW = ".new-"
_LENGTH = 8
_KIND = 16  # bytes
_MAGIC = b"CHPACK1\n"
_HEAD = struct.Struct("<8sI32s")  # magic, number of rows, SHA-256 of them
_ROW = struct.Struct("<48sIQI32s")
_DAY_S = 86400
_MOST_PACKS = 16
_LARGEST_PENDING = 32 << 20  # bytes that wait to be written

#: An entry that is used again only after so many days is written anew, so that pruning
#: by age leaves it alone.
REFRESH_DAYS = 7


def key(*inputs: bytes | str) -> str:
    """Return the name of the result of ``inputs``: no two lists of them share one."""
    return sha256(_pack(inputs)).hexdigest()


_Name = bytes  # kind, in 16 bytes, and key, in 32


class _Row(NamedTuple):
    day: int  #: of the last use that was written down, since 1970
    place: int  #: in the pack
    length: int
    digest: bytes
    pack: Path


@dataclass(frozen=True)
class Usage:
    """What a cache has of one kind."""

    kind: str
    entries: int
    size: int  #: in bytes


class Cache:
    """A folder of results, by kind and key. Threads may share it.

    What is put is written by :meth:`flush`. Nothing of a cache is needed: one that cannot
    be read or written makes builds slow, not wrong.
    """

    def __init__(self, folder: Path, day: int | None = None) -> None:
        self.folder = folder
        self._day = int(time.time()) // _DAY_S if day is None else day
        self._lock = threading.RLock()
        self._rows: dict[_Name, _Row] | None = None
        self._handles: dict[Path, int] = {}
        self._pending: dict[_Name, bytes] = {}
        self._waiting = 0  # bytes of them
        weakref.finalize(self, _close, self._handles)

    def get(self, kind: str, name: str) -> list[bytes] | None:
        """Return what was put under ``name``, or None if there is no sound entry."""
        entry = _name(kind, name)
        with self._lock:
            content = self._pending.get(entry)
            if content is None:
                row = self._index().get(entry)
                content = self._content(row) if row else None
                if row and content is not None and row.day + REFRESH_DAYS < self._day:
                    self._wait(entry, content)
        return None if content is None else _unpack(content)

    def has(self, kind: str, name: str) -> bool:
        """Tell whether something was put under ``name``, be it sound or not."""
        entry = _name(kind, name)
        with self._lock:
            return entry in self._pending or entry in self._index()

    def put(self, kind: str, name: str, parts: Iterable[bytes]) -> None:
        """Keep ``parts`` under ``name``, from the next :meth:`flush` on also on disk."""
        with self._lock:
            self._wait(_name(kind, name), _pack(parts))
            if self._waiting > _LARGEST_PENDING:
                self.flush()

    def flush(self) -> None:
        """Write what has been put, as far as the folder can be written."""
        with self._lock:
            if not self._pending:
                return
            fresh = ((name, self._day, content) for name, content in self._pending.items())
            with suppress(OSError):
                self._write(fresh)
            self._pending = {}
            self._waiting = 0
            self._forget()
            with suppress(OSError):
                self._merge()

    @contextmanager
    def flushed(self) -> Iterator[None]:
        """Flush in the end, whatever the end is: an interrupted build need not begin anew."""
        try:
            yield
        finally:
            self.flush()

    def usage(self) -> list[Usage]:
        """Return what there is, by kind."""
        with self._lock:
            entries: Counter[bytes] = Counter()
            sizes: dict[bytes, int] = defaultdict(int)
            for name, row in self._index().items():
                entries[name[:_KIND]] += 1
                sizes[name[:_KIND]] += row.length
        return [
            Usage(kind.rstrip(b"\0").decode("ascii", "replace"), entries[kind], sizes[kind])
            for kind in sorted(entries)
        ]

    def prune(self, days: int) -> int:
        """Drop what no build has used for ``days`` days, and what is damaged.

        Uses are known to :data:`REFRESH_DAYS` days. So are those of the records of builds,
        which go likewise.

        :returns: how many bytes fewer the packs have
        :raises OSError: the folder cannot be written
        """
        with self._lock:
            self.flush()
            before = _size(self._packs())
            first = self._day - days
            index = self._index()
            rows = {name: row for name, row in index.items() if row.day >= first}
            self._rewrite(rows, list(self._handles))
            _remove((self.folder / _PACKS).glob(f"{_NEW}*"), self._day - 1)  # of killed builds
            _remove((self.folder / RECORDS).glob("*"), first)
            return before - _size(self._packs())

    # Helpers

    def _wait(self, name: _Name, content: bytes) -> None:
        self._pending[name] = content
        self._waiting += len(content)

    def _packs(self) -> list[Path]:
        return sorted((self.folder / _PACKS).glob("*.pack"))

    def _index(self) -> dict[_Name, _Row]:
        """Return the rows of all packs, of two with one name the younger."""
        if self._rows is None:
            self._rows = {}
            for path in self._packs():
                for name, row in self._head(path):
                    if name not in self._rows or self._rows[name].day < row.day:
                        self._rows[name] = row
        return self._rows

    def _head(self, path: Path) -> Iterator[tuple[_Name, _Row]]:
        try:
            self._handles[path] = handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            magic, count, digest = _HEAD.unpack(os.pread(handle, _HEAD.size, 0))
            size = min(count * _ROW.size, os.fstat(handle).st_size)  # it may be damaged
            rows = os.pread(handle, size, _HEAD.size)
        except (OSError, struct.error):
            return  # another build has merged it meanwhile, or it is no pack
        if magic == _MAGIC and sha256(rows).digest() == digest:
            for name, *row in _ROW.iter_unpack(rows):
                yield name, _Row._make((*row, path))

    def _content(self, row: _Row) -> bytes | None:
        try:
            content = os.pread(self._handles[row.pack], row.length, row.place)
        except OSError:
            return None
        return content if sha256(content).digest() == row.digest else None

    def _merge(self) -> None:
        """Make one of many packs, but leave the largest: most of what there is lies in it."""
        if len(self._packs()) <= _MOST_PACKS:
            return
        index = self._index()
        *old, _ = sorted(self._handles, key=lambda path: path.stat().st_size)
        self._rewrite({name: row for name, row in index.items() if row.pack in old}, old)

    def _forget(self) -> None:
        """Close the packs: the next one who asks opens those that are there then."""
        _close(self._handles)
        self._rows = None

    def _rewrite(self, rows: Mapping[_Name, _Row], old: Iterable[Path]) -> None:
        """Have ``rows``, as far as they are sound, in a pack that takes the place of ``old``."""
        kept = (
            (name, row.day, content)
            for name, row in rows.items()
            if (content := self._content(row)) is not None
        )
        new = self._write(kept)
        self._forget()
        for path in old:
            if path != new:
                path.unlink(missing_ok=True)

    def _write(self, entries: Iterable[tuple[_Name, int, bytes]]) -> Path:
        """Write a pack, and return it. Its name is the hash of its head."""
        listed = sorted(entries)
        place = _HEAD.size + len(listed) * _ROW.size
        rows = bytearray()
        for name, day, content in listed:
            rows += _ROW.pack(name, day, place, len(content), sha256(content).digest())
            place += len(content)
        digest = sha256(rows)
        path = self.folder / _PACKS / f"{digest.hexdigest()[:32]}.pack"
        head = _HEAD.pack(_MAGIC, len(listed), digest.digest())
        write(path, b"".join([head, rows, *(content for _, _, content in listed)]))
        return path


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` in one step: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = _new(path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _new(folder: Path) -> tuple[int, str]:
    """Return a new file in ``folder``, open to be written, and its path."""
    name = f"{folder}/{_NEW}{os.urandom(8).hex()}"
    return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), name


def now(folder: Path) -> int:
    """Return the time by the clock of a folder's file system, in ns since 1970.

    :raises OSError: the folder cannot be written
    """
    handle, name = _new(folder)
    try:
        return os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)
        os.unlink(name)


def _size(paths: Iterable[Path]) -> int:
    """Return the bytes of all that is still there: other builds merge packs meanwhile."""
    size = 0
    for path in paths:
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def _remove(paths: Iterable[Path], day: int) -> None:
    """Remove files that were not written since ``day``."""
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < day * _DAY_S:
                path.unlink()


def _close(handles: dict[Path, int]) -> None:
    while handles:
        os.close(handles.popitem()[1])


def _name(kind: str, name: str) -> _Name:
    return kind.encode().ljust(_KIND, b"\0") + bytes.fromhex(name)


def _pack(parts: Iterable[bytes | str]) -> bytes:
    packed: list[bytes] = []
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        packed += (len(content).to_bytes(_LENGTH, "big"), content)
    return b"".join(packed)


def _unpack(content: bytes) -> list[bytes]:
    parts = []
    at = 0
    while at < len(content):
        start = at + _LENGTH
        at = start + int.from_bytes(content[at:start], "big")
        parts.append(content[start:at])
    return parts
