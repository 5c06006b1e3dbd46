# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whether each zip has what its firmware takes, and what the zip of sources has."""

from collections.abc import Iterator

from .. import asynchronous, mpy, mpy5, rules
from ..firmware import Facts, Firmware
from ..model import Problem
from ..opened import Opened, Zip
from ..source import read as read_source
from ..stage import EXAMPLES, PY

_MPY = ".mpy"


def platforms(found: Opened, facts: Facts) -> Iterator[Problem]:
    """Yield the zips that are missing, there twice, or of another bundle than the index."""
    optional = {firmware.platform for firmware in facts.optional}
    for platform in (PY, *(firmware.platform for firmware in facts.known), EXAMPLES):
        there = [path.name for path in found.folder.glob("*.zip") if f"-{platform}-" in path.stem]
        if len(there) != 1 and (there or platform not in optional):
            message = f"there is not one zip for {platform}, but {len(there)}"
            yield Problem(found.folder.name, 0, rules.VERIFY_ARCHIVE, message)
        for name in there:
            whole = name.removesuffix(".zip").replace(f"-{platform}-", "-", 1)
            if found.index_name not in {"", f"{whole}.json"}:
                message = f"it is of another bundle than {found.index_name}"
                yield Problem(name, 0, rules.VERIFY_ARCHIVE, message)


def headers(archive: Zip, facts: Facts) -> Iterator[Problem]:
    """Yield the files that the platform's firmware would refuse."""
    firmware = _firmware(archive, facts)
    header = firmware.header if firmware else None
    for name, data in archive.members.items():
        is_mpy = name.endswith(_MPY)
        if is_mpy and header is None:
            message = f"{name} does not belong into this zip"
        elif is_mpy and header is not None and data[: len(header)] != header:
            message = f"{name} begins with {data[:4].hex(' ')}, not with {header.hex(' ')}"
        elif name.startswith("lib/") and name.endswith(".py") and data and firmware is not None:
            if _is_for_board(firmware, data):
                continue
            message = f"{name} is not compiled"
        else:
            continue
        yield Problem(archive.name, 0, rules.VERIFY_HEADER, message)


def code(archive: Zip, found: Opened) -> Iterator[Problem]:
    """Yield the compiled files that are not whole, or are not of their sources."""
    sources = found.members(PY)
    for name, data in archive.members.items():
        if not name.endswith(_MPY):
            continue
        try:
            is_older = data[1:2] == bytes([mpy5.VERSION])
            file = mpy5.parse(data) if is_older else mpy.parse(data)
        except mpy.DamagedError as error:
            yield Problem(archive.name, 0, rules.VERIFY_HEADER, f"{name} is damaged: {error}")
            continue
        source = f"{name.removesuffix(_MPY)}.py"
        written = file.source if isinstance(file, mpy5.Function) else file.text(0)
        if (compiled_from := f"lib/{written}") != source:
            message = f"{name} was compiled from {compiled_from}, by what is written in it"
            yield Problem(archive.name, 0, rules.VERIFY_HEADER, message)
        if isinstance(file, mpy5.Function):
            continue  # nothing asynchronous is in such a file
        try:
            wrong = asynchronous.wrong_marks(sources.get(source, b"").decode(), file)
        except (SyntaxError, ValueError):  # of the source, which is another one's matter
            continue
        for path in wrong if source in sources else ():
            message = f"{name}: the board would not take {path} for what its source declares"
            yield Problem(archive.name, 0, rules.VERIFY_COROUTINE, message)


def _firmware(archive: Zip, facts: Facts) -> Firmware | None:
    return next((x for x in facts.known if x.platform == archive.platform), None)


def _is_for_board(firmware: Firmware, data: bytes) -> bool:
    """Tell whether a source is one that only the firmware's own compiler makes right."""
    return firmware.format == mpy5.VERSION and read_source(data).is_async


def tree(archive: Zip, found: Opened, facts: Facts) -> Iterator[Problem]:
    """Yield what a zip has otherwise than the zip of sources."""
    if archive.platform == PY or not (sources := found.members(PY)):
        return
    is_examples = archive.platform == EXAMPLES
    firmware = _firmware(archive, facts)
    meant: dict[str, bytes | None] = {}  # None: what is compiled, of which only the name counts
    for name, data in sources.items():
        folder = name.partition("/")[0]
        is_module = folder == "lib" and name.endswith(".py") and data
        if is_module and not (firmware and _is_for_board(firmware, data)):
            meant[f"{name.removesuffix('.py')}{_MPY}"] = None
        elif folder in {"lib", "requirements", "examples"}:
            meant[name] = data
    if is_examples:
        meant = {name: data for name, data in meant.items() if name.startswith("examples/")}
    top = ("lib/", "requirements/", "examples/")
    inside = {name: data for name, data in archive.members.items() if name.startswith(top)}
    for name in sorted(meant.keys() | inside.keys()):
        if name not in inside:
            message = f"{name} is not in it, though the zip of sources has what it is made of"
        elif name not in meant:
            message = f"{name} is in it, and the zip of sources has nothing of the kind"
        elif meant[name] not in {None, inside[name]}:
            message = f"{name} is not like the one in the zip of sources"
        else:
            continue
        yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)
