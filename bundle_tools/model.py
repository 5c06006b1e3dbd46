# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the stages hand to each other."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Something an author has to mend, told in one line."""

    path: str  #: the file, as a person would open it
    line: int  #: in that file, from 1; 0 where it is about the whole of it
    rule: str  #: the rule's code, the same for ever: see :mod:`.rules`
    message: str  #: what is wrong and what to do about it

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Release:
    """A release of somebody else's library that the bundle carries, pinned."""

    distribution: str  #: its normalised name
    version: str
    artifact: str  #: the wheel's file name
    sha256: str  #: of the wheel, in hexadecimal
    path: str  #: where it is pinned
    line: int
