# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A finished bundle, opened as a stranger would open it.

What is read is held to what anything that unpacks zips relies on: whole, nothing hidden,
and names that lead nowhere else, on a drive that does not know capitals either.
"""

import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import names, rules, sbom
from .catalog import LARGEST
from .firmware import Facts
from .model import Problem
from .stage import EXAMPLES, PY

_LOCAL = struct.Struct("<26xHH")  # of a member's own header: the lengths of name and extra field
_WHOLE = 1 << 30  #: bytes that a zip may unpack to


@dataclass(frozen=True)
class Zip:
    """A zip as it was read: its file name, and its members under the top folder."""

    name: str
    platform: str
    members: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """What is in the folder of a bundle, as far as it can be read."""

    folder: Path
    zips: tuple[Zip, ...]
    index_name: str  #: empty if there is none
    index: Mapping[str, Any]  #: empty if it is no index

    def members(self, platform: str) -> Mapping[str, bytes]:
        """Return what is in a platform's zip."""
        return next((x.members for x in self.zips if x.platform == platform), {})


def read(folder: Path, facts: Facts) -> tuple[Opened, list[Problem]]:
    """Return the bundle in ``folder``, and what of it cannot be read."""
    problems = []
    zips = []
    for path in sorted(folder.glob("*.zip")):
        found = _zip(path, facts)
        if isinstance(found, Zip):
            zips.append(found)
        else:
            problems.append(Problem(path.name, 0, rules.VERIFY_ARCHIVE, found))
    paths = [path for path in folder.glob("*.json") if not path.name.endswith(sbom.SUFFIX)]
    index: Mapping[str, Any] = {}
    if len(paths) != 1:
        message = f"there is not one index *.json, but {len(paths)}"
        problems.append(Problem(folder.name, 0, rules.VERIFY_ARCHIVE, message))
        return Opened(folder, tuple(zips), "", index), problems
    try:
        index = json.loads(paths[0].read_text("utf-8"))
        _check_index(index)
    except (OSError, ValueError, RecursionError) as error:
        message = f"this is no index of a bundle: {error}"
        problems.append(Problem(paths[0].name, 0, rules.VERIFY_ARCHIVE, message))
        index = {}
    return Opened(folder, tuple(zips), paths[0].name, index), problems


_ENTRY = {
    "package": bool,
    "path": str,
    "version": str,
    "pypi_name": str,
    "dependencies": list,
    "external_dependencies": list,
    "copperhead": dict,
}


def _check_index(index: object) -> None:
    """Look whether an index has what its readers take for granted.

    :raises ValueError: it has not
    """
    if not isinstance(index, dict) or not index:
        raise ValueError("it has no modules")
    for module, entry in index.items():
        for key, kind in _ENTRY.items():
            if not isinstance(entry, dict) or not isinstance(entry.get(key), kind):
                raise ValueError(f"{module} has no {key} that is a {kind.__name__}")
        for name in (*entry["dependencies"], *entry["external_dependencies"]):
            if not isinstance(name, str):
                raise ValueError(f"{module} needs something that is no name")
        for key in ("sha256", "size"):
            by_platform = entry["copperhead"].get(key)
            if not isinstance(by_platform, dict) or not all(
                isinstance(found, dict) for found in by_platform.values()
            ):
                raise ValueError(f"{module} has no {key} for each file of each platform")


def _zip(path: Path, facts: Facts) -> Zip | str:
    """Return the zip at ``path``, or what is wrong with it."""
    top = f"{path.stem}/"
    platforms = [PY, EXAMPLES, *(firmware.platform for firmware in facts.known)]
    platform = next((p for p in platforms if f"-{p}-" in path.stem), None)
    if platform is None:
        return f"its name has none of {', '.join(platforms)}"
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            for told in (*_names(infos, top), *_kinds(infos), *_hidden(path, archive)):
                return told
            members = {info.filename.removeprefix(top): archive.read(info) for info in infos}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        UnicodeDecodeError,
        struct.error,
    ) as error:
        return f"it is damaged: {error}"
    return Zip(path.name, platform, members)


def _names(infos: Iterable[zipfile.ZipInfo], top: str) -> Iterator[str]:
    """Yield what is wrong with members' names."""
    spelt: dict[str, str] = {}  # folders and files, by how a drive without capitals has them
    files: set[str] = set()
    for name in (info.filename for info in infos):
        if told := names.fault(name):
            yield f"{name!r} {told}"
        if not name.startswith(top):
            yield f"{name!r} is not in its folder {top}"
        if name.lower() in files:
            yield f"two of its members have one name: {name!r}"
        files.add(name.lower())
        parts = name.split("/")
        for length in range(1, len(parts) + 1):
            path = "/".join(parts[:length])
            other = spelt.setdefault(path.lower(), path)
            if other != path:
                yield f"{path!r} and {other!r} are one on a drive without capitals"
            if length < len(parts) and path.lower() in files:
                yield f"{path!r} is a file and a folder"


def _kinds(infos: Iterable[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield the members that are no plain files."""
    size = 0
    for info in infos:
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            yield f"{info.filename!r} is no plain file, but a link or a device"
        if info.flag_bits & 1:
            yield f"{info.filename!r} is encrypted"
        if info.file_size > LARGEST:
            yield f"{info.filename!r} is larger than {LARGEST >> 20} MB"
        size += info.file_size
    if size > _WHOLE:
        yield f"it unpacks to more than {_WHOLE >> 20} MB"


def _hidden(path: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield bytes that belong to no member: readers that scan a zip would see more than others."""
    with path.open("rb") as stream:
        at = 0
        for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
            if info.header_offset != at:
                yield f"{info.header_offset - at} bytes before {info.filename!r} are no member's"
            stream.seek(info.header_offset)
            name, extra = _LOCAL.unpack(stream.read(_LOCAL.size))
            at = info.header_offset + _LOCAL.size + name + extra + info.compress_size
        if archive.start_dir != at:
            yield f"{archive.start_dir - at} bytes after its last member are no member's"
