# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH601 to CH607, CH610, CH615, CH616: modules, names, methods and arguments that are not there."""

import ast
import difflib
import sys
from collections.abc import Iterator

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding, top

#: What people reach for first, and what to write.
_INSTEAD = {
    "FileNotFoundError": "catch OSError and look at its errno",
    "PermissionError": "catch OSError and look at its errno",
    "ModuleNotFoundError": "catch ImportError",
    "IOError": "catch OSError",
    "EnvironmentError": "catch OSError",
    "RecursionError": "catch RuntimeError",
    "UnicodeDecodeError": "catch UnicodeError",
    "UnicodeEncodeError": "catch UnicodeError",
    "format": 'write "{:03d}".format(value), or an f-string',
    "vars": "write dir() and getattr()",
    "exit": "write sys.exit()",
    "math.isclose": "compare the absolute difference with a tolerance",
    "math.inf": 'write float("inf")',
    "math.nan": 'write float("nan")',
    "math.log10": "write math.log(x, 10)",
    "math.log2": "write math.log(x, 2)",
    "math.hypot": "write math.sqrt(x * x + y * y)",
    "time.perf_counter": "use time.monotonic_ns()",
    "time.time_ns": "use time.monotonic_ns()",
    "time.ticks_ms": "use supervisor.ticks_ms()",
    "time.gmtime": "use time.localtime()",
    "struct.error": "catch ValueError, RuntimeError and OverflowError",
    "json.JSONDecodeError": "catch ValueError",
    "str.zfill": 'write "{:05d}".format(value)',
    "str.ljust": 'write "{:<5}".format(text)',
    "str.rjust": 'write "{:>5}".format(text)',
    "str.removeprefix": "test with startswith() and cut with a slice",
    "str.removesuffix": "test with endswith() and cut with a slice",
    "memoryview.tobytes": "write bytes(view)",
    "memoryview.nbytes": "use len()",
    "array.tobytes": "write bytes(values)",
}

_OF_NAMEDTUPLES = frozenset(("_asdict", "_fields", "_make", "_replace"))

#: Folders of examples that are for computers, and say so.
_FOR_COMPUTERS = frozenset(("blinka", "cpython"))


def unknown_modules(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Neither the firmware nor a library has the module."""
    for node, module in _imports(code):
        if code.import_may_fail(node) or _is_known(module, code, corpus):
            continue
        name = top(module)
        if name in corpus.facts.micropython:
            what, fix = f"CircuitPython has no module {name}, MicroPython has", ""
        elif module in sys.stdlib_module_names or name in sys.stdlib_module_names:
            what, fix = f"CircuitPython has no module {module}", ""
        else:
            what = f"neither firmware nor a library or dependency here has a module {name}"
            known = corpus.firmware_modules | set(corpus.distributions)
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.85)
            fix = f"write {near[0]}, or " if near else ""
            fix += "declare the library that has it"
        is_at_once = isinstance(code.function(node), ast.Module)
        yield finding(code, node, "CH601" if is_at_once else "CH615", what, fix)


def is_for_boards(code: Code, corpus: Corpus) -> bool:
    """Tell whether a board is meant to run a file: all but examples that need a computer."""
    is_elsewhere = not _FOR_COMPUTERS.isdisjoint(code.path.split("/"))
    return bool(code.module) or not (is_elsewhere or any(_host_imports(code, corpus)))


def examples_for_computers(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find the first import of an example that no board has. It is read no further."""
    if _FOR_COMPUTERS.isdisjoint(code.path.split("/")):
        for node, module in list(_host_imports(code, corpus))[:1]:
            yield finding(code, node, "CH616", f"no board has {module}")


def _host_imports(code: Code, corpus: Corpus) -> Iterator[tuple[ast.AST, str]]:
    """Yield the imports of an example, with the modules, that only a computer has."""
    for node, module in _imports(code):
        name = top(module)
        if code.import_may_fail(node) or not isinstance(code.function(node), ast.Module):
            continue
        is_python = name in sys.stdlib_module_names and not _is_known(module, code, corpus)
        if is_python or name in corpus.facts.host - corpus.distributions.keys():
            yield node, module


def _imports(code: Code) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Yield the imports of whole modules, and their dotted names."""
    for node in code.of(ast.Import):
        for alias in node.names:
            yield node, alias.name
    for source in code.of(ast.ImportFrom):
        if source.module and not source.level:
            yield source, source.module


def _is_known(module: str, code: Code, corpus: Corpus) -> bool:
    facts, name = corpus.facts, top(module)
    if module in facts.typing or module in facts.dropped_names:
        return True  # CH701 and CH801 tell
    if module == "os.path":
        return False
    if name in corpus.firmware_modules or name in corpus.distributions:
        return True
    owner = next((project for project in corpus.projects if code in project.code), None)
    if owner is None:
        return False
    if any(top(other.module) == name for other in owner.modules) or any(
        corpus.provides(need.distribution, name) for _, need in owner.needs
    ):
        return True
    # An example may use libraries that its own library does not need; one of a name that
    # no standard library has is taken for such.
    return not code.module and name not in sys.stdlib_module_names | facts.micropython


def missing_builtins(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find builtins of CPython that CircuitPython lacks."""
    for node in code.of(ast.Name):
        if not isinstance(node.ctx, ast.Load) or code.dotted(node) != f"builtins.{node.id}":
            continue
        if node.id in corpus.facts.missing_builtins and not code.catches(node, "NameError"):
            what = f"CircuitPython has no {node.id}"
            yield finding(code, node, "CH602", what, _INSTEAD.get(node.id, ""))
        elif f"builtins.{node.id}" in corpus.facts.newer and not code.catches(node, "NameError"):
            yield finding(code, node, "CH607", f"CircuitPython 9.x has no {node.id}")


def missing_attributes(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find names that a module of the firmware lacks."""
    facts = corpus.facts
    for node in code.of(ast.Attribute):
        dotted = code.dotted(node)
        module, _, name = dotted.rpartition(".")
        if not isinstance(node.ctx, ast.Load) or dotted in facts.dropped_names:
            continue
        if code.attribute_may_fail(node, name):
            continue
        if module != "builtins":
            yield from _missing(code, corpus, node, module, name)
    for source in code.of(ast.ImportFrom):
        if source.level or not source.module or code.import_may_fail(source):
            continue
        for alias in source.names:
            if f"{source.module}.{alias.name}" not in facts.dropped_names and alias.name != "*":
                yield from _missing(code, corpus, source, source.module, alias.name)
    for statement, module in _imports(code):
        if module in facts.newer and not code.catches(statement, "ImportError"):
            yield finding(code, statement, "CH607", f"CircuitPython 9.x has no module {module}")


def _missing(
    code: Code, corpus: Corpus, node: ast.AST, module: str, name: str
) -> Iterator[Problem]:
    facts = corpus.facts
    if module not in facts.modules or name.startswith("__") or module in corpus.distributions:
        return
    dotted = f"{module}.{name}"
    if name not in facts.modules[module]:
        what = f"CircuitPython's {module} has no {name}"
        yield finding(code, node, "CH603", what, _INSTEAD.get(dotted, ""))
    elif dotted in facts.newer:
        yield finding(code, node, "CH607", f"CircuitPython 9.x has no {dotted}")


def missing_methods(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find methods that CircuitPython's builtin types lack."""
    for node in code.of(ast.Attribute):
        kind = code.type_of(node.value)
        name = node.attr
        if kind not in corpus.facts.methods:
            module, _, kind = code.dotted(node.value).rpartition(".")
            kind = kind if module == "builtins" and kind in corpus.facts.methods else ""
        if not kind or name in corpus.facts.methods[kind] or name.startswith("__"):
            continue
        if code.attribute_may_fail(node, name):
            continue
        what = f"CircuitPython's {kind} has no {name}"
        yield finding(code, node, "CH604", what, _INSTEAD.get(f"{kind}.{name}", ""))


def missing_of_namedtuples(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``_asdict``, ``_replace`` and ``_fields``, where the file makes named tuples."""
    if not any(code.dotted(call.func) == "collections.namedtuple" for call in code.of(ast.Call)):
        return
    for node in code.of(ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr not in _OF_NAMEDTUPLES - code.bindings.keys() or owner in {"self", "cls"}:
            continue
        if not code.catches(node, "AttributeError"):
            what = f"CircuitPython's named tuples have no {node.attr}"
            yield finding(code, node, "CH604", what, "name the fields yourself")


def _called(code: Code, node: ast.Call) -> str:
    """Return what is called, as ``module.name`` or ``type.method``, if it is known."""
    if isinstance(node.func, ast.Attribute) and (kind := code.type_of(node.func.value)):
        return f"{kind}.{node.func.attr}"
    return code.dotted(node.func)


def refused_keywords(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find arguments by name that a function in C does not know."""
    for node in code.of(ast.Call):
        if not node.keywords:
            continue
        called = _called(code, node)
        refused = corpus.facts.refused_keywords.get(called, frozenset())
        name = called.removeprefix("builtins.")
        for keyword in node.keywords:
            if keyword.arg in refused and not code.catches(node, "TypeError"):
                what = f"CircuitPython's {name}() knows no {keyword.arg}="
                yield finding(code, node, "CH605", what)
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        if called == "builtins.int.from_bytes" and not _is_false(named.get("signed")):
            yield finding(code, node, "CH606", "CircuitPython has no int.from_bytes(signed=)")
        if called == "int.to_bytes" and {"length", "byteorder"} & named.keys():
            what = "CircuitPython 9.x takes no length= and byteorder= in to_bytes()"
            yield finding(code, node, "CH607", what, "give them by position")


def _is_false(node: ast.AST | None) -> bool:
    """Tell whether an argument is not given, or given as False."""
    return node is None or (isinstance(node, ast.Constant) and not node.value)


def newer_arguments(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find what 9.x refuses in methods of str."""
    for node in code.of(ast.Call):
        match node:
            case ast.Call(ast.Attribute(_, "startswith" | "endswith" as name), [ast.Tuple(), *_]):
                what = f"CircuitPython 9.x takes no tuple in {name}()"
                yield finding(code, node, "CH607", what, f"join two {name}() by or")


def argument_counts(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """``next(it, default)``, ``iter(function, end)`` and ``deque()``."""
    for node in code.of(ast.Call):
        name = code.dotted(node.func)
        if name in {"builtins.next", "builtins.iter"} and len(node.args) == 2:
            name = name.removeprefix("builtins.")
            what = f"CircuitPython's {name}() takes one argument"
            fix = "catch StopIteration" if name == "next" else "write a loop that ends"
        elif name == "collections.deque" and len(node.args) + len(node.keywords) < 2:
            what = "CircuitPython's deque() takes what is in it, and the most that it holds"
            fix = "write deque((), 16)"
        else:
            continue
        if not code.catches(node, "TypeError") and not _has_star(node):
            yield finding(code, node, "CH610", what, fix)


def _has_star(node: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in node.args)


CHECKS: tuple[Check, ...] = (
    unknown_modules,
    missing_builtins,
    missing_attributes,
    missing_methods,
    missing_of_namedtuples,
    refused_keywords,
    newer_arguments,
    argument_counts,
)
