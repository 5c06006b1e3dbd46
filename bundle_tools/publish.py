# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: put a finished bundle where the last one was, in one step or not at all.

Files are written to a folder beside the target. When all are there, the two change
places. Whatever stops a build before, the last good bundle stays as it was.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SUMS = "SHA256SUMS"

_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_EXCHANGE = 2  # linux/fs.h
_ASIDE = "-aside"
_OLD_S = 60  # a folder younger than this may not be locked yet by the build that made it


@dataclass(frozen=True)
class Artifact:
    """A file of the bundle."""

    name: str
    size: int  #: in bytes
    sha256: str


def sums(artifacts: Iterable[Artifact]) -> bytes:
    """Return what ``sha256sum --check`` reads."""
    return "".join(f"{artifact.sha256}  {artifact.name}\n" for artifact in artifacts).encode()


def foreign(output: Path) -> list[str]:
    """Return what is in ``output`` that no build of a bundle put there."""
    if not output.exists():
        return []
    if not output.is_dir():
        return [output.name]
    try:
        lines = (output / SUMS).read_text("utf-8").splitlines()
        ours = {line.partition("  ")[2] for line in lines} | {SUMS}
    except (OSError, ValueError):
        ours = set()
    return sorted(path.name for path in output.iterdir() if path.name not in ours)


@dataclass(frozen=True)
class New:
    """A folder that may take the place of another."""

    folder: Path
    output: Path

    def publish(self) -> None:
        """Change places."""
        _change_places(self.folder, self.output)


@contextlib.contextmanager
def replacing(output: Path) -> Iterator[New]:
    """Give a new folder beside ``output``; when left, it is gone, or is ``output``.

    :raises OSError: the folder beside ``output`` cannot be written
    """
    output = output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{output.name}.building-"
    _sweep(output, prefix)
    folder = output.parent / f"{prefix}{os.urandom(8).hex()}"
    with contextlib.ExitStack() as last:
        # Twice: a signal (Ctrl-C) may end the first, or come before it.
        last.callback(shutil.rmtree, folder, ignore_errors=True)
        last.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.mkdir()
        lock = os.open(folder, os.O_RDONLY)
        last.callback(os.close, lock)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield New(folder, output)


def _sweep(output: Path, prefix: str) -> None:
    """Clear up after builds that were killed: their folders' locks are gone."""
    for aside in output.parent.glob(f"{prefix}*{_ASIDE}"):
        if not output.exists():
            os.rename(aside, output)  # killed between the two steps
    for folder in output.parent.glob(f"{prefix}*"):
        try:
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - os.stat(lock).st_mtime > _OLD_S:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass  # another build is at work in it
        finally:
            os.close(lock)


def _change_places(new: Path, old: Path) -> None:
    """Put the folder ``new`` in place of ``old``, which ends up where ``new`` was."""
    if not old.exists():
        return os.rename(new, old)
    if _exchange(new, old):
        return None
    aside = new.with_name(f"{new.name}{_ASIDE}")  # where the system cannot swap: two steps
    os.rename(old, aside)
    try:
        os.rename(new, old)
    except BaseException:
        os.rename(aside, old)
        raise
    return os.rename(aside, new)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system and the file system can."""
    import ctypes  # noqa: PLC0415 - only here, because it takes long to load

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))
