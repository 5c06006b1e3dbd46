# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what a library in Adafruit's layout declares.

Such a folder is a checkout or an unpacked source archive of a setuptools project.
Nothing of it is run: a ``setup.py`` is read as text, and only the strings in it count.
"""

import ast
import json
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import manifest, needs, release, rules, toml
from .cache import Cache, key
from .manifest import value
from .model import Need, Problem
from .needs import need_of, normalised
from .release import home, metadata

PYPROJECT, SETUP_CFG, SETUP_PY, PKG_INFO = "pyproject.toml", "setup.cfg", "setup.py", "PKG-INFO"
REQUIREMENTS, OPTIONAL = "requirements.txt", "optional_requirements.txt"

#: Any of these makes a folder a library; the first one found is named in problems.
MANIFESTS = (PYPROJECT, SETUP_PY, SETUP_CFG, PKG_INFO, REQUIREMENTS)

#: What is copied to ``requirements/<module>/`` for circup, as it is.
FOR_CIRCUP = (PYPROJECT, REQUIREMENTS)

#: Folders and files of a checkout that hold nothing for a board.
NOT_MODULES = frozenset(("bench", "build", "dist", "docs", "examples", "test", "tests", "tools"))
NOT_FILES = frozenset(("conftest.py", "noxfile.py", "setup.py"))

_PLACEHOLDERS = frozenset(("0.0.0-auto.0", "0.0.0+auto.0"))
_PLACEHOLDER = re.compile(rb"^(__version__\b[^\n]*?)0\.0\.0[-+]auto\.0", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)

#: Gives the text of one of the folder's files; None if it is not there, or not readable.
Text = Callable[[str], str | None]


@dataclass(frozen=True)
class Declared:
    """What the files of a setuptools project say of it."""

    distribution: str  #: normalised
    description: str
    version: str  #: empty if nothing says it before a release is made
    repository: str  #: empty if not told
    needs: tuple[Need, ...]
    optional: tuple[str, ...]  #: distributions that it can make use of, normalised
    modules: tuple[tuple[str, int], ...]  #: files ``name.py`` and folders ``name``; their lines
    path: str  #: the name of the file that declares it
    line: int  #: where its name is in there


@dataclass
class _Project:
    """The files while they are read, and what is wrong with them."""

    text: Text
    folder: str
    problems: list[Problem] = field(default_factory=list)
    pyproject: dict[str, Any] = field(default_factory=dict)
    cfg: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    setup: str = ""
    info: dict[str, list[str]] = field(default_factory=dict)

    def problem(self, name: str, line: int, rule: str, message: str) -> None:
        self.problems.append(Problem(f"{self.folder}/{name}", line, rule, message, self.folder))

    def strings(self, keyword: str) -> list[str]:
        """Return the strings that ``setup()`` is given by this keyword."""
        return [found for found, _ in setup_strings(self.setup, keyword)]

    def option(self, section: str, key: str) -> list[str]:
        """Return the lines of a value in ``setup.cfg``."""
        return self.cfg.get(section, {}).get(key, "").strip().splitlines()


_KIND = "declared"  # of cache entries
_FILES = (PYPROJECT, SETUP_CFG, SETUP_PY, PKG_INFO, REQUIREMENTS, OPTIONAL)
# What reads is these files and the parsers of Python: when they change, so may every result.
_CODE = sha256(
    b"".join(Path(str(m.__file__)).read_bytes() for m in (manifest, needs, release, rules, toml))
    + Path(__file__).read_bytes()
    + sys.version.encode()
).hexdigest()

Read = Callable[[str, Text, Collection[str]], "tuple[Declared | None, list[Problem]]"]


def reader(cache: Cache) -> Read:
    """Return :func:`read` with a memory: what ``cache`` has is not read again."""

    def read_through(
        folder: str, text: Text, there: Collection[str]
    ) -> tuple[Declared | None, list[Problem]]:
        texts = [part for name in _FILES for part in (str(text(name) is None), text(name) or "")]
        name = key(_CODE, folder, *texts, *sorted(there))
        if kept := cache.get(_KIND, name):
            table = json.loads(kept[0])
            if all(text(more) == content for more, content in table["more"]):
                return _declared(table["declared"]), []
        asked: dict[str, str | None] = {}

        def ask(name: str) -> str | None:
            asked[name] = text(name)
            return asked[name]

        declared, problems = read(folder, ask, there)
        if declared and not problems:
            more = [pair for pair in asked.items() if pair[0] not in _FILES]
            table = {"declared": declared, "more": more}
            cache.put(_KIND, name, [json.dumps(table, default=vars).encode()])
        return declared, problems

    return read_through


def _declared(table: dict[str, Any]) -> Declared:
    table["needs"] = tuple(Need(**need) for need in table["needs"])
    table["optional"] = tuple(table["optional"])
    table["modules"] = tuple((name, line) for name, line in table["modules"])
    return Declared(**table)


def is_kept_to(folder_has: Collection[str], text: Text) -> bool:
    """Tell whether a folder with these names keeps to Adafruit's layout, not to ours.

    Ours has a table of its own in ``pyproject.toml``, and is built by hatchling.
    """
    content = (text(PYPROJECT) or "") if PYPROJECT in folder_has else ""
    if re.search(r"^\s*\[tool\.(copperhead|hatch)\b|hatchling", content, re.MULTILINE):
        return False
    return "setuptools" in content or any(name in folder_has for name in MANIFESTS[1:])


def read(folder: str, text: Text, there: Collection[str]) -> tuple[Declared | None, list[Problem]]:
    """Return what the files in ``folder`` declare, or None and all that is wrong with them.

    :param folder: as a person would open it, for problems
    :param there: names of the ``.py`` files in it, and of the folders with such files
    """
    project = _read_files(folder, text)
    path = next(name for name in MANIFESTS if name == REQUIREMENTS or text(name) is not None)
    name = (
        _string(value(project.pyproject, "project.name"))
        or next(iter(project.option("metadata", "name") or project.strings("name")), "")
        or next(iter(project.info.get("name", [])), "")
        or folder.rpartition("/")[2]
    )
    needs = {need.distribution: need for need in _needs(project)}
    modules = _modules(project, there)
    if not modules:
        message = "name the modules in tool.setuptools, py-modules or packages: none was found"
        project.problem(path, 0, rules.PACKAGE_EMPTY, message)
    for module, line in modules:
        if not _NAME.fullmatch(module.removesuffix(".py")):
            message = f"{module!r} must be a module name.py, or a package's folder, right here"
            project.problem(path, line, rules.NAME_UNSAFE, message)
    if not all(problem.is_warning for problem in project.problems):
        return None, project.problems
    return Declared(
        distribution=normalised(name),
        description=_string(value(project.pyproject, "project.description"))
        or next(iter(project.option("metadata", "description")), "")
        or next(iter([*project.strings("description"), *project.info.get("summary", ())]), ""),
        version=_version(project),
        repository=_repository(project),
        needs=tuple(needs[name] for name in sorted(needs)),
        optional=tuple(_optional(project)),
        modules=modules,
        path=path,
        line=line_of(text(path) or "", name),
    ), project.problems


def with_version(data: bytes, version: str) -> bytes:
    """Return a module's source with ``version`` where a release would write it."""
    if b"auto.0" not in data:
        return data
    return _PLACEHOLDER.sub(lambda found: found[1] + version.encode(), data)


def setup_strings(text: str, keyword: str) -> Iterator[tuple[str, int]]:
    """Yield the strings that ``setup()`` is given by this keyword, and their lines."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == keyword:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value, part.lineno


def line_of(text: str, needle: str) -> int:
    """Return the line of ``text`` that has ``needle`` in quotes, or 0."""
    for number, line in enumerate(text.splitlines(), 1):
        if f'"{needle}"' in line or f"'{needle}'" in line:
            return number
    return 0


def _read_files(folder: str, text: Text) -> _Project:
    import configparser  # noqa: PLC0415 - most builds find all of this in the cache

    project = _Project(text, folder)
    try:
        project.pyproject = toml.read(text(PYPROJECT) or "")
    except ValueError as error:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(error))) else 0
        project.problem(PYPROJECT, line, rules.MANIFEST_SYNTAX, f"this is not TOML: {error}")
    try:
        if setup_cfg := text(SETUP_CFG):
            parser = configparser.RawConfigParser()
            parser.read_string(setup_cfg)
            project.cfg = {name: dict(parser[name]) for name in parser.sections()}
    except configparser.Error as error:
        told = str(error).splitlines()[0]
        project.problem(SETUP_CFG, 0, rules.MANIFEST_SYNTAX, f"this is no setup.cfg: {told}")
    project.setup = text(SETUP_PY) or ""
    project.info = metadata(text(PKG_INFO) or "")
    return project


def _string(found: object) -> str:
    return found if isinstance(found, str) else ""


def _list(found: object) -> list[str]:
    """Return the strings of a TOML value that is one, or a list of them."""
    found = [found] if isinstance(found, str) else found
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _version(project: _Project) -> str:
    """Return the version of a release: an archive's, or what stands written."""
    candidates = [
        *project.info.get("version", ()),
        _string(value(project.pyproject, "project.version")),
        *project.option("metadata", "version"),
        *project.strings("version"),
    ]
    return next((x for x in candidates if re.match(r"\d", x) and x not in _PLACEHOLDERS), "")


def _repository(project: _Project) -> str:
    urls = value(project.pyproject, "project.urls")
    told = [f"{name}, {url}" for name, url in urls.items()] if isinstance(urls, dict) else []
    return home(
        [*told, *project.info.get("project-url", ())],
        [
            *project.option("metadata", "url"),
            *project.strings("url"),
            *project.info.get("home-page", ()),
        ],
    )


def _modules(project: _Project, there: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Return the modules that are declared, else those that are there.

    Of packages in packages only the outermost counts: its folder is taken whole.
    """
    setuptools = value(project.pyproject, "tool.setuptools")
    table = setuptools if isinstance(setuptools, dict) else {}
    packages = [
        *_list(table.get("packages")),
        *project.option("options", "packages"),
        *project.strings("packages"),
    ]
    singles = [
        *_list(table.get("py-modules")),
        *project.option("options", "py_modules"),
        *project.strings("py_modules"),
    ]
    found = [name.strip().partition(".")[0] for name in packages if "find" not in name]
    found += [f"{name.strip()}.py" for name in singles]
    if not found:
        found = [name for name in sorted(there) if name not in NOT_MODULES | NOT_FILES]
        if any(not name.endswith(".py") for name in found):
            found = [name for name in found if not name.endswith(".py")]
    text = project.text(PYPROJECT) or project.setup
    return tuple((name, line_of(text, name.removesuffix(".py"))) for name in dict.fromkeys(found))


def _needs(project: _Project) -> Iterator[Need]:
    """Yield what is needed, as it stands in manifests and in ``requirements.txt``."""
    text = project.text(PYPROJECT) or ""
    for requirement in _list(value(project.pyproject, "project.dependencies")):
        yield from _need(project, PYPROJECT, line_of(text, requirement), requirement)
    for requirement in project.option("options", "install_requires"):
        yield from _need(project, SETUP_CFG, 0, requirement)
    for requirement, line in setup_strings(project.setup, "install_requires"):
        yield from _need(project, SETUP_PY, line, requirement)
    dynamic = _list(value(project.pyproject, "tool.setuptools.dynamic.dependencies.file"))
    for name in dict.fromkeys([*dynamic, REQUIREMENTS]):
        yield from _requirements(project, name)


def _optional(project: _Project) -> list[str]:
    return sorted({need.distribution for need in _requirements(project, OPTIONAL)})


def _requirements(project: _Project, name: str) -> Iterator[Need]:
    """Yield what a requirements file lists. Options are pip's matter."""
    for number, line in enumerate((project.text(name) or "").splitlines(), 1):
        requirement = re.sub(r"(^|\s)#.*", "", line).strip()
        if "://" in requirement and "@" not in requirement.partition("://")[0]:
            message = f"name a library: circup cannot take {requirement!r}, and so it is left out"
            where = f"{project.folder}/{name}", number, rules.MANIFEST_KEY
            project.problems.append(Problem(*where, message, is_warning=True))
        elif requirement and not requirement.startswith("-"):
            yield from _need(project, name, number, requirement)


def _need(project: _Project, name: str, line: int, requirement: str) -> Iterator[Need]:
    try:
        yield need_of(requirement, line)
    except ValueError:
        message = f"{requirement!r} is no requirement: write name, or name>=1.2"
        project.problem(name, line, rules.MANIFEST_KEY, message)
