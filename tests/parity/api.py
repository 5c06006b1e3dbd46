# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Two libraries' public names, as their sources have them: does one do for the other?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import griffe

_ANY = {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}


@dataclass(frozen=True)
class Name:
    """A public name."""

    path: str  #: with dots, from the top module
    kind: str  #: module, class, function or attribute
    parameters: tuple[tuple[str, bool], ...] = ()  #: of a function or class: name, whether needed
    takes_more: bool = False  #: whether it takes any further arguments
    is_read_only: bool = False  #: whether it is a property without a setter


def names(modules: Collection[str], folders: Sequence[Path]) -> dict[str, Name]:
    """Return the public names of ``modules``, those that classes inherit included.

    :param modules: top modules
    :param folders: where they are, and what they inherit from
    """
    loader = griffe.GriffeLoader(search_paths=[*folders], allow_inspection=False)
    for folder in folders:  # all of them, so that inherited names are found
        for path in sorted(folder.glob("*.py")):
            if path.stem.isidentifier() and path.stem not in {"conf", "setup"}:
                loader.load(path.stem)
        for path in sorted(folder.glob("*/__init__.py")):
            loader.load(path.parent.name)
    loader.resolve_aliases(external=False)
    found = {}
    for module in sorted(modules):
        for name in _of(loader.modules_collection[module], module):
            found[name.path] = name
    return found


def _of(item: griffe.Object | griffe.Alias, path: str) -> Iterator[Name]:
    """Yield ``item`` and all public names in it."""
    if item.is_function:
        yield Name(path, "function", *_parameters(item.parameters))
        return
    if item.is_attribute:
        labels = item.labels
        is_read_only = "property" in labels and "writable" not in labels
        yield Name(path, "attribute", is_read_only=is_read_only)
        return
    members = item.all_members if item.is_class else item.members
    if item.is_class:
        init = members.get("__init__")
        known = init is not None and init.is_function
        yield Name(path, "class", *(_parameters(init.parameters) if known else ()))
    else:
        yield Name(path, "module")
    for name, member in sorted(members.items()):
        if name.startswith("_") or _is_import(item, member):
            continue
        yield from _of(member, f"{path}.{name}")


def _is_import(item: griffe.Object | griffe.Alias, member: griffe.Object | griffe.Alias) -> bool:
    """Return whether ``member`` is what a module imports for its own use."""
    return item.is_module and member.is_alias


def _parameters(parameters: griffe.Parameters) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """Return a function's parameters, and whether it takes any others."""
    named = tuple(
        (p.name, p.default is None)
        for p in parameters
        if p.kind not in {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}
        and p.name not in {"self", "cls"}
    )
    more = any(
        p.kind in {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}
        for p in parameters
    )
    return named, more


def missing(theirs: dict[str, Name], ours: dict[str, Name]) -> dict[str, str]:
    """Return what a program for ``theirs`` would miss in ``ours``: name -> what, in words."""
    found: dict[str, str] = {}
    for path, name in theirs.items():
        if any(path.startswith(f"{parent}.") for parent in found):
            continue
        other = ours.get(path)
        if other is None:
            found[path] = f"there is no {name.kind} of this name"
        elif (told := _unlike(name, other)) is not None:
            found[path] = told
    return found


def _unlike(theirs: Name, ours: Name) -> str | None:
    """Return what of ``theirs`` is not so in ``ours``, or None."""
    callable_ = {"function", "class"}
    if theirs.kind in callable_ and ours.kind in callable_:
        return _unlike_call(theirs, ours)
    if theirs.kind == "attribute" and ours.is_read_only and not theirs.is_read_only:
        return "it cannot be assigned"
    # An attribute may be a class: of named values, for example.
    if theirs.kind != ours.kind and not (theirs.kind == "attribute" and ours.kind == "class"):
        return f"it is no {theirs.kind}, but a {ours.kind}"
    return None


def _unlike_call(theirs: Name, ours: Name) -> str | None:
    for index, (parameter, _) in enumerate(theirs.parameters):
        if index < len(ours.parameters):
            if ours.parameters[index][0] != parameter:
                return f"argument {index + 1} is {ours.parameters[index][0]!r}, not {parameter!r}"
        elif not ours.takes_more:
            return f"it takes no argument {parameter!r}"
    needed = {name for name, is_needed in ours.parameters if is_needed}
    more = needed - {name for name, is_needed in theirs.parameters if is_needed}
    return f"it needs the argument {min(more)!r}" if more else None
