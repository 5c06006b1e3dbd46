# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what was built is what was meant.

The finished files are opened as a stranger would open them. Nothing that built them is
trusted, and nothing of the libraries' folders is needed.
"""

import base64
import contextlib
import csv
import hashlib
import io
import json
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from . import asynchronous, cache as caching, mpy, names, opened, rules, sbom, vm
from .cache import Cache
from .compile import Key, compile_all, key
from .firmware import Facts
from .graph import Graph
from .model import Compiled, Compiler, File, Library, Module, Problem
from .opened import Opened, Zip
from .parallel import map_in_order
from .publish import SUMS
from .source import read as read_source
from .stage import EXAMPLES, PY, REQUIREMENTS, closure, mpy_data, mpy_name

#: Problems after which nothing of a bundle should be run.
HINDERING = frozenset((rules.VERIFY_ARCHIVE, rules.VERIFY_HASH))

_MPY = ".mpy"
_KIND = "import-1"  # of cache entries: the number changes with what is kept

#: As circup 3.1.0 looks for the version in an ``.mpy`` file.
_VERSION = re.compile(rb"(\d+\.\d+\.\d+)\x00")
_LITERAL = re.compile(rb"""^__version__\s*(?::[^=\n]+)?=\s*["']([^"'\n]*)["']""", re.MULTILINE)


def files(folder: Path, facts: Facts) -> list[Problem]:
    """Return what is wrong with the bundle in ``folder``, without running anything of it."""
    found, problems = opened.read(folder, facts)
    problems += _hashes(folder)
    problems += _platforms(found, facts)
    for archive in found.zips:
        problems += _headers(archive, facts)
        problems += _code(archive, found)
        problems += _tree(archive, found)
        if found.index and archive.platform != EXAMPLES:
            problems += _modules(archive, found.index)
            problems += _requirements(archive, found.index, facts)
    problems += _closures(found)
    problems += _bill(found)
    problems += _distributions(found)
    return sorted(set(problems))


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


def _platforms(found: Opened, facts: Facts) -> Iterator[Problem]:
    """Yield the zips that are missing, there twice, or of another bundle than the index."""
    for platform in (PY, *(firmware.platform for firmware in facts.firmwares), EXAMPLES):
        there = [path.name for path in found.folder.glob("*.zip") if f"-{platform}-" in path.stem]
        if len(there) != 1:
            message = f"there is not one zip for {platform}, but {len(there)}"
            yield Problem(found.folder.name, 0, rules.VERIFY_ARCHIVE, message)
        for name in there:
            whole = name.removesuffix(".zip").replace(f"-{platform}-", "-", 1)
            if found.index_name not in {"", f"{whole}.json"}:
                message = f"it is of another bundle than {found.index_name}"
                yield Problem(name, 0, rules.VERIFY_ARCHIVE, message)


def _headers(archive: Zip, facts: Facts) -> Iterator[Problem]:
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


def _code(archive: Zip, found: Opened) -> Iterator[Problem]:
    """Yield the compiled files that are not whole, or are not of their sources."""
    sources = found.members(PY)
    for name, data in archive.members.items():
        if not name.endswith(_MPY):
            continue
        try:
            file = mpy.parse(data)
        except mpy.DamagedError as error:
            yield Problem(archive.name, 0, rules.VERIFY_HEADER, f"{name} is damaged: {error}")
            continue
        source = f"{name.removesuffix(_MPY)}.py"
        if (compiled_from := f"lib/{file.text(0)}") != source:
            message = f"{name} was compiled from {compiled_from}, by what is written in it"
            yield Problem(archive.name, 0, rules.VERIFY_HEADER, message)
        try:
            wrong = asynchronous.wrong_marks(sources.get(source, b"").decode(), file)
        except (SyntaxError, ValueError):  # of the source, which is another one's matter
            continue
        for path in wrong if source in sources else ():
            message = f"{name}: the board would not take {path} for what its source declares"
            yield Problem(archive.name, 0, rules.VERIFY_COROUTINE, message)


def _tree(archive: Zip, found: Opened) -> Iterator[Problem]:
    """Yield what a zip has otherwise than the zip of sources."""
    if archive.platform == PY or not (sources := found.members(PY)):
        return
    is_examples = archive.platform == EXAMPLES
    meant: dict[str, bytes | None] = {}  # None: what is compiled, of which only the name counts
    for name, data in sources.items():
        folder = name.partition("/")[0]
        if folder == "lib" and name.endswith(".py") and data:
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


def _modules(archive: Zip, index: Mapping[str, Any]) -> Iterator[Problem]:
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
        if found != entry["version"]:
            message = f"circup reads version {found} of {module}, not {entry['version']}"
            yield Problem(archive.name, 0, rules.VERIFY_VERSION, message)
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


def _version(archive: Zip, entry: Mapping[str, Any]) -> str | None:
    """Return the version that circup finds: of a package, the first file that has one."""
    pattern, suffix = (_LITERAL, ".py") if archive.platform == PY else (_VERSION, _MPY)
    path = entry["path"] + ("/" if entry["package"] else suffix)
    for name in sorted(archive.members, key=PurePosixPath):
        if name.startswith(path) and name.endswith(suffix):
            found = pattern.search(archive.members[name])
            if found:
                return found[1].decode("utf-8", "replace")
    return None


def _requirements(archive: Zip, index: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    """Yield what circup would not install, or not find."""
    provided = {canonicalize_name(entry["pypi_name"]) for entry in index.values()}
    for module, entry in sorted(index.items()):
        path = f"requirements/{module}/{REQUIREMENTS}"
        text = archive.members.get(path, b"").decode("utf-8", "replace")
        # As circup 3.1.0 cuts a line; options and comments are pip's.
        told = {re.split(r"[<>=~!\[;#\s]", line.strip().lower())[0] for line in text.splitlines()}
        told = {name for name in told if name and name[0] not in "-#"}
        elsewhere = {canonicalize_name(name) for name in entry["external_dependencies"]}
        for name in sorted(told - index.keys()):
            if canonicalize_name(name) not in provided | elsewhere | facts.host:
                message = f"{path} names {name}, which is not in the bundle"
                yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)
        normalised = {canonicalize_name(name) for name in told}
        for name in sorted(set(entry["dependencies"]) & index.keys()):
            distribution = canonicalize_name(index[name]["pypi_name"])
            if name not in told and distribution not in normalised:
                message = f"{path} does not name {name}, so circup would not install it"
                yield Problem(archive.name, 0, rules.VERIFY_ARCHIVE, message)


def _closures(found: Opened) -> Iterator[Problem]:
    for module, entry in sorted(found.index.items()):
        told = entry["copperhead"].get("closure")
        if told != (meant := closure(module, found.index)):
            message = f"{module} needs {', '.join(meant) or 'nothing'} in all, not {told}"
            yield Problem(found.index_name, 0, rules.VERIFY_ARCHIVE, message)


def _bill(found: Opened) -> Iterator[Problem]:
    """Yield what the SBOM says and is not so."""
    paths = sorted(found.folder.glob(f"*{sbom.SUFFIX}"))
    for path in paths if found.index else ():
        try:
            told = json.loads(path.read_text("utf-8"))["components"]
            listed = {(row["name"], row["version"]) for row in told}
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


def _distributions(found: Opened) -> Iterator[Problem]:
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


# Imports


def imports_of(
    folder: Path,
    compilers: Mapping[str, Compiler],
    facts: Facts,
    cache: Cache,
    jobs: int,
    progress: Callable[[str, int], Callable[[], object]],
) -> list[Problem]:
    """Import every module of the bundle in ``folder`` on the VM, from its ``.mpy``, each platform.

    What is asynchronous the VM cannot load as boards do: it gets what MicroPython makes
    of the same source, whose functions have to be the same.

    :param compilers: by major
    """
    found, _ = opened.read(folder, facts)
    problems: list[Problem] = []
    work: dict[_Import, str] = {}  # and the name of its zip
    trees: dict[str, Mapping[str, bytes]] = {}
    for firmware in facts.firmwares:
        archive = next((x for x in found.zips if x.platform == firmware.platform), None)
        if archive is None or firmware.major not in compilers:
            continue
        loaded, refused = _for_vm(archive, found, compilers[firmware.major], cache, jobs)
        problems += refused
        for module, entry in sorted(found.index.items()):
            path = entry["path"].removeprefix("lib/")
            own = {
                name: data
                for name, data in loaded.items()
                if name.startswith(f"{path}/" if entry["package"] else f"{path}.")
            }
            trees[tree := f"{firmware.major}/{module}"] = own
            needs = tuple(f"{firmware.major}/{x}" for x in entry["copperhead"].get("closure", ()))
            item = _Import(tuple(_importable(own)), (tree, *needs))
            if own:
                work[item] = archive.name
    work = {item: name for item, name in work.items() if trees.keys() >= set(item.path)}
    advance = progress("import on the VM", len(work))
    with _imported(list(work), trees, facts, cache, jobs) as done:
        for name, result in zip(work.values(), done, strict=True):
            advance()
            problems += [
                Problem(name, 0, rules.VERIFY_IMPORT, f"import {module} fails on the VM: {told}")
                for module, told in result.failing.items()
            ]
    return sorted(set(problems))


def _for_vm(
    archive: Zip, found: Opened, compiler: Compiler, cache: Cache, jobs: int
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files in ``lib/`` as the VM loads them, and what is not of its source."""
    loaded = {}
    coroutines = []
    for name, data in archive.members.items():
        inside = name.removeprefix("lib/")
        if inside == name:
            continue
        loaded[inside] = data
        if name.endswith(_MPY):
            loaded[inside] = mpy.MICROPYTHON + data[1:]
            source = f"{name.removesuffix(_MPY)}.py"
            if _has_coroutines(data) and source in found.members(PY):
                text = found.members(PY)[source]
                coroutines.append(File(source[4:], source, text, read_source(text)))
    stand_in = _holding(coroutines)
    compiled, _ = compile_all([stand_in], [compiler], cache, jobs)
    problems = []
    for file in coroutines:
        name = mpy_name(file)
        twin = compiled.get(key(compiler, file))
        if twin is None or _functions(twin.firmware) != _functions(archive.members[f"lib/{name}"]):
            message = f"lib/{name} has other functions than its source"
            problems.append(Problem(archive.name, 0, rules.VERIFY_COROUTINE, message))
        if twin is not None:
            loaded[name] = twin.vm
    return loaded, problems


def _has_coroutines(data: bytes) -> bool:
    try:
        functions = [function for _, function in mpy.parse(data).functions()]
    except mpy.DamagedError:
        return False  # which has been told
    return any(function.flags & mpy.COROUTINE for function in functions)


def _functions(data: bytes) -> list[tuple[str, int, int, int]]:
    """Return what can be said of the functions in a file without looking into them."""
    try:
        found = mpy.parse(data).functions()
    except mpy.DamagedError:
        return []
    return [(path, f.flags, f.positional, f.keyword_only) for path, f in found]


def _holding(files: Sequence[File]) -> Library:
    """Return a library of these files, for the compiler."""
    return Library(
        folder="",
        manifest="",
        line=0,
        part="",
        distribution="",
        version="",
        description="",
        repository="",
        needs=(),
        modules=(Module("", True, tuple(files), 0),),
    )


@dataclass(frozen=True)
class Imports:
    """What came of importing every module on the VM."""

    problems: tuple[Problem, ...]
    heap: Mapping[str, Mapping[str, int]]  #: by folder of the library, then by module


def imports(
    graph: Graph,
    compiler: Compiler,
    compiled: Mapping[Key, Compiled],
    facts: Facts,
    cache: Cache,
    jobs: int,
    each: Callable[[], object] = lambda: None,
) -> Imports:
    """Import every module on the VM, as ``.mpy``, with nothing but what it needs.

    Modules that need firmware which neither VM nor bench has are passed over.

    :param compiler: whose files the VM loads
    :param compiled: the files
    :param cache: where the bench keeps itself compiled, and what imports came to
    :param jobs: how many VMs run at a time
    :param each: called after each library
    """
    files = {
        library.folder: {
            mpy_name(file): mpy_data(file, compiler, compiled).vm for file in library.files
        }
        for library in graph.libraries
    }
    work = [
        _Import(
            tuple(_importable(files[library.folder])),
            tuple(need.folder for need in graph.closure(library)),
        )
        for library in graph.libraries
    ]
    problems: list[Problem] = []
    heap = {}
    with _imported(work, files, facts, cache, jobs) as done:
        for library, found in zip(graph.libraries, done, strict=True):
            heap[library.folder] = found.heap
            problems += [
                Problem(
                    library.manifest,
                    library.line,
                    rules.VERIFY_IMPORT,
                    f"import {module} fails on the VM: {told}",
                    library.folder,
                )
                for module, told in found.failing.items()
            ]
            each()
    return Imports(tuple(problems), heap)


@dataclass(frozen=True)
class _Import:
    """Modules to import in one run of the VM, and the trees that they find each other in."""

    modules: tuple[str, ...]
    path: tuple[str, ...]  #: names of trees


@contextlib.contextmanager
def _imported(
    work: Sequence[_Import],
    trees: Mapping[str, Mapping[str, bytes]],
    facts: Facts,
    cache: Cache,
    jobs: int,
) -> Iterator[Iterator[vm.Imported]]:
    """Give what comes of each of ``work``, in its order; what is lacking firmware is left out.

    :param trees: files as the VM loads them, by their names in ``lib/``, for each tree
    """
    digests = {
        tree: caching.key(*(part for pair in sorted(files.items()) for part in pair))
        for tree, files in trees.items()
    }
    with tempfile.TemporaryDirectory(prefix="copperhead-") as scratch:
        folders = {tree: Path(scratch, f"lib{number}") for number, tree in enumerate(trees)}
        for tree in {name for item in work for name in item.path}:
            for name, data in trees[tree].items():
                path = folders[tree] / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

        def run(item: _Import) -> vm.Imported:
            if not item.modules:
                return vm.Imported({}, {})
            name = caching.key(vm.state(), *item.modules, *(digests[tree] for tree in item.path))
            if kept := cache.get(_KIND, name):
                return vm.Imported({}, json.loads(kept[0]))
            path = [folders[tree] for tree in item.path]
            found = vm.imports(item.modules, path, cache.folder.resolve() / "bench")
            failing = {
                module: told
                for module, told in found.failing.items()
                if vm.missing_module(told) not in facts.modules
            }
            if not failing:
                cache.put(_KIND, name, [json.dumps(found.heap).encode()])
            return vm.Imported(failing, found.heap)

        with cache.flushed(), contextlib.closing(map_in_order(run, work, jobs)) as done:
            yield done


def _importable(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, with dots, of all modules among files."""
    for name in sorted(names):
        if name.endswith(_MPY):
            yield name.removesuffix(_MPY).removesuffix("/__init__").replace("/", ".")
