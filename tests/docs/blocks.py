# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The code blocks of the documentation's pages, and what the comment before each one asks for.

    <!-- not run: REASON -->   a reader does it, a test cannot
    <!-- wiring: PART -->      a program; it is wired as that library's examples are
    <!-- file: NAME -->        a file, beside the programs and commands of its page
    <!-- test -->              tests for pytest, with the fixture ``bench``

Without a comment, ``python`` is a program, ``sh`` are commands that succeed, ``text`` is what
something prints, and anything else needs a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/guides/*.md"),
        *ROOT.glob("docs/reference/*.md"),
    ]
)

_BLOCK = re.compile(
    r"(?:^<!-- (?P<asked>[^\n]*) -->\n)?"
    r"^(?P<fence>```+)(?P<language>[\w{}-]*)[^\n]*\n(?P<text>.*?)^(?P=fence)\s*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code."""

    page: Path
    line: int
    language: str
    asked: str  #: the word of the comment before it, or nothing
    detail: str  #: what follows that word
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def of(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page, without Sphinx's own directives."""
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        if not found["language"].startswith("{"):
            asked, _, detail = (found["asked"] or "").partition(":")
            line = text.count("\n", 0, found.start("fence")) + 1
            yield Block(page, line, found["language"], asked.strip(), detail.strip(), found["text"])
