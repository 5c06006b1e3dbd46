# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CH901 and CH902: exemptions that an author makes, ``# noqa: CODE - reason``."""

import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import Problem
from .code import Code
from .finding import told

_NOQA = re.compile(
    r"(?:#|<!--)\s*noqa:\s*(?P<codes>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)(?P<rest>.*)", re.I
)
_CODE = re.compile(r"CH\d+")


@dataclass(frozen=True)
class Exemption:
    """An exemption from some rules on one line. Those of other tools are not ours."""

    path: str
    line: int
    codes: tuple[str, ...]
    has_reason: bool


def of_code(code: Code) -> Iterator[Exemption]:
    """Yield the exemptions in the comments of a Python file."""
    for token in code.tokens if "noqa" in code.text else ():
        if token.type == tokenize.COMMENT:
            yield from _read(code.path, token.start[0], token.string)


def of_text(path: str, text: str) -> Iterator[Exemption]:
    """Yield the exemptions in a text that is not Python."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from _read(path, number, line)


def _read(path: str, line: int, text: str) -> Iterator[Exemption]:
    found = _NOQA.search(text)
    codes = tuple(_CODE.findall(found["codes"].upper())) if found else ()
    if found and codes:
        reason = found["rest"].replace("-->", "").strip(" -\u2013\u2014:()")
        yield Exemption(path, line, codes, bool(re.search(r"\w{2}", reason)))


def apply(problems: Iterable[Problem], exemptions: Iterable[Exemption]) -> Iterator[Problem]:
    """Yield the problems that no exemption covers, and what is wrong with exemptions.

    One without a reason is honoured too, so that only the reason is asked for.
    """
    asked = list(exemptions)
    allowed = {(e.path, e.line, code) for e in asked for code in e.codes}
    met = set()
    for problem in problems:
        place = (problem.path, problem.line, problem.rule)
        if place in allowed:
            met.add(place)
        else:
            yield problem
    for exemption in asked:
        codes = ", ".join(exemption.codes)
        if not exemption.has_reason:
            message = told("CH901", f"# noqa: {codes} gives no reason")
            yield Problem(exemption.path, exemption.line, "CH901", message)
        for code in exemption.codes:
            if (exemption.path, exemption.line, code) not in met:
                message = told("CH902", f"nothing on this line breaks {code}")
                yield Problem(exemption.path, exemption.line, "CH902", message)
