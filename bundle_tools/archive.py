# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: zips that are equal whenever what is in them is equal.

The layout is that of PKWARE's APPNOTE.TXT 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.
Members come in the order of their names, with one time and one mode. They are deflated
by libdeflate in its pinned wheel, whose output does not depend on the machine's zlib.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import deflate

from . import cache as caching
from .cache import Cache
from .model import Content, Entry
from .parallel import Pool, Task
from .publish import Artifact

LEVEL = 9  #: of libdeflate: 12 gives 3 % less and takes 6 times as long

_TIME, _DATE = 0, 0 << 9 | 1 << 5 | 1  # 1980-01-01 00:00:00, the first that a zip can tell
_STORED, _DEFLATED = 0, 8
_VERSION = 20  # needed to extract: deflate
_MADE_BY = 3 << 8 | _VERSION  # Unix, so that the mode counts
_MODE = 0o100644 << 16
_UTF8 = 1 << 11
_LARGEST = 0xFFFF_FFFF
_KIND = "deflate-2"  # of cache entries: the number changes with what is kept
_PROGRAM = int(caching.key(deflate.__version__, str(LEVEL)), 16)
_BUFFER = 1 << 20  # bytes that are written and hashed at once

# What a member's own header and its entry in the directory have in common, what is before
# it, and after it.
_FIELDS = struct.Struct("<5H3L")
_LOCAL, _LOCAL_END = b"PK\x03\x04", struct.Struct("<2H")
_CENTRAL, _CENTRAL_END = b"PK\x01\x02" + _MADE_BY.to_bytes(2, "little"), struct.Struct("<5H2L")
_LOCAL_SIZE = len(_LOCAL) + _FIELDS.size + _LOCAL_END.size
_END = struct.Struct("<4s4H2LH")
_KEPT = struct.Struct("<BL")  # method, checksum


@dataclass(frozen=True)
class Packed:
    """A content as it lies in a zip."""

    method: int
    checksum: int  #: CRC-32 of the content
    body: bytes = field(repr=False)


class Packer:
    """Gives contents as they lie in a zip, from the cache if they were in one before.

    Nothing is kept in memory, so that this does not grow with the bundle.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._begun: dict[str, Task[None] | None] = {}

    def begin(self, content: Content, data: bytes, pool: Pool) -> None:
        """Have ``data``, which ``content`` stands for, packed beside other things."""
        if content.digest not in self._begun:
            name = _name(content)
            is_new = not self._cache.has(_KIND, name)
            task = pool.submit(self._keep, name, data) if is_new else None
            self._begun[content.digest] = task

    def packed(self, content: Content) -> Packed:
        """Return ``content`` as it lies in a zip.

        :raises OSError: it is not in the cache, and its file has changed
        """
        if task := self._begun.pop(content.digest, None):
            task.result()
        name = _name(content)
        if kept := self._cache.get(_KIND, name):
            method, checksum = _KEPT.unpack(kept[0])
            return Packed(method, checksum, kept[1])
        data = content.load()
        return self._pack(name, data)

    def keep(self, content: Content) -> None:
        """Pack ``content`` now, if it is not in the cache."""
        name = _name(content)
        if not self._cache.has(_KIND, name):
            self._keep(name, content.load())

    def _keep(self, name: str, data: bytes) -> None:
        self._pack(name, data)  # nobody holds on to what comes of it but the cache

    def _pack(self, name: str, data: bytes) -> Packed:
        packed = _packed(data)
        head = _KEPT.pack(packed.method, packed.checksum)
        self._cache.put(_KIND, name, [head, packed.body])
        return packed


def _name(content: Content) -> str:
    """Return the name of what the cache keeps of ``content``.

    It is the content's hash, turned into another for each release and level: there are
    thousands in a build, and this is quicker than to hash once more.
    """
    return f"{int(content.digest, 16) ^ _PROGRAM:064x}"


def _packed(data: bytes) -> Packed:
    """Return ``data`` deflated where that makes it smaller."""
    deflated = bytes(deflate.deflate_compress(data, LEVEL))
    if len(deflated) < len(data):
        return Packed(_DEFLATED, zlib.crc32(data), deflated)
    return Packed(_STORED, zlib.crc32(data), data)


def write(
    stream: BinaryIO, entries: Iterable[Entry], packer: Packer, comment: bytes
) -> tuple[int, str]:
    """Write a zip of ``entries``, and return its size in bytes and its SHA-256.

    :raises ValueError: there is more than a zip without its 64-bit extension can hold
    :raises OSError: it cannot be written, or a file has changed meanwhile
    """
    written = _Zip(stream, comment)
    for entry in sorted(entries, key=lambda entry: entry.name):
        written.add(_Member(entry.name, entry.content, packer.packed(entry.content)))
    return written.end()


def write_all(
    folder: Path,
    trees: Mapping[str, Iterable[Entry]],
    packer: Packer,
    comment: bytes,
    each: Callable[[], object] = lambda: None,
) -> list[Artifact]:
    """Write a zip into ``folder`` for each tree, with all of it in a folder inside.

    They are written side by side, because they have much in common.

    :param trees: by the name of the folder inside, which is that of the zip without suffix
    :param each: called after each zip
    :raises ValueError: there is more than a zip without its 64-bit extension can hold
    :raises OSError: one cannot be written, or a file has changed meanwhile
    """
    places: dict[str, list[tuple[str, Content]]] = {}
    for top, entries in trees.items():
        for entry in entries:
            places.setdefault(entry.name, []).append((top, entry.content))
    artifacts = []
    with ExitStack() as streams:
        zips = {
            top: _Zip(streams.enter_context((folder / f"{top}.zip").open("wb")), comment, f"{top}/")
            for top in trees
        }
        for name in sorted(places):
            at_hand: dict[str, _Member] = {}
            for top, content in places[name]:
                if content.digest not in at_hand:
                    at_hand[content.digest] = _Member(name, content, packer.packed(content))
                zips[top].add(at_hand[content.digest])
        for top, written in zips.items():
            artifacts.append(Artifact(f"{top}.zip", *written.end()))
            each()
    return artifacts


class _Member:
    """A member as it is in all zips that have it, whatever their top folder is."""

    def __init__(self, name: str, content: Content, packed: Packed) -> None:
        self.name = name.encode()
        self.body = packed.body
        flags = 0 if name.isascii() else _UTF8
        sizes = packed.checksum, len(packed.body), content.size
        self.fields = _FIELDS.pack(_VERSION, flags, packed.method, _TIME, _DATE, *sizes)


class _Zip:
    """A zip while it is written."""

    def __init__(self, stream: BinaryIO, comment: bytes, top: str = "") -> None:
        self._stream = stream
        self._top = top.encode()
        self._comment = comment
        self._directory: list[bytes] = []
        self._parts: list[bytes] = []
        self._waiting = 0  # bytes of them
        self._size = 0
        self._digest = sha256()

    def add(self, member: _Member) -> None:
        """Write a member. They have to come in order."""
        name = self._top + member.name
        length = len(name)
        self._directory += (
            b"".join(
                (_CENTRAL, member.fields, _CENTRAL_END.pack(length, 0, 0, 0, 0, _MODE, self._size))
            ),
            name,
        )
        self._parts += (_LOCAL, member.fields, _LOCAL_END.pack(length, 0), name, member.body)
        length += _LOCAL_SIZE + len(member.body)
        self._size += length
        self._waiting += length
        if self._waiting > _BUFFER:
            self._flush()
        if self._size > _LARGEST:
            raise ValueError("more than a zip can hold: split the bundle")

    def end(self) -> tuple[int, str]:
        """Write what makes a zip of the members, and return its size and SHA-256."""
        offset, count = self._size, len(self._directory) // 2
        size = sum(map(len, self._directory))
        if offset + size > _LARGEST or count > 0xFFFF:
            raise ValueError("more than a zip can hold: split the bundle")
        counts = (count, count, size, offset, len(self._comment))
        end = _END.pack(b"PK\x05\x06", 0, 0, *counts)
        self._parts += (*self._directory, end, self._comment)
        self._size += size + len(end) + len(self._comment)
        self._flush()
        return self._size, self._digest.hexdigest()

    def _flush(self) -> None:
        data = b"".join(self._parts)
        self._stream.write(data)
        self._digest.update(data)
        self._parts, self._waiting = [], 0
