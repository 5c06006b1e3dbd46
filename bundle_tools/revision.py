# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: which state of the tree is built."""

import contextlib
import functools
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 60

_AT_ONCE = 8  # processes of git


@dataclass(frozen=True)
class Revision:
    """The last commit, and whether the tree is still like it."""

    tag: str  #: the day of the commit in UTC, ``YYYYMMDD``
    is_dirty: bool


class Asking:
    """A question to git about a tree. When it is left, git is no longer at work."""

    def __init__(self, root: Path, besides: Iterable[Path] = ()) -> None:
        """Ask nothing yet.

        :param besides: what builds write, which is not of the tree
        """
        top = root.resolve()
        written = [path.resolve() for path in besides]
        inside = [path.relative_to(top).as_posix() for path in written if path.is_relative_to(top)]
        self._root = root
        self._excluded = [f":(exclude,literal){name}" for name in inside if name != "."]
        self._running = contextlib.ExitStack()

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    @functools.cached_property
    def _processes(self) -> list["subprocess.Popen[str] | None"]:
        questions = (
            ("log", "-1", "--no-show-signature", "--format=%ct", "HEAD"),
            ("status", "--porcelain", "--", ".", *self._excluded),
        )
        return [self._running.enter_context(_started(self._root, *asked)) for asked in questions]

    def begin(self) -> None:
        """Put git to work, if it is not: with many submodules it takes long."""
        _ = self._processes

    @functools.cached_property
    def answer(self) -> Revision | None:
        """The state of the tree, or None where git knows of no commit. It is waited for."""
        seconds, status = map(_told, self._processes)
        if seconds is None or status is None:
            return None
        return Revision(time.strftime("%Y%m%d", time.gmtime(int(seconds))), bool(status))


def export(root: Path, name: str, folder: Path) -> bool:
    """Put the tree of a commit, without its history, into ``folder``.

    :param name: a tag, a branch or a commit
    :returns: whether git knows one of this name
    """
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    top = _git(root, "rev-parse", "--show-toplevel")
    if commit is None or top is None:
        return False
    import tarfile  # noqa: PLC0415 - only here, because it takes long to load

    packed = folder / "tree.tar"
    if _git(Path(top), "archive", f"--output={packed.resolve()}", commit) is None:
        return False
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
    return True


def release(checkout: str) -> str | None:
    """Return the version that the commit of a checkout is tagged with, or None if it is not."""
    return releases([checkout])[checkout]


def releases(checkouts: Iterable[str]) -> dict[str, str | None]:
    """Return the versions that the commits of checkouts are tagged with, None if they are not."""
    found: dict[str, str | None] = dict.fromkeys(checkouts)
    waiting = [checkout for checkout in found if Path(checkout, ".git").exists()]
    for start in range(0, len(waiting), _AT_ONCE):
        with contextlib.ExitStack() as running:
            asked = {
                checkout: running.enter_context(
                    _started(Path(checkout), "describe", "--tags", "--exact-match", "HEAD")
                )
                for checkout in waiting[start : start + _AT_ONCE]
            }
            for checkout, process in asked.items():
                tag = _told(process)
                found[checkout] = tag.removeprefix("v") if tag else None
    return found


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git says, or None if it fails, or is not there."""
    with _started(root, *arguments) as process:
        return _told(process)


@contextlib.contextmanager
def _started(root: Path, *arguments: str) -> Iterator[subprocess.Popen[str] | None]:
    """Give git at work, or None if it is not there. When left, it is no longer."""
    try:
        process = subprocess.Popen(
            ["git", "-C", str(root), "--no-optional-locks", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        yield None
        return
    with process:
        try:
            yield process
        finally:
            process.kill()


def _told(process: subprocess.Popen[str] | None) -> str | None:
    """Return what git says, or None if it fails, or is not there."""
    try:
        text = process.communicate(timeout=TIMEOUT_S)[0] if process else ""
    except subprocess.TimeoutExpired:
        return None
    return text.strip() if process and process.returncode == 0 else None
