# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Make CircuitPython's coroutines of what MicroPython's compiler gives.

The two compilers differ in two things, both in CircuitPython's py/compile.c:

* ``await x`` asks ``x.__await__()`` where MicroPython takes ``x`` itself. So the call is
  written into the source, see :func:`with_await_calls`.
* The code of an ``async def`` has a flag by which the VM makes coroutines, which have
  ``__await__``, and not plain generators. It is set afterwards, see :func:`mark`; where,
  a second compilation tells, of :func:`with_marked_parameters`.

docs/decisions/0010 has the reasons and what was measured.
"""

import ast
import functools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from threading import Lock

from . import mpy
from .mpy import Function, Mpy

#: Changes whenever the results may.
CODE = sha256(b"".join(Path(p).read_bytes() for p in (__file__, mpy.__file__))).hexdigest()

_TOKEN = re.compile(
    r"""
      (?P<newline> \r\n? | \n )
    | (?P<blank> [^\S\r\n]+ | \\(?:\r\n?|\n) | \#[^\r\n]* )
    | (?P<string> [A-Za-z]{0,2}
        (?: \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
          | \"(?:\\.|[^\\\"\r\n])*\"  | '(?:\\.|[^\\'\r\n])*' ) )
    | (?P<word> \w+ )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_PARSING = Lock()
_REWRITING = Lock()


class RefusedError(ValueError):
    """A source that CircuitPython refuses, or that cannot be rewritten for sure."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line  #: from 1


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def rewritten(text: str) -> tuple[str, str, str]:
    """Return what is compiled for ``text``, its witness, and the name of the parameter in that.

    :raises RefusedError: likewise
    """
    with _REWRITING:  # so that the second compiler's turn finds what the first one's has made
        return _rewritten(text)


@functools.lru_cache(maxsize=16)
def _rewritten(text: str) -> tuple[str, str, str]:
    called = with_await_calls(text)
    return called, *with_marked_parameters(called)


def with_await_calls(text: str) -> str:
    """Return ``text`` with ``.__await__()`` after whatever is awaited, on the same line.

    :param text: Python that can be parsed
    :raises RefusedError: it has a ``yield from`` in an ``async def``, or the result would
        not be ``text`` with these calls and nothing else
    """
    tree = _parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and (line := _yield_from(node)):
            raise RefusedError(line, "await it: CircuitPython has no yield from in an async def")
    called = _with(text, [(end, ".__await__()") for end in _awaited(text, 0, len(text))])
    try:
        line = _difference(_CallAwait().visit(tree), called)
    except RecursionError:
        raise RefusedError(1, "write its longest expression in several: it is too deep") from None
    if line:
        raise RefusedError(line, "put what is awaited into a variable first, and await that")
    return called


def _parse(text: str) -> ast.Module:
    """Return the tree of ``text``, in whatever thread."""
    # CPython counts the depth of the trees that all threads make together, and raises
    # SystemError when it does not fit: python/cpython issue 106905, seen on 3.11.7.
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd escapes: the author's own linter tells
        return ast.parse(text)


def _yield_from(function: ast.AsyncFunctionDef) -> int:
    """Return the line of a ``yield from`` in ``function``, but in no other inside; or 0."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.YieldFrom):
            return node.lineno
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
    return 0


def _difference(meant: ast.Module, text: str) -> int:
    """Return the line of the first node of ``text`` that is not as in ``meant``, or 0."""
    try:
        found = _parse(text)
    except SyntaxError as error:
        return error.lineno or 1
    if ast.dump(meant) == ast.dump(found):
        return 0
    pairs = zip(ast.walk(meant), ast.walk(found), strict=False)
    different = (mine for mine, other in pairs if _shallow(mine) != _shallow(other))
    return getattr(next(different, meant), "lineno", 1)


def _shallow(node: ast.AST) -> list[object]:
    """Return what ``node`` is by itself."""
    fields = (getattr(node, name, None) for name in node._fields)
    return [type(node), *(value for value in fields if not isinstance(value, (ast.AST, list)))]


def with_marked_parameters(text: str) -> tuple[str, str]:
    """Return ``text`` with one more parameter, the first, in each ``async def``, and its name.

    This moves no function to another place in the compiled file: what a parameter is
    called changes nothing around it, as the name of a function would where a ``nonlocal``
    or ``global`` uses it.
    """
    name = "_async"
    while name in text:
        name += "_"
    tokens = _tokens(text, 0, len(text))
    heads = zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
    places = [
        (opened.end, f"{name},")
        for first, second, _, opened in heads
        if (first.text, second.text, opened.text) == ("async", "def", "(")
    ]
    return _with(text, places), name


def mark(compiled: bytes, witness: bytes, parameter: str) -> bytes:
    """Return ``compiled`` with the coroutines' flag where ``witness`` has ``parameter``.

    :param witness: compiled from the same source by way of :func:`with_marked_parameters`
    :raises DamagedError: one of the two is no ``.mpy`` file
    """
    file, other = mpy.parse(compiled), mpy.parse(witness)
    return mpy.write(replace(file, module=_marked(file.module, other.module, other, parameter)))


def _marked(function: Function, twin: Function, other: Mpy, parameter: str) -> Function:
    is_async = parameter in map(other.text, twin.arguments)  # variables of closures are before it
    return replace(
        function,
        flags=function.flags | (mpy.COROUTINE if is_async else 0),
        children=tuple(
            _marked(child, its_twin, other, parameter)
            for child, its_twin in zip(function.children, twin.children, strict=True)
        ),
    )


def wrong_marks(text: str, file: Mpy) -> list[str]:
    """Return the paths of the functions in ``file`` that are not marked as ``text`` has them.

    :param text: the source of ``file``, Python that can be parsed
    """
    meant: dict[str, set[bool]] = {}  # a path may be that of several functions
    waiting: list[tuple[str, ast.AST]] = [("<module>", _parse(text))]
    while waiting:
        path, node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            inner = path
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = f"{path}.{child.name}"
                meant.setdefault(inner, set()).add(isinstance(child, ast.AsyncFunctionDef))
            waiting.append((inner, child))
    return [
        path
        for path, function in file.functions()
        if bool(function.flags & mpy.COROUTINE) not in meant.get(path, {False})
    ]


class _CallAwait(ast.NodeTransformer):
    """The rewriting once more, on the tree, to compare with."""

    def visit_Await(self, node: ast.Await) -> ast.Await:
        self.generic_visit(node)
        method = ast.copy_location(ast.Attribute(node.value, "__await__", ast.Load()), node)
        node.value = ast.copy_location(ast.Call(method, [], []), node)
        return node


def _with(text: str, places: list[tuple[int, str]]) -> str:
    """Return ``text`` with each addition at its place."""
    parts = []
    at = 0
    for place, addition in sorted(places):
        parts += [text[at:place], addition]
        at = place
    return "".join([*parts, text[at:]])


def _awaited(text: str, start: int, end: int, depth: int = 0) -> Iterator[int]:
    """Yield where each awaited expression between ``start`` and ``end`` ends."""
    tokens = _tokens(text, start, end, depth)
    for index, token in enumerate(tokens[:-1]):
        if token.text == "await":
            yield _primary_end(tokens, index + 1)
    for token in tokens:
        prefix = token.text.partition(token.text[-1])[0]
        if token.kind == "string" and "f" in prefix.lower():
            for field in _fields(text, token.start + len(prefix) + 1, token.end - 1):
                yield from _awaited(text, *field, depth=1)


def _tokens(text: str, start: int, end: int, depth: int = 0) -> list[_Token]:
    """Return what stands between ``start`` and ``end``, newlines only where a line ends.

    The module tokenize is not used: it takes an f-string for one token before Python
    3.12 and for many after, and what is built must not depend on the host.

    :param depth: of the brackets that are open at ``start``
    """
    tokens = []
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or ""
        depth += (kind == "open") - (kind == "close")
        if kind != "blank" and not (kind == "newline" and depth > 0):
            tokens.append(_Token(kind, found[0], found.start()))
    return tokens


def _primary_end(tokens: list[_Token], index: int) -> int:
    """Return where the atom at ``index`` ends, with its attributes, calls and subscripts."""
    last = _closing(tokens, index) if tokens[index].kind == "open" else index
    while last + 1 < len(tokens):
        following = tokens[last + 1]
        if following.text in {"(", "["}:
            last = _closing(tokens, last + 1)
        elif following.text == ".":
            last += 2
        elif following.kind == "string" == tokens[last].kind:
            last += 1
        else:
            break
    return tokens[min(last, len(tokens) - 1)].end


def _closing(tokens: list[_Token], index: int) -> int:
    """Return the index of the bracket that closes the one at ``index``."""
    depth = 0
    for place in range(index, len(tokens)):
        depth += (tokens[place].kind == "open") - (tokens[place].kind == "close")
        if depth == 0:
            return place
    return len(tokens) - 1


def _fields(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the expressions begin and end in the content of an f-string.

    Those in another's format come after it.
    """
    while (at := text.find("{", at, end)) >= 0:
        if text.startswith("{{", at):
            at += 2
            continue
        start, at = at + 1, _field_end(text, at + 1, end)
        yield start, at


def _field_end(text: str, start: int, end: int) -> int:
    """Return where the conversion, the format or the bracket after an expression is."""
    depth = 0
    for found in _TOKEN.finditer(text, start, end):
        ends = found[0] == ":" or (found[0] == "!" and not text.startswith("!=", found.start()))
        if depth == 0 and (ends or found.lastgroup == "close"):
            return found.start()
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
    return end
