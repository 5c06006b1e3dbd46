# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Problems as text: for people, JSON, SARIF 2.1.0, and GitHub's annotations.

Whatever a file is called, what comes out is UTF-8.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ..model import Problem
from . import registry

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

#: What GitHub's workflow commands need written otherwise (actions/toolkit, command.ts).
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def text(problems: Iterable[Problem]) -> str:
    """Return a line for each problem; warnings say that they are."""
    return _utf8("".join(f"{_line(problem)}\n" for problem in problems))


def _line(problem: Problem) -> str:
    mark = "warning: " if registry.level(problem) == registry.WARNING else ""
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return f"{where}: {mark}{problem.message} [{problem.rule}]"


def to_json(problems: Iterable[Problem]) -> str:
    """Return one JSON document."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "rule": problem.rule,
            "level": registry.level(problem),
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps({"problems": rows}, indent=1) + "\n"


def sarif(problems: Iterable[Problem], version: str, home: str = "") -> str:
    """Return a SARIF 2.1.0 log with one run.

    :param version: the tool's
    :param home: URL of the tool
    """
    found = list(problems)
    rules = registry.load()
    codes = sorted({problem.rule for problem in found})
    driver: dict[str, Any] = {
        "name": "copperhead",
        "version": version,
        "rules": [_sarif_rule(rules.get(code), code) for code in codes],
    }
    if home:
        driver["informationUri"] = home
    results = [_sarif_result(problem, codes.index(problem.rule)) for problem in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _sarif_rule(rule: registry.Rule | None, code: str) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.reason},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": rule.level},
    }


def _sarif_result(problem: Problem, index: int) -> dict[str, Any]:
    uri = f"{'file://' if problem.path.startswith('/') else ''}{quote(os.fsencode(problem.path))}"
    place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": registry.level(problem),
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def github(problems: Iterable[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change."""
    lines = []
    for problem in problems:
        rule = registry.load().get(problem.rule)
        properties = {"file": problem.path}
        if problem.line:
            properties["line"] = str(problem.line)
        properties["title"] = f"{problem.rule} {rule.name}" if rule else problem.rule
        told = ",".join(f"{key}={_escaped(v, _IN_PROPERTIES)}" for key, v in properties.items())
        message = _escaped(problem.message, _ESCAPES)
        lines.append(f"::{registry.level(problem)} {told}::{message}\n")
    return _utf8("".join(lines))


def _utf8(told: str) -> str:
    """Return the text with escapes for the bytes of names that are not UTF-8."""
    return told.encode("utf-8", "backslashreplace").decode()


def _escaped(value: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in value)


#: The formats by name; each takes the problems and the tool's version.
FORMATS: Mapping[str, Callable[[Iterable[Problem], str], str]] = {
    "text": lambda problems, version: text(problems),
    "json": lambda problems, version: to_json(problems),
    "sarif": sarif,
    "github": lambda problems, version: github(problems),
}
