# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whether every module can be imported, on the VM."""

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import cache as caching, mpy, opened, rules, vm
from ..cache import Cache
from ..compile import Key, compile_all, key
from ..firmware import Facts
from ..graph import Graph
from ..model import Compiled, Compiler, Content, File, Library, Module, Problem
from ..opened import Opened, Zip
from ..parallel import map_in_order
from ..source import read as read_source
from ..stage import PY, mpy_data, mpy_name
from .index import is_foreign

_STANDARD = sys.stdlib_module_names  # of Python on a computer, such as typing
_MPY = ".mpy"
_KIND = "import-2"  # of cache entries: the number changes with what is kept


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
    work: dict[
        _Import, tuple[str, bool, bool]
    ] = {}  # its zip, is it foreign, is there more elsewhere
    trees: dict[str, Mapping[str, bytes]] = {}
    for firmware in (x for x in facts.firmwares if x.format == mpy.VERSION):  # which the VM loads
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
                closure = [
                    found.index[x] for x in (module, *entry["copperhead"].get("closure", ()))
                ]
                has_more = any(each["external_dependencies"] for each in closure)
                work[item] = archive.name, is_foreign(entry), has_more
    work = {item: about for item, about in work.items() if trees.keys() >= set(item.path)}
    advance = progress("import on the VM", len(work))
    with _imported(list(work), trees, facts, cache, jobs) as done:
        for (name, foreign, has_more), result in zip(work.values(), done, strict=True):
            advance()
            here = found.index if has_more else None
            place = Problem(name, 0, "", "")
            problems += _failures(place, result, facts, is_foreign=foreign, here=here)
    return sorted(set(problems))


def _failures(
    place: Problem,
    found: vm.Imported,
    facts: Facts,
    *,
    is_foreign: bool,
    here: Collection[str] | None,
) -> Iterator[Problem]:
    """Yield the imports that failed, and those that only a board can do, at ``place``.

    :param is_foreign: whether it is only told what is wrong with the modules
    :param here: the bundle's modules, where the modules need more than those
    """
    is_foreign = is_foreign and not found.is_vm_broken
    for module, told in found.failing.items():
        if _needs_firmware(told, facts):
            message = f"import {module} on a board: {vm.missing_module(told)} is there only"
            yield replace(
                place, rule=rules.VERIFY_SKIPPED, message=message, library="", is_warning=True
            )
        elif not is_foreign and _is_elsewhere(told, here):
            missing = vm.missing_module(told)
            message = f"import {module} was not tried: {missing} is not in this bundle"
            yield replace(
                place, rule=rules.VERIFY_SKIPPED, message=message, library="", is_warning=True
            )
        else:
            message = f"import {module} fails on the VM: {told}"
            library = "" if is_foreign else place.library
            yield replace(
                place,
                rule=rules.VERIFY_IMPORT,
                message=message,
                library=library,
                is_warning=is_foreign,
            )


def _needs_firmware(told: str, facts: Facts) -> bool:
    """Tell whether an import failed for want of firmware that neither VM nor bench has."""
    return vm.missing_module(told) in facts.modules


def _is_elsewhere(told: str, here: Collection[str] | None) -> bool:
    """Tell whether an import failed for want of a library that may be in another bundle."""
    missing = vm.missing_module(told)
    return here is not None and missing is not None and missing not in {*here, *_STANDARD}


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
                coroutines.append(File(source[4:], source, Content.of(text), read_source(text)))
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

    Modules that need firmware which neither VM nor bench has are only told of.

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
    modules = {module.name for library in graph.libraries for module in library.modules}
    problems: list[Problem] = []
    heap = {}
    with _imported(work, files, facts, cache, jobs) as done:
        for library, found in zip(graph.libraries, done, strict=True):
            heap[library.folder] = found.heap
            place = Problem(library.manifest, library.line, "", "", library.folder)
            here = modules if _has_more(library, graph, facts) else None
            problems += _failures(place, found, facts, is_foreign=library.is_checkout, here=here)
            each()
    return Imports(tuple(problems), heap)


def _has_more(library: Library, graph: Graph, facts: Facts) -> bool:
    """Tell whether a library needs one that is in another bundle."""
    here = facts.host | graph.by_distribution.keys()
    return any(
        need.distribution not in here for each in graph.closure(library) for need in each.needs
    )


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
    """Give what comes of each of ``work``, in its order.

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
                return vm.Imported(*map(json.loads, kept))
            path = [folders[tree] for tree in item.path]
            found = vm.imports(item.modules, path, cache.folder.resolve() / "bench")
            if all(_needs_firmware(told, facts) for told in found.failing.values()):
                kept = [json.dumps(part).encode() for part in (found.failing, found.heap)]
                cache.put(_KIND, name, kept)
            return found

        with cache.flushed(), contextlib.closing(map_in_order(run, work, jobs)) as done:
            yield done


def _importable(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, with dots, of all modules among files."""
    for name in sorted(names):
        if name.endswith(_MPY):
            yield name.removesuffix(_MPY).removesuffix("/__init__").replace("/", ".")
