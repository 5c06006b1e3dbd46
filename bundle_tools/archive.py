# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: zips that are equal whenever what is in them is equal.

The layout is that of PKWARE's APPNOTE.TXT 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.
Members come in the order of their names, with one time and one mode. They are deflated
by libdeflate in its pinned wheel, whose output does not depend on the machine's zlib.
"""

import contextlib
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import deflate

from . import cache as caching
from .cache import Cache
from .model import Entry
from .parallel import map_in_order

LEVEL = 9  #: of libdeflate: 12 gives 3 % less and takes 6 times as long

_TIME, _DATE = 0, 0 << 9 | 1 << 5 | 1  # 1980-01-01 00:00:00, the first that a zip can tell
_STORED, _DEFLATED = 0, 8
_VERSION = 20  # needed to extract: deflate
_MADE_BY = 3 << 8 | _VERSION  # Unix, so that the mode counts
_MODE = 0o100644 << 16
_UTF8 = 1 << 11
_LARGEST = 0xFFFF_FFFF
_KIND = "deflate-1"

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True)
class Packed:
    """A member's content as it lies in a zip."""

    method: int
    body: bytes = field(repr=False)
    checksum: int  #: CRC-32 of the content


def pack(
    contents: Iterable[bytes],
    cache: Cache,
    jobs: int = 1,
    each: Callable[[], object] = lambda: None,
) -> dict[bytes, Packed]:
    """Return ``contents`` deflated where that makes them smaller, from ``cache`` if it was before.

    :param jobs: how many are deflated at a time
    :param each: called after each that was not in the cache
    """
    names = {
        data: caching.key(deflate.__version__, str(LEVEL), data) for data in dict.fromkeys(contents)
    }
    kept = {data: cache.get(_KIND, name) for data, name in names.items()}
    missing = [data for data, found in kept.items() if found is None]
    with contextlib.closing(map_in_order(_deflated, missing, jobs)) as done:
        for data, body in zip(missing, done, strict=True):
            cache.put(_KIND, names[data], [body])
            kept[data] = [body]
            each()
    return {data: _packed(data, found[0]) for data, found in kept.items() if found}


def _deflated(data: bytes) -> bytes:
    return bytes(deflate.deflate_compress(data, LEVEL))


def _packed(data: bytes, deflated: bytes) -> Packed:
    if len(deflated) < len(data):
        return Packed(_DEFLATED, deflated, zlib.crc32(data))
    return Packed(_STORED, data, zlib.crc32(data))


def write(
    stream: BinaryIO, entries: Iterable[Entry], packed: Mapping[bytes, Packed], comment: bytes
) -> None:
    """Write a zip of ``entries`` to ``stream``.

    :param packed: the contents of the entries, and perhaps more
    :raises ValueError: there is more than a zip without its 64-bit extension can hold
    """
    ordered = sorted(entries, key=lambda entry: entry.name)
    directory: list[bytes] = []
    offset = 0
    for entry in ordered:
        found = packed[entry.data]
        name = entry.name.encode()
        common = (
            _VERSION,
            0 if entry.name.isascii() else _UTF8,
            found.method,
            _TIME,
            _DATE,
            found.checksum,
            len(found.body),
            len(entry.data),
            len(name),
            0,
        )
        stream.write(_LOCAL.pack(b"PK\x03\x04", *common) + name)
        stream.write(found.body)
        central = _CENTRAL.pack(b"PK\x01\x02", _MADE_BY, *common, 0, 0, 0, _MODE, offset)
        directory.append(central + name)
        offset += _LOCAL.size + len(name) + len(found.body)
    size = sum(map(len, directory))
    if offset + size > _LARGEST or len(ordered) > 0xFFFF:
        raise ValueError("more than a zip can hold: split the bundle")
    stream.writelines(directory)
    counts = (len(ordered), len(ordered), size, offset, len(comment))
    stream.write(_END.pack(b"PK\x05\x06", 0, 0, *counts) + comment)
