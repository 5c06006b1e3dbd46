# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""All rules, as ``rules.toml`` has them, and their reference for people."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..model import Problem

ERROR = "error"
WARNING = "warning"

#: The families of codes: the first digits, and what is checked there.
FAMILIES = {
    "CH1": "A library's declaration",
    "CH2": "One source file",
    "CH3": "Libraries together",
    "CH4": "What was built",
    "CH50": "Syntax that CircuitPython lacks",
    "CH51": "Syntax that CircuitPython lacks",
    "CH52": "const()",
    "CH6": "Names and behaviour that CircuitPython lacks",
    "CH7": "What a library owes its users",
    "CH8": "What firmware has dropped",
    "CH9": "The checks themselves",
}


@dataclass(frozen=True)
class Rule:
    """A rule that code can break."""

    code: str  #: the same for ever, ``CH501``
    name: str  #: for people, ``match-statement``
    level: str  #: ``error`` or ``warning``
    reason: str  #: why there is such a rule, in one line
    fix: str  #: what to do


@cache
def load() -> Mapping[str, Rule]:
    """Return all rules by their codes, in order."""
    table = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return {code: Rule(code, **row) for code, row in sorted(table.items())}


def level(problem: Problem) -> str:
    """Return how much a problem matters."""
    rule = load().get(problem.rule)
    return WARNING if problem.is_warning or (rule and rule.level == WARNING) else ERROR


def reference() -> str:
    """Return the reference of all rules, in Markdown."""
    lines = ["# The checks and their codes", ""]
    lines += [
        "`copperhead check` finds these.",
        "An error makes it exit with 1, a warning does not.",
        "`# noqa: CODE - reason` at the end of a line is an exception to a rule for that line.",
        "",
    ]
    title = ""
    for rule in load().values():
        family = next(text for start, text in FAMILIES.items() if rule.code.startswith(start))
        if family != title:
            title = family
            lines += ["", f"## {title}"]
            lines += ["", "| code | name | level | why | what to do |", "|---|---|---|---|---|"]
        cells = (rule.code, rule.name, rule.level, rule.reason, rule.fix)
        lines.append("| " + " | ".join(_cell(text) for text in cells) + " |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _cell(text: str) -> str:
    for character in "\\|*_<":
        text = text.replace(character, "\\" + character)
    return text
