# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: what a library's ``pyproject.toml`` declares."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import rules, toml
from .model import Need, Problem
from .needs import need_of, normalised

REQUIRED = {
    "project.name": str,
    "project.description": str,
    "project.dependencies": list,
    "tool.hatch.version.path": str,
    "tool.hatch.build.only-include": list,
    "tool.copperhead": dict,
}
OURS = {"upstream": str, "features": list, "bench": dict, "budgets": dict}

_KINDS = {str: "a string", list: "a list", dict: "a table"}
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.py)?")
_PINNED = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+")


@dataclass(frozen=True)
class Manifest:
    """What a ``pyproject.toml`` says of its library."""

    distribution: str  #: normalised
    description: str
    version_path: str  #: the file that assigns ``__version__``
    needs: tuple[Need, ...]
    line: int  #: where its name is
    modules: tuple[tuple[str, int], ...]  #: files ``name.py`` and folders ``name``; their lines
    licence: str  #: an SPDX expression; empty if none is given
    upstream: str
    features: tuple[str, ...]


def read(text: str, path: str) -> tuple[Manifest | None, list[Problem]]:
    """Return what ``text`` declares, or None and all that is wrong with it.

    :param text: the content of a ``pyproject.toml``
    :param path: its name, for the problems
    """
    try:
        table = toml.read(text)
    except ValueError as error:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(error))) else 0
        return None, [Problem(path, line, rules.MANIFEST_SYNTAX, f"this is not TOML: {error}")]
    problems = [
        Problem(path, _line(text, *where) if where[0] else 0, rule, message)
        for rule, where, message in (*_missing(table), *_unknown(table), *_wrong(table))
    ]
    if problems:
        return None, problems
    project, hatch, ours = table["project"], table["tool"]["hatch"], table["tool"]["copperhead"]
    return Manifest(
        distribution=normalised(project["name"]),
        description=project["description"],
        version_path=hatch["version"]["path"],
        needs=tuple(sorted(_needs(project["dependencies"], text), key=lambda n: n.distribution)),
        line=_line(text, "project.name"),
        modules=tuple(
            (name, _line(text, "tool.hatch.build.only-include", name))
            for name in hatch["build"]["only-include"]
        ),
        licence=licence if isinstance(licence := project.get("license"), str) else "",
        upstream=ours.get("upstream", ""),
        features=tuple(ours.get("features", ())),
    ), []


def likely_names(text: str) -> list[str]:
    """Return the names that a manifest which cannot be read may give its distribution."""
    found = re.findall(r"""^\s*name\s*=\s*["']([\w.-]+)["']""", text, re.MULTILINE)
    return [normalised(name) for name in found]


def value(table: dict[str, Any], key: str) -> Any:
    """Return what a table has under a dotted key, None if there is no such thing."""
    found: Any = table
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


Wrong = Iterator[tuple[str, tuple[str, ...], str]]  # rule, key and perhaps a string, message


def _missing(table: dict[str, Any]) -> Wrong:
    for key, kind in REQUIRED.items():
        found = value(table, key)
        if found is None:
            yield rules.MANIFEST_KEY, ("",), f"add {key}, {_KINDS[kind]}"
        elif not isinstance(found, kind):
            yield rules.MANIFEST_KEY, (key,), f"make {key} {_KINDS[kind]}, not {found!r}"
    if value(table, "project.version") is not None:
        message = 'leave out project.version, and write dynamic = ["version"]: the module has it'
        yield rules.MANIFEST_KEY, ("project.version",), message


def _unknown(table: dict[str, Any]) -> Wrong:
    ours = value(table, "tool.copperhead")
    for key, found in ours.items() if isinstance(ours, dict) else ():
        where = f"tool.copperhead.{key}"
        if key not in OURS:
            import difflib  # noqa: PLC0415 - few have something to mend

            near = difflib.get_close_matches(key, OURS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(OURS))}"
            yield rules.MANIFEST_UNKNOWN, (where,), f"{where} is no key of ours: {hint}"
        elif not isinstance(found, OURS[key]):
            yield rules.MANIFEST_KEY, (where,), f"make {where} {_KINDS[OURS[key]]}, not {found!r}"


def _wrong(table: dict[str, Any]) -> Wrong:
    name = value(table, "project.name")
    if isinstance(name, str) and not _NAME.fullmatch(name):
        message = f"make project.name letters, digits and - . _ only, not {name!r}"
        yield rules.NAME_UNSAFE, ("project.name",), message
    modules = value(table, "tool.hatch.build.only-include")
    if isinstance(modules, list):
        key = "tool.hatch.build.only-include"
        if not modules:
            yield rules.MANIFEST_KEY, (key,), f"name the modules in {key}"
        for module in modules:
            is_name = isinstance(module, str) and _MODULE.fullmatch(module)
            if not is_name or keyword.iskeyword(module.removesuffix(".py")):
                message = f"{module!r} must be a module name.py, or a package's folder, right here"
                yield rules.NAME_UNSAFE, (key, str(module)), message
    path = value(table, "tool.hatch.version.path")
    if isinstance(path, str) and isinstance(modules, list):
        homes = [m if str(m).endswith(".py") else f"{m}/__init__.py" for m in modules]
        if path not in homes:
            key = "tool.hatch.version.path"
            yield rules.MANIFEST_KEY, (key,), f"make {key} one of {', '.join(homes)}, not {path!r}"
    needs = value(table, "project.dependencies")
    for need in needs if isinstance(needs, list) else ():
        try:
            need_of(need, 0)
        except (ValueError, TypeError):
            message = f"{need!r} is no requirement: write name, or name>=1.2"
            yield rules.MANIFEST_KEY, ("project.dependencies", str(need)), message
    upstream = value(table, "tool.copperhead.upstream")
    if isinstance(upstream, str) and not _PINNED.fullmatch(upstream):
        message = f"pin tool.copperhead.upstream as name==1.2.3, not {upstream!r}"
        yield rules.MANIFEST_KEY, ("tool.copperhead.upstream",), message
    features = value(table, "tool.copperhead.features")
    if isinstance(features, list) and not all(isinstance(feature, str) for feature in features):
        message = "make tool.copperhead.features a list of strings"
        yield rules.MANIFEST_KEY, ("tool.copperhead.features",), message


def _needs(requirements: list[str], text: str) -> Iterator[Need]:
    for requirement in requirements:
        yield need_of(requirement, _line(text, "project.dependencies", requirement))


def _line(text: str, key: str, string: str = "") -> int:
    """Return the line of a key in a TOML file, or of a string in its value; 0 if not found.

    The standard library's parser tells no lines. The key is looked for under the
    heading of its table, the string between quotes from there on.
    """
    table, _, name = key.rpartition(".")
    inside = not table
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if found and (f'"{string}"' in line or f"'{string}'" in line):
            return number
        if found:
            continue
        if stripped.startswith("["):
            inside = stripped.startswith(f"[{table}]")
            is_here = stripped.startswith((f"[{key}]", f"[{key}."))
        else:
            pattern = rf"[\"']?{re.escape(name)}[\"']?\s*[.=]"
            is_here = inside and re.match(pattern, stripped) is not None
        if is_here:
            found = number
            if not string or f'"{string}"' in line or f"'{string}'" in line:
                return number
    return found
