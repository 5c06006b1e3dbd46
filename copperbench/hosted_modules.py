# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The firmware's share of Python's own modules, for programs that run on CPython.

Each has the names that the firmware has (measured on 10.2 and 9.2) and no others.
Where CPython's function answers otherwise, there is one here.
"""

import array
import binascii
import collections
import errno
import hashlib
import io
import json
import math
import os as host_os
import re
import select
import struct
import sys
import types
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Optional

from copperbench import native, settings, system
from copperbench.errors import os_error

if TYPE_CHECKING:
    from copperbench.hosted import Machine

#: Native modules that a file on the drive replaces, where others win over it.
EXTENSIBLE = frozenset({"json", "collections"})

_FREE = 150_000  # bytes: about what a Pico has left; CPython has no such figure

_MATH = (
    "acos asin atan atan2 ceil copysign cos degrees e exp fabs floor fmod frexp isfinite isinf "
    "isnan ldexp log modf pi pow radians sin sqrt tan trunc"
)

_SIZES = "bBhHiIlLqQefds x"


class FirmwareModule(types.ModuleType):
    """A module with the firmware's names, and its words for those that it lacks."""

    def __init__(self, name: str, **members: Any) -> None:
        super().__init__(name)
        self.__dict__.update(members)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'module' object has no attribute '{name}'")

    def __dir__(self) -> list[str]:
        return ["__name__", *(name for name in self.__dict__ if not name.startswith("__"))]

    def __repr__(self) -> str:
        return f"<module '{self.__name__}'>"


def make(name: str, machine: "Machine") -> Optional[types.ModuleType]:
    """Return the firmware's module ``name`` for a program on ``machine``; None if it has none."""
    maker = _MAKERS.get(name)
    return None if maker is None else FirmwareModule(name, **maker(machine))


def _names(module: types.ModuleType, names: str) -> Callable[["Machine"], dict[str, Any]]:
    return lambda machine: {name: getattr(module, name) for name in names.split()}


# sys, os, gc: the machine itself


def _sys(machine: "Machine") -> dict[str, Any]:
    bench = machine.bench
    members = {
        "argv": [],
        "byteorder": "little",
        "exit": sys.exit,
        "implementation": system.implementation(bench),
        "maxsize": 0x7FFFFFFF,
        "modules": machine.modules,
        "path": machine.path,
        "platform": system.platform(bench),
        "stderr": machine.console,
        "stdin": sys.stdin,
        "stdout": machine.console,
        "version": system.version(bench),
        "version_info": (3, 4, 0),
    }
    if bench.firmware.startswith("9"):
        members["print_exception"] = lambda error, file=None: (file or machine.console).write(
            machine.traceback(error)
        )
    return members


def _os(machine: "Machine") -> dict[str, Any]:
    drive = machine.drive

    def listdir(path: str = "") -> list[str]:
        return drive.names(_text(path))

    def chdir(path: str) -> None:
        target = drive.absolute(_text(path))
        back = path.startswith("..") and not machine.bench.firmware.startswith("9")
        if back or not _is_folder(target):
            raise os_error(errno.ENOENT)
        drive.cwd = target

    def _is_folder(path: str) -> bool:
        try:
            drive.names(path)
        except OSError:
            return False
        return True

    def stat(path: str) -> tuple[int, ...]:
        content = drive.read(_text(path))
        if content is not None:
            return (0x8000, 0, 0, 0, 0, 0, len(content), 0, 0, 0)
        if _is_folder(path):
            return (0x4000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        raise os_error(errno.ENOENT)

    def statvfs(path: str) -> tuple[int, ...]:
        return (512, 512, 2024, 2000, 2000, 0, 0, 0, 0, 255)

    def getenv(key: str, default: Any = None) -> Any:
        return settings.find(_text(key), default)

    def read_only(*_: Any) -> None:
        raise os_error(errno.EROFS)

    @native.function(1)
    def urandom(size: int) -> bytes:
        size = native.to_int(size)
        if size < 0:
            size &= 0xFFFFFFFF
            raise MemoryError(f"memory allocation failed, allocating {size} bytes")
        return host_os.urandom(size)

    return {
        "chdir": chdir,
        "getcwd": lambda: drive.cwd,
        "getenv": getenv,
        "listdir": listdir,
        "mkdir": read_only,
        "remove": read_only,
        "rename": read_only,
        "rmdir": read_only,
        "sep": "/",
        "stat": stat,
        "statvfs": statvfs,
        "sync": lambda: None,
        "uname": lambda: system.uname(machine.bench),
        "unlink": read_only,
        "urandom": urandom,
        "utime": read_only,
    }


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"can't convert '{type(value).__name__}' object to str implicitly")


def _gc(machine: "Machine") -> dict[str, Any]:
    return {
        "collect": lambda: None,
        "disable": lambda: None,
        "enable": lambda: None,
        "isenabled": lambda: True,
        "mem_alloc": lambda: 195_328 - _FREE,
        "mem_free": lambda: _FREE,
    }


# Modules that compute


def _struct(machine: "Machine") -> dict[str, Any]:
    def checked(format_: str) -> str:
        if isinstance(format_, (bytes, bytearray)):
            format_ = bytes(format_).decode()
        for letter in format_.lstrip("@=<>!"):
            if not letter.isdigit() and letter not in _SIZES:
                raise ValueError("bad typecode")
        return format_

    def pack(format_: str, *values: Any) -> bytes:
        format_ = checked(format_)
        try:
            return struct.pack(format_, *values)
        except struct.error as error:
            raise _pack_error(error, format_, values) from None

    def pack_into(format_: str, buffer: Any, offset: int, *values: Any) -> None:
        data = pack(format_, *values)
        view = native.writable(buffer)
        if offset < 0:
            offset += len(view)
        if offset < 0 or offset + len(data) > len(view):
            raise RuntimeError("Buffer too small")
        view[offset : offset + len(data)] = data

    def unpack(format_: str, data: Any) -> tuple[Any, ...]:
        view = native.readable(data)
        if len(view) != calcsize(format_):
            raise RuntimeError("buffer size must match format")
        return struct.unpack(checked(format_), view)

    def unpack_from(format_: str, data: Any, offset: int = 0) -> tuple[Any, ...]:
        view = native.readable(data)
        if offset < 0:
            offset += len(view)
            if offset < 0:
                raise RuntimeError("Buffer too small")
        if offset + calcsize(format_) > len(view):
            raise RuntimeError("buffer too small")
        return struct.unpack_from(checked(format_), view, offset)

    def calcsize(format_: str) -> int:
        return struct.calcsize(checked(format_))

    return {
        "calcsize": calcsize,
        "pack": pack,
        "pack_into": pack_into,
        "unpack": unpack,
        "unpack_from": unpack_from,
    }


def _pack_error(error: Exception, format_: str, values: tuple[Any, ...]) -> Exception:
    wanted = re.search(r"pack expected (\d+) items", str(error))
    if wanted:
        return ValueError(f"values length must be {wanted[1]}")
    for value in values:
        if not isinstance(value, (int, float, bytes, bytearray)):
            return TypeError(f"can't convert {type(value).__name__} to int")
    letters = [letter for letter in format_ if letter.isalpha()]
    size = max((struct.calcsize("=" + letter) for letter in letters), default=1)
    return OverflowError(f"value must fit in {size} byte(s)")


class _Random:
    """The firmware's generator, Ilya Levin's Yasmarang: a seed gives the same numbers as there."""

    def __init__(self) -> None:
        self._pad = 0xEDA4BABA
        self._n = 69
        self._d = 233
        self._dat = 0

    def seed(self, value: int) -> None:
        self._pad = value & 0xFFFFFFFF
        self._n, self._d, self._dat = 69, 233, 0

    def next(self) -> int:
        self._pad = (self._pad + self._dat + self._d * self._n) & 0xFFFFFFFF
        self._pad = (self._pad << 3 | self._pad >> 29) & 0xFFFFFFFF
        self._n = self._pad | 2
        self._d = (self._d ^ ((self._pad << 31 | self._pad >> 1) & 0xFFFFFFFF)) & 0xFFFFFFFF
        self._dat = (self._dat ^ (self._pad & 0xFF) ^ (self._d >> 8) ^ 1) & 0xFF
        return (self._pad ^ self._d << 5 ^ self._pad >> 18 ^ self._dat << 1) & 0xFFFFFFFF


def _random(machine: "Machine") -> dict[str, Any]:
    generator = _Random()

    def below(count: int) -> int:
        mask = 1
        while mask & mask + 1 or mask < count:
            mask |= mask << 1
        while True:
            value = generator.next() & mask
            if value < count:
                return value

    def randrange(start: int, stop: Optional[int] = None, step: Optional[int] = None) -> int:
        start = native.to_int(start)
        if stop is None:
            if start <= 0:
                raise ValueError("stop not reachable from start")
            return below(start)
        stop = native.to_int(stop)
        if step is None:
            if start >= stop:
                raise ValueError("stop not reachable from start")
            return start + below(stop - start)
        step = native.to_int(step)
        if step == 0:
            raise ValueError("randrange step cannot be zero")
        count = len(range(start, stop, step))
        if count <= 0:
            raise ValueError("invalid step")
        return start + step * below(count)

    def randint(low: int, high: int) -> int:
        if low > high:
            raise ValueError
        return low + below(high - low + 1)

    def getrandbits(count: int) -> int:
        count = native.to_int(count)
        if not 0 <= count <= 32:
            raise ValueError
        return generator.next() & (1 << count) - 1 if count else 0

    def random() -> float:
        return (generator.next() & 0x7FFFFF) / (1 << 23)

    def choice(items: Any) -> Any:
        if len(items) == 0:
            raise IndexError("empty sequence")
        return items[below(len(items))]

    @native.function(1)
    def seed(value: int) -> None:
        if not isinstance(value, int):
            native.to_int(value)
        generator.seed(value)

    return {
        "choice": choice,
        "getrandbits": getrandbits,
        "randint": randint,
        "random": random,
        "randrange": randrange,
        "seed": seed,
        "uniform": lambda a, b: (
            native.to_float(a) + (native.to_float(b) - native.to_float(a)) * random()
        ),
    }


def _json(machine: "Machine") -> dict[str, Any]:
    def loads(text: Any) -> Any:
        try:
            return json.loads(text)
        except ValueError:
            pass
        raise ValueError("syntax error in JSON")

    return {
        "dump": json.dump,
        "dumps": json.dumps,
        "load": lambda stream: loads(stream.read()),
        "loads": loads,
    }


def _binascii(machine: "Machine") -> dict[str, Any]:
    def with_words(function: Callable[..., Any], words: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except binascii.Error:
                pass
            raise ValueError(words)

        return call

    return {
        "a2b_base64": with_words(binascii.a2b_base64, "incorrect padding"),
        "b2a_base64": binascii.b2a_base64,
        "crc32": binascii.crc32,
        "hexlify": binascii.hexlify,
        "unhexlify": with_words(binascii.unhexlify, "non-hex digit"),
    }


def _hashlib(machine: "Machine") -> dict[str, Any]:
    known = ("sha1",) if machine.bench.firmware.startswith("9") else ("sha1", "sha256")

    def new(name: str, data: bytes = b"") -> Any:
        if name not in known:
            raise ValueError("Unsupported hash algorithm")
        return hashlib.new(name, data)

    return {"new": new}


def _errno(machine: "Machine") -> dict[str, Any]:
    return {**system.ERRNO, "errorcode": {number: name for name, number in system.ERRNO.items()}}


def _array(machine: "Machine") -> dict[str, Any]:
    class Array(array.array):
        """An array that knows no more type codes than the firmware's."""

        def __new__(cls, typecode: str, *values: Any) -> "Array":
            if typecode not in tuple("bBhHiIlLqQfd"):
                raise ValueError("bad typecode")
            return super().__new__(cls, typecode, *values)

    Array.__name__ = Array.__qualname__ = "array"
    return {"array": Array}


def _traceback(machine: "Machine") -> dict[str, Any]:
    def exception(args: tuple[Any, ...]) -> BaseException:
        return args[1] if len(args) > 1 and args[1] is not None else args[0]

    def format_exception(*args: Any, **_: Any) -> list[str]:
        return [machine.traceback(exception(args))]

    def print_exception(*args: Any, file: Any = None, **_: Any) -> None:
        (file or machine.console).write(machine.traceback(exception(args)))

    return {"format_exception": format_exception, "print_exception": print_exception}


def _warnings(machine: "Machine") -> dict[str, Any]:
    action = "default"

    def warn(message: str, category: type = Warning) -> None:
        if action == "error":
            raise category(message)
        if action != "ignore":
            machine.console.write(f"{category.__name__}: {message}\n")

    def simplefilter(wanted: str) -> None:
        nonlocal action
        if wanted not in ("error", "ignore", "default"):
            raise ValueError
        action = wanted

    return {"simplefilter": simplefilter, "warn": warn}


def _atexit(machine: "Machine") -> dict[str, Any]:
    return {"register": machine.at_exit.append, "unregister": machine.at_exit.remove}


def _zlib(machine: "Machine") -> dict[str, Any]:
    def decompress(data: bytes, wbits: int = 15, bufsize: int = 0) -> bytearray:
        try:
            return bytearray(zlib.decompress(data, wbits))
        except zlib.error:
            raise ValueError(-3) from None

    return {"decompress": decompress}


_MAKERS: dict[str, Callable[["Machine"], dict[str, Any]]] = {
    "__future__": lambda machine: {"annotations": None},
    "array": _array,
    "atexit": _atexit,
    "binascii": _binascii,
    "builtins": lambda machine: dict(machine.builtins),
    "collections": _names(collections, "OrderedDict deque namedtuple"),
    "errno": _errno,
    "gc": _gc,
    "hashlib": _hashlib,
    "io": lambda machine: {
        "BytesIO": io.BytesIO,
        "StringIO": io.StringIO,
        "open": machine.drive.open,
    },
    "json": _json,
    "math": _names(math, _MATH),
    "os": _os,
    "random": _random,
    "re": _names(re, "compile match search sub"),
    "select": _names(select, "POLLERR POLLHUP POLLIN POLLOUT poll select"),
    "struct": _struct,
    "sys": _sys,
    "traceback": _traceback,
    "warnings": _warnings,
    "zlib": _zlib,
}
