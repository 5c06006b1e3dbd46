# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command ``copperbench``.

Exit codes of ``copperbench run``: 0 when the program has ended, or its time is over;
1 when an exception has ended it; 2 when it could not be run.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from copperbench import __version__, boards, checkout, wiring
from copperbench.errors import Stop, WiringError
from copperbench.result import Result
from copperbench.run import UsageError, run
from copperbench.vm import VMError, run as run_on_vm


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command, and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except (UsageError, VMError, WiringError, boards.WiringError) as error:
        return _refuse(str(error))
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _refuse(text: str) -> int:
    print(f"copperbench: {text}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copperbench", description="A workbench for CircuitPython programs and drivers."
    )
    parser.add_argument("--version", action="version", version=f"copperbench {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command = commands.add_parser(
        "run",
        help="run a program, and show what a board's console would",
        description="Run a program on the bench, and show what a board's console would.",
        epilog="exit code: 0 at the end of the program or of its time, 1 after an exception, "
        "2 if it cannot be run",
    )
    command.set_defaults(command=_run)
    command.add_argument("program", type=Path, help="a .py file; with --vm an .mpy file too")
    command.add_argument("--board", metavar="ID", help="the board's id (copperbench boards)")
    command.add_argument(
        "--wiring",
        metavar="FILE.toml",
        help=f"what is wired to it: a file, or one of {', '.join(wiring.names())}; a library's "
        "example has its own",
    )
    command.add_argument("--drive", type=Path, metavar="FOLDER", help="what plays CIRCUITPY")
    command.add_argument(
        "--lib",
        type=Path,
        metavar="FOLDER",
        action="append",
        default=[],
        help="a folder, or a wheel, that is seen in /lib too",
    )
    command.add_argument("--firmware", choices=("9.x", "10.x"), default="10.x")
    command.add_argument("--vm", action="store_true", help="run it on MicroPython's VM")
    command.add_argument(
        "--seconds", type=_positive, default=60.0, help="of virtual time, then it is stopped (60)"
    )
    command.add_argument("--transactions", type=_count, metavar="N", help="stop it after so many")
    command.add_argument("--lines", type=_count, metavar="N", help="stop it after so many lines")
    command.add_argument(
        "--real-seconds",
        type=_positive,
        default=10.0,
        metavar="SECONDS",
        help="how long it may compute without a look at time, pins or buses; with --vm, how long "
        "it may take in all (10)",
    )
    command.add_argument(
        "--screens", type=Path, metavar="FOLDER", help="where displays leave their pictures (PNG)"
    )
    command.add_argument(
        "--trace",
        type=Path,
        metavar="FILE.json",
        help="write what was on the wires, and when lines came",
    )
    command.add_argument(
        "--vcd", type=Path, metavar="FILE", help="write the wires' levels, for sigrok"
    )

    command = commands.add_parser("boards", help="list the boards that there are")
    command.set_defaults(command=_boards)
    command.add_argument("word", nargs="?", default="", help="only those with this in their id")

    command = commands.add_parser("parts", help="list the chips that there are")
    command.set_defaults(command=_parts)
    return parser


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _boards(options: argparse.Namespace) -> int:
    for board_id in boards.ids():
        if options.word.lower() in board_id.lower():
            print(board_id)
    return 0


def _parts(options: argparse.Namespace) -> int:
    print("\n".join(wiring.parts()))
    return 0


def _check(options: argparse.Namespace) -> None:
    """Raise UsageError for what cannot be run, or not be written afterwards."""
    if options.drive is not None and not options.drive.is_dir():
        raise UsageError(f"{options.drive} is no folder")
    for path in options.lib:
        if not path.is_dir() and not (path.suffix == ".whl" and path.is_file()):
            raise UsageError(f"{path} is no folder and no wheel")
    if not options.program.is_file():
        raise UsageError(f"there is no file {options.program}")
    if options.vm and options.screens:
        raise UsageError("--screens needs CPython's libraries: leave out --vm")
    if options.screens is not None and options.screens.exists() and not options.screens.is_dir():
        raise UsageError(f"{options.screens} is no folder")
    for path in (options.trace, options.vcd):
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise UsageError(f"{path} cannot be written: it must be a file in a folder that exists")


def _run(options: argparse.Namespace) -> int:
    _check(options)
    found = checkout.find(options.program)
    libraries = [*options.lib, *([] if options.drive else found.libraries)]
    given: dict[str, Any] = {
        "wiring": options.wiring or found.wiring,
        "board": options.board,
        "drive": options.drive,
        "libraries": libraries,
        "firmware": options.firmware,
        "seconds": options.seconds,
        "transactions": options.transactions,
        "lines": options.lines,
        "trace": options.trace is not None,
    }
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    if options.vm:
        result = run_on_vm(
            options.program,
            exact=True,
            vcd=options.vcd,
            time_limit=options.real_seconds,
            stdin=None,  # ours
            **given,
        )
        sys.stdout.write(result.stdout)
        for text in (*result.mistakes, *result.notes):
            _tell(text)
        if result.timed_out:
            _tell(f"stopped: {options.real_seconds:g} s of real time are over")
    else:
        result = run(
            options.program,
            write=_write,
            tell=_tell,
            patience=options.real_seconds,
            screens=options.screens,
            vcd=options.vcd,
            **given,
        )
    sys.stdout.flush()
    for text in result.usb:
        _tell(f"the computer saw: {text}")
    if result.stopped:
        _tell(f"stopped: {result.stopped}")
    if options.trace is not None:
        _write_trace(options.trace, result)
    return 1 if result.exception is not None else 0


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise Stop("nobody reads what it prints") from None


def _tell(text: str) -> None:
    sys.stdout.flush()
    print(f"bench: {text}", file=sys.stderr)


def _write_trace(path: Path, result: Result) -> None:
    lines = ",\n".join(json.dumps(event) for event in result.events)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
