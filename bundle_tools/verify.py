# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what was built is what was meant.

The finished files are opened as a stranger would open them. Nothing that built them is
trusted, and nothing of the libraries' folders is needed.
"""

import contextlib
import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from . import asynchronous, mpy, names, rules, vm
from .compile import Key
from .firmware import Facts
from .graph import Graph
from .model import Compiled, Compiler, Library, Problem
from .parallel import map_in_order
from .publish import SUMS
from .stage import EXAMPLES, PY, mpy_data, mpy_name

_MPY = ".mpy"

#: As circup 3.1.0 looks for the version in an ``.mpy`` file.
_VERSION = re.compile(rb"(\d+\.\d+\.\d+)\x00")
_LITERAL = re.compile(rb"""^__version__\s*(?::[^=\n]+)?=\s*["']([^"'\n]*)["']""", re.MULTILINE)


@dataclass(frozen=True)
class _Zip:
    """A zip as it was read: its file name, and its members under the top folder."""

    name: str
    platform: str
    members: Mapping[str, bytes]


def files(folder: Path, facts: Facts) -> list[Problem]:
    """Return what is wrong with the bundle in ``folder``."""
    problems: list[Problem] = list(_hashes(folder))
    zips: list[_Zip] = []
    for path in sorted(folder.glob("*.zip")):
        found = _read(path, facts)
        if isinstance(found, _Zip):
            zips.append(found)
        else:
            problems.append(Problem(path.name, 0, rules.VERIFY_ARCHIVE, found))
    for archive in zips:
        problems += _headers(archive, facts)
        problems += _code(archive, zips)
    indexes = sorted(folder.glob("*.json"))
    if len(indexes) != 1:
        message = f"there is not one index *.json, but {len(indexes)}"
        return [*problems, Problem(folder.name, 0, rules.VERIFY_ARCHIVE, message)]
    try:
        index: dict[str, Any] = json.loads(indexes[0].read_text("utf-8"))
        for archive in zips:
            if archive.platform != EXAMPLES:
                problems += _modules(archive, index)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        message = f"this is no index of a bundle: {type(error).__name__}: {error}"
        problems.append(Problem(indexes[0].name, 0, rules.VERIFY_ARCHIVE, message))
    return sorted(problems)


def _hashes(folder: Path) -> Iterator[Problem]:
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


def _read(path: Path, facts: Facts) -> _Zip | str:
    """Return the zip at ``path``, or what is wrong with it."""
    top = f"{path.stem}/"
    platforms = [PY, EXAMPLES, *(firmware.platform for firmware in facts.firmwares)]
    platform = next((p for p in platforms if f"-{p}-" in path.stem), None)
    if platform is None:
        return f"its name has none of {', '.join(platforms)}"
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.namelist()
            if len({name.lower() for name in listed}) != len(listed):
                return "two of its members have one name"
            for name in listed:
                if told := names.fault(name):
                    return f"{name!r} {told}"
                if not name.startswith(top):
                    return f"{name!r} is not in its folder {top}"
            members = {name.removeprefix(top): archive.read(name) for name in listed}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        return f"it is damaged: {error}"
    return _Zip(path.name, platform, members)


def _headers(archive: _Zip, facts: Facts) -> Iterator[Problem]:
    """Yield the files that the platform's firmware would refuse."""
    header = next((f.header for f in facts.firmwares if f.platform == archive.platform), None)
    for name, data in archive.members.items():
        is_mpy = name.endswith(_MPY)
        if is_mpy and header is None:
            message = f"{name} does not belong into this zip"
        elif is_mpy and header is not None and data[: len(header)] != header:
            message = f"{name} begins with {data[:4].hex(' ')}, not with {header.hex(' ')}"
        elif name.startswith("lib/") and name.endswith(".py") and data and header is not None:
            message = f"{name} is not compiled"
        else:
            continue
        yield Problem(archive.name, 0, rules.VERIFY_HEADER, message)


def _code(archive: _Zip, zips: list[_Zip]) -> Iterator[Problem]:
    """Yield the compiled files that are not whole, or whose coroutines are not their sources'."""
    sources = next((z.members for z in zips if z.platform == PY), {})
    for name, data in archive.members.items():
        if not name.endswith(_MPY):
            continue
        try:
            file = mpy.parse(data)
        except mpy.DamagedError as error:
            yield Problem(archive.name, 0, rules.VERIFY_HEADER, f"{name} is damaged: {error}")
            continue
        source = sources.get(name.removesuffix(_MPY) + ".py", b"")
        try:
            wrong = asynchronous.wrong_marks(source.decode(), file)
        except (SyntaxError, ValueError):  # of the source, which is another one's matter
            continue
        for path in wrong:
            message = f"{name}: the board would not take {path} for what its source declares"
            yield Problem(archive.name, 0, rules.VERIFY_COROUTINE, message)


def _modules(archive: _Zip, index: dict[str, Any]) -> Iterator[Problem]:
    """Yield what the index says of the zip's modules and is not so."""
    expected = {
        name: digest
        for entry in index.values()
        for name, digest in entry["copperhead"]["sha256"].get(archive.platform, {}).items()
    }
    inside = {name for name in archive.members if name.startswith("lib/")}
    for name in sorted(inside | expected.keys()):
        if name not in inside:
            message = f"{name} is not in it, though the index lists it"
        elif name not in expected:
            message = f"{name} is in it, though the index does not list it"
        elif hashlib.sha256(archive.members[name]).hexdigest() != expected[name]:
            message = f"{name} is not the file that the index lists"
        else:
            continue
        yield Problem(archive.name, 0, rules.VERIFY_HASH, message)
    for module, entry in sorted(index.items()):
        found = _version(archive, entry)
        if found != entry["version"]:
            message = f"circup reads version {found} of {module}, not {entry['version']}"
            yield Problem(archive.name, 0, rules.VERIFY_VERSION, message)
        for name in entry["dependencies"]:
            if name not in index:
                message = f"{module} needs {name}, which is not in the bundle"
                yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)


def _version(archive: _Zip, entry: dict[str, Any]) -> str | None:
    """Return the version that circup finds: of a package, the first file that has one."""
    pattern, suffix = (_LITERAL, ".py") if archive.platform == PY else (_VERSION, _MPY)
    path = entry["path"] + ("/" if entry["package"] else suffix)
    for name in sorted(archive.members, key=PurePosixPath):
        if name.startswith(path) and name.endswith(suffix):
            found = pattern.search(archive.members[name])
            if found:
                return found[1].decode("utf-8", "replace")
    return None


def imports(
    graph: Graph,
    compiler: Compiler,
    compiled: Mapping[Key, Compiled],
    facts: Facts,
    bench: Path,
    jobs: int,
    each: Callable[[], object] = lambda: None,
) -> list[Problem]:
    """Import every module on the VM, as ``.mpy``, with nothing but what it needs.

    Modules that need firmware which neither VM nor bench has are passed over.

    :param compiler: whose files the VM loads
    :param compiled: the files
    :param bench: the folder where the bench keeps itself compiled
    :param jobs: how many VMs run at a time
    :param each: called after each library
    """
    with tempfile.TemporaryDirectory(prefix="copperhead-") as scratch:
        folders = {
            library.folder: Path(scratch, f"lib{number}")
            for number, library in enumerate(graph.libraries)
        }
        for library in graph.libraries:
            for file in library.files:
                path = folders[library.folder] / mpy_name(file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(mpy_data(file, compiler, compiled).vm)

        def run(library: Library) -> list[Problem]:
            path = [folders[need.folder] for need in graph.closure(library)]
            failing = vm.failing_imports(list(_importable(library)), path, bench)
            return [
                Problem(
                    library.manifest,
                    library.line,
                    rules.VERIFY_IMPORT,
                    f"import {module} fails on the VM: {told}",
                    library.folder,
                )
                for module, told in failing.items()
                if vm.missing_module(told) not in facts.modules
            ]

        problems: list[Problem] = []
        with contextlib.closing(map_in_order(run, graph.libraries, jobs)) as done:
            for found in done:
                problems += found
                each()
        return problems


def _importable(library: Library) -> Iterator[str]:
    """Yield the names, with dots, of all that can be imported from a library."""
    for file in library.files:
        if file.is_compiled:
            yield file.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
