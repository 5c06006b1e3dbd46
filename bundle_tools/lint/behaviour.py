# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH608, CH609 and CH611 to CH614: what is there, and does something else."""

import ast
import re
import string
from collections.abc import Iterator

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding

_RE_FUNCTIONS = frozenset(f"re.{name}" for name in ("compile", "match", "search", "sub"))
_REPEAT = re.compile(r"\{\d+(,\d*)?\}")
_CLASS_START = re.compile(r"^\[\^?\]?")  # a ] right after is one of the class
_UNDERSCORE = re.compile(r"(.?[<>=^])?[-+ ]?#?\d*_")
_WITHOUT_R = "take the r before the quotes away, so that Python makes the character"
_SEQUENCES = frozenset(("list", "bytearray", "array", "memoryview"))


def regular_expressions(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find patterns that CircuitPython's re refuses, or reads as something else."""
    for node in code.of(ast.Call):
        if code.dotted(node.func) not in _RE_FUNCTIONS or not node.args:
            continue
        pattern = node.args[0]
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, (str, bytes)):
            text = pattern.value
            for what, fix in pattern_faults(
                text if isinstance(text, str) else text.decode("latin-1")
            ):
                yield finding(code, pattern, "CH608", what, fix)


def pattern_faults(pattern: str) -> Iterator[tuple[str, str]]:
    r"""Yield what CircuitPython's re does not understand in ``pattern``, each once, and a fix.

    It knows ``\d \D \s \S \w \W``; a backslash before another letter or digit
    means that very character (lib/re1.5/compilecode.c).
    """
    told = set()
    index = 0
    in_class = False
    while index < len(pattern):
        character, rest = pattern[index], pattern[index:]
        fault = fix = ""
        if character == "\\":
            after = rest[1:2]
            if after.isalnum() and after not in "dDsSwW":
                fault = f"CircuitPython's re takes \\{after} for the character {after}"
                fix = _WITHOUT_R if after in "fnrtvx" else ""
            index += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
            index += len(rest) - len(_CLASS_START.sub("", rest, count=1)) - 1
        elif rest.startswith("(?") and not rest.startswith("(?:"):
            fault = f"CircuitPython's re has no {_group(rest)}"
        elif index and (repeat := _REPEAT.match(rest)):
            fault = f"CircuitPython's re takes {repeat[0]} for plain characters"
        if fault and fault not in told:
            told.add(fault)
            yield fault, fix
        index += 1


def _group(rest: str) -> str:
    return "(?P<name>…)" if rest.startswith("(?P<") else rest[: 4 if rest[2:3] == "<" else 3] + "…)"


def ignored_methods(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find special methods that CircuitPython never calls."""
    for node in code.of(ast.ClassDef):
        for line in node.body:
            match line:
                case ast.FunctionDef(name) | ast.Assign([ast.Name(name)]):
                    pass
                case ast.AnnAssign(ast.Name(name), _, ast.AST()):
                    pass
                case _:
                    continue
            if name in corpus.facts.ignored:
                yield finding(code, line, "CH609", f"CircuitPython ignores {name}")
            elif name in corpus.facts.ignored_on_9:
                yield finding(code, line, "CH607", f"CircuitPython 9.x never calls {name}")


def type_codes(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find codes of struct or array that CircuitPython refuses."""
    for node in code.of(ast.Call):
        called = code.dotted(node.func)
        module, _, name = called.partition(".")
        first = node.args[0] if node.args else None
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        if module == "struct" and name in corpus.facts.modules["struct"]:
            refused = set(re.sub(r"[\s\d<>=!@]", "", first.value)) - corpus.facts.struct_codes
        elif called == "array.array":
            refused = {first.value} - corpus.facts.array_codes
        else:
            continue
        for letter in sorted(refused):
            what = f"CircuitPython's {module} has no type code {letter!r}"
            yield finding(code, first, "CH611", what)


def refused_slices(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find stores through a slice with a step, and deletions from a bytearray."""
    for node in code.of(ast.Subscript):
        kind = code.type_of(node.value)
        if kind not in _SEQUENCES:
            continue
        is_stepped = isinstance(node.slice, ast.Slice) and not _is_one(node.slice.step)
        if is_stepped and (kind == "memoryview" or not isinstance(node.ctx, ast.Load)):
            verb = {ast.Load: "reads", ast.Store: "stores", ast.Del: "deletes"}[type(node.ctx)]
            yield finding(code, node, "CH612", f"CircuitPython {verb} no {kind} slice with a step")
        elif isinstance(node.ctx, ast.Del) and kind == "bytearray":
            yield finding(code, node, "CH612", "CircuitPython deletes nothing from a bytearray")


def _is_one(node: ast.AST | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value in {1, None})


def introspection(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find uses of a function's or class's docstring, signature, attributes or bases."""
    definitions = {
        name: bound[0][0]
        for name, bound in code.bindings.items()
        if len(bound) == 1
        and isinstance(bound[0][0], (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and not bound[0][0].decorator_list
        and isinstance(code.parents[bound[0][0]], ast.Module)
    }
    for node in code.of(ast.Attribute):
        if not isinstance(node.value, ast.Name) or node.value.id not in definitions:
            continue
        if code.attribute_may_fail(node, node.attr):
            continue
        definition = definitions[node.value.id]
        is_class = isinstance(definition, ast.ClassDef)
        absent = corpus.facts.not_in_classes if is_class else corpus.facts.not_in_functions
        if is_class and any(
            node.attr in {getattr(line, "name", ""), *_targets(line)} for line in definition.body
        ):
            continue
        if node.attr in absent:
            kind = "classes" if is_class else "functions"
            yield finding(code, node, "CH613", f"CircuitPython's {kind} have no {node.attr}")
        elif not is_class and isinstance(node.ctx, ast.Store):
            what = f"CircuitPython's functions take no attribute {node.attr}"
            yield finding(code, node, "CH613", what, "keep it in a variable of the module")


def _targets(line: ast.stmt) -> list[str]:
    targets = line.targets if isinstance(line, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def format_fields(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``"{0[1]}"`` and ``"{a.b}"`` for ``str.format``."""
    for node in code.of(ast.Call):
        match node.func:
            case ast.Attribute(ast.Constant(str(text)), "format"):
                for field in _fields(text):
                    what = f"CircuitPython's format() has no {{{field}}}"
                    yield finding(code, node, "CH614", what)


def underscores_in_numbers(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``"{:_}"``, which 9.x refuses."""
    for node in code.of(ast.Call):
        match node.func:
            case ast.Attribute(ast.Constant(str(text)), "format") if _has_underscore(text):
                yield finding(code, node, "CH607", "CircuitPython 9.x has no _ between digits")
    for value in code.of(ast.FormattedValue):
        match value.format_spec:
            case ast.JoinedStr([ast.Constant(str(text))]) if _UNDERSCORE.match(text):
                yield finding(code, value, "CH607", "CircuitPython 9.x has no _ between digits")


def _has_underscore(text: str) -> bool:
    try:
        return any(
            _UNDERSCORE.match(spec or "") for _, _, spec, _ in string.Formatter().parse(text)
        )
    except ValueError:
        return False


def _fields(text: str) -> list[str]:
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(text)]
    except ValueError:  # CPython refuses it, too
        return []
    return [field for field in fields if field and ("." in field or "[" in field)]


CHECKS: tuple[Check, ...] = (
    regular_expressions,
    ignored_methods,
    type_codes,
    refused_slices,
    introspection,
    format_fields,
    underscores_in_numbers,
)
