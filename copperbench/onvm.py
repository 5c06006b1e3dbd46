# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The VM's side of :mod:`copperbench.vm`: makes the bench, runs the program, tells how it ended.

The folder that plays CIRCUITPY is mounted as ``/``, so that paths, and the names of
files in tracebacks, are a board's. What belongs to the run lies in ``/.bench``.
"""

import builtins
import gc
import io
import json
import os
import sys

from copperbench import bench as benches, measure, native, virtual_time
from copperbench.assembly import assemble
from copperbench.errors import Stop, firmware_text, os_error
from copperbench.limits import Limits
from copperbench.system import absolute, includes

_PROGRAM = "/code.py"
_BOOT = "/boot.py"
_MODULES = "/.core/copperbench/"
_CORE = [_MODULES + "vm_modules", _MODULES + "modules", "/.core", "/.bench", ".frozen"]
_PATH = ["", "/", "/lib"]
_BLOCK = 32  # bytes: what the VM's heap is dealt out in


def main(folder):
    """Run the job that lies in ``folder``."""
    with open(folder + "/job.json") as file:
        job = json.load(file)
    _define_exceptions()
    _mount(folder, job)
    result = {}
    try:
        _run(job, result)
    finally:
        with open("/.bench/result.json", "w") as file:
            json.dump(result, file)


def _define_exceptions():
    for name, base in (
        ("TimeoutError", OSError),
        ("ConnectionError", OSError),
        ("BrokenPipeError", OSError),
        ("Warning", Exception),
        ("FutureWarning", Exception),
    ):
        if not hasattr(builtins, name):
            setattr(builtins, name, type(name, (base,), {}))


def _mount(folder, job):
    host = os.VfsPosix
    os.mount(host(folder), "/.bench")
    drive = host(job["drive"])
    mounts = [(host(path), place) for path, place in job["mounts"]]
    os.umount("/")
    os.mount(drive, "/", readonly=True)
    for filesystem, place in mounts:
        os.mount(filesystem, place, readonly=True)
    os.chdir("/")
    # The firmware's own modules come before files of the same name, as on a board.
    sys.path[:] = _CORE[:-1] + _PATH + _CORE[-1:]


def _run(job, result):
    plan = job["wiring"]
    bench = benches.Bench(
        plan["board"],
        strict=job["strict"],
        recording=job["recording"],
        firmware=job["firmware"],
    )
    benches.use(bench)
    assemble(bench, plan)
    trace = None
    if job["trace"]:  # watches pins after the chips: what ends with a pin's change comes first
        from copperbench.trace import Trace

        trace = Trace(bench, plan["trace"])
    limits = Limits(bench, job["seconds"], job["transactions"], job["lines"])
    builtins.__import__ = Importer(bench, job["exact"]).import_
    if job["exact"]:
        _act_as_firmware(limits, trace)
    if job["peak"]:
        _watch_peak(bench, result)
    for name in job["preload"]:
        if includes(bench, name.split(".")[0]):
            __import__(name)
    if job["boot"]:
        _boot(bench)
    result["held"] = measure.used()
    _execute(job, result)
    result["left"] = measure.used() - result["held"]
    result["figures"] = measure.figures
    result["us"] = bench.clock.us
    result["mistakes"] = bench.mistakes
    result["notes"] = bench.notes + bench.unfinished()
    if job["records"]:
        from copperbench.packing import pack

        result["records"] = pack(bench.records())
    if trace is not None:
        result["events"] = trace.events
    if bench.usb.used:
        host = bench.usb.host
        result["usb"] = {
            "devices": [
                [device.descriptor.hex(), device.ids, device.in_lengths, device.out_lengths]
                for device in host.devices
            ],
            "log": [
                [us, what, value.hex() if isinstance(value, bytes) else value]
                for us, what, value in host.log
            ],
        }


def _boot(bench):
    """Run boot.py: its output goes to no console, and what it imported is forgotten."""
    before = list(sys.modules)
    console = builtins.print
    builtins.print = lambda *values, **options: None
    try:
        with bench.usb.boot():
            execfile(_BOOT, {"__name__": "__main__", "__file__": "boot.py"})  # noqa: F821
    except Stop:
        raise
    except BaseException as error:
        bench.note("boot.py ended with an exception:\n" + traceback(error))
    finally:
        builtins.print = console
    bench.reset()
    for name in list(sys.modules):
        own = name.split(".")[0] == "copperbench" or not hasattr(sys.modules[name], "__file__")
        if name not in before and not own:
            del sys.modules[name]
    gc.collect()


def _execute(job, result):
    """Run the program, and put down how it ended."""
    names = {"__name__": "__main__", "__file__": "code.py"}
    ballast = _ballast(job["heap"]) if job["heap"] else None
    error = None
    try:
        if job["precompiled"]:
            __import__("code")
        else:
            execfile(_PROGRAM, names)  # noqa: F821  # the VM's: it compiles as it reads
        if "atexit" in sys.modules:
            sys.modules["atexit"].run()
    except Stop as stop:
        result["stopped"] = stop.args[0]
    except SystemExit as stop:
        code = stop.args[0] if stop.args else None
        result["exit"] = code if code is None or isinstance(code, (int, str)) else str(code)
    except BaseException as caught:
        error = caught
    ballast = None  # noqa: F841  # lets go of it: the rest needs heap too
    if error is not None:
        text = traceback(error)
        result["exception"] = [type(error).__name__, message(error), text]
        try:
            print(text, end="")
        except Stop as stop:
            result["stopped"] = stop.args[0]


def _act_as_firmware(limits, trace):
    """Give programs a ``dir`` that knows the firmware's names, and a ``print`` that is watched."""
    console = builtins.print

    def print_(*values, sep=" ", end="\n", file=None):
        text = sep.join([_show(value) for value in values]) + end
        if file is not None:
            file.write(text)
            return
        start = 0
        while True:
            stop = text.find("\n", start) + 1
            if not stop:
                break
            console(text[start:stop], end="")
            start = stop
            if trace is not None:
                trace.printed()
            limits.printed()
        if start < len(text):
            console(text[start:], end="")

    console_input = builtins.input

    def input_(prompt=""):
        try:
            return console_input(prompt)
        except EOFError:
            pass
        raise Stop("the program waits for input, and there is none")

    builtins.print = print_
    builtins.input = input_
    builtins.dir = native.names
    builtins.open = _opener(open, __import__("os"))
    sys.path[:] = _PATH
    builtins.setattr = native.assign
    builtins.slice = native.slice_of


def _opener(host_open, files):
    def open_(path, mode="r", *others):
        if isinstance(path, str):
            path = absolute(files.getcwd(), path)
        if isinstance(mode, str) and [letter for letter in mode if letter not in "rwabxt+"]:
            raise ValueError("Invalid mode")
        try:
            is_folder = os.stat(path)[0] & 0x4000
        except OSError:
            is_folder = False
        if is_folder:
            raise os_error(2, path)
        try:
            return host_open(path, mode, *others)
        except OSError as error:
            number = error.args[0]
        raise os_error(number, path) if number == 2 else os_error(number)

    return open_


# What MicroPython's VM can import, and the firmware cannot.
# Its _asyncio has the VM's own, real time.
_VM_ONLY = frozenset(
    [
        "_asyncio",
        "_thread",
        "argparse",
        "asyncio",
        "btree",
        "cmath",
        "copperbench",
        "cryptolib",
        "deflate",
        "ffi",
        "framebuf",
        "heapq",
        "machine",
        "mip",
        "platform",
        "requests",
        "socket",
        "ssl",
        "termios",
        "tls",
        "uasyncio",
        "ucryptolib",
        "uctypes",
        "uheapq",
        "ujson",
        "umachine",
        "uos",
        "upip",
        "uplatform",
        "urequests",
        "usocket",
        "ussl",
        "ustruct",
        "utime",
        "vfs",
        "websocket",
    ]
)
_OTHERS = {"sys": "_board_sys", "micropython": "_board_micropython"}


class Importer:
    """Imports for a program: what the firmware lacks is missing.

    :param exact: whether ``sys`` and ``micropython`` are the board's, not the VM's
    """

    def __init__(self, bench, exact):
        self._others = _OTHERS if exact else {}
        self._import = builtins.__import__
        self._inside = 0  # while modules of the bench import what they need
        self._bench = bench
        self._core = [
            name.split(".")[0]
            for folder in ("vm_modules", "modules")
            for name in os.listdir(_MODULES + folder)
        ]

    def import_(self, name, *arguments):
        """Import as a board does; the arguments are those of ``__import__``."""
        level = arguments[3] if len(arguments) > 3 else 0
        top = name.split(".")[0]
        if level or self._inside or name in sys.modules:
            return self._import(name, *arguments)
        if name in self._others:
            return self._import_own(self._others[name], arguments)
        if top in self._core or top == "copperbench":
            if includes(self._bench, top):
                return self._import_own(name, arguments)
            if not _on_drive(top):
                raise ImportError(f"no module named '{name}'")
            return self._import_from(_PATH, name, arguments)
        if top in _VM_ONLY and not _on_drive(top):
            raise ImportError(f"no module named '{name}'")
        return self._import(name, *arguments)

    def _import_own(self, name, arguments):
        """Import a module of the bench, by a path that programs do not see."""
        self._inside += 1
        try:
            return self._import_from(_CORE, name, arguments)
        finally:
            self._inside -= 1

    def _import_from(self, places, name, arguments):
        path = list(sys.path)
        sys.path[:] = places
        try:
            return self._import(name, *arguments)
        finally:
            sys.path[:] = path


def _on_drive(name):
    for place in ("/", "/lib/"):
        for suffix in ("", ".py", ".mpy"):
            try:
                os.stat(place + name + suffix)
                return True
            except OSError:
                pass
    return False


def _show(value):
    if isinstance(value, BaseException):
        return message(value)
    return str(value)


def _ballast(heap):
    """Fill the heap up, but for ``heap`` bytes in one piece."""
    gc.collect()
    try:
        room = bytearray(heap - _BLOCK)  # its head takes a block more
    except MemoryError:
        raise ValueError("the VM's heap is too small")
    ballast = None
    size = gc.mem_free()
    while size > _BLOCK:
        try:
            ballast = (ballast, bytearray(size))
        except MemoryError:
            size //= 2
    try:
        while True:  # the holes, a block each
            ballast = (ballast,)
    except MemoryError:
        room = None  # noqa: F841  # lets go of it
    gc.collect()
    return ballast


def _watch_peak(bench, result):
    """Look at the heap whenever the program sleeps or has used a bus."""
    result["peak"] = 0

    def look():
        now = measure.used() - result["held"]
        result["peak"] = max(result["peak"], now)

    def watched(call):
        def looked_at(*arguments, **named):
            look()
            return call(*arguments, **named)

        return looked_at

    virtual_time.sleep = watched(virtual_time.sleep)

    def watch(bus):
        bus.transfer = watched(bus.transfer)

    bench.watch(watch)


# The VM's words where they are not the firmware's.
_WORDS = {"divide by zero": "division by zero"}


def message(error):
    """Return the message of an exception in the firmware's words."""
    text = firmware_text(error)
    if isinstance(error, TypeError):
        start = text.find("() ")  # of a function's name, which the firmware does not tell
        if start > 0 and " " not in text[:start]:
            text = "function" + text[start + 2 :]
    return _WORDS.get(text, text)


def print_exception(error, file=None):
    """Print the traceback of ``error``, to the console where no file is given."""
    if file is None:
        print(traceback(error), end="")
    else:
        file.write(traceback(error))


def traceback(error):
    """Return the traceback of ``error`` as the firmware prints it: without the bench's frames."""
    file = io.StringIO()
    sys.print_exception(error, file)
    lines = []
    for line in file.getvalue().split("\n"):
        if line.startswith('  File "'):
            if line.startswith('  File "copperbench/') or line.startswith('  File "/.core/'):
                continue
            lines.append(
                line.replace(f'"{_PROGRAM}"', '"code.py"').replace(f'"{_BOOT}"', '"boot.py"')
            )
            continue
        if lines and not line.startswith(" ") and line:
            break
        lines.append(line)
    text = message(error)
    lines.append(type(error).__name__ + (": " + text if text else ""))
    return "\n".join(lines) + "\n"
