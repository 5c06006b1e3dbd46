# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the stages hand to each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from . import rules


@dataclass(frozen=True, order=True)
class Problem:
    """Something an author has to mend, told in one line."""

    path: str  #: the file, as a person would open it
    line: int  #: in that file, from 1; 0 where it is about the whole of it
    rule: str  #: the rule's code, the same for ever: see :mod:`.rules`
    message: str  #: what is wrong and what to do about it
    library: str = ""  #: folder of the library that it keeps from being built, if one
    is_warning: bool = False  #: whether it is only told, as the library is not ours to mend

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        text = f"{where}: {'warning: ' * self.is_warning}{self.message} [{self.rule}]"
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True)
class Release:
    """A release of somebody else's library that the bundle carries, pinned."""

    distribution: str  #: its normalised name
    version: str
    artifact: str  #: the wheel's file name
    sha256: str  #: of the wheel, in hexadecimal
    path: str  #: where it is pinned
    line: int


@dataclass(frozen=True)
class Import:
    """An import statement."""

    module: str  #: as written, dots in front included
    names: tuple[str, ...]  #: what ``from module import …`` takes; empty for ``import module``
    line: int


@dataclass(frozen=True)
class Source:
    """What one Python file says, read without running it."""

    version: str | None = None  #: the literal that ``__version__`` is assigned
    version_line: int = 0
    version_first: bool = False  #: whether no statement but the docstring stands before it
    repository: str | None = None  #: the literal that ``__repo__`` is assigned
    repository_line: int = 0
    imports: tuple[Import, ...] = ()
    is_async: bool = False  #: whether anything in it is declared ``async``
    faults: tuple[tuple[int, str, str], ...] = ()  #: line, rule, message


@dataclass(frozen=True)
class Content:
    """Bytes that are known by their hash, and loaded where they are wanted."""

    digest: str  #: SHA-256, in hexadecimal
    size: int  #: in bytes
    load: Callable[[], bytes] = field(repr=False, compare=False)

    @staticmethod
    def of(data: bytes) -> "Content":
        """Return what stands for ``data``, and has it."""
        return Content(sha256(data).hexdigest(), len(data), lambda: data)


@dataclass(frozen=True)
class File:
    """A file that goes into the bundle."""

    name: str  #: inside its tree: ``lib/`` for a module's, the library's folder for an example
    path: str  #: where it was read, for messages
    content: Content
    source: Source | None = None  #: for Python files that have anything in them

    @property
    def is_compiled(self) -> bool:
        """Whether bundles have it as ``.mpy``: an empty Python file stays as it is."""
        return self.source is not None

    @property
    def is_broken(self) -> bool:
        """Whether it was to be Python, and is not."""
        faults = self.source.faults if self.source else ()
        return any(rule in {rules.SOURCE_ENCODING, rules.SOURCE_SYNTAX} for _, rule, _ in faults)

    @property
    def data(self) -> bytes:
        """The content.

        :raises OSError: it has to be read again, and has changed
        """
        return self.content.load()

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return self.content.digest


@dataclass(frozen=True)
class Module:
    """What one ``import`` finds: a file, or a package of files."""

    name: str
    is_package: bool
    files: tuple[File, ...]
    line: int  #: where the library's manifest declares it


@dataclass(frozen=True)
class Need:
    """A distribution that a library depends on."""

    distribution: str  #: its normalised name
    specifier: str  #: the versions that will do, as in PEP 440; empty for any
    line: int  #: in the library's manifest


@dataclass(frozen=True)
class Library:
    """A library: what its manifest and its files say."""

    folder: str  #: as a person would open it, ``libraries/drivers/as5600``
    manifest: str  #: the file that declares it
    line: int  #: where in that file its name is
    part: str  #: its short name, ``as5600``
    distribution: str  #: its normalised name
    version: str
    description: str
    repository: str
    needs: tuple[Need, ...]
    modules: tuple[Module, ...]
    examples: tuple[File, ...] = ()
    licences: tuple[File, ...] = ()
    papers: tuple[File, ...] = ()  #: what its own distribution is built from, beside the modules
    requirements: tuple[File, ...] = ()  #: what tells circup its needs, where it brings that
    optional: tuple[str, ...] = ()  #: distributions that it can make use of
    licence: str = ""  #: its terms, as an SPDX expression; empty if they are not told
    upstream: str = ""  #: what it is compatible with, ``name==1.2.3``
    features: tuple[str, ...] = ()  #: firmware modules that a board must have for it
    is_driver: bool = False  #: whether it talks to a chip of its own
    is_carried: bool = False  #: whether it is somebody else's, taken as released
    is_checkout: bool = False  #: whether its folder keeps to Adafruit's layout, not to ours

    @property
    def is_ours(self) -> bool:
        """Whether it keeps to the rules of this house, and not only to those of boards."""
        return not self.is_carried and not self.is_checkout

    @property
    def files(self) -> Iterable[File]:
        """The files of its modules."""
        return (file for module in self.modules for file in module.files)


@dataclass(frozen=True)
class Compiler:
    """A compiler of ``.mpy`` files."""

    path: str  #: the program
    digest: str  #: SHA-256 of the program, in hexadecimal
    plain_for: str = ""  #: the firmware for which it cannot make coroutines right, if any


@dataclass(frozen=True)
class Compiled:
    """One source, compiled."""

    firmware: bytes = field(repr=False)  #: what CircuitPython loads
    vm: bytes = field(repr=False)  #: what the MicroPython VM of the tests loads
    suffix: str = ".mpy"  #: ``.py`` where the board has to compile it


@dataclass(frozen=True)
class Entry:
    """A member of an archive."""

    name: str
    content: Content

    @property
    def data(self) -> bytes:
        """The content."""
        return self.content.load()
