# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what each library of a finished bundle costs a board.

Flash: a file takes whole clusters of the drive, and a package's folder one more. Heap:
what the imports add, its needs included, on the VM of 64 bits and, where node has it, on
one of 32 bits, as boards are. Wires: what its examples say to the chips.
"""

import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import mpy, toml
from .model import Library
from .opened import Opened

SECTOR = 512

#: Bytes of a cluster, by the first size of a drive in MB that has it: FatFs, ``f_mkfs``,
#: whose choice CircuitPython takes when it makes the file system.
CLUSTERS = {0: 512, 2: 1024, 8: 2048, 32: 4096}

#: The folder of npm's VM of 32 bits, in that of the cache.
WASM = "node/node_modules/@micropython/micropython-webassembly-pyscript"

SECONDS = 10.0  #: of virtual time that an example runs, unless its library says otherwise
TIMEOUT_S = 60


@dataclass(frozen=True)
class Flash:
    """What files take of a drive."""

    size: int = 0  #: bytes in the files
    sectors: int = 0  #: of 512 bytes, that have any of them
    clusters: int = 0  #: that are no longer free

    def __add__(self, other: "Flash") -> "Flash":
        return Flash(
            self.size + other.size, self.sectors + other.sectors, self.clusters + other.clusters
        )


@dataclass(frozen=True)
class Wires:
    """What an example says to the chips while it runs."""

    example: str
    transactions: int
    bytes: int  #: both ways, without addresses
    us: int  #: on the wires


@dataclass(frozen=True)
class Cost:
    """What a module costs: itself, and with all that it needs."""

    module: str
    version: str
    flash: Flash
    closure: Flash
    heap_64: int | None  #: bytes, with all that it needs; None where nobody measured
    heap_32: int | None
    wires: tuple[Wires, ...] = ()

    @property
    def figures(self) -> dict[str, int]:
        """The figures that a change can be told of, by name."""
        found = {
            "flash": self.flash.size,
            "clusters": self.flash.clusters,
            "closure": self.closure.size,
            "heap_64": self.heap_64,
            "heap_32": self.heap_32,
        }
        for wires in self.wires:
            found[f"{wires.example}: transactions"] = wires.transactions
            found[f"{wires.example}: bytes"] = wires.bytes
        return {name: figure for name, figure in found.items() if figure is not None}


def cluster(drive_mb: float) -> int:
    """Return the bytes in a cluster of a drive of so many MB."""
    return max(size for least, size in CLUSTERS.items() if least <= drive_mb)


def costs(
    found: Opened,
    platform: str,
    cluster: int,
    heap_32: Mapping[str, int],
    wires: Mapping[str, Sequence[Wires]],
) -> list[Cost]:
    """Return what each module of a bundle costs, by name.

    :param platform: whose files count, ``10.x-mpy``
    :param cluster: bytes in a cluster of the drive
    :param heap_32: see :func:`heap_32`
    :param wires: see :func:`wires`
    """
    flash = {
        module: _flash(entry["copperhead"]["size"].get(platform, {}), entry["package"], cluster)
        for module, entry in found.index.items()
    }
    return [
        Cost(
            module,
            entry["version"],
            flash[module],
            sum((flash[x] for x in _closure(entry) if x in flash), flash[module]),
            sum(heap.values()) if (heap := entry["copperhead"].get("import_heap")) else None,
            heap_32.get(module),
            tuple(wires.get(module, ())),
        )
        for module, entry in sorted(found.index.items())
    ]


def _closure(entry: Mapping[str, Any]) -> Sequence[str]:
    told = entry["copperhead"].get("closure", ())
    return [str(name) for name in told]


def _flash(sizes: Mapping[str, int], is_package: bool, cluster: int) -> Flash:
    folders = {parent for name in sizes for parent in Path(name).parents} if is_package else set()
    inside = len(folders - {Path("lib"), Path()})
    return Flash(
        sum(sizes.values()),
        sum(-(-size // SECTOR) for size in sizes.values()),
        sum(-(-size // cluster) for size in sizes.values()) + inside,
    )


def changes(before: Sequence[Cost], after: Sequence[Cost]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return what costs another amount, by module and figure: how much it was, and is.

    Only what both have counts.
    """
    old = {cost.module: cost.figures for cost in before}
    found = {}
    for cost in after:
        was = old.get(cost.module, {})
        changed = {
            name: (was[name], figure)
            for name, figure in cost.figures.items()
            if name in was and was[name] != figure
        }
        if changed:
            found[cost.module] = changed
    return found


def wires(libraries: Sequence[Library]) -> dict[str, list[Wires]]:
    """Run the examples of libraries on the bench, and return what each costs on the wires.

    An example that fails, or is not wired, is left out: other tests tell of that.

    :returns: by the name of the library's first module
    """
    from copperbench import checkout, run  # noqa: PLC0415 - the bench is much to load
    from copperbench.errors import WiringError  # noqa: PLC0415

    found: dict[str, list[Wires]] = {}
    for library in libraries:
        seconds = _seconds(library)
        for file in library.examples:
            name = Path(file.name).stem
            around = checkout.find(Path(file.path))
            if not file.is_compiled or around.wiring is None:
                continue
            try:
                result = run.run(
                    Path(file.path),
                    wiring=around.wiring,
                    libraries=around.libraries,
                    seconds=seconds.get(name, SECONDS),
                    costs=True,
                )
            except (WiringError, run.UsageError):
                continue
            if result.exception is None:
                told = Wires(
                    name,
                    sum(cost.calls for cost in result.costs),
                    sum(cost.written + cost.read for cost in result.costs),
                    sum(cost.us for cost in result.costs),
                )
                found.setdefault(library.modules[0].name, []).append(told)
    return found


def _seconds(library: Library) -> dict[str, float]:
    """Return how long examples run, by their names, where their library says it."""
    manifest = next((f.data for f in library.papers if f.name == "pyproject.toml"), b"")
    try:
        table = toml.read(manifest.decode())
    except ValueError:
        return {}
    told = table.get("tool", {}).get("copperhead", {}).get("budgets", {}).get("seconds", {})
    return {name: float(value) for name, value in told.items()}


def table(
    rows: Sequence[Cost], changed: Mapping[str, Mapping[str, tuple[int, int]]], since: str
) -> str:
    """Return the costs for people, and what has changed."""
    head = ("module", "flash", "sectors", "clusters", "with needs", "heap 64", "heap 32")
    lines: list[tuple[str, ...]] = [head]
    for row in rows:
        figures = (
            row.flash.size,
            row.flash.sectors,
            row.flash.clusters,
            row.closure.size,
            row.heap_64,
            row.heap_32,
        )
        lines.append((row.module, *("-" if x is None else f"{x:,}" for x in figures)))
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = "".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )
    examples = [wires for row in rows for wires in row.wires]
    if examples:
        width = max(len(wires.example) for wires in examples)
        text += f"\n{'example':{width}}  transactions    bytes  ms on the wires\n"
        text += "".join(
            f"{x.example:{width}}  {x.transactions:>12,}  {x.bytes:>7,}  {x.us / 1000:>15,.1f}\n"
            for x in examples
        )
    if since:
        text += f"\nsince {since}: {'' if changed else 'nothing'}".rstrip() + "\n"
        text += "".join(
            f"{module}: {name} {before:,} -> {after:,} ({after - before:+,})\n"
            for module, figures in sorted(changed.items())
            for name, (before, after) in figures.items()
        )
    return text


def heap_32(
    found: Opened, platform: str, cache: Path, each: Callable[[], object] = lambda: None
) -> dict[str, int]:
    """Return what importing each module takes on the VM of 32 bits, its needs included.

    What that VM cannot import is left out. Without node or its VM the result is empty.

    :param platform: whose files are imported
    :param cache: the folder with ``node/node_modules``, and the bench in compiled form
    :param each: called after each module
    """
    node, package = shutil.which("node"), (cache / WASM).resolve()
    if node is None or not (package / "micropython.mjs").is_file():
        return {}
    from copperbench import vm  # noqa: PLC0415 - the bench is much to load

    core = vm.compiled_bench(cache.resolve() / "bench")
    heap = {}
    for module, entry in sorted(found.index.items()):
        files = {
            name.removeprefix("lib/"): _for_vm(name, data)
            for name, data in found.members(platform).items()
            if name.startswith("lib/") and _top(name) in {module, *_closure(entry)}
        }
        names = sorted(
            name.removesuffix(".mpy").removesuffix("/__init__").replace("/", ".")
            for name in files
            if name.endswith(".mpy") and _top(f"lib/{name}") == module
        )
        with tempfile.TemporaryDirectory(prefix="copperhead-") as folder:
            for name, data in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            program = "".join(f"import {name}\n" for name in names)
            preload = vm.firmware_modules(program, [Path(folder)], core)
        job = {
            "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
            "preload": preload,
            "names": names,
        }
        told = _run(node, package, core, job)
        each()
        if told and all(isinstance(figure, int) for figure in told.values()):
            heap[module] = sum(told.values())
    return heap


def _top(name: str) -> str:
    return name.removeprefix("lib/").partition("/")[0].partition(".")[0]


def _for_vm(name: str, data: bytes) -> bytes:
    return mpy.MICROPYTHON + data[1:] if name.endswith(".mpy") else data


def _run(node: str, package: Path, core: Path, job: Mapping[str, Any]) -> dict[str, Any]:
    script = Path(__file__).with_name("heap32.mjs")
    try:
        done = subprocess.run(
            [node, str(script), str(package), str(core)],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
            check=False,
        )
        told = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
