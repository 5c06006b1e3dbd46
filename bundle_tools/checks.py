# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what every library owes its users.

A check takes the graph of all libraries and what is known of firmware, and yields a
problem for each offence. It neither stops at the first nor changes anything.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from . import rules
from .firmware import Facts
from .graph import Graph
from .model import File, Library, Problem
from .needs import is_met

Check = Callable[[Graph, Facts], Iterator[Problem]]

#: What a library's folder has beside its module: the file, and what to do without it.
OWED = {
    "README.md": "add a README.md: what it is, a working example, wiring",
    "tests/test_*.py": "add tests",
}
OWED_BY_DRIVERS = {"examples/*_simpletest.py": "add an example that shows the least that works"}

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def run(graph: Graph, facts: Facts) -> list[Problem]:
    """Return the problems that all checks find, in order of place."""
    return sorted({problem for check in CHECKS for problem in check(graph, facts)})


def sources_are_sound(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No file breaks a rule that it can break on its own: see :mod:`.source`."""
    for library in graph.libraries:
        for file in (*library.files, *library.examples):
            for line, rule, message in file.source.faults if file.source else ():
                if library.is_ours or rule in {rules.SOURCE_ENCODING, rules.SOURCE_SYNTAX}:
                    yield Problem(file.path, line, rule, message, library.folder)


def versions_are_strict(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """``__version__`` is X.Y.Z and comes first, so that circup reads it in an ``.mpy``."""
    for library, file in _homes(graph):
        source = file.source
        if source is not None and file.is_broken:
            continue
        where = (file.path, source.version_line if source and source.version_line else 1)
        if source is None or source.version is None:
            message = 'add __version__ = "1.0.0" after the docstring'
            yield Problem(*where, rules.VERSION_MISSING, message, library.folder)
        elif not _VERSION.fullmatch(source.version):
            message = f"make __version__ three numbers, X.Y.Z, not {source.version!r}"
            yield Problem(*where, rules.VERSION_FORMAT, message, library.folder)
        elif not source.version_first:
            message = "make __version__ the first statement after the docstring"
            yield Problem(*where, rules.VERSION_FIRST, message, library.folder)


def releases_are_told(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Whatever is in Adafruit's layout has the version of a release, of three numbers."""
    for library in graph.libraries:
        where = (library.manifest, library.line)
        if library.is_checkout and not library.version:
            message = "check out a tag, or take the release's archive: nothing tells its version"
            yield _told(library, Problem(*where, rules.VERSION_MISSING, message))
        elif library.is_checkout and not _VERSION.fullmatch(library.version):
            message = f"release it as three numbers, X.Y.Z, not {library.version!r}"
            yield _told(library, Problem(*where, rules.VERSION_FORMAT, message))


def releases_are_in_modules(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Whatever is in Adafruit's layout has its version where circup looks for it."""
    for library in graph.libraries:
        for module in library.modules if library.is_checkout and library.version else ():
            sources = [file.source for file in sorted(module.files, key=_place) if file.source]
            found = next((source.version for source in sources if source.version), None)
            is_told = not sources or any(file.is_broken for file in module.files)
            if is_told or found == library.version:
                continue
            message = f'add __version__ = "0.0.0+auto.0" to {module.name}, for {library.version}'
            if found:
                message = f"{module.name} says that it is {found}, and not {library.version}"
            where = library.manifest, module.line
            yield _told(library, Problem(*where, rules.VERSION_MISSING, message))


def _place(file: File) -> PurePosixPath:
    return PurePosixPath(file.name)


def _told(library: Library, problem: Problem) -> Problem:
    """Return a problem of ``library``, which keeps it from being built only if it is ours."""
    if library.is_checkout:
        return replace(problem, is_warning=True)
    return replace(problem, library=library.folder)


def repositories_agree(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """``__repo__`` is the workspace's URL, where both are given."""
    for library, file in _homes(graph):
        source = file.source
        if source and source.repository and library.repository not in {"", source.repository}:
            message = f'make __repo__ "{library.repository}", as in the root\'s pyproject.toml'
            line = source.repository_line
            yield Problem(file.path, line, rules.REPOSITORY_WRONG, message, library.folder)


def files_are_there(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Each library's folder has a README and tests, and a driver's has an example."""
    for library in graph.libraries:
        owed = OWED if library.is_ours else {}
        if library.is_driver:
            owed = OWED | OWED_BY_DRIVERS
        for pattern, message in owed.items():
            if not any(Path(library.folder).glob(pattern)):
                place = f"{library.folder}/{pattern}"
                yield Problem(place, 0, rules.FILE_MISSING, message, library.folder)


def distributions_are_unique(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No two libraries share a name."""
    named = defaultdict(list)
    for library in graph.libraries:
        named[library.distribution].append((library, library.line))
    for name, libraries in named.items():
        yield from _shared(libraries, rules.DISTRIBUTION_TAKEN, f"the distribution {name}")


def modules_are_unique(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No two libraries have a module of one name, on drives that know no capitals either."""
    named = defaultdict(list)
    for library in graph.libraries:
        for module in library.modules:
            named[module.name.lower()].append((library, module.line))
    for name, libraries in named.items():
        yield from _shared(libraries, rules.MODULE_TAKEN, f"the module {name}")


def files_are_apart(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No two files of a library have one name in a bundle, on drives without capitals either."""
    for library in graph.libraries:
        folders = {file.name[:end] for file in library.files for end in _slashes(file.name)}
        for file in library.files:
            if file.source and file.name.removesuffix(".py") in folders:
                message = "rename it: an import finds the folder of that name before it"
                yield _told(library, Problem(file.path, 0, rules.MODULE_TAKEN, message))
        for files in (library.files, library.examples):
            taken: dict[str, str] = {}
            for file in files:
                name = file.name.lower()
                if file.is_compiled and files is not library.examples:
                    name = f"{name.removesuffix('.py')}.mpy"
                other = taken.setdefault(name, file.path)
                if other != file.path:
                    message = f"rename it, or take it out: a bundle has {other} in its place"
                    yield Problem(file.path, 0, rules.NAME_UNSAFE, message, library.folder)


def _slashes(name: str) -> list[int]:
    return [place for place, letter in enumerate(name) if letter == "/"]


def _shared(places: list[tuple[Library, int]], rule: str, what: str) -> Iterator[Problem]:
    for library, line in places if len(places) > 1 else ():
        others = sorted({_called(other) for other, _ in places if other is not library})
        message = f"rename {what}: {' and '.join(others) or 'the same library'} has it too"
        yield Problem(library.manifest, line, rule, message, library.folder)


def _called(library: Library) -> str:
    return library.distribution if library.is_carried else library.folder


def modules_shadow_nothing(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No module has the name of one that is in firmware."""
    for library in graph.libraries:
        for module in library.modules:
            if module.name in facts.modules and module.name not in facts.shadowing:
                message = (
                    f"rename the module {module.name}: boards have one in their firmware"
                    " (exceptions are in bundle_tools/firmware.toml)"
                )
                where = library.manifest, module.line
                yield _told(library, Problem(*where, rules.MODULE_SHADOWS, message))


def needs_are_known(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Whatever a library needs is here, in a version that will do, or only for computers."""
    for library in graph.libraries:
        for need in library.needs:
            where = (library.manifest, need.line)
            found = graph.by_distribution.get(need.distribution)
            if need.distribution in facts.host or need.distribution in graph.unread:
                continue
            if found is None and (library.is_checkout or library.requirements):
                continue  # it may be in another bundle: the index has it as an external one
            if found is None:
                message = (
                    f"nobody here is called {need.distribution}: add it to external.toml,"
                    " or mend the name"
                )
                yield Problem(*where, rules.DEPENDENCY_UNKNOWN, message, library.folder)
            elif _VERSION.fullmatch(found.version) and not is_met(need, found.version):
                message = (
                    f"{need.distribution} is {found.version} here, which is not {need.specifier}"
                )
                yield _told(library, Problem(*where, rules.DEPENDENCY_VERSION, message))


def needs_go_one_way(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """No library needs itself, not by way of others either."""
    for group in graph.cycles():
        if not any(library.is_ours for library in group):
            continue  # nothing keeps a board from importing it, and it is not ours to mend
        names = [library.distribution for library in group]
        for library in group:
            line = next((n.line for n in library.needs if n.distribution in names), library.line)
            message = f"break the cycle: {', '.join(names)} need each other"
            if len(names) == 1:
                message = "take it out of its own dependencies"
            yield Problem(library.manifest, line, rules.DEPENDENCY_CYCLE, message, library.folder)


def _homes(graph: Graph) -> Iterator[tuple[Library, File]]:
    """Yield the libraries that are ours, with the file that has ``__version__``."""
    for library in graph.libraries:
        for module in library.modules if library.is_ours else ():
            name = f"{module.name}/__init__.py" if module.is_package else f"{module.name}.py"
            yield from ((library, file) for file in module.files if file.name == name)


CHECKS: tuple[Check, ...] = (
    sources_are_sound,
    versions_are_strict,
    releases_are_told,
    releases_are_in_modules,
    repositories_agree,
    files_are_there,
    distributions_are_unique,
    modules_are_unique,
    files_are_apart,
    modules_shadow_nothing,
    needs_are_known,
    needs_go_one_way,
)
