# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: fetch the pinned releases. Nothing else here uses the network."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import rules
from .model import Problem, Release
from .release import missing

TIMEOUT_S = 600


def fetch(releases: Sequence[Release], folder: Path) -> tuple[list[Release], list[Problem]]:
    """Bring the releases that ``folder`` lacks into it, with pip.

    :returns: what was fetched now, and what could not be
    """
    wanted = missing(releases, folder)
    if not wanted:
        return [], []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as name:
        told = _download(wanted, Path(name))
        broken = missing(wanted, Path(name))
        for release in wanted:
            if release not in broken:
                os.replace(Path(name, release.artifact), folder / release.artifact)
        problems = [
            Problem(release.path, release.line, rules.RELEASE_MISSING, _reason(release, name, told))
            for release in broken
        ]
    return [release for release in wanted if release not in broken], problems


def _download(releases: Sequence[Release], folder: Path) -> str:
    """Let pip put wheels into ``folder``, and return what it said."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command += [f"{release.distribution}=={release.version}" for release in releases]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {TIMEOUT_S} s"
    return done.stderr.strip()


def _reason(release: Release, folder: str, told: str) -> str:
    if Path(folder, release.artifact).exists():
        return f"{release.artifact} is not the file that was pinned: its SHA-256 differs"
    last = told.splitlines()[-1] if told else "the download gave another file"
    return f"{release.artifact} could not be fetched: {last}"
