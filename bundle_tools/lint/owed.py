# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH203 and CH701 to CH709: what a library owes the people who use it."""

import ast
import re
from collections.abc import Iterator, Mapping

from ..model import Problem
from .code import Code
from .finding import Check, Corpus, finding, told, top
from .project import Document, Project

_LICENCE = "SPDX-License-" + "Identifier:"  # in two, lest it is taken for this file's
_NAME = "SPDX-FileCopyrightText:"


# --- one file ---


def unguarded_typing(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find ``import typing`` where a board runs it."""
    for node in code.of(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            modules = [] if node.level else [node.module or ""]
        for module in modules:
            name = module if module in corpus.facts.typing else top(module)
            is_typing = name in corpus.facts.typing - corpus.distributions.keys()
            if is_typing and not code.import_may_fail(node):
                yield finding(code, node, "CH701", f"no firmware has a module {module}")


def used_typing_names(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find names of guarded imports, used where a board runs it."""
    on_board = set(code.of(ast.Import, ast.ImportFrom))
    checker_only: set[str] = set()
    for node in ast.walk(code.tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
        is_typing = module in corpus.facts.typing or top(module) in corpus.facts.typing
        if node not in on_board or (is_typing and code.catches(node, "ImportError")):
            checker_only |= {alias.asname or top(alias.name) for alias in node.names}
    for name in sorted(checker_only):
        if not all(isinstance(n, (ast.Import, ast.ImportFrom)) for n, _ in code.bindings[name]):
            continue
        if any(
            n in on_board and not code.catches(n, "ImportError") for n, _ in code.bindings[name]
        ):
            continue
        uses = (n for n in code.of(ast.Name) if n.id == name and isinstance(n.ctx, ast.Load))
        for node in sorted(uses, key=lambda node: node.lineno):
            if not code.catches(node, "NameError", "ImportError"):
                what = f"no board has imported {name}, and this needs it"
                yield finding(code, node, "CH702", what)


def docstrings(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find modules that do not say what they are for. An example's own lines do."""
    if code.module and code.tree.body and ast.get_docstring(code.tree) is None:
        yield finding(code, 1, "CH703", "the module has no docstring")


def licences(code: Code, corpus: Corpus) -> Iterator[Problem]:
    """Find files whose first comments do not name owner and licence."""
    head = code.text[:2000]
    if code.tree.body and (_LICENCE not in head or _NAME not in head):
        lacks = " and ".join(mark[:-1] for mark in (_NAME, _LICENCE) if mark not in head)
        yield finding(code, 1, "CH704", f"the file has no {lacks}")


# --- one library ---


def versions(project: Project, corpus: Corpus) -> Iterator[Problem]:
    """``__version__`` and ``__repo__`` are in each top module or its package."""
    tops: dict[str, list[Code]] = {}
    for code in project.modules:
        tops.setdefault(top(code.module), []).append(code)
    for name, files in sorted(tops.items()):
        home = next((code for code in files if code.module == name), files[0])
        for wanted, rule in (("__version__", "CH203"), ("__repo__", "CH705")):
            if not any(wanted in code.bindings for code in files):
                yield finding(home, 1, rule, f"{name} has no {wanted}")


def documents(project: Project, corpus: Corpus) -> Iterator[Problem]:
    """Find names of this library in its documents that do not exist."""
    own = {code.module: code for code in project.modules}
    for document in project.documents:
        for line, module, names in _mentions(document, {top(name) for name in own}):
            if _is_missing(module, names, own):
                what = f"there is no {'.'.join((module, *names))}"
                yield Problem(document.path, line, "CH706", told("CH706", what))


def dependencies(project: Project, corpus: Corpus) -> Iterator[Problem]:
    """Find what is imported and not declared, and what is declared and not imported."""
    if not project.is_declaring:
        return
    own = {top(code.module) for code in project.modules}
    used: set[str] = set()
    for code in project.modules:
        for node, name in _imports(code):
            used.add(name)
            distribution = corpus.distributions.get(name)
            if name in own or distribution is None or distribution == project.distribution:
                continue
            if any(corpus.provides(need.distribution, name) for _, need in project.needs):
                continue
            if node is None or code.import_may_fail(node):
                continue
            if name in corpus.firmware_modules - corpus.shadowing:
                continue
            what = f"{name} is imported, and {distribution} is not declared"
            yield finding(code, node, "CH707", what, f"add {distribution} to the dependencies")
    for path, need in project.needs:
        known = need.distribution in corpus.by_distribution
        if need.distribution in corpus.host or not project.modules:
            continue
        if any(corpus.provides(need.distribution, name) for name in used):
            continue
        if known or need.distribution.startswith(("adafruit-circuitpython-", "circuitpython-")):
            what = f"no module imports anything of {need.distribution}"
            yield Problem(path, need.line, "CH708", told("CH708", what))


def _imports(code: Code) -> Iterator[tuple[ast.Import | ast.ImportFrom | None, str]]:
    """Yield the top modules that a file imports, with the statement if a board runs it."""
    on_board = set(code.of(ast.Import, ast.ImportFrom))
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node if node in on_board else None, top(alias.name)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node if node in on_board else None, top(node.module or "")


def budgets(project: Project, sizes: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem where a library's ``.mpy`` files are larger than it declares.

    :param sizes: bytes of the compiled files, by firmware major
    """
    limit = project.budgets.get("mpy")
    if limit is None or project.manifest is None:
        return
    lines = project.manifest.text.splitlines()
    line = next((n for n, text in enumerate(lines, 1) if re.search(r"\bmpy\s*=", text)), 0)
    for major, size in sorted(sizes.items()):
        if size > limit:
            what = f"for {major} the .mpy files have {size} bytes, and the budget is {limit}"
            yield Problem(project.manifest.path, line, "CH709", told("CH709", what))


# --- names in documents ---

_FENCE = re.compile(r"^\s*(```+|~~~+)\s*(\w*)")
_BLOCK = re.compile(r"^\s*\.\. (code-block|code|sourcecode):: *(python|py)\w*\s*$")
_ROLE = re.compile(r":(?:py:)?(class|func|meth|attr|mod|data|exc):`~?\.?([\w.]+)(?:\(\))?`")
_DIRECTIVE = re.compile(r"^\.\. (auto\w+)::\s*([\w.]+)")

Mention = tuple[int, str, tuple[str, ...]]  # line, module, names from outside to inside


def _mentions(document: Document, tops: set[str]) -> Iterator[Mention]:
    """Yield what a document names of the modules ``tops``."""
    for number, line in enumerate(document.text.splitlines(), 1):
        names = [found[2] for found in _ROLE.finditer(line)]
        names += [found[2] for found in [_DIRECTIVE.match(line)] if found]
        for name in (name.removesuffix(".__init__") for name in names):
            if top(name) in tops and "." in name:
                yield number, name, ()
    for start, text in _programs(document):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue  # a sketch with dots in it, or a console's prompt
        yield from _uses(Code(document.path, text, tree), start, tops)


def _programs(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the Python programs of a document, and the line before each."""
    lines = document.text.splitlines()
    index = 0
    while index < len(lines):
        fence, block = _FENCE.match(lines[index]), _BLOCK.match(lines[index])
        index += 1
        start, body = index, []
        if fence:
            while index < len(lines) and not lines[index].strip().startswith(fence[1]):
                body.append(lines[index])
                index += 1
            index += 1
            if fence[2] in {"python", "py"}:
                yield start, _dedent(body)
        elif block:
            while index < len(lines) and (not lines[index].strip() or lines[index][0] in " \t"):
                body.append(lines[index] if not lines[index].lstrip().startswith(":") else "")
                index += 1
            yield start, _dedent(body)


def _dedent(lines: list[str]) -> str:
    """Return the lines as a program; their number stays as it is."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines) + "\n"


def _uses(code: Code, start: int, tops: set[str]) -> Iterator[Mention]:
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if top(alias.name) in tops:
                    yield start + node.lineno, alias.name, ()
        elif isinstance(node, ast.ImportFrom) and not node.level and top(node.module or "") in tops:
            for alias in node.names:
                if alias.name != "*":
                    yield start + node.lineno, node.module or "", (alias.name,)
        elif isinstance(node, ast.Attribute):
            dotted = code.dotted(node)
            if top(dotted) in tops:
                yield start + node.lineno, dotted, ()
            elif (made := _made(code, node.value)) and top(made) in tops:
                yield start + node.lineno, made, (node.attr,)


def _made(code: Code, node: ast.AST) -> str:
    """Return the class that a variable holds an object of, if one call is all it is given."""
    bound = code.bindings.get(node.id, []) if isinstance(node, ast.Name) else []
    if len(bound) == 1:
        value = bound[0][1]
        if isinstance(value, ast.Call) and (dotted := code.dotted(value.func)):
            return dotted
    return ""


def _is_missing(dotted: str, names: tuple[str, ...], own: Mapping[str, Code]) -> bool:
    """Tell whether something that a document names is certainly not there.

    :param dotted: a module, and perhaps names of what is in it
    :param names: further names in that; of a class, those of its objects
    """
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        if module in own:
            return _is_missing_in(own[module], [*parts[length:], *names], own)
    is_package = any(module.startswith(f"{parts[0]}.") for module in own)
    return not (is_package and len(parts) == 1)


def _is_missing_in(code: Code, names: list[str], own: Mapping[str, Code]) -> bool:
    if not names or "*" in code.bindings or "__getattr__" in code.bindings:
        return False
    name = names[0]
    if f"{code.module}.{name}" in own:
        return _is_missing_in(own[f"{code.module}.{name}"], names[1:], own)
    at_top = [node for node, _ in code.bindings.get(name, ()) if _is_global(code, node)]
    if len(names) > 1 and len(at_top) == 1 and isinstance(at_top[0], ast.ClassDef):
        members = _members(code, at_top[0])
        return members is not None and names[1] not in members and not names[1].startswith("__")
    return not at_top


def _is_global(code: Code, node: ast.AST) -> bool:
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return not any(isinstance(parent, scopes) for parent, _ in code.ancestors(node))


def _members(code: Code, owner: ast.ClassDef) -> set[str] | None:
    """Return the attributes that objects of a class have, or None if nobody can tell."""
    found: set[str] = set()
    for base in owner.bases:
        name = base.id if isinstance(base, ast.Name) else ""
        bound = code.bindings.get(name, [])
        if name == "object" and not bound:
            continue
        if len(bound) != 1 or not isinstance(bound[0][0], ast.ClassDef) or bound[0][0] is owner:
            return None
        inherited = _members(code, bound[0][0])
        if inherited is None:
            return None
        found |= inherited
    if owner.decorator_list or owner.keywords:
        return None
    for node in ast.walk(owner):
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                found.add(name)
            case ast.Name(name, ast.Store()) | ast.Attribute(_, name, ast.Store()):
                found.add(name)
            case ast.Call(ast.Name("setattr")):
                return None
    return None if "__getattr__" in found else found


CHECKS: tuple[Check, ...] = (unguarded_typing, used_typing_names, docstrings, licences)
PROJECT_CHECKS = (versions, documents, dependencies)
