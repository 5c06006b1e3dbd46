# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whether the index tells what is in the zips, and circup finds it there."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from packaging.utils import canonicalize_name

from .. import mpy5, rules
from ..firmware import Facts
from ..model import Problem
from ..opened import Opened, Zip
from ..stage import REQUIREMENTS, closure

_MPY = ".mpy"

#: As circup 3.1.0 looks for the version: in an ``.mpy`` file of version 6, and in a source.
_VERSION = re.compile(rb"(\d+\.\d+\.\d+)\x00")
_LITERAL = re.compile(rb"""^__version__\s*(?::[^=\n]+)?=\s*["']([^"'\n]*)["']""", re.MULTILINE)


def modules(archive: Zip, index: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the index says of the zip's modules and is not so."""
    about = [entry["copperhead"] for entry in index.values()]
    digests, sizes = (
        {name: x for more in about for name, x in more[what].get(archive.platform, {}).items()}
        for what in ("sha256", "size")
    )
    inside = {name for name in archive.members if name.startswith("lib/")}
    for name in sorted(inside | digests.keys()):
        if name not in inside:
            message = f"{name} is not in it, though the index lists it"
        elif name not in digests:
            message = f"{name} is in it, though the index does not list it"
        elif hashlib.sha256(archive.members[name]).hexdigest() != digests[name]:
            message = f"{name} is not the file that the index lists"
        elif len(archive.members[name]) != sizes.get(name):
            message = f"{name} has {len(archive.members[name])} bytes, not {sizes.get(name)}"
        else:
            continue
        yield Problem(archive.name, 0, rules.VERIFY_HASH, message)
    for module, entry in sorted(index.items()):
        found = _version(archive, entry)
        is_warning = is_foreign(entry)
        if (found or "") != entry["version"]:
            message = f"circup reads version {found} of {module}, not {entry['version']}"
            where = archive.name, 0, rules.VERIFY_VERSION
            yield Problem(*where, message, is_warning=is_warning)
        for name in entry["dependencies"]:
            if name not in index:
                message = f"{module} needs {name}, which is not in the bundle"
                yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)
        terms = f"licenses/{entry['pypi_name']}/"
        if entry["copperhead"].get("carried") and not any(
            name.startswith(terms) for name in archive.members
        ):
            message = f"{terms} with the terms of {module} is not in it"
            yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)


def is_foreign(entry: Mapping[str, Any]) -> bool:
    """Tell whether a module is taken as it was found: what it lacks is then only told."""
    return bool(entry["copperhead"].get("checkout"))


def _version(archive: Zip, entry: Mapping[str, Any]) -> str | None:
    """Return the version that circup finds: of a package, the first file that has one."""
    path = entry["path"] + ("/" if entry["package"] else ".")
    for name in sorted(archive.members, key=PurePosixPath):
        if name.startswith(path) and (found := _version_in(name, archive.members[name])):
            return found
    return None


def _version_in(name: str, data: bytes) -> str | None:
    if name.endswith(_MPY) and data[1:2] == bytes([mpy5.VERSION]):
        return _version_before(data)
    pattern = {".py": _LITERAL, _MPY: _VERSION}.get(PurePosixPath(name).suffix)
    found = pattern.search(data) if pattern else None
    return found[1].decode("utf-8", "replace") if found else None


def _version_before(data: bytes) -> str | None:
    """Return what stands before ``__version__`` with its own length, twice, before that."""
    end = data.find(b"__version__") - 2
    for start in range(end - 1, 0, -1):
        if data[start - 1] // 2 == end - start:
            return data[start:end].decode("utf-8", "replace")
    return None


def requirements(archive: Zip, index: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    """Yield what circup would not install, or not find."""
    provided = {canonicalize_name(entry["pypi_name"]) for entry in index.values()}
    for module, entry in sorted(index.items()):
        path = f"requirements/{module}/{REQUIREMENTS}"
        text = archive.members.get(path, b"").decode("utf-8", "replace")
        # As circup 3.1.0 cuts a line; options and comments are pip's.
        told = {re.split(r"[<>=~!\[;#\s]", line.strip().lower())[0] for line in text.splitlines()}
        told = {name for name in told if name and name[0] not in "-#"}
        is_warning = is_foreign(entry)
        elsewhere = {canonicalize_name(name) for name in entry["external_dependencies"]}
        for name in sorted(told - index.keys()):
            if canonicalize_name(name) not in provided | elsewhere | facts.host:
                message = f"{path} names {name}, which is not in the bundle"
                where = archive.name, 0, rules.VERIFY_ARCHIVE
                # It may be a module of what is elsewhere: circup goes by those names.
                yield Problem(*where, message, is_warning=is_warning or bool(elsewhere))
        normalised = {canonicalize_name(name) for name in told}
        for name in sorted(set(entry["dependencies"]) & index.keys()):
            distribution = canonicalize_name(index[name]["pypi_name"])
            if name not in told and distribution not in normalised:
                message = f"{path} does not name {name}, so circup would not install it"
                where = archive.name, 0, rules.VERIFY_ARCHIVE
                yield Problem(*where, message, is_warning=is_warning)


def closures(found: Opened) -> Iterator[Problem]:
    """Yield what the index says of what a module needs in all, and is not so."""
    for module, entry in sorted(found.index.items()):
        told = entry["copperhead"].get("closure")
        if told != (meant := closure(module, found.index)):
            message = f"{module} needs {', '.join(meant) or 'nothing'} in all, not {told}"
            yield Problem(found.index_name, 0, rules.VERIFY_ARCHIVE, message)
