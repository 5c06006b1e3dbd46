# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a program asks of a driver again and again: the readings in the loop of a simpletest.

A reading is an expression in that loop which begins with an object that the program has
got from the library before it, such as ``sensor.degrees`` or ``sensor.read(2)``; or an
assignment to one, ``pca.channels[0].duty_cycle = 0x7FFF``.
"""

import ast
import builtins
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """A program, taken apart."""

    setup: str  #: all before the loop
    readings: tuple[str, ...]  #: expressions and assignments, each once, in their order


def of(source: str, modules: Collection[str]) -> Program:
    """Return what the program ``source`` asks of objects that it gets from ``modules``."""
    tree = ast.parse(source)
    split = next((n for n, s in enumerate(tree.body) if _repeats(s)), len(tree.body))
    if split == len(tree.body):  # without a loop: what it prints is what it reads
        split = next((n for n, s in enumerate(tree.body) if _prints(s)), len(tree.body))
    setup, rest = tree.body[:split], tree.body[split:]
    known = {name for statement in setup for name in _bound(statement)}
    objects = _objects(setup, modules)
    found: dict[str, None] = {}
    for statement in rest:
        for node in _readings(statement, objects):
            if _names(node) <= known | set(dir(builtins)):
                found[ast.unparse(node)] = None
    return Program(ast.unparse(ast.Module(setup, [])), tuple(found))


def _repeats(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.While, ast.For))


def _prints(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _bound(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def makers(statements: list[ast.stmt], modules: Collection[str]) -> list[ast.stmt]:
    """Return the statements before a loop that make or set up objects of ``modules``."""
    split = next((n for n, s in enumerate(statements) if _repeats(s)), len(statements))
    objects = _objects(statements[:split], modules)
    return [
        statement
        for statement in statements[:split]
        if isinstance(statement, (ast.Assign, ast.Expr, ast.If))
        and (set(_bound(statement)) & objects or any(_readings(statement, objects)))
    ]


def _objects(setup: list[ast.stmt], modules: Collection[str]) -> set[str]:
    """Return the names of what the setup gets from ``modules``, or from another such object."""
    sources: set[str] = set()
    objects: set[str] = set()
    for node in ast.walk(ast.Module(setup, [])):  # statements before those inside them
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in modules:
                    sources.add((alias.asname or alias.name).partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").partition(".")[0] in modules:
                sources.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign) and _root(node.value) in sources | objects:
            objects.update(name for target in node.targets for name in _names(target))
    return objects


def _root(node: ast.expr) -> str:
    """Return the name that a chain of attributes, calls and subscripts begins with."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _names(node: ast.AST) -> set[str]:
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def _readings(node: ast.AST, objects: set[str]) -> Iterator[ast.AST]:
    """Yield the outermost expressions and assignments that begin with one of ``objects``."""
    if (
        isinstance(node, ast.Assign)
        and any(
            isinstance(target, (ast.Attribute, ast.Subscript)) and _root(target) in objects
            for target in node.targets
        )
    ) or (isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)) and _root(node) in objects):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _readings(child, objects)


def as_functions(readings: Collection[str]) -> str:
    """Return the text of a function ``reading_0``, ``reading_1`` … for each."""
    return "".join(
        f"def reading_{number}():\n    {'' if _is_statement(text) else 'return '}{text}\n"
        for number, text in enumerate(readings)
    )


def _is_statement(text: str) -> bool:
    return isinstance(ast.parse(text).body[0], ast.Assign)
