# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a build has read, so that a later one can tell whether it would read the same.

A file is known by its stamp, as git's index knows it: size, times and inode. The time of
the last change of the inode is among them: programs can set back the other one, but not
that. A stamp proves nothing where it may have been taken within the same tick of the
file system's clock as a change. So those that are younger than what is done with them,
less :data:`TICK_NS`, are not trusted: then the content is read, and its hash compared.
"""

import errno
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

#: More than the ticks of file systems' clocks: those of FAT last 2 s.
TICK_NS = 2_000_000_000

_NO_FILE = "it is no file"

# What is in git's own folders and does not tell which state a tree is in.
_NO_STATE = frozenset(("hooks", "lfs", "logs", "objects"))
_MOST = 60_000  # files and folders


class Stamp(NamedTuple):
    """What a file system tells of a file without reading it."""

    size: int  #: in bytes
    modified: int  #: when its content was, in ns since 1970, as far as one believes it
    changed: int  #: when its inode was, in ns since 1970
    inode: int

    def is_before(self, time: int) -> bool:
        """Tell whether the file was left alone for so long that a change would show."""
        return max(self.modified, self.changed) < time - TICK_NS


def stamp_of(about: os.stat_result) -> Stamp:
    """Return the stamp in what ``os.stat`` gives."""
    return Stamp(about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)


@dataclass(frozen=True)
class Before:
    """What another build has seen."""

    files: Mapping[str, tuple[Stamp, str] | None]
    begun: int  #: when it did, in ns since 1970: what was younger then proves nothing


@dataclass
class Seen:
    """The files that were read, and more that a build has asked of the disk."""

    files: dict[str, tuple[Stamp, str] | None] = field(default_factory=dict)
    """Their stamps and hashes as first seen, by path; None for those that were not there.

    Without a hash a file counts as changed as soon as its stamp proves nothing.
    """
    releases: dict[str, str | None] = field(default_factory=dict)
    """What git called the commits of checkouts, by folder."""
    before: "Before | None" = field(default=None, compare=False)

    def known(self, path: str) -> tuple[int, str] | None:
        """Return size and hash of a file that is as it was before, or None: then read it."""
        row = self.before.files.get(path) if self.before else None
        if self.before is None or row is None or not row[1]:
            return None
        try:
            stamp = stamp_of(os.stat(path))
        except OSError:
            return None
        if stamp != row[0] or not stamp.is_before(self.before.begun):
            return None
        self.files.setdefault(path, row)
        return stamp.size, row[1]

    def notice(self, path: str) -> Stamp:
        """Return the stamp of a file that is not read now.

        :raises OSError: it is not there
        """
        stamp = stamp_of(os.stat(path))
        self.files.setdefault(path, (stamp, ""))
        return stamp

    def read(self, path: str, most: int | None = None) -> bytes:
        """Return a file's content, no more than shows that it is larger than ``most`` bytes.

        :raises OSError: it cannot be read, or is no file: a pipe would be waited for in vain
        """
        return self.read_with_hash(path, most)[0]

    def read_with_hash(self, path: str, most: int | None = None) -> tuple[bytes, str]:
        """Return the same, and its SHA-256 in hexadecimal."""
        try:
            stamp, data = _read(path, most)
        except FileNotFoundError:
            self.files.setdefault(path, None)
            raise
        digest = sha256(data).hexdigest()
        self.files.setdefault(path, (stamp, digest))
        return data, digest

    def is_same(self, path: str, begun: int) -> bool | None:
        """Tell whether the file at ``path`` is as it was seen.

        :param begun: when what looked at it then began, in ns since 1970, by the clock
            that the stamps are from
        :returns: None if it is, but only its content says so
        """
        expected = self.files[path]
        try:
            stamp = stamp_of(os.stat(path))
            if expected is None or stamp.size != expected[0].size:
                return False
            if stamp == expected[0] and stamp.is_before(begun):
                return True
            if not expected[1]:
                return False
            stamp, data = _read(path, None)
        except OSError as error:
            return expected is None and isinstance(error, FileNotFoundError)
        if sha256(data).hexdigest() != expected[1]:
            return False
        self.files[path] = stamp, expected[1]
        return None


def read_again(path: str, digest: str) -> bytes:
    """Return the content of a file that had the hash ``digest``.

    :raises OSError: it has not any more, or cannot be read
    """
    _, data = _read(path, None)
    if sha256(data).hexdigest() != digest:
        raise OSError(errno.ESTALE, "it changed while it was built: build again", path)
    return data


def _read(path: str, most: int | None) -> tuple[Stamp, bytes]:
    """Return the stamp of a file before it is read, and its content."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        about = os.fstat(handle)
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, _NO_FILE)
        parts: list[bytes] = []
        length = 0
        while most is None or length <= most:
            wanted = max(about.st_size, length) + 1 - length  # it may be growing
            wanted = wanted if most is None else min(wanted, most + 1 - length)
            part = os.read(handle, wanted)
            parts.append(part)
            length += len(part)
            if not part or about.st_size <= length < length - len(part) + wanted:
                break  # that was its end
        return stamp_of(about), parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(handle)


def shape(folder: str) -> str:
    """Return the hash of the names and kinds of all that is in ``folder``, however deep.

    Left out is what no build looks at: hidden, and compiled by Python. Links count with
    the places that they lead to, and those to folders with what is in there.
    """
    digest = sha256()
    for line in _lines(folder, {os.path.realpath(folder)}):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def state(folder: str, without: Collection[str], begun: int) -> str | None:
    """Return the hash of the stamps of all that git looks at in a tree, submodules included.

    :param folder: its top, which has git's own folder
    :param without: paths in it that are left out
    :param begun: what is not older than this, in ns since 1970, proves nothing
    :returns: None if nothing would be proved, or it takes longer than to ask git
    """
    digest = sha256()
    count = 0
    waiting = [(folder, False)]
    while waiting:
        top, is_gits = waiting.pop()
        try:
            with os.scandir(top) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
            passed = _NO_STATE if is_gits and any(entry.name == "HEAD" for entry in found) else ()
            told = [top]
            for entry in found:
                if entry.name in passed or entry.path in without:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, is_gits or entry.name == ".git"))
                    told.append(f"{entry.name}/")
                    continue
                about = entry.stat(follow_symlinks=False)
                stamp = stamp_of(about)
                if not stamp.is_before(begun):
                    return None
                told.append(f"{entry.name}\0{about.st_mode} {stamp}")
        except OSError:
            return None
        digest.update("\0".join((*told, "")).encode("utf-8", "surrogateescape"))
        count += len(told)
        if count > _MOST:
            return None
    return digest.hexdigest()


def _lines(folder: str, above: set[str]) -> Iterator[str]:
    waiting = [folder]
    while waiting:
        top = waiting.pop()
        try:
            with os.scandir(top) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield f"! {top}\0{error.errno}\0"
            continue
        names = []
        for entry in found:
            name = entry.name
            if name[0] == "." or name.endswith((".pyc", ".pyo")):
                continue
            if entry.is_symlink():
                place = os.path.realpath(entry.path)
                yield f"> {entry.path}\0{place}\0"
                if os.path.isdir(place) and place not in above:
                    yield from _lines(entry.path, above | {place})
            elif not entry.is_dir():
                names.append(name)
            elif name != "__pycache__":
                names.append(f"{name}/")
                waiting.append(entry.path)
        yield f"{top}\0" + "\0".join(names) + "\0\0"
