# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The stages in their order: from folders of libraries to a bundle."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from . import __version__, adafruit, archive, catalog, checks, publish, revision, source, stage
from .archive import Packer
from .cache import Cache
from .compile import Compilation, Key
from .firmware import Facts
from .graph import Graph
from .model import Compiled, Compiler, Content, Entry, Library, Problem
from .parallel import Pool
from .publish import Artifact
from .seen import Before, Seen

FETCHED = "external"  #: folder of the fetched releases, in that of the cache

#: Told the name of a step and how many parts it has; gives what is called after each part.
Progress = Callable[[str, int], Callable[[], object]]


@dataclass(frozen=True)
class Tools:
    """What a build works with."""

    facts: Facts
    cache: Cache
    compilers: Mapping[str, Compiler]  #: by major
    vm_compiler: Compiler  #: whose output the VM loads
    jobs: int  #: how many child processes run at a time
    progress: Progress


@dataclass(frozen=True)
class Examined:
    """All that is known of the libraries before anything is put together."""

    graph: Graph
    compiled: Mapping[Key, Compiled]
    problems: tuple[Problem, ...]
    repository: str
    licence: bytes
    root: Path  #: of the workspace
    seen: Seen  #: what was read


@dataclass(frozen=True)
class Request:
    """What to build."""

    id: str
    tag: str
    is_dirty: bool
    output: Path
    keep_going: bool  #: whether to build without the libraries that have problems
    verify: bool
    wheels: bool = False  #: whether to build wheels and source archives, too
    sbom: bool = False  #: whether to tell what the bundle is made of, for machines


@dataclass(frozen=True)
class Built:
    """What came of it. Nothing was published if there are no artifacts."""

    artifacts: tuple[Artifact, ...]
    libraries: tuple[Library, ...]
    left_out: tuple[Library, ...]
    problems: tuple[Problem, ...]


def examine(
    libraries: Path, tools: Tools, packer: Packer | None = None, before: Before | None = None
) -> Examined:
    """Read the libraries, check them and compile them, and tell all that is wrong.

    :param packer: packs meanwhile what is going to be in the zips
    :param before: what was seen by a build before
    """
    root = libraries.parent
    seen = Seen(before=before)
    repository, problems = catalog.repository_of(root, seen)
    fetched = tools.cache.folder / FETCHED
    compilers = {c.digest: c for c in (*tools.compilers.values(), tools.vm_compiler)}.values()
    with (
        # Outermost: when it is removed, no compiler may write into it any more.
        tempfile.TemporaryDirectory(prefix="copperhead-") as scratch,
        tools.cache.flushed(),
        Pool(tools.jobs) as pool,
    ):

        def read(content: Content, data: bytes) -> None:
            if packer:
                packer.begin(content, data, pool)

        def made(data: bytes) -> None:
            if packer:
                packer.keep(Content.of(data))

        compilation = Compilation(compilers, tools.cache, pool, Path(scratch), made)
        found = catalog.read(
            libraries,
            fetched,
            source.reader(tools.cache),
            repository,
            seen=seen,
            told=read,
            each=compilation.begin,
            read_checkout=adafruit.reader(tools.cache),
        )
        graph = Graph(found.libraries, found.unread)
        problems += [*found.problems, *checks.run(graph, tools.facts)]
        files = [file for library in graph.libraries for file in library.files if file.is_compiled]
        advance = tools.progress("compile", len(files) * len(compilers))
        compiled, refused = compilation.end(advance)
    try:
        licence = seen.read((root / "LICENSE").as_posix())
    except OSError:
        licence = b""
    told = tuple(sorted({*problems, *refused}))
    return Examined(graph, compiled, told, repository, licence, root, seen)


def build(
    examined: Examined, request: Request, tools: Tools, packer: Packer | None = None
) -> Built:
    """Build the bundle of the libraries without problems, if that is wanted, or of all.

    :param packer: the one that :func:`examine` was given
    """
    problems = list(examined.problems)
    graph = _sound(examined.graph, problems)
    heap: Mapping[str, Mapping[str, int]] = {}
    # The rest of the stages is loaded where it is asked for: it takes a while.
    if request.verify and (request.keep_going or not _errors(problems)):
        from . import verify  # noqa: PLC0415

        advance = tools.progress("import on the VM", len(graph.libraries))
        imports = verify.imports(
            graph,
            tools.vm_compiler,
            examined.compiled,
            tools.facts,
            tools.cache,
            tools.jobs,
            advance,
        )
        problems += imports.problems
        heap = imports.heap
        graph = _sound(graph, problems)
    wheeled: list[Entry] = []
    if request.wheels and (request.keep_going or not _errors(problems)):
        wheeled, refused = _wheels(graph, examined, tools)
        problems += refused
        graph = _sound(graph, problems)
    kept = {library.folder for library in graph.libraries}
    left_out = tuple(x for x in examined.graph.libraries if x.folder not in kept)
    if (_errors(problems) and not request.keep_going) or not graph.libraries:
        return Built((), (), left_out, tuple(sorted(problems)))
    bundle = stage.Bundle(
        id=request.id,
        tag=request.tag,
        graph=graph,
        repository=examined.repository,
        licence=examined.licence,
        is_dirty=request.is_dirty,
        host=tools.facts.host,
        heap=heap,
    )
    trees = stage.trees(bundle, tools.compilers, examined.compiled, tools.facts)
    others = {f"{bundle.id}-{bundle.tag}.json": stage.index(bundle, trees)}
    others |= {entry.name: entry.data for entry in wheeled}
    if request.sbom:
        from . import sbom  # noqa: PLC0415

        others[f"{bundle.id}-{bundle.tag}{sbom.SUFFIX}"] = sbom.of(bundle, tools.cache)
    named = {bundle.stem(platform): entries for platform, entries in trees.items()}
    packer = packer or Packer(tools.cache)
    advance = tools.progress("archive", len(trees))
    with publish.replacing(request.output) as new, tools.cache.flushed():
        folder = new.folder
        zips = archive.write_all(folder, named, packer, _COMMENT, advance)
        for name, data in others.items():
            (folder / name).write_bytes(data)
        told = [Artifact(name, len(x), sha256(x).hexdigest()) for name, x in others.items()]
        artifacts = tuple(sorted([*zips, *told], key=lambda artifact: artifact.name))
        (folder / publish.SUMS).write_bytes(publish.sums(artifacts))
        faults: list[Problem] = []
        if request.verify:
            from . import verify  # noqa: PLC0415

            faults = _errors(verify.files(folder, tools.facts))
        if not faults:
            new.publish()
    problems = sorted([*problems, *faults])
    if faults:
        return Built((), (), left_out, tuple(problems))
    return Built(artifacts, graph.libraries, left_out, tuple(problems))


@contextmanager
def whole(examined: Examined, tools: Tools, *, is_verified: bool = True) -> Iterator[Path]:
    """Give the folder of a bundle of all that can be built, for as long as it is looked at.

    :param is_verified: whether to import all modules, and so measure their heap
    """
    with tempfile.TemporaryDirectory(prefix="copperhead-") as scratch:
        output = Path(scratch, "dist")
        request = Request("bundle", "0", False, output, keep_going=True, verify=is_verified)
        build(examined, request, tools)
        output.mkdir(exist_ok=True)
        yield output


@contextmanager
def at(root: Path, name: str, tools: Tools, *, is_verified: bool) -> Iterator[Path | None]:
    """Give the folder of a bundle of the tree as it was at a tag; None where git has no such.

    What of it cannot be built any more is left out.

    :param is_verified: whether to import all modules, and so measure their heap
    """
    with tempfile.TemporaryDirectory(prefix="copperhead-") as scratch:
        tree = Path(scratch)
        if not revision.export(root, name, tree):
            yield None
            return
        with whole(examine(tree / "libraries", tools), tools, is_verified=is_verified) as folder:
            yield folder


def _wheels(graph: Graph, examined: Examined, tools: Tools) -> tuple[list[Entry], list[Problem]]:
    """Return wheels and source archives of the libraries that are ours, and of the tools."""
    from . import wheels  # noqa: PLC0415

    projects, problems = wheels.tools_of(examined.root)
    projects += [wheels.of_library(x, examined.licence) for x in graph.libraries if x.is_ours]
    advance = tools.progress("wheels", len(projects))
    built, refused = wheels.build(projects, tools.cache, tools.jobs, advance)
    return built, [*problems, *refused]


_COMMENT = f'{{"copperhead-bundle-tools": "{__version__}"}}'.encode()


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stand in a build's way."""
    return [problem for problem in problems if not problem.is_warning]


def _sound(graph: Graph, problems: Iterable[Problem]) -> Graph:
    """Return ``graph`` without the libraries that have problems, or need one that has."""
    bad = graph.dependents(problem.library for problem in problems)
    return Graph(tuple(library for library in graph.libraries if library.folder not in bad))
