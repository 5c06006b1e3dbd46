# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: which releases of other people's libraries are carried, and whether they are here."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from . import rules
from .model import Problem, Release

KEYS = ("distribution", "version", "artifact", "sha256")


def pins(text: str, path: str) -> tuple[list[Release], list[Problem]]:
    """Return the releases that ``text`` pins, and what is wrong with it.

    :param text: the content of ``external.toml``
    :param path: its name, for the problems
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [Problem(path, 0, rules.MANIFEST_SYNTAX, f"this is not TOML: {error}")]
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[release]]"]
    entries = table.get("release", [])
    if not isinstance(entries, list) or len(entries) != len(lines):
        message = "write each release as a table of its own, under [[release]]"
        return [], [Problem(path, 0, rules.MANIFEST_KEY, message)]
    releases: list[Release] = []
    problems: list[Problem] = []
    for entry, line in zip(entries, lines, strict=True):
        found = [
            Problem(path, line, rules.MANIFEST_KEY, message) for message in _faults_of_pin(entry)
        ]
        problems += found
        if not found:
            releases.append(Release(**entry, path=path, line=line))
    return releases, problems


def _faults_of_pin(entry: dict[str, Any]) -> Iterator[str]:
    for key in KEYS:
        if not isinstance(entry.get(key), str):
            yield f"add {key}, a string, to the release"
    for key in sorted(entry.keys() - set(KEYS)):
        yield f"leave out {key}: a release has {', '.join(KEYS)}"
    if not all(isinstance(entry.get(key), str) for key in KEYS):
        return
    if not re.fullmatch("[0-9a-f]{64}", entry["sha256"]):
        yield "make sha256 the 64 hexadecimal digits of the wheel's SHA-256"
    try:
        name, version, *_ = parse_wheel_filename(entry["artifact"])
    except InvalidWheelFilename:
        yield f"make artifact the file name of a wheel, not {entry['artifact']!r}"
        return
    if "/" in entry["artifact"] or "\\" in entry["artifact"]:
        yield f"make artifact a file name, not a path: {entry['artifact']!r}"
    if entry["distribution"] != canonicalize_name(entry["distribution"]):
        yield f"write distribution as {canonicalize_name(entry['distribution'])!r}"
    if name != canonicalize_name(entry["distribution"]) or str(version) != entry["version"]:
        yield f"{entry['artifact']} is not {entry['distribution']} {entry['version']}"


def is_fetched(release: Release, folder: Path) -> bool:
    """Tell whether ``folder`` holds the release's wheel, unharmed."""
    try:
        data = (folder / release.artifact).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == release.sha256


def missing(releases: Iterable[Release], folder: Path) -> list[Release]:
    """Return those of ``releases`` whose wheel is not in ``folder``, or not as pinned."""
    return [release for release in releases if not is_fetched(release, folder)]
