# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""One file of board code, and what can be known of it without running it.

What a board never runs is left out: annotations, what stands under ``TYPE_CHECKING``,
and branches for CPython. What is not certain is not known: a wrong finding costs more
than a missed one.
"""

import ast
import io
import tokenize
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .. import rules

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)
_TRIES = (ast.Try, ast.TryStar)

#: Handlers that catch whatever is raised.
_ALL = frozenset({"", "Exception", "BaseException"})

_UNKNOWN = ast.Name("?")  # a value that nothing is known of

#: What methods of builtin types return.
_RETURNS = {
    "str": dict.fromkeys(
        ("center", "format", "join", "lower", "lstrip", "replace", "rstrip", "strip", "upper"),
        "str",
    )
    | {"encode": "bytes", "split": "list", "rsplit": "list", "splitlines": "list"},
    "bytes": {"decode": "str", "hex": "str"},
    "bytearray": {"decode": "str", "hex": "str"},
    "list": {"copy": "list"},
    "dict": {"copy": "dict"},
    "int": {"to_bytes": "bytes"},
}

_BUILTIN_TYPES = frozenset(
    ("str", "bytes", "bytearray", "list", "dict", "set", "frozenset", "tuple", "int", "float")
) | {"memoryview"}

#: What functions return.
_CALLS = {
    "array.array": "array",
    "builtins.bin": "str",
    "builtins.chr": "str",
    "builtins.hex": "str",
    "builtins.len": "int",
    "builtins.oct": "str",
    "builtins.ord": "int",
    "builtins.repr": "str",
    "builtins.sorted": "list",
    "collections.deque": "deque",
}

_DISPLAYS: dict[type[ast.AST], str] = {
    ast.JoinedStr: "str",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
}


@dataclass(frozen=True)
class Code:
    """A Python file that a board is meant to run."""

    path: str  #: as a person would open it
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)
    module: str = ""  #: what ``import`` calls it; empty for an example
    is_package: bool = False  #: whether it is an ``__init__.py``

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node that each node is in."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def _by_type(self) -> dict[type[ast.AST], list[ast.AST]]:
        found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            found[type(node)].append(node)
            waiting += _board_children(node)
        return found

    def of(self, *types: type[ast.AST]) -> list[Any]:
        """Return the nodes of these types that a board may run."""
        return [node for kind in types for node in self._by_type.get(kind, ())]

    @cached_property
    def bindings(self) -> dict[str, list[tuple[ast.AST, ast.AST]]]:
        """For each name, in any scope, the nodes that bind it, and the values they give.

        The value is a node whose ``id`` is ``?`` where it is not known.
        """
        found: dict[str, list[tuple[ast.AST, ast.AST]]] = defaultdict(list)
        for node in ast.walk(self.tree):
            for name, value in _bound(node, self.parents):
                found[name].append((node, value))
        return found

    def ancestors(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Yield each node that ``node`` is in, from inside, with its child on the way."""
        child = node
        while (parent := self.parents.get(child)) is not None:
            yield parent, child
            child = parent

    def function(self, node: ast.AST) -> ast.AST:
        """Return the function that ``node`` is in, or the module."""
        return next(parent for parent, _ in self.ancestors(node) if isinstance(parent, _SCOPES))

    def catches(self, node: ast.AST, *names: str) -> bool:
        """Tell whether a ``try`` around ``node`` catches one of these exceptions."""
        return any(
            isinstance(parent, _TRIES)
            and child in parent.body
            and any(_names(handler) & {*names, *_ALL} for handler in parent.handlers)
            for parent, child in self.ancestors(node)
        )

    def import_may_fail(self, node: ast.AST) -> bool:
        """Tell whether an import's failure is caught, or it follows on another's failure."""
        return self.catches(node, "ImportError") or any(
            isinstance(parent, ast.ExceptHandler)
            and _names(parent) & {"ImportError", "ModuleNotFoundError", *_ALL}
            for parent, _ in self.ancestors(node)
        )

    def attribute_may_fail(self, node: ast.AST, name: str) -> bool:
        """Tell whether a missing attribute is caught, or ``hasattr`` asks for it first."""
        return self.catches(node, "AttributeError") or any(
            isinstance(parent, (ast.If, ast.IfExp, ast.BoolOp, ast.While))
            and any(
                isinstance(part, ast.Constant) and part.value == name for part in ast.walk(parent)
            )
            for parent, _ in self.ancestors(node)
        )

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Names that are nothing but imported, and the dotted names of what they are."""
        found = {}
        for name, bound in self.bindings.items():
            origins = {_imported(node, name) for node, _ in bound}
            if len(origins) == 1 and (origin := origins.pop()):
                found[name] = origin
        return found

    def dotted(self, node: ast.AST) -> str:
        """Return what an expression names, as ``module.name``, or an empty string."""
        if isinstance(node, ast.Name):
            if node.id in self.aliases:
                return self.aliases[node.id]
            is_builtin = node.id not in self.bindings and "*" not in self.bindings
            return f"builtins.{node.id}" if is_builtin else ""
        if isinstance(node, ast.Attribute) and (owner := self.dotted(node.value)):
            return f"{owner}.{node.attr}"
        return ""

    def type_of(self, node: ast.AST, depth: int = 8) -> str:  # noqa: PLR0911 - a row each
        """Return the builtin type of an expression's value, or an empty string."""
        if not depth:
            return ""
        match node:
            case ast.Constant(value):
                return type(value).__name__ if value is not ... else ""
            case ast.Call(function):
                return self._returned(function, depth - 1)
            case ast.BinOp(left, ast.Mod()):
                kind = self.type_of(left, depth - 1)
                return kind if kind in {"str", "bytes"} else ""
            case ast.BinOp(left, ast.Add(), right):
                kinds = {self.type_of(left, depth - 1), self.type_of(right, depth - 1)}
                return kinds.pop() if len(kinds) == 1 and kinds <= {"str", "bytes", "list"} else ""
            case ast.BinOp(left, ast.Mult()):
                kind = self.type_of(left, depth - 1)
                return kind if kind in {"str", "bytes", "bytearray", "list"} else ""
            case ast.Subscript(value, ast.Slice()):
                return self.type_of(value, depth - 1)
            case ast.Name(name):
                return self._variable(node, name, depth - 1)
            case ast.Attribute(ast.Name("self"), name):
                return self._field(node, name, depth - 1)
        return _DISPLAYS.get(type(node), "")

    def _returned(self, function: ast.AST, depth: int) -> str:
        dotted = self.dotted(function)
        name = dotted.removeprefix("builtins.")
        if name in _BUILTIN_TYPES:
            return name
        if dotted in _CALLS:
            return _CALLS[dotted]
        if isinstance(function, ast.Attribute):
            return _RETURNS.get(self.type_of(function.value, depth), {}).get(function.attr, "")
        return ""

    def _variable(self, node: ast.AST, name: str, depth: int) -> str:
        """Return the type of a variable: all that it is bound to in its scope has it."""
        if name in self._shared or node not in self.parents:
            return ""
        scope: ast.AST | None = self.function(node)
        while scope is not None:
            values = [value for at, value in self._scopes.get((scope, name), ())]
            if values:
                kinds = {self.type_of(value, depth) for value in values}
                return kinds.pop() if len(kinds) == 1 else ""
            scope = None if isinstance(scope, ast.Module) else self.function(scope)
        return ""

    @cached_property
    def _scopes(self) -> dict[tuple[ast.AST, str], list[tuple[ast.AST, ast.AST]]]:
        found: dict[tuple[ast.AST, str], list[tuple[ast.AST, ast.AST]]] = defaultdict(list)
        for name, bound in self.bindings.items():
            for node, value in bound:
                if node is not self.tree:
                    found[self.function(node), name].append((node, value))
        return found

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Names that a function may change elsewhere, or that a class body has."""
        declared = {
            name
            for node in ast.walk(self.tree)
            if isinstance(node, (ast.Global, ast.Nonlocal))
            for name in node.names
        }
        in_classes = {
            name
            for name, bound in self.bindings.items()
            if any(isinstance(self.parents.get(node), ast.ClassDef) for node, _ in bound)
        }
        return frozenset(declared | in_classes)

    def _field(self, node: ast.AST, name: str, depth: int) -> str:
        """Return the type of ``self.name``: all that its class assigns to it has it."""
        for parent, _ in self.ancestors(node):
            if isinstance(parent, ast.ClassDef):
                values = self._fields(parent).get(name, [])
                kinds = {self.type_of(value, depth) for value in values}
                return kinds.pop() if len(kinds) == 1 else ""
        return ""

    def _fields(self, owner: ast.ClassDef) -> dict[str, list[ast.AST]]:
        if owner not in self._fields_of:
            found: dict[str, list[ast.AST]] = defaultdict(list)
            for node in ast.walk(owner):
                match node:
                    case ast.Assign(targets, value):
                        for target in targets:
                            for part in ast.walk(target):
                                if isinstance(part, ast.Attribute) and isinstance(
                                    part.ctx, ast.Store
                                ):
                                    found[part.attr].append(value if part is target else _UNKNOWN)
                    case ast.AnnAssign(ast.Attribute(_, name), _, value) if value is not None:
                        found[name].append(value)
                    case ast.AugAssign(ast.Attribute(_, name)) | ast.For(ast.Attribute(_, name)):
                        found[name].append(_UNKNOWN)
                    case ast.FunctionDef(name) | ast.ClassDef(name):
                        found[name].append(_UNKNOWN)
            for line in owner.body:  # what the class itself binds may be shadowed or a descriptor
                for name, _ in _bound(line, self.parents):
                    found[name].append(_UNKNOWN)
            self._fields_of[owner] = found
        return self._fields_of[owner]

    @cached_property
    def _fields_of(self) -> dict[ast.ClassDef, dict[str, list[ast.AST]]]:
        return {}

    @cached_property
    def tokens(self) -> list[tokenize.TokenInfo]:
        """The tokens of the text."""
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))


def parse(data: bytes, path: str, module: str = "", is_package: bool = False) -> Code:
    """Return the code that ``data`` is.

    :raises CodeError: it is no Python
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"save it as UTF-8: byte 0x{data[error.start]:02x} is none"
        raise CodeError(line, rules.SOURCE_ENCODING, message) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes: the author's own linter tells
            tree = ast.parse(text)
        code = Code(path, text, tree, module, is_package)
        _ = code.tokens, code.of(ast.Module)  # now, while what goes wrong with them can be told
    except SyntaxError as error:
        raise CodeError(
            error.lineno or 1, rules.SOURCE_SYNTAX, f"Python says: {error.msg}"
        ) from error
    except (ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        message = f"Python cannot parse it: {error or type(error).__name__}"
        raise CodeError(1, rules.SOURCE_SYNTAX, message) from error
    return code


class CodeError(Exception):
    """A file is no Python: line, rule and message."""

    def __init__(self, line: int, rule: str, message: str) -> None:
        super().__init__(line, rule, message)
        self.line, self.rule, self.message = line, rule, message


def _board_children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of ``node`` that a board may run."""
    if isinstance(node, ast.If) and (taken := branch(node.test)) is not None:
        yield from node.body if taken else node.orelse
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.AST):
                yield child


def branch(test: ast.expr) -> bool | None:
    """Return whether a board takes the branch under ``test``, or None if it may."""
    text = ast.unparse(test)
    if text in {"TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING", "False", "0"}:
        return False
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            inner = branch(operand)
            return None if inner is None else not inner
        case ast.Compare(_, [ast.Eq() | ast.NotEq() as operator], [ast.Constant(str(value))]) if (
            "sys.implementation.name" in text or "sys.implementation[0]" in text
        ):
            return (value == "circuitpython") == isinstance(operator, ast.Eq)
        case ast.Compare(_, [ast.Eq() | ast.In()], _) if "sys.platform" in text:
            known = ("linux", "darwin", "win32")
            values = {n.value for n in ast.walk(test) if isinstance(n, ast.Constant)}
            return False if values and values <= set(known) else None
    return None


def _names(handler: ast.ExceptHandler) -> set[str]:
    """Return the names of the exceptions that ``handler`` catches; empty for all."""
    if handler.type is None:
        return {""}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {kind.attr if isinstance(kind, ast.Attribute) else ast.unparse(kind) for kind in kinds}


def _bound(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names that ``node`` itself binds, and the values."""
    match node:
        case ast.Name(name, ast.Store() | ast.Del()):
            yield name, _value(node, parents)
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name, _UNKNOWN
        case ast.Import(names) | ast.ImportFrom(_, names):
            for alias in names:
                yield alias.asname or alias.name.partition(".")[0], _UNKNOWN
        case ast.ExceptHandler(_, str(name)) | ast.MatchAs(_, str(name)) | ast.MatchStar(str(name)):
            yield name, _UNKNOWN
        case ast.arg(name):
            yield name, _UNKNOWN  # an annotation is no promise: a PulseIn passes for a list


def _value(node: ast.Name, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    match parents.get(node):
        case ast.Assign(targets, value) if node in targets:
            return value
        case ast.AnnAssign(_, _, value) | ast.NamedExpr(_, value) if value is not None:
            return value
    return _UNKNOWN


def _imported(node: ast.AST, name: str) -> str:
    """Return the dotted name of what an import binds to ``name``."""
    match node:
        case ast.Import(names):
            for alias in names:
                if alias.asname == name:
                    return alias.name
                if alias.asname is None and alias.name.partition(".")[0] == name:
                    return name
        case ast.ImportFrom(str(module), names, 0):
            for alias in names:
                if (alias.asname or alias.name) == name:
                    return f"{module}.{alias.name}"
    return ""
