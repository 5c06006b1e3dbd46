# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what one Python file says, read without running it."""

import ast
import json
import sys
import warnings
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from . import rules
from .cache import Cache, key
from .model import Import, Source

_KIND = "source"  # of cache entries
# What reads is these files, and Python: when they change, so may every result.
_CODE = sha256(
    b"".join(Path(p).read_bytes() for p in (__file__, rules.__file__)) + sys.version.encode()
).hexdigest()


def reader(cache: Cache) -> Callable[[bytes], Source]:
    """Return :func:`read` with a memory: what ``cache`` has is not read again."""

    def read_through(data: bytes) -> Source:
        name = key(_CODE, data)
        if kept := cache.get(_KIND, name):
            return _from_json(kept[0])
        source = read(data)
        cache.put(_KIND, name, [json.dumps(vars(source), default=vars).encode()])
        return source

    return read_through


def _from_json(text: bytes) -> Source:
    table = json.loads(text)
    table["imports"] = tuple(
        Import(row["module"], tuple(row["names"]), row["line"]) for row in table["imports"]
    )
    table["faults"] = tuple(tuple(fault) for fault in table["faults"])
    return Source(**table)


def read(data: bytes) -> Source:
    """Return what the Python source ``data`` says, without running it."""
    if data.startswith(BOM_UTF8):
        message = "save it without a byte order mark: boards take that for a name"
        return Source(faults=((1, rules.SOURCE_ENCODING, message),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"save it as UTF-8: byte 0x{data[error.start]:02x} is none"
        return Source(faults=((line, rules.SOURCE_ENCODING, message),))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes: the author's own linter tells
            tree = ast.parse(text)
    except SyntaxError as error:
        return Source(
            faults=(
                (error.lineno or 1, rules.SOURCE_SYNTAX, f"Python does not take this: {error.msg}"),
            )
        )
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"Python cannot parse it: {error or type(error).__name__}"
        return Source(faults=((1, rules.SOURCE_SYNTAX, message),))
    statements = list(_statements(tree))
    version, version_line, version_first = _literal(tree, "__version__")
    repository, repository_line, _ = _literal(tree, "__repo__")
    return Source(
        version=version,
        version_line=version_line,
        version_first=version_first,
        repository=repository,
        repository_line=repository_line,
        imports=tuple(sorted(_imports(statements), key=lambda found: (found.line, found.module))),
        is_async=any(isinstance(node, ast.AsyncFunctionDef) for node in statements),
    )


def _literal(tree: ast.Module, name: str) -> tuple[str | None, int, bool]:
    """Return the string that ``name`` is assigned, its line, and whether it comes first."""
    body = tree.body[1:] if ast.get_docstring(tree, clean=False) is not None else tree.body
    for index, node in enumerate(body):
        match node:
            case (
                ast.Assign(targets=[ast.Name(found)], value=ast.Constant(str(value)))
                | ast.AnnAssign(target=ast.Name(found), value=ast.Constant(str(value)))
            ) if found == name:
                return value, node.lineno, index == 0
    return None, 0, False


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the statements of ``tree``, inner ones too. Expressions have none inside.

    They are a fifth of the nodes, so this takes a fifth of the time of :func:`ast.walk`.
    """
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, name, ())
            waiting += inner
            yield from inner


def _imports(statements: list[ast.AST]) -> Iterator[Import]:
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), node.lineno)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield Import(module, tuple(alias.name for alias in node.names), node.lineno)
