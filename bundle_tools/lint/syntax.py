# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH501 to CH512: what CPython's parser takes and CircuitPython's does not."""

import ast
import tokenize
from collections.abc import Iterator

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NATIVE = ("native", "viper", "asm_thumb", "asm_xtensa", "asm_rv32")


def match_statements(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``match`` is not there."""
    for node in code.of(ast.Match):
        yield finding(code, node, "CH501", "CircuitPython has no match statement")


def positional_only_parameters(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``/`` is not there."""
    for node in code.of(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
        if node.args.posonlyargs:
            yield finding(code, node, "CH502", "CircuitPython has no / among parameters")


def stars_in_displays(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find stars elsewhere than in calls and assignments: ``[*a]``, ``{**a}``, ``x[*a]``."""
    for node in code.of(ast.Starred):
        if isinstance(node.ctx, ast.Load) and not isinstance(code.parents[node], ast.Call):
            yield finding(code, node, "CH503", f"CircuitPython has no {ast.unparse(node)} here")
    for display in code.of(ast.Dict):
        for key, value in zip(display.keys, display.values, strict=True):
            if key is None:
                what = f"CircuitPython has no **{ast.unparse(value)} in a dictionary"
                yield finding(code, value, "CH503", what)


def parenthesised_with(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``with (a as b, c as d):`` is not there."""
    starts = {
        (node.lineno, node.col_offset): node
        for node in code.of(ast.With, ast.AsyncWith)
        if len(node.items) > 1 or node.items[0].optional_vars is not None
    }
    tokens = code.tokens if starts else []
    for index, token in enumerate(tokens):
        if token.type != tokenize.NAME or token.string != "with" or tokens[index + 1].string != "(":
            continue
        node = starts.get((token.start[0], _offset(token)))
        if node is None and index and tokens[index - 1].string == "async":
            node = starts.get((token.start[0], _offset(tokens[index - 1])))
        if node is not None and _closes_before_colon(tokens, index + 1):
            yield finding(code, node, "CH504", "CircuitPython has no with (…)")


def _offset(token: tokenize.TokenInfo) -> int:
    """Return a token's column as the syntax tree counts it: in bytes of UTF-8."""
    return len(token.line[: token.start[1]].encode())


def _closes_before_colon(tokens: list[tokenize.TokenInfo], index: int) -> bool:
    """Tell whether the parenthesis that opens at ``index`` holds all up to the colon."""
    depth = 0
    for place in range(index, len(tokens)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(tokens[place].string, 0)
        if not depth:
            return tokens[place + 1].string == ":"
    return False


def except_star(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``except*`` is not there."""
    for node in code.of(ast.TryStar):
        yield finding(code, node.handlers[0], "CH505", "CircuitPython has no except*")


def decorator_expressions(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """After ``@`` stands a dotted name, and perhaps one call."""
    for node in code.of(*_DEFINITIONS):
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            while isinstance(called, ast.Attribute):
                called = called.value
            if not isinstance(called, ast.Name):
                what = f"CircuitPython has no @{ast.unparse(decorator)}"
                yield finding(code, decorator, "CH506", what)


def async_comprehensions(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find comprehensions with ``async for`` or ``await`` in them."""
    for node in code.of(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
        first = node.generators[0].iter  # this is evaluated outside
        inside = (part for part in ast.walk(node) if not _is_in(part, first, code))
        if any(generator.is_async for generator in node.generators) or any(
            isinstance(part, ast.Await) for part in inside
        ):
            yield finding(code, node, "CH507", "CircuitPython has no asynchronous comprehensions")


def _is_in(node: ast.AST, other: ast.AST, code: Code) -> bool:
    return node is other or any(parent is other for parent, _ in code.ancestors(node))


def class_keywords(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``class A(metaclass=B)`` fails when it runs."""
    for node in code.of(ast.ClassDef):
        for keyword in node.keywords:
            what = f"CircuitPython's classes take no {keyword.arg or '**'}="
            yield finding(code, node, "CH508", what)


def f_string_forms(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find an f-string in an f-string, ``!a``, and ``rf""``, which 9.x lacks."""
    for node in code.of(ast.JoinedStr):
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                if value.conversion == ord("a"):
                    yield finding(code, node, "CH509", "CircuitPython has no !a", "write !r")
                if any(isinstance(part, ast.JoinedStr) for part in ast.walk(value.value)):
                    what = "CircuitPython takes no f-string inside an f-string"
                    yield finding(code, node, "CH509", what, "compute the inner one first")
    for line, prefix, _ in _strings(code):
        if {"r", "f"} <= set(prefix):
            what = 'CircuitPython 9.x has no rf""'
            yield finding(code, line, "CH509", what, "double the backslashes, or join two strings")


def named_characters(code: Code, corpus: Corpus) -> Iterator[Problem]:
    r"""``"\N{BULLET}"`` fails when it is compiled."""
    for line, prefix, body in _strings(code):
        if not {"r", "b"} & set(prefix) and "\\N{" in body.replace("\\\\", ""):
            yield finding(code, line, "CH510", "CircuitPython has no \\N{…}")


def _strings(code: Code) -> Iterator[tuple[int, str, str]]:
    """Yield line, prefix in small letters and text of each string of the file."""
    starts = {tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING)}
    middle = getattr(tokenize, "FSTRING_MIDDLE", None)  # from Python 3.12 on, f-strings are many
    for token in code.tokens:
        if token.type in starts:
            prefix = token.string[: len(token.string) - len(token.string.lstrip("rRbBfFuU"))]
            yield token.start[0], prefix.lower(), token.string
        elif token.type == middle:
            yield token.start[0], "", token.string


def keywords_before_stars(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``f(a=1, *b)`` gives the arguments wrongly."""
    for node in code.of(ast.Call):
        places = [(k.value.lineno, k.value.col_offset) for k in node.keywords if k.arg]
        for argument in node.args:
            place = (argument.lineno, argument.col_offset)
            if isinstance(argument, ast.Starred) and places and min(places) < place:
                what = f"{ast.unparse(argument)} comes after a keyword"
                yield finding(code, argument, "CH511", what)


def native_decorators(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``@micropython.native`` and its like are for firmware with native code."""
    for node in code.of(ast.FunctionDef, ast.AsyncFunctionDef):
        for decorator in node.decorator_list:
            name = ast.unparse(decorator)
            if name.startswith("micropython.") and name.removeprefix("micropython.") in _NATIVE:
                what = f"most firmware has no @{name}"
                yield finding(code, decorator, "CH512", what)


CHECKS: tuple[Check, ...] = (
    match_statements,
    positional_only_parameters,
    stars_in_displays,
    parenthesised_with,
    except_star,
    decorator_expressions,
    async_comprehensions,
    class_keywords,
    f_string_forms,
    named_characters,
    keywords_before_stars,
    native_decorators,
)
