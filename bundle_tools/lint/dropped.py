# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH801: what CircuitPython has dropped since older versions."""

import ast
from collections.abc import Iterator

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding, top
from .names import Dropped

Node = ast.Import | ast.ImportFrom


def dropped_names(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find modules, and names of them, that are gone."""
    names = corpus.facts.dropped_names
    for node, dotted in _imported(code):
        is_firmware = top(dotted) not in corpus.distributions
        if dotted in names and is_firmware and not code.import_may_fail(node):
            yield _finding(code, node, dotted, names[dotted])
    for attribute in code.of(ast.Attribute):
        dotted = code.dotted(attribute)
        if dotted not in names or top(dotted) in {*names, *corpus.distributions}:
            continue
        is_tried = code.attribute_may_fail(attribute, attribute.attr)
        if not is_tried and not code.import_may_fail(attribute):
            yield _finding(code, attribute, dotted, names[dotted])


def _imported(code: Code) -> Iterator[tuple[Node, str]]:
    """Yield the imports, and the dotted names of modules and of what is taken from them."""
    for node in code.of(ast.Import):
        for alias in node.names:
            yield node, alias.name
    for source in code.of(ast.ImportFrom):
        if source.module and not source.level:
            names = {f"{source.module}.{alias.name}" for alias in source.names}
            known = sorted(names)
            yield from ((source, name) for name in known)
            yield source, source.module


def dropped_methods(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find methods that are gone, of objects whose class is known."""
    for node in code.of(ast.Call):
        if not isinstance(node.func, ast.Attribute):
            continue
        method = node.func.attr
        for owner in _classes(code, node.func.value, corpus):
            dropped = corpus.facts.dropped_methods.get((owner, method))
            if dropped and not code.attribute_may_fail(node, method):
                yield _finding(code, node, f"{owner}.{method}()", dropped)
                break


def _classes(code: Code, node: ast.AST, corpus: Corpus) -> list[str]:
    """Return the dotted names of an object, or of its class and that one's bases."""
    if dotted := code.dotted(node):
        return [dotted]
    bound = code.bindings.get(node.id, []) if isinstance(node, ast.Name) else []
    if len(bound) != 1:
        return []
    value = bound[0][1]
    if isinstance(value, ast.Call):
        return _bases(code.dotted(value.func), corpus)
    return [code.dotted(value)]


def _bases(dotted: str, corpus: Corpus, depth: int = 5) -> list[str]:
    module, _, name = dotted.rpartition(".")
    code = corpus.by_module.get(module)
    bound = code.bindings.get(name, []) if code else []
    if not depth or code is None or len(bound) != 1 or not isinstance(bound[0][0], ast.ClassDef):
        return [dotted]
    found = [dotted]
    for base in bound[0][0].bases:
        if base_name := code.dotted(base):
            found += _bases(base_name, corpus, depth - 1)
    return found


def dropped_arguments(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find arguments that are gone."""
    for node in code.of(ast.Call):
        function = code.dotted(node.func) if node.keywords else ""
        for keyword in node.keywords:
            dropped = corpus.facts.dropped_arguments.get((function, keyword.arg or ""))
            if dropped and not code.catches(node, "TypeError"):
                yield _finding(code, node, f"{function}({keyword.arg}=)", dropped)


def _finding(code: Code, node: ast.AST, name: str, dropped: Dropped) -> Problem:
    what = f"{name} is not in CircuitPython {dropped.gone} and later"
    return finding(code, node, "CH801", what, f"write {dropped.instead}")


CHECKS: tuple[Check, ...] = (dropped_names, dropped_methods, dropped_arguments)
