# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: results kept on disk under the hash of all that went into them.

An entry is the SHA-256 of its content, then the content; one that does not match is
no entry. It appears by a rename, so several builds can use one cache.
"""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_DIGEST = 32
_LENGTH = 8


def key(*inputs: bytes | str) -> str:
    """Return the name of the result of ``inputs``: no two lists of them share one."""
    return sha256(_pack(_bytes(part) for part in inputs)).hexdigest()


@dataclass(frozen=True)
class Cache:
    """A folder of results, by kind and key."""

    folder: Path

    def get(self, kind: str, name: str) -> list[bytes] | None:
        """Return what was put under ``name``, or None if there is no sound entry."""
        try:
            data = self._path(kind, name).read_bytes()
        except OSError:
            return None
        content = data[_DIGEST:]
        if sha256(content).digest() != data[:_DIGEST]:
            return None
        return _unpack(content)

    def put(self, kind: str, name: str, parts: Iterable[bytes]) -> None:
        """Keep ``parts`` under ``name``. A cache that cannot be written is no error."""
        content = _pack(parts)
        try:
            write(self._path(kind, name), sha256(content).digest() + content)
        except OSError:
            return

    def _path(self, kind: str, name: str) -> Path:
        return self.folder / kind / name[:2] / name[2:]


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` in one step: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _bytes(part: bytes | str) -> bytes:
    return part.encode() if isinstance(part, str) else part


def _pack(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in parts)


def _unpack(content: bytes) -> list[bytes]:
    parts = []
    at = 0
    while at < len(content):
        start = at + _LENGTH
        at = start + int.from_bytes(content[at:start], "big")
        parts.append(content[start:at])
    return parts
