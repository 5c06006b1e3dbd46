# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what is in each zip, and in the index."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .compile import Key, key
from .firmware import Facts
from .graph import Graph
from .model import Compiled, Compiler, Content, Entry, File, Library, Module

PY = "py"
EXAMPLES = "examples"
REQUIREMENTS = "requirements.txt"

README = """\
{id} {tag}

CircuitPython libraries, and examples of their use.

lib/           copy what your program imports into the folder lib of the CIRCUITPY drive
examples/      programs to start from: one of them, as code.py, runs
requirements/  what each library needs beside itself
licenses/      the terms of libraries that others wrote

Take the zip that is named after your firmware: a {major}-mpy zip for CircuitPython {major}.
The py zip has the sources, for reading and for any firmware.
{more}"""


@dataclass(frozen=True)
class Bundle:
    """What is built: libraries, and what their bundle is called."""

    id: str
    tag: str
    graph: Graph
    repository: str = ""  #: where the libraries come from
    licence: bytes = b""  #: the terms of the libraries that are not carried
    is_dirty: bool = False  #: whether the tree differed from its last commit
    host: frozenset[str] = frozenset()  #: distributions that no board needs
    heap: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Bytes that imports add to the heap of the VM, by folder of the library, then by module."""

    @cached_property
    def example_folders(self) -> Mapping[str, str]:
        """What the folder of a library's examples is called, by the library's folder.

        It is the part's name. Parts of one name, on drives without capitals, go by their
        distributions', which are unique: circup finds examples by no name.
        """
        parts = Counter(library.part.lower() for library in self.graph.libraries)
        return {
            library.folder: library.part
            if parts[library.part.lower()] == 1
            else f"{library.part}-{library.distribution}"
            for library in self.graph.libraries
        }

    def stem(self, platform: str) -> str:
        """Return the name of a platform's zip, without its suffix."""
        return f"{self.id}-{platform}-{self.tag}"


def trees(
    bundle: Bundle,
    compilers: Mapping[str, Compiler],
    compiled: Mapping[Key, Compiled],
    facts: Facts,
) -> dict[str, list[Entry]]:
    """Return the members of each platform's zip, as they are named under its top folder."""
    examples = list(_examples(bundle))
    requirements = list(_requirements(bundle.graph))
    made = {key: Content.of(found.firmware) for key, found in compiled.items()}
    mpy = {
        firmware.platform: list(_modules(bundle.graph, compilers[firmware.major], compiled, made))
        for firmware in facts.firmwares
        if firmware.major in compilers
    }
    sources = [Entry(f"lib/{f.name}", f.content) for x in bundle.graph.libraries for f in x.files]
    trees = {
        platform: [*modules, *requirements, *examples]
        for platform, modules in {PY: sources, **mpy}.items()
    }
    trees[EXAMPLES] = examples
    return {
        platform: [*_about(bundle, facts, entries), *entries] for platform, entries in trees.items()
    }


def _modules(
    graph: Graph,
    compiler: Compiler,
    compiled: Mapping[Key, Compiled],
    made: Mapping[Key, Content],
) -> Iterator[Entry]:
    for library in graph.libraries:
        for file in library.files:
            if not file.is_compiled:
                yield Entry(f"lib/{file.name}", file.content)
                continue
            found = key(compiler, file)
            is_source = compiled[found].suffix == ".py"
            yield Entry(f"lib/{file.name if is_source else mpy_name(file)}", made[found])


def mpy_name(file: File) -> str:
    """Return what a module's file is called in a bundle of ``.mpy``."""
    return f"{file.name.removesuffix('.py')}.mpy" if file.is_compiled else file.name


def mpy_data(file: File, compiler: Compiler, compiled: Mapping[Key, Compiled]) -> Compiled:
    """Return what a module's file is in a bundle of ``.mpy``: data files are as they are."""
    return compiled[key(compiler, file)] if file.is_compiled else Compiled(file.data, file.data)


def _requirements(graph: Graph) -> Iterator[Entry]:
    """Yield what circup reads: for each module, the names of those to install with it."""
    for library in graph.libraries:
        brought = {file.name: file.content for file in library.requirements}
        for module in library.modules:
            for name, content in brought.items():
                yield Entry(f"requirements/{module.name}/{name}", content)
            if REQUIREMENTS in brought:
                continue
            if names := dependencies(graph, library, module):
                text = "".join(f"{name}\n" for name in names)
                name = f"requirements/{module.name}/{REQUIREMENTS}"
                yield Entry(name, Content.of(text.encode()))


def dependencies(graph: Graph, library: Library, module: Module) -> list[str]:
    """Return the modules that ``module`` needs directly, by import name."""
    imported = {
        found.module.partition(".")[0]
        for file in module.files
        for found in (file.source.imports if file.source else ())
    }
    siblings = {other.name for other in library.modules if other is not module}
    needed = {other.name for need in graph.needs(library) for other in need.modules}
    return sorted(needed | siblings & imported)


def _examples(bundle: Bundle) -> Iterator[Entry]:
    for library in bundle.graph.libraries:
        folder = bundle.example_folders[library.folder]
        for file in library.examples:
            yield Entry(f"examples/{folder}/{file.name}", file.content)


def _about(bundle: Bundle, facts: Facts, entries: Iterable[Entry]) -> Iterator[Entry]:
    more = f"\n{bundle.repository}\n" if bundle.repository else ""
    major = facts.firmwares[-1].major
    text = README.format(id=bundle.id, tag=bundle.tag, major=major, more=more)
    yield Entry("README.txt", Content.of(text.encode()))
    lines = [bundle.tag, *(_release(bundle, library) for library in bundle.graph.libraries)]
    listed = "".join(f"{line}\r\n" for line in lines)
    yield Entry("VERSIONS.txt", Content.of(listed.encode()))
    if bundle.licence:
        yield Entry("LICENSE", Content.of(bundle.licence))
    names = {entry.name for entry in entries}
    for library in bundle.graph.libraries:
        is_inside = any(f"lib/{mpy_name(file)}" in names for file in library.files)
        is_inside = is_inside or any(f"lib/{file.name}" in names for file in library.files)
        for file in library.licences if is_inside else ():
            yield Entry(f"licenses/{library.distribution}/{file.name}", file.content)


def _release(bundle: Bundle, library: Library) -> str:
    """Return where this version of a library can be looked at, or else what it is."""
    if not library.repository or not library.version:
        return f"{library.distribution} {library.version}".rstrip()
    if not library.is_ours:
        return f"{library.repository}/releases/tag/{library.version}"
    folder = "/".join(library.folder.split("/")[-3:])
    return f"{library.repository}/tree/{bundle.tag}/{folder}"


def index(bundle: Bundle, trees: Mapping[str, Iterable[Entry]]) -> bytes:
    """Return the index: what circuitpython-build-tools writes, and more under ``copperhead``."""
    members = {
        platform: {entry.name: entry.content for entry in entries}
        for platform, entries in trees.items()
    }
    table: dict[str, dict[str, Any]] = {
        module.name: {
            "package": module.is_package,
            "pypi_name": library.distribution,
            "version": library.version,
            "repo": library.repository.lower(),
            "path": f"lib/{module.name}",
            "dependencies": dependencies(bundle.graph, library, module),
            "external_dependencies": sorted(
                need.distribution
                for need in library.needs
                if need.distribution not in bundle.graph.by_distribution
                and need.distribution not in bundle.host
            ),
            "pypi_description": library.description,
            "copperhead": _more(bundle, library, module, members),
        }
        for library in bundle.graph.libraries
        for module in library.modules
    }
    for name, entry in table.items():
        entry["copperhead"]["closure"] = closure(name, table)
    return json_text(table).encode() + b"\n"


def json_text(value: object, margin: str = "\n") -> str:
    """Return ``value`` as JSON with sorted keys and an indent of 1.

    It is what ``json.dumps`` gives, which takes three times as long with an indent.
    """
    inner = f"{margin} "
    if isinstance(value, dict) and value:
        rows = [f"{_scalar(key)}: {json_text(value[key], inner)}" for key in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(rows)}{margin}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{inner}{f',{inner}'.join([json_text(part, inner) for part in value])}{margin}]"
    return _scalar(value)


_scalar = json.JSONEncoder(ensure_ascii=False).encode


def closure(module: str, index: Mapping[str, Any]) -> list[str]:
    """Return all modules that ``module`` needs, whatever stands between, by name.

    :param index: its entries, by import name; what it does not have is left out
    """
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for name in index[waiting.pop()]["dependencies"]:
            if name in index and name not in found:
                found.add(name)
                waiting.append(name)
    return sorted(found - {module})


def _more(
    bundle: Bundle,
    library: Library,
    module: Module,
    members: Mapping[str, Mapping[str, Content]],
) -> dict[str, Any]:
    names = {f"lib/{file.name}" for file in module.files}
    names |= {f"lib/{mpy_name(file)}" for file in module.files}
    files = {
        platform: {name: found[name] for name in sorted(names & found.keys())}
        for platform, found in members.items()
        if names & found.keys()
    }
    heap = {
        name: figure
        for name, figure in bundle.heap.get(library.folder, {}).items()
        if name.partition(".")[0] == module.name
    }
    more: dict[str, Any] = {
        "carried": library.is_carried,
        "checkout": library.is_checkout,
        "features": sorted(library.features),
        "optional_dependencies": list(library.optional),
        "sha256": {
            platform: {name: content.digest for name, content in found.items()}
            for platform, found in files.items()
        },
        "size": {
            platform: {name: content.size for name, content in found.items()}
            for platform, found in files.items()
        },
        "upstream": library.upstream,
    }
    if heap:
        more["import_heap"] = heap
    if bundle.is_dirty:
        more["dirty"] = True
    return more
