# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH207 and CH521 to CH525: what the board's compiler does with ``const()``.

It knows one form, ``X = const(...)``. From there to the end of the file it writes the
value in place of the name X, in every scope; where the name begins with an underscore it
makes no variable at all. (Measured on 9.2.9 and 10.2.1, and with both compilers.)
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding

#: What the compiler never computes, whatever is inside.
_NEVER = (
    ast.Attribute, ast.Await, ast.Call, ast.Compare, ast.Dict, ast.DictComp, ast.GeneratorExp,
    ast.IfExp, ast.JoinedStr, ast.Lambda, ast.List, ast.ListComp, ast.NamedExpr, ast.Set,
    ast.SetComp, ast.Starred, ast.Subscript, ast.Yield, ast.YieldFrom,
)  # fmt: skip


@dataclass(frozen=True)
class _Const:
    name: str
    node: ast.Assign
    owner: ast.ClassDef | None  #: the class whose body it is in

    @property
    def is_private(self) -> bool:
        return self.name.startswith("_")


def _consts(code: Code) -> list[_Const]:
    """Return the assignments that the compiler folds, in the order of the text."""
    found = []
    for node in code.of(ast.Assign):
        match node:
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name("const"), [_], [])):
                parent = code.parents[node]
                found.append(
                    _Const(name, node, parent if isinstance(parent, ast.ClassDef) else None)
                )
    return sorted(found, key=lambda const: const.node.lineno)


def private_consts_imported(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``from x import _Y`` finds nothing where ``_Y = const()``."""
    for node in code.of(ast.ImportFrom):
        source = corpus.by_module.get(_absolute(code, node))
        if source is None or code.catches(node, "ImportError"):
            continue
        gone = {const.name for const in _consts(source) if const.is_private and not const.owner}
        for alias in node.names:
            if alias.name in gone and not _is_also_variable(source, alias.name):
                what = f"on a board {source.module} has no {alias.name}, a private const()"
                yield finding(code, node, "CH207", what)


def _absolute(code: Code, node: ast.ImportFrom) -> str:
    """Return the dotted name of the module that a ``from`` import names."""
    if not node.level:
        return node.module or ""
    parts = code.module.split(".")
    up = node.level - 1 if code.is_package else node.level
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def _is_also_variable(code: Code, name: str) -> bool:
    """Tell whether something else than a const() binds the name, such as an import."""
    return any(not isinstance(node, ast.Name) for node, _ in code.bindings.get(name, ()))


def private_consts_of_classes(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``self._X`` finds nothing where ``_X = const()`` in the class."""
    for const in _consts(code):
        if const.owner is None or not const.is_private:
            continue
        used = [
            node
            for node in code.of(ast.Attribute)
            if node.attr == const.name
            and isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name)
            and _means_class(code, node, node.value.id, const.owner)
        ]
        for node in sorted(used, key=lambda node: node.lineno):
            what = f"on a board {ast.unparse(node)} does not exist, for {const.name} is a const()"
            fix = f"move {const.name} to the module, and write the bare name"
            yield finding(code, node, "CH521", what, fix)
        if not used:
            what = f"{const.name} is a private const() in the class {const.owner.name}"
            yield finding(code, const.node, "CH522", what)


def _means_class(code: Code, node: ast.AST, name: str, owner: ast.ClassDef) -> bool:
    inside = any(parent is owner for parent, _ in code.ancestors(node))
    return name == owner.name or (name in {"self", "cls"} and inside)


def rebound_consts(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find what binds the name of a const again."""
    first: dict[str, ast.Assign] = {}
    for const in _consts(code):
        first.setdefault(const.name, const.node)
    for name, node in first.items():
        for other, _ in code.bindings[name]:
            line = getattr(other, "lineno", 0)
            if line <= node.lineno or _is_method(code, other):
                continue
            yield finding(code, line, "CH523", f"{name} is a const() since line {node.lineno}")
    for call in code.of(ast.Call):
        for keyword in call.keywords:
            if keyword.arg in first and keyword.value.lineno > first[keyword.arg].lineno:
                since = first[keyword.arg].lineno
                what = f"the keyword {keyword.arg}= is a const() since line {since}"
                yield finding(code, keyword.value, "CH523", what)


def _is_method(code: Code, node: ast.AST) -> bool:
    """Tell whether ``node`` defines a method or class of a class: that name stays."""
    is_definition = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    return is_definition and isinstance(code.parents[node], ast.ClassDef)


def consts_of_variables(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``const()`` takes numbers, strings, bytes, None, tuples and earlier consts."""
    known = {const.name: const.node.lineno for const in _consts(code)}
    for const in _consts(code):
        value = const.node.value
        assert isinstance(value, ast.Call)
        for part in ast.walk(value.args[0]):
            unknown = isinstance(part, ast.Name) and known.get(part.id, 1 << 30) >= part.lineno
            if unknown or isinstance(part, _NEVER) or _joins_text(part):
                what = f"the compiler cannot compute const({ast.unparse(value.args[0])})"
                yield finding(code, const.node, "CH524", what)
                break


def _joins_text(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and bool(
        {str, bytes} & {type(getattr(side, "value", None)) for side in (node.left, node.right)}
    )


def float_consts(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find what the compiler of 9.x does not compute: it takes a float, but no minus before it."""
    for const in _consts(code):
        value = const.node.value
        assert isinstance(value, ast.Call)
        for part in ast.walk(value.args[0]):
            if _computes_float(part):
                what = f"the compiler of 9.x cannot compute const({ast.unparse(value.args[0])})"
                yield finding(code, const.node, "CH524", what)
                break


def _computes_float(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(_, ast.Div(), _) | ast.UnaryOp(_, ast.Constant(float())):
            return True
        case ast.BinOp(ast.Constant(float()), _, _) | ast.BinOp(_, _, ast.Constant(float())):
            return True
    return False


def unfolded_consts(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Whatever else calls const() makes an ordinary variable."""
    folded = {const.node.value for const in _consts(code)}
    names = {"micropython.const", "builtins.const"}
    for node in code.of(ast.Call):
        name = code.dotted(node.func)
        is_const = isinstance(node.func, ast.Name) and node.func.id == "const"
        if node in folded or not (name in names or is_const) or len(node.args) != 1:
            continue
        fix = ""
        match code.parents[node]:
            case ast.AnnAssign(ast.Name(target)):
                what = f"the annotation keeps the compiler from folding {target}"
            case ast.Assign(targets):
                what = f"the compiler does not fold {' = '.join(map(ast.unparse, targets))}"
            case ast.Tuple() as several if isinstance(code.parents[several], ast.Assign):
                what = "const() in a tuple is an ordinary call"
                fix = "give each value a name of its own, or leave const() out"
            case _:
                continue
        yield finding(code, node, "CH525", what, fix)


CHECKS: tuple[Check, ...] = (
    private_consts_imported,
    private_consts_of_classes,
    rebound_consts,
    consts_of_variables,
    float_consts,
    unfolded_consts,
)
