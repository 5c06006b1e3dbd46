# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The names that CircuitPython has and had, from ``names.toml`` and ``dropped.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Names = frozenset[str]


@dataclass(frozen=True)
class Dropped:
    """Something that a firmware dropped."""

    gone: str  #: the first version without it
    instead: str  #: what to write now


@dataclass(frozen=True)
class Facts:
    """What the checks know of CircuitPython."""

    missing_builtins: Names  #: CPython's that CircuitPython lacks
    modules: Mapping[str, Names]  #: what each module has; one that is not here is not known
    methods: Mapping[str, Names]  #: what each builtin type has
    newer: Names  #: ``module.name`` and modules that 9.x lacks
    typing: Names  #: modules for the type checker
    micropython: Names  #: modules of MicroPython alone
    host: Names  #: packages that only a computer has
    refused_keywords: Mapping[str, Names]  #: by function, ``str.split``
    ignored: Names  #: methods that are never called
    ignored_on_9: Names
    not_in_functions: Names
    not_in_classes: Names
    struct_codes: Names
    array_codes: Names
    dropped_names: Mapping[str, Dropped]  #: by dotted name
    dropped_methods: Mapping[tuple[str, str], Dropped]  #: by class or object, and method
    dropped_arguments: Mapping[tuple[str, str], Dropped]  #: by function, and argument


@cache
def load() -> Facts:
    """Return what the data files say."""
    names, dropped = _table("names.toml"), _table("dropped.toml")
    return Facts(
        missing_builtins=_split(names["builtins"]["missing"]),
        modules={module: _split(text) for module, text in names["modules"].items()},
        methods={kind: _split(text) for kind, text in names["types"].items()},
        newer=_split(names["newer"]["names"]),
        typing=_split(names["typing"]["modules"]),
        micropython=_split(names["micropython"]["modules"]),
        host=_split(names["host"]["modules"]),
        refused_keywords={key: _split(text) for key, text in names["keywords"].items()},
        ignored=_split(names["ignored"]["names"]),
        ignored_on_9=_split(names["ignored"]["newer"]),
        not_in_functions=_split(names["introspection"]["function"]),
        not_in_classes=_split(names["introspection"]["class"]),
        struct_codes=_split(names["codes"]["struct"]),
        array_codes=_split(names["codes"]["array"]),
        dropped_names={row["name"]: _dropped(row) for row in dropped["name"]},
        dropped_methods={
            (owner, row["name"]): _dropped(row) for row in dropped["method"] for owner in row["on"]
        },
        dropped_arguments={
            (row["function"], row["name"]): _dropped(row) for row in dropped["argument"]
        },
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def _split(text: str) -> Names:
    return frozenset(text.split())


def _dropped(row: Mapping[str, str]) -> Dropped:
    return Dropped(row["gone"], row["instead"])
