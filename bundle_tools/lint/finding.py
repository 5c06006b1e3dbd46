# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a check yields, and what it is given to judge by."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from packaging.utils import canonicalize_name

from ..model import Problem
from . import names, registry
from .code import Code
from .project import Project


@dataclass(frozen=True)
class Corpus:
    """All libraries that are looked at together, and what is known of firmware."""

    projects: tuple[Project, ...]
    facts: names.Facts
    firmware_modules: frozenset[str]  #: what the firmware of some board imports by itself
    shadowing: frozenset[str] = frozenset()  #: those of them that a library may have, too
    host: frozenset[str] = frozenset()  #: distributions that no board needs
    carried: Mapping[str, frozenset[str]] = field(default_factory=dict)  #: and their modules

    @cached_property
    def by_module(self) -> Mapping[str, Code]:
        """The files of all libraries by what ``import`` calls them."""
        return {code.module: code for project in self.projects for code in project.modules}

    @cached_property
    def by_distribution(self) -> Mapping[str, frozenset[str]]:
        """The top modules of each distribution that is known."""
        return {
            **self.carried,
            **{
                project.distribution: frozenset(top(code.module) for code in project.modules)
                for project in self.projects
                if project.distribution
            },
        }

    @cached_property
    def distributions(self) -> Mapping[str, str]:
        """The distribution of each top module that is known."""
        return {
            module: distribution
            for distribution, modules in self.by_distribution.items()
            for module in modules
        }

    def provides(self, distribution: str, module: str) -> bool:
        """Tell whether a distribution has a module: known, or by their names."""
        if distribution in self.by_distribution:
            return module in self.by_distribution[distribution]
        return bool(_plain(distribution) & _plain(module))


def top(module: str) -> str:
    """Return the first part of a module's dotted name."""
    return module.partition(".")[0]


def _plain(name: str) -> set[str]:
    """Return what is left of a name without what all have in common."""
    parts = canonicalize_name(name).split("-")
    forms = {"".join(parts)}
    while parts and parts[0] in {"adafruit", "circuitpython", "copperhead", "micropython"}:
        parts = parts[1:]
        forms.add("".join(parts))
    return forms - {""}


Check = Callable[[Code, Corpus], Iterator[Problem]]


def finding(where: Code, at: ast.AST | int, code: str, what: str, fix: str = "") -> Problem:
    """Return the problem that a file breaks the rule ``code`` at a node or line.

    :param what: what is there, in a few words
    :param fix: what to do, where the rule's own advice can be sharper
    """
    line = at if isinstance(at, int) else getattr(at, "lineno", 0)
    return Problem(where.path, line, code, told(code, what, fix))


def told(code: str, what: str, fix: str = "") -> str:
    """Return a message: what is wrong, and what to do."""
    return f"{what}: {fix or registry.load()[code].fix}"
