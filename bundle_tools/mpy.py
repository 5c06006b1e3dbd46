# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Version 6 of the ``.mpy`` format: from bytes to values and back, nothing lost.

After four bytes of header come the names that the code uses, its constants, and one
record for the module's code, in which those of its functions are nested. Source for the
layout: MicroPython's py/persistentcode.c (file), py/bc.h (prelude) and py/emitbc.c (what
the prelude holds). Numbers have seven bits in each byte, most significant first; bit 7
says that more follow.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CIRCUITPYTHON = b"C"
MICROPYTHON = b"M"
VERSION = 6

#: Bits of :attr:`Function.flags`, from py/runtime0.h.
GENERATOR = 0x01
COROUTINE = 0x10  #: CircuitPython's own: what a call makes has ``__await__``

_HEADER = 4
_MACHINE_CODE = 0b1111_1100  # bits of header byte 2: an architecture, and its flags
_DEEPEST = 64  # nested functions or tuples; whatever people write has under ten
_BITS = 32  # of a number; as many bytes may say how long a function's parts are

# Kinds of constants.
_PLAIN = range(1, 5)  # None, False, True and Ellipsis: there is nothing else to say
_STRING, _BYTES, _TUPLE = 5, 6, 10  # between them are numbers, as text


class DamagedError(ValueError):
    """The bytes are not one whole ``.mpy`` file of version 6 without machine code."""


@dataclass(frozen=True)
class Constant:
    """A constant that is no name and no small integer."""

    kind: int
    content: "bytes | tuple[Constant, ...]" = b""  #: as stored: numbers are text


@dataclass(frozen=True)
class Function:
    """The code of a module, class, function, lambda or comprehension."""

    stack: int  #: slots for arguments, variables and values
    handlers: int  #: slots for exception handlers
    flags: int
    positional: int
    keyword_only: int
    defaults: int
    name: int  #: its place in :attr:`Mpy.names`, like those of the arguments
    arguments: tuple[int, ...]  #: without ``*args`` and ``**kwargs``
    lines: bytes = field(repr=False)  #: how instructions advance through the source's lines
    cells: bytes = field(repr=False)  #: variables that functions inside share
    body: bytes = field(repr=False)  #: the instructions
    children: "tuple[Function, ...]" = ()


@dataclass(frozen=True)
class Mpy:
    """A file."""

    header: bytes
    names: tuple[bytes | int, ...]  #: a name, or its number among those that all firmware has
    constants: tuple[Constant, ...]
    module: Function

    def text(self, index: int) -> str:
        """Return the name at ``index``."""
        name = self.names[index]
        return static_names()[name] if isinstance(name, int) else _decoded(name)

    def strings(self) -> Iterator[str]:
        """Yield names and string constants, as they follow in the file."""
        yield from map(self.text, range(len(self.names)))
        for constant in self.constants:
            if constant.kind == _STRING and isinstance(constant.content, bytes):
                yield _decoded(constant.content)

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Yield each function after the one it is in, as ``<module>.Class.method``."""
        waiting = [("", self.module)]
        while waiting:
            path, function = waiting.pop()
            path += self.text(function.name)
            yield path, function
            waiting += [(f"{path}.", child) for child in reversed(function.children)]


@cache
def static_names() -> tuple[str, ...]:
    """Return the names that a file holds as numbers, each at its number."""
    return tuple(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["names"])


def parse(data: bytes) -> Mpy:
    """Return what is in ``data``, such that :func:`write` gives ``data`` again.

    :raises DamagedError: with the place and what is wrong there
    """
    reader = Reader(data)
    header = reader.take(_HEADER, "the header")
    if header[:1] not in {CIRCUITPYTHON, MICROPYTHON}:
        raise DamagedError(f"it begins with {header[:1]!r}, not with C or M: this is no .mpy file")
    if header[1] != VERSION:
        raise DamagedError(f"it has version {header[1]} of the format, not {VERSION}")
    if header[2] & _MACHINE_CODE:
        raise DamagedError("it has machine code, for one kind of processor")
    names = reader.number("the number of names")
    constants = reader.number("the number of constants")
    mpy = Mpy(
        header,
        tuple(reader.name() for _ in range(names)),
        tuple(reader.constant() for _ in range(constants)),
        reader.function(names),
    )
    if reader.at != len(data):
        raise DamagedError(f"byte {reader.at}: {len(data) - reader.at} bytes follow its end")
    if write(mpy) != data:
        raise DamagedError("a number in it is longer than it has to be")
    return mpy


def is_whole(data: bytes) -> bool:
    """Tell whether a file ends where the lengths in it say, without a look at the rest.

    It takes a twentieth of the time of :func:`parse`: compilers do not tell when a disk is
    full, and what they wrote has to be looked at each time.
    """
    at = _HEADER

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            byte = data[at]
            at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    try:
        names, constants, functions = number(), number(), 1
        for _ in range(names):
            length = number()
            at += 0 if length & 1 else (length >> 1) + 1
        while constants:
            constants -= 1
            kind = data[at]
            at += 1
            length = 0 if kind in _PLAIN else number()
            if kind == _TUPLE:
                constants += length
            else:
                at += length + (kind in {_STRING, _BYTES})
        while functions:
            functions -= 1
            size = number()
            at += size >> 3
            functions += number() if size & 4 else 0
    except IndexError:
        return False
    return at == len(data)


class Reader:
    """Bytes that are read from the start on."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int, what: str) -> bytes:
        """Return the next ``count`` bytes."""
        start, self.at = self.at, self.at + count
        if self.at > len(self.data):
            raise DamagedError(f"byte {start}: it ends inside {what}")
        return self.data[start : self.at]

    def byte(self, what: str) -> int:
        """Return the next byte."""
        return self.take(1, what)[0]

    def number(self, what: str) -> int:
        """Return the number that follows."""
        start = self.at
        value = 0
        for _ in range(-(-_BITS // 7)):
            byte = self.byte(what)
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise DamagedError(f"byte {start}: {what} has more than {_BITS} bits")

    def string(self, length: int, what: str, *, is_text: bool) -> bytes:
        """Return ``length`` bytes that a zero byte follows."""
        start = self.at
        content = self.take(length, what)
        if self.byte(what):
            raise DamagedError(f"byte {start}: {what} does not end in a zero byte")
        if is_text:
            self.check_text(content, start, what)
        return content

    def check_text(self, content: bytes, start: int, what: str) -> None:
        """Refuse what is not UTF-8."""
        try:
            _decoded(content)
        except UnicodeDecodeError as error:
            raise DamagedError(f"byte {start}: {what} is not UTF-8") from error

    def name(self) -> bytes | int:
        """Return the name that follows, or its number among those that all firmware has."""
        start = self.at
        value = self.number("the length of a name")
        if not value & 1:
            return self.string(value >> 1, "a name", is_text=True)
        if not 0 < value >> 1 < len(static_names()):
            raise DamagedError(f"byte {start}: no firmware has a name number {value >> 1}")
        return value >> 1

    def constant(self, depth: int = 0) -> Constant:
        """Return the constant that follows."""
        start = self.at
        kind = self.byte("a constant")
        if kind in _PLAIN:
            return Constant(kind)
        if not _STRING <= kind <= _TUPLE:
            raise DamagedError(f"byte {start}: there is no constant of kind {kind}")
        length = self.number("the length of a constant")
        if kind == _TUPLE:
            if depth == _DEEPEST:
                raise DamagedError(f"byte {start}: tuples are nested more than {_DEEPEST} deep")
            return Constant(kind, tuple(self.constant(depth + 1) for _ in range(length)))
        if kind in {_STRING, _BYTES}:
            return Constant(kind, self.string(length, "a constant", is_text=kind == _STRING))
        content = self.take(length, "a constant")
        self.check_text(content, start, "a constant")
        return Constant(kind, content)

    def function(self, names: int, depth: int = 0) -> Function:
        """Return the function that follows, and those in it."""
        start = self.at
        if depth > _DEEPEST:
            raise DamagedError(f"byte {start}: functions are nested more than {_DEEPEST} deep")
        size = self.number("the size of a function")
        if size & 3:
            raise DamagedError(f"byte {start}: a function is machine code")
        end = self.at + (size >> 3)
        if end > len(self.data):
            raise DamagedError(f"byte {start}: it ends inside a function")
        stack, handlers, flags, positional, keyword_only, defaults = self.signature()
        info, cells = self.sizes()
        info_end = self.at + info
        if (body := info_end + cells) > end:
            raise DamagedError(f"byte {start}: a function is shorter than what describes it")
        name, *arguments = (self.index(names) for _ in range(1 + positional + keyword_only))
        if self.at > info_end:
            raise DamagedError(f"byte {start}: a function has more arguments than names for them")
        lines = self.data[self.at : info_end]
        self.at = end
        count = self.number("the number of functions inside") if size & 4 else 0
        return Function(
            stack=stack,
            handlers=handlers,
            flags=flags,
            positional=positional,
            keyword_only=keyword_only,
            defaults=defaults,
            name=name,
            arguments=tuple(arguments),
            lines=lines,
            cells=self.data[info_end:body],
            body=self.data[body:end],
            children=tuple(self.function(names, depth + 1) for _ in range(count)),
        )

    def index(self, names: int) -> int:
        """Return the place of a name among so many."""
        start = self.at
        index = self.number("the name of a function")
        if index >= names:
            raise DamagedError(f"byte {start}: it uses name {index} of {names}")
        return index

    def signature(self) -> tuple[int, int, int, int, int, int]:
        """Return a function's counts, from bits xSSSSEAA and then xFSSKAED."""
        byte = self.byte("a function")
        stack, handlers, positional = byte >> 3 & 0xF, byte >> 2 & 1, byte & 3
        flags = keyword_only = defaults = 0
        for place in range(_BITS):
            if byte < 0x80:
                return stack + 1, handlers, flags, positional, keyword_only, defaults
            byte = self.byte("a function")
            stack |= (byte >> 4 & 3) << 4 + 2 * place
            handlers |= (byte >> 1 & 1) << 1 + place
            flags |= (byte >> 6 & 1) << place
            positional |= (byte >> 2 & 1) << 2 + place
            keyword_only |= (byte >> 3 & 1) << place
            defaults |= (byte & 1) << place
        raise DamagedError(f"byte {self.at}: the counts of a function have more than {_BITS} bits")

    def sizes(self) -> tuple[int, int]:
        """Return the sizes of a function's names and lines and of its cells, from xIIIIIIC."""
        info = cells = 0
        for place in range(_BITS):
            byte = self.byte("a function")
            info |= (byte >> 1 & 0x3F) << 6 * place
            cells |= (byte & 1) << place
            if byte < 0x80:
                return info, cells
        raise DamagedError(f"byte {self.at}: the sizes in a function have more than {_BITS} bits")


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")  # MicroPython's strings may hold them


def write(mpy: Mpy) -> bytes:
    """Return ``mpy`` as a file."""
    return b"".join(
        (
            mpy.header,
            _number(len(mpy.names)),
            _number(len(mpy.constants)),
            *map(_name, mpy.names),
            *map(_constant, mpy.constants),
            _function(mpy.module),
        )
    )


def _number(value: int) -> bytes:
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(0x80 | value & 0x7F)
    return bytes(reversed(parts))


def _name(name: bytes | int) -> bytes:
    return (
        _number(name << 1 | 1) if isinstance(name, int) else _number(len(name) << 1) + name + b"\0"
    )


def _constant(constant: Constant) -> bytes:
    kind = bytes([constant.kind])
    if constant.kind in _PLAIN:
        return kind
    head = kind + _number(len(constant.content))
    if isinstance(constant.content, tuple):
        return head + b"".join(map(_constant, constant.content))
    return head + constant.content + (b"\0" if constant.kind in {_STRING, _BYTES} else b"")


def _function(function: Function) -> bytes:
    info = b"".join(map(_number, (function.name, *function.arguments))) + function.lines
    code = b"".join(
        (
            _signature(function),
            _sizes(len(info), len(function.cells)),
            info,
            function.cells,
            function.body,
        )
    )
    head = _number(len(code) << 3 | (4 if function.children else 0))
    if not function.children:
        return head + code
    count = _number(len(function.children))
    return head + code + count + b"".join(map(_function, function.children))


def _signature(function: Function) -> bytes:
    stack, handlers, flags = function.stack - 1, function.handlers, function.flags
    positional, keyword_only, defaults = (
        function.positional,
        function.keyword_only,
        function.defaults,
    )
    parts = [(stack & 0xF) << 3 | (handlers & 1) << 2 | positional & 3]
    stack, handlers, positional = stack >> 4, handlers >> 1, positional >> 2
    while stack | handlers | flags | positional | keyword_only | defaults:
        parts.append(
            (flags & 1) << 6
            | (stack & 3) << 4
            | (keyword_only & 1) << 3
            | (positional & 1) << 2
            | (handlers & 1) << 1
            | defaults & 1
        )
        stack >>= 2
        handlers, flags, positional = handlers >> 1, flags >> 1, positional >> 1
        keyword_only, defaults = keyword_only >> 1, defaults >> 1
    return _chained(parts)


def _sizes(info: int, cells: int) -> bytes:
    parts = [(info & 0x3F) << 1 | cells & 1]
    while (info := info >> 6) | (cells := cells >> 1):
        parts.append((info & 0x3F) << 1 | cells & 1)
    return _chained(parts)


def _chained(parts: list[int]) -> bytes:
    """Return ``parts`` with bit 7 set on all but the last."""
    return bytes([*(0x80 | part for part in parts[:-1]), parts[-1]])
