# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
r"""Run a program for a board under CPython, and see what the board's console would show.

    result = run("import board\nprint(board.board_id)")
    assert result.stdout == "adafruit_feather_rp2040\n"

:mod:`copperbench.vm` does the same on MicroPython's VM.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Optional, Union

from copperbench import bench as benches, host, limits, wiring as wirings
from copperbench.assembly import assemble
from copperbench.checkout import as_folders
from copperbench.errors import Stop
from copperbench.hosted import CompiledLibraryError, Console, Drive, Machine, message
from copperbench.result import Failure, Result
from copperbench.trace import Trace


class UsageError(Exception):
    """A program cannot be run as it was asked for; the message tells what to do."""


def run(
    program: Union[Path, str],
    *,
    wiring: wirings.Source = None,
    board: Optional[str] = None,
    libraries: Sequence[Path] = (),
    drive: Optional[Path] = None,
    firmware: str = "10.x",
    seconds: float = 60.0,
    transactions: Optional[int] = None,
    lines: Optional[int] = None,
    patience: float = 10.0,
    strict: bool = False,
    trace: bool = False,
    costs: bool = False,
    vcd: Optional[Path] = None,
    screens: Optional[Path] = None,
    write: Optional[Callable[[str], Any]] = None,
    tell: Optional[Callable[[str], Any]] = None,
) -> Result:
    """Run ``program`` under CPython.

    :param program: a ``.py`` file, or the text of a program
    :param wiring: what is wired to the board, see :func:`copperbench.wiring.resolve`
    :param board: the board's id, which goes before the wiring's
    :param libraries: folders, or wheels, whose modules the program finds in ``/lib``
    :param drive: the folder that plays CIRCUITPY
    :param firmware: ``10.x`` or ``9.x``
    :param seconds: virtual time after which the program is stopped
    :param transactions: how many it may have on its buses before it is stopped
    :param lines: how many lines it may print before it is stopped
    :param patience: seconds of real time that it may compute without a look at time, pin or bus
    :param strict: whether a :class:`~copperbench.errors.Mistake` is raised, or only put down
    :param trace: whether :attr:`Result.events` is wanted
    :param costs: whether :attr:`Result.costs` is wanted
    :param vcd: the file that gets the wires' levels
    :param screens: the folder that gets a picture of each display
    :param write: called with what the console shows, as it comes
    :param tell: called with what the bench has to say about the program, as it comes
    :raises WiringError: there is something wrong with the wiring
    :raises UsageError: the program needs what CPython cannot give
    """
    plan = wirings.resolve(wiring, board=board)
    source = program.encode() if isinstance(program, str) else program.read_bytes()
    if not isinstance(program, str) and program.suffix == ".mpy":
        raise UsageError(f"{program} is compiled, which CPython cannot load: use --vm")
    texts: list[str] = []
    host.install()
    bench = benches.Bench(
        plan["board"], strict=strict, recording=trace or costs or vcd is not None, firmware=firmware
    )
    with ExitStack() as stack:
        stack.callback(benches.use, benches.use(bench))
        libraries = stack.enter_context(as_folders(libraries))
        with wirings.importable(plan):
            assemble(bench, plan)
        # After the chips: a pin's change is put down once what it ends is.
        events = Trace(bench, plan["trace"]) if trace else None
        bench.drive = Drive(drive, source.decode("utf-8", "replace"), libraries)
        limit = limits.Limits(bench, seconds, transactions, lines)

        def shown(text: str) -> None:
            texts.append(text)
            if write is not None:
                write(text)

        def printed() -> None:
            if events is not None:
                events.printed()
            limit.printed()

        bench.console = Console(shown, printed)
        machine = Machine(bench, bench.drive, bench.console)
        bench.on_mistake = tell
        ended: dict[str, Any] = {}
        with _watchdog(bench, patience):
            _boot(bench, plan, ended)
            if not ended:
                _run(machine, source, ended)
        left = bench.unfinished()
        if tell is not None:
            for words in left:
                tell(words)
        if vcd is not None:
            _write_vcd(bench, vcd)
        wires = [] if events is None else list(events.events)
        if screens is not None:
            _save_screens(bench, screens)
        return Result(
            stdout="".join(texts),
            us=bench.clock.us,
            mistakes=list(bench.mistakes),
            notes=[*bench.notes, *left],
            events=wires,
            costs=bench.summary() if costs else (),
            usb=bench.usb.host.lines() if bench.usb.used else (),
            **ended,
        )


def _boot(bench: benches.Bench, plan: Mapping[str, Any], ended: dict[str, Any]) -> None:
    """Run boot.py, where there is one: its output goes to no console, and its end ends nothing."""
    source = bench.drive.read("/boot.py")
    if source is None and plan["usb"] and plan["usb"]["boot"]:
        source = Path(plan["usb"]["boot"]).read_bytes()
    if source is None:
        return
    shown: list[str] = []  # a board has it in boot_out.txt
    how: dict[str, Any] = {}
    machine = Machine(bench, bench.drive, Console(shown.append, _nothing))
    with bench.usb.boot():
        _run(machine, source, how, "boot.py")
    bench.reset()
    if "exception" in how:
        bench.note(f"boot.py ended with an exception:\n{how['exception']}")
    if "stopped" in how:
        ended.update(how)


def _nothing() -> None:
    pass


def _run(machine: Machine, source: bytes, ended: dict[str, Any], name: str = "code.py") -> None:
    try:
        try:
            machine.run(source, name)
        finally:
            for call in machine.at_exit:
                call()
    except Stop as stop:
        ended["stopped"] = str(stop)
    except SystemExit as stop:
        ended["exit"] = stop.code
    except CompiledLibraryError as error:
        raise UsageError(str(error)) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # CancelledError of asyncio is one
        text = machine.traceback(error)
        try:
            machine.console.write(text)
        except Stop as stop:
            ended["stopped"] = str(stop)
        ended["exception"] = Failure(
            type(error).__name__, message(error, machine.bench.firmware), text
        )


@contextmanager
def _watchdog(bench: benches.Bench, patience: float) -> Iterator[None]:
    """Stop a program that has not touched time, pin or bus for ``patience`` seconds."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    seen = -1

    def look(number: int, frame: Any) -> None:
        nonlocal seen
        if bench.clock.us == seen:
            raise Stop(
                f"the program has computed for {patience} s of real time without a look at "
                "time, pins or buses"
            )
        seen = bench.clock.us

    before = signal.signal(signal.SIGALRM, look)
    timer = signal.setitimer(signal.ITIMER_REAL, patience, patience)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


def _write_vcd(bench: benches.Bench, path: Path) -> None:
    from copperbench import vcd

    path.write_text(vcd.dump(bench.records()), encoding="utf-8")


def _save_screens(bench: benches.Bench, folder: Path) -> None:
    from copperbench.screens import PillowMissingError, save_screens

    try:
        save_screens(bench, folder)
    except PillowMissingError as error:
        raise UsageError(str(error)) from None
