# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: does the code run on a board, and does a library keep its promises.

Where :mod:`..checks` looks at what is built, this reads the code itself, with the facts
of ``names.toml`` and ``dropped.toml``. The rules are data (``rules.toml``), a check is a
function that yields problems, and each module has one family of them:

========== ==================================================
project    a library's folder, in our layout or Adafruit's
code       one file: what can be known without running it
syntax     CH501 … what the parser lacks
constants  CH521 … what const() does
missing    CH601 … modules, names, methods, arguments
behaviour  CH608 … what is there and does something else
owed       CH701 … what a library owes its users
dropped    CH801 … what newer firmware dropped
noqa       CH901 … the exemptions that authors make
report     problems as text, JSON, SARIF and annotations
========== ==================================================
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .. import rules
from ..firmware import Facts
from ..model import Library, Problem
from . import behaviour, constants, dropped, missing, names, noqa, owed, syntax
from .code import Code
from .finding import Corpus
from .project import Project, find, read

CHECKS = (
    *syntax.CHECKS,
    *constants.CHECKS,
    *missing.CHECKS,
    *behaviour.CHECKS,
    *owed.CHECKS,
    *dropped.CHECKS,
)

#: What an example is asked that no board is meant to run.
FOR_COMPUTERS = (owed.licences, missing.examples_for_computers)


def corpus(projects: Iterable[Project], facts: Facts, carried: Iterable[Library] = ()) -> Corpus:
    """Return what the checks judge by.

    :param projects: the libraries that are checked, and those that they may import
    :param facts: what is known of firmware
    :param carried: libraries that are in the bundle without a folder of their own
    """
    known = names.load()
    return Corpus(
        projects=tuple(projects),
        facts=known,
        firmware_modules=facts.modules | known.modules.keys(),
        shadowing=frozenset(facts.shadowing),
        host=facts.host,
        carried={
            library.distribution: frozenset(module.name for module in library.modules)
            for library in carried
        },
    )


def run(
    given: Corpus,
    projects: Iterable[Project],
    sizes: Mapping[str, Mapping[str, int]] | None = None,
) -> list[Problem]:
    """Return the problems of ``projects``, in order of place, but for exempted lines.

    :param sizes: bytes of the ``.mpy`` files by folder of the library and firmware major
    """
    found: set[Problem] = set()
    exemptions: list[noqa.Exemption] = []
    for project in projects:
        found.update(project.problems)
        for code in project.code:
            found.update(_check(code, given))
            exemptions += noqa.of_code(code)
        found.update(p for check in owed.PROJECT_CHECKS for p in check(project, given))
        found.update(owed.budgets(project, (sizes or {}).get(project.folder, {})))
        exemptions += _of_texts(project)
    return sorted(noqa.apply(sorted(found), exemptions))


def _check(code: Code, given: Corpus) -> list[Problem]:
    checks = CHECKS if missing.is_for_boards(code, given) else FOR_COMPUTERS
    try:
        return [problem for check in checks for problem in check(code, given)]
    except RecursionError:  # ast.unparse goes less deep than the parser
        message = "nest it less deeply: it is too much for the checks"
        return [Problem(code.path, 0, rules.SOURCE_SYNTAX, message)]


def _of_texts(project: Project) -> Iterator[noqa.Exemption]:
    for document in (*project.documents, *([project.manifest] if project.manifest else ())):
        if not document.path.endswith(".py"):
            yield from noqa.of_text(document.path, document.text)


def read_all(paths: Iterable[Path]) -> list[Project]:
    """Return the libraries at ``paths`` or below them."""
    return [read(folder) for folder in find(paths)]
