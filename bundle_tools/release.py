# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: other people's libraries, from the wheels of pinned releases."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from . import names, rules, toml
from .model import Content, File, Library, Module, Need, Problem, Release, Source
from .needs import is_for_extra, need_of, normalised
from .seen import Seen

KEYS = ("distribution", "version", "artifact", "sha256")


def pins(text: str, path: str) -> tuple[list[Release], list[Problem]]:
    """Return the releases that ``text`` pins, and what is wrong with it.

    :param text: the content of ``external.toml``
    :param path: its name, for the problems
    """
    try:
        table = toml.read(text)
    except ValueError as error:
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
    # Only here, because it takes long to load.
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename  # noqa: PLC0415

    try:
        name, version, *_ = parse_wheel_filename(entry["artifact"])
    except InvalidWheelFilename:
        yield f"make artifact the file name of a wheel, not {entry['artifact']!r}"
        return
    if "/" in entry["artifact"] or "\\" in entry["artifact"]:
        yield f"make artifact a file name, not a path: {entry['artifact']!r}"
    if entry["distribution"] != normalised(entry["distribution"]):
        yield f"write distribution as {normalised(entry['distribution'])!r}"
    if name != normalised(entry["distribution"]) or str(version) != entry["version"]:
        yield f"{entry['artifact']} is not {entry['distribution']} {entry['version']}"


def wheel(release: Release, folder: Path, seen: Seen) -> bytes | None:
    """Return the release's wheel from ``folder``, or None if it is not there, or not as pinned."""
    try:
        data = seen.read((folder / release.artifact).as_posix())
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == release.sha256 else None


def missing(releases: Iterable[Release], folder: Path) -> list[Release]:
    """Return those of ``releases`` whose wheel is not in ``folder``, or not as pinned."""
    return [release for release in releases if wheel(release, folder, Seen()) is None]


def folder(release: Release) -> str:
    """Return what a problem calls the library of ``release``: it has no folder of its own."""
    return f"{release.path}:{release.distribution}"


def read(
    release: Release, data: bytes, read_source: Callable[[bytes], Source]
) -> tuple[Library | None, list[Problem]]:
    """Return the library in the wheel ``data``, or None and why there is none."""

    def fault(message: str) -> tuple[None, list[Problem]]:
        text = f"{release.artifact}: {message}"
        rule = rules.RELEASE_BROKEN
        return None, [Problem(release.path, release.line, rule, text, folder(release))]

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, zlib.error) as error:
        return fault(f"no wheel: {error}")
    if unsafe := [(name, told) for name in files if (told := names.fault(name))]:
        return fault("{!r} {}".format(*unsafe[0]))
    about = next((name for name in files if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)), None)
    if about is None:
        return fault("has no METADATA")
    about_it = metadata(files[about].decode("utf-8", "replace"))
    info = about.removesuffix("METADATA")
    modules: dict[str, list[File]] = {}
    licences: list[File] = []
    for name in sorted(files):
        path = f"{release.artifact}/{name}"
        top, inside, _ = name.partition("/")
        if name.startswith(info):
            if re.search("licen[cs]e|copying|notice", name[len(info) :], re.IGNORECASE):
                licences.append(File(name.rpartition("/")[2], path, Content.of(files[name])))
        elif inside or name.endswith(".py"):
            source = read_source(files[name]) if name.endswith(".py") and files[name] else None
            modules.setdefault(top, []).append(File(name, path, Content.of(files[name]), source))
    if not any(file.source for found in modules.values() for file in found):
        return fault("has no module")
    return Library(
        folder=folder(release),
        manifest=release.path,
        line=release.line,
        part=release.distribution,
        distribution=release.distribution,
        version=release.version,
        description=next(iter(about_it.get("summary", ())), ""),
        repository=home(about_it.get("project-url", ()), about_it.get("home-page", ())),
        needs=tuple(_needs(about_it.get("requires-dist", ()), release.line)),
        modules=tuple(
            Module(top.removesuffix(".py"), not top.endswith(".py"), tuple(found), release.line)
            for top, found in modules.items()
        ),
        licences=tuple(licences),
        licence=next(iter(about_it.get("license-expression", ())), ""),
        is_carried=True,
    ), []


def metadata(text: str) -> dict[str, list[str]]:
    """Return the fields of a METADATA or PKG-INFO, up to an empty line, by lower-case name."""
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line:
            break
        name, colon, value = line.partition(":")
        if colon and not line[0].isspace():
            fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def home(urls: Iterable[str], homes: Iterable[str]) -> str:
    """Return the project's repository, or its home page."""
    named = {name.strip().lower(): url.strip() for name, _, url in (u.partition(",") for u in urls)}
    for name in ("repository", "source", "homepage"):
        if name in named:
            return named[name].removesuffix(".git")
    return next(iter(homes), "").removesuffix(".git")


def _needs(requirements: Iterable[str], line: int) -> Iterator[Need]:
    """Yield what is needed always: an extra is what somebody asks for."""
    for text in sorted(requirements):
        if not is_for_extra(text):
            yield need_of(text, line)
