# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: which state of the tree is built."""

import datetime
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 60


@dataclass(frozen=True)
class Revision:
    """The last commit, and whether the tree is still like it."""

    tag: str  #: the day of the commit in UTC, ``YYYYMMDD``
    is_dirty: bool


def read(root: Path, besides: Iterable[Path] = ()) -> Revision | None:
    """Return the revision of the tree at ``root``, or None where git knows of none.

    :param besides: what builds write, which is not of the tree
    """
    top = root.resolve()
    written = [path.resolve() for path in besides]
    inside = [path.relative_to(top).as_posix() for path in written if path.is_relative_to(top)]
    excluded = [f":(exclude,literal){name}" for name in inside if name != "."]
    seconds = _git(root, "log", "-1", "--no-show-signature", "--format=%ct", "HEAD")
    status = _git(root, "status", "--porcelain", "--", ".", *excluded)
    if seconds is None or status is None:
        return None
    date = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    return Revision(f"{date:%Y%m%d}", bool(status))


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
    packed = folder / "tree.tar"
    if _git(Path(top), "archive", f"--output={packed.resolve()}", commit) is None:
        return False
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
    return True


def release(checkout: Path) -> str | None:
    """Return the version that the commit of a checkout is tagged with, or None if it is not."""
    if not (checkout / ".git").exists():
        return None
    tag = _git(checkout, "describe", "--tags", "--exact-match", "HEAD")
    return tag.removeprefix("v") if tag else None


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git says, or None if it fails, or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "--no-optional-locks", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout.strip()
