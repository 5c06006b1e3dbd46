# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Version 5 of the ``.mpy`` format, which CircuitPython 8.x loads: read, to see it is whole.

Names stand inside the instructions, where version 6 has numbers; a name that was used a
little before is told by its place among the last ones. So the instructions are walked
through. Sources: MicroPython 1.18's py/persistentcode.c (file), py/bc.c (formats of
instructions) and tools/mpy-tool.py (order of the last names).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .mpy import CIRCUITPYTHON, MICROPYTHON, DamagedError, Reader

VERSION = 5

_UNICODE = 0x02  # the feature flags of header byte 2 when there is no cache in the bytecode
_DEEPEST = 64
_PLACEHOLDER = 2  # bytes that a name takes in a function's length

# How an instruction goes on, by its high four bits, and which have one byte more.
_NAME, _NUMBER, _OFFSET = 1, 2, 3
_FORMATS = {0x1: _NAME, 0x2: _NUMBER, 0x3: _NUMBER, 0x4: _OFFSET}
_NO_EXTRA_BYTE = 0x9E

_ELLIPSIS = ord("e")
_CONSTANTS = frozenset(b"sbifc")  # str, bytes, int, float, complex


@dataclass(frozen=True)
class Function:
    """The code of a module, class, function, lambda or comprehension."""

    name: str | int  #: a number is of a name that all firmware has
    source: str | int  #: the file that it was compiled from
    flags: int
    positional: int
    keyword_only: int
    children: "tuple[Function, ...]" = ()

    def walk(self) -> "Iterator[Function]":
        """Yield it, and each function after the one it is in."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(data: bytes) -> Function:
    """Return the module's code.

    :raises DamagedError: it is not one whole file of version 5 without machine code
    """
    reader = _Reader5(data)
    header = reader.take(4, "the header")
    if header[:1] not in {CIRCUITPYTHON, MICROPYTHON}:
        raise DamagedError(f"it begins with {header[:1]!r}, not with C or M: this is no .mpy file")
    if header[1] != VERSION:
        raise DamagedError(f"it has version {header[1]} of the format, not {VERSION}")
    if header[2] != _UNICODE:
        raise DamagedError("it has machine code, or was compiled for other features")
    reader.kept = reader.number("the number of names that are kept")
    module = reader.code()
    if reader.at != len(data):
        raise DamagedError(f"byte {reader.at}: {len(data) - reader.at} bytes follow its end")
    return module


def is_whole(data: bytes) -> bool:
    """Tell whether ``data`` is one whole file."""
    try:
        parse(data)
    except DamagedError:
        return False
    return True


class _Reader5(Reader):
    """Bytes that are read from the start on, and the names that were last."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.kept = 0
        self.last: list[str] = []

    def qstr(self) -> str | int:
        """Return the name that follows: one of all firmware's, one of the last, or a new one."""
        start = self.at
        value = self.number("the length of a name")
        if value == 0:
            return self.byte("a name")
        if value & 1:
            if value >> 1 >= len(self.last):
                raise DamagedError(f"byte {start}: name {value >> 1} of {len(self.last)} is used")
            name = self.last.pop(value >> 1)
        else:
            content = self.take(value >> 1, "a name")
            self.check_text(content, start, "a name")
            name = content.decode("utf-8", "surrogatepass")
        self.last = [name, *self.last[: self.kept - 1]]
        return name

    def code(self, depth: int = 0) -> Function:
        """Return a function, and those in it."""
        start = self.at
        if depth > _DEEPEST:
            raise DamagedError(f"byte {start}: functions are nested more than {_DEEPEST} deep")
        size = self.number("the size of a function")
        if size & 3:
            raise DamagedError(f"byte {start}: a function is machine code")
        begun = self.at
        _, _, flags, positional, keyword_only, _ = self.signature()
        info, cells = self.sizes()
        if info < 2 * _PLACEHOLDER:
            raise DamagedError(f"byte {begun}: a function has no room for its name")
        left = (size >> 2) - (self.at - begun) - info - cells
        name, source = self.qstr(), self.qstr()
        self.take(info - 2 * _PLACEHOLDER + cells, "what describes a function")
        while left > 0:
            left -= self.instruction()
        if left < 0:
            raise DamagedError(f"byte {self.at}: a function is longer than it says")
        objects = self.number("the number of constants")
        functions = self.number("the number of functions inside")
        for _ in range(positional + keyword_only):
            self.qstr()
        for _ in range(objects):
            self.object()
        children = tuple(self.code(depth + 1) for _ in range(functions))
        return Function(name, source, flags, positional, keyword_only, children)

    def instruction(self) -> int:
        """Pass over an instruction, and return how many bytes it has on a board."""
        begun = self.at
        code = self.byte("an instruction")
        kind = _FORMATS.get(code >> 4)
        if kind == _NAME:
            self.qstr()
            return 1 + _PLACEHOLDER
        if kind == _NUMBER:
            while self.byte("an instruction") & 0x80:
                pass
        elif kind == _OFFSET:
            self.take(2, "an instruction")
        if not code & _NO_EXTRA_BYTE:
            self.byte("an instruction")
        return self.at - begun

    def object(self) -> None:
        """Pass over a constant."""
        start = self.at
        kind = self.byte("a constant")
        if kind == _ELLIPSIS:
            return
        if kind not in _CONSTANTS:
            raise DamagedError(f"byte {start}: there is no constant of kind {kind}")
        self.take(self.number("the length of a constant"), "a constant")
