# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: zips that are equal whenever what is in them is equal.

The layout is that of PKWARE's APPNOTE.TXT 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.
Members come in the order of their names, with one time and one mode. They are deflated
by libdeflate in its pinned wheel, whose output does not depend on the machine's zlib.
"""

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

import deflate

from . import cache as caching
from .cache import Cache
from .model import Entry

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


def compress(data: bytes, cache: Cache) -> bytes:
    """Return ``data`` deflated, from ``cache`` where that was done before."""
    name = caching.key(deflate.__version__, str(LEVEL), data)
    if kept := cache.get(_KIND, name):
        return kept[0]
    packed = bytes(deflate.deflate_compress(data, LEVEL))
    cache.put(_KIND, name, [packed])
    return packed


def write(stream: BinaryIO, entries: Iterable[Entry], comment: bytes, cache: Cache) -> None:
    """Write a zip of ``entries`` to ``stream``.

    :raises ValueError: there is more than a zip without its 64-bit extension can hold
    """
    ordered = sorted(entries, key=lambda entry: entry.name)
    directory: list[bytes] = []
    offset = 0
    for entry in ordered:
        packed = compress(entry.data, cache)
        method, body = _DEFLATED, packed
        if len(packed) >= len(entry.data):
            method, body = _STORED, entry.data
        name = entry.name.encode()
        common = (
            _VERSION,
            0 if entry.name.isascii() else _UTF8,
            method,
            _TIME,
            _DATE,
            zlib.crc32(entry.data),
            len(body),
            len(entry.data),
            len(name),
            0,
        )
        stream.write(_LOCAL.pack(b"PK\x03\x04", *common) + name)
        stream.write(body)
        central = _CENTRAL.pack(b"PK\x01\x02", _MADE_BY, *common, 0, 0, 0, _MODE, offset)
        directory.append(central + name)
        offset += _LOCAL.size + len(name) + len(body)
    size = sum(map(len, directory))
    if offset + size > _LARGEST or len(ordered) > 0xFFFF:
        raise ValueError("more than a zip can hold: split the bundle")
    stream.writelines(directory)
    counts = (len(ordered), len(ordered), size, offset, len(comment))
    stream.write(_END.pack(b"PK\x05\x06", 0, 0, *counts) + comment)
