# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whether the other files of a bundle tell what is in it: hashes, SBOM, wheels, archives."""

import base64
import csv
import hashlib
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from .. import names, rules, sbom
from ..model import Problem
from ..opened import Opened
from ..publish import SUMS
from ..stage import PY


def hashes(folder: Path) -> Iterator[Problem]:
    """Yield the files that are not those that SHA256SUMS lists."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        yield Problem(SUMS, 0, rules.VERIFY_HASH, f"cannot read it: {error}")
        return
    listed: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        digest, gap, name = line.partition("  ")
        if not gap or not re.fullmatch("[0-9a-f]{64}", digest) or names.fault(name):
            yield Problem(SUMS, number, rules.VERIFY_HASH, "this is no line of sha256sum")
            continue
        listed[name] = digest
        path = folder / name
        if not path.is_file():
            yield Problem(name, 0, rules.VERIFY_HASH, f"{SUMS} lists it, but it is not here")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield Problem(name, 0, rules.VERIFY_HASH, f"it is not the file that {SUMS} lists")
    for path in sorted(folder.iterdir()):
        if path.name not in listed and path.name != SUMS:
            yield Problem(path.name, 0, rules.VERIFY_HASH, f"{SUMS} does not list it")


def bill(found: Opened) -> Iterator[Problem]:
    """Yield what the SBOM says and is not so."""
    paths = sorted(found.folder.glob(f"*{sbom.SUFFIX}"))
    for path in paths if found.index else ():
        try:
            told = json.loads(path.read_text("utf-8"))["components"]
            listed = {(row["name"], row.get("version", "")) for row in told}
            hashed = {
                file["name"]: file["hashes"][0]["content"]
                for row in told
                for file in row.get("components", ())
            }
        except (OSError, ValueError, LookupError, TypeError) as error:
            message = f"this is no SBOM of a bundle: {type(error).__name__}: {error}"
            yield Problem(path.name, 0, rules.VERIFY_ARCHIVE, message)
            continue
        meant = {(entry["pypi_name"], entry["version"]) for entry in found.index.values()}
        for name, version in sorted(listed ^ meant):
            has = "lists" if (name, version) in listed else "does not list"
            message = f"it {has} {name} {version}, and the index is of another mind"
            yield Problem(path.name, 0, rules.VERIFY_VERSION, message)
        for name, data in sorted(found.members(PY).items()):
            if not name.startswith("lib/"):
                continue
            if hashed.get(name) != hashlib.sha256(data).hexdigest():
                message = f"{name} is not the file that it lists"
                yield Problem(path.name, 0, rules.VERIFY_HASH, message)


def distributions(found: Opened) -> Iterator[Problem]:
    """Yield what is wrong with wheels and source archives."""
    versions = {canonicalize_name(e["pypi_name"]): e["version"] for e in found.index.values()}
    sources = {
        name.removeprefix("lib/"): data
        for name, data in found.members(PY).items()
        if name.startswith("lib/")
    }
    for path in sorted([*found.folder.glob("*.whl"), *found.folder.glob("*.tar.gz")]):
        try:
            is_wheel = path.suffix == ".whl"
            name, version = (
                parse_wheel_filename(path.name)[:2] if is_wheel else parse_sdist_filename(path.name)
            )
            members = _wheel_members(path) if is_wheel else _sdist_members(path)
        except (InvalidWheelFilename, InvalidSdistFilename) as error:
            yield Problem(path.name, 0, rules.VERIFY_ARCHIVE, str(error))
            continue
        except (
            zipfile.BadZipFile,
            tarfile.TarError,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
        ) as error:
            yield Problem(path.name, 0, rules.VERIFY_ARCHIVE, f"it is damaged: {error}")
            continue
        if name not in versions:
            continue  # of the tools, which are in no zip
        if str(version) != versions[name]:
            message = f"it has version {version} of {name}, not {versions[name]}"
            yield Problem(path.name, 0, rules.VERIFY_VERSION, message)
        for module, data in sorted(members.items()):
            if module.endswith(".py") and sources.get(module) != data:
                message = f"{module} is not the one in the zip of sources"
                yield Problem(path.name, 0, rules.VERIFY_HASH, message)
        if not members.keys() & sources.keys():
            message = "it has no module of the zip of sources"
            yield Problem(path.name, 0, rules.VERIFY_ARCHIVE, message)


def _wheel_members(path: Path) -> dict[str, bytes]:
    """Return what a wheel puts into site-packages beside its metadata.

    :raises ValueError: its RECORD lists something else than it has
    """
    with zipfile.ZipFile(path) as archive:
        if unsafe := [name for name in archive.namelist() if names.fault(name)]:
            raise ValueError(f"{unsafe[0]!r} {names.fault(unsafe[0])}")
        members = {name: archive.read(name) for name in archive.namelist()}
    record = next((name for name in members if name.endswith(".dist-info/RECORD")), None)
    if record is None:
        raise ValueError("it has no RECORD")
    rows = list(csv.reader(io.StringIO(members[record].decode("utf-8"))))
    listed = {row[0]: row[1] for row in rows if len(row) == 3}
    for name, data in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        if name != record and listed.get(name) != f"sha256={digest}":
            raise ValueError(f"{name} is not the file that its RECORD lists")
    if missing := listed.keys() - members.keys():
        raise ValueError(f"{min(missing)} is in its RECORD, but not in it")
    return {name: data for name, data in members.items() if ".dist-info/" not in name}


def _sdist_members(path: Path) -> dict[str, bytes]:
    """Return the files of a source archive under its top folder."""
    top = f"{path.name.removesuffix('.tar.gz')}/"
    members = {}
    with tarfile.open(path) as archive:
        for info in archive:
            if names.fault(info.name) or not info.name.startswith(top) or not info.isfile():
                raise ValueError(f"{info.name!r} is no plain file in its folder {top}")
            stream = archive.extractfile(info)
            members[info.name.removeprefix(top)] = stream.read() if stream else b""
    return members
