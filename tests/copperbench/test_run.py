# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``copperbench run``: what a board's console would show, on either host."""

import builtins
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from copperbench import cli, vm
from copperbench.run import UsageError, run

ROOT = Path(__file__).parents[2]
AS5600 = {"chip": [{"part": "as5600", "angle": 45.0}]}

READ_ANGLE = """\
import board
i2c = board.I2C()
while not i2c.try_lock():
    pass
raw = bytearray(2)
i2c.writeto_then_readfrom(0x36, b"\\x0c", raw)
i2c.unlock()
print((raw[0] << 8 | raw[1]) * 360 // 4096)
"""


def _on_vm(program, **given):
    return vm.run(program, exact=True, **given)


both_hosts = pytest.mark.parametrize(
    "host", [pytest.param(run, id="cpython"), pytest.param(_on_vm, id="vm")]
)


# What programs see


@both_hosts
def test_a_raw_read_of_a_register_runs_unchanged(host):
    result = host(READ_ANGLE, wiring=AS5600)

    assert result.stdout == "45\n"
    assert not result.mistakes


@both_hosts
def test_a_driver_written_by_hand_runs_unchanged(host):
    program = """\
    import time
    import board
    from micropython import const
    from adafruit_bus_device.i2c_device import I2CDevice

    _ANGLE = const(0x0E)

    class Dial:
        def __init__(self, i2c):
            self._device = I2CDevice(i2c, 0x36)
            self._buffer = bytearray(2)

        @property
        def angle(self):
            self._buffer[0] = _ANGLE
            with self._device as device:
                device.write_then_readinto(self._buffer, self._buffer, out_end=1)
            return (self._buffer[0] << 8 | self._buffer[1]) * 360 // 4096

    dial = Dial(board.I2C())
    for _ in range(2):
        print(dial.angle)
        time.sleep(1)
    """

    result = host(dedent(program), wiring=AS5600)

    assert result.stdout == "45\n45\n"
    assert result.us > 2_000_000


@both_hosts
@pytest.mark.parametrize(
    "program, console",
    [
        pytest.param("import typing", "ImportError: no module named 'typing'\n", id="no typing"),
        pytest.param(
            "import functools", "ImportError: no module named 'functools'\n", id="no functools"
        ),
        pytest.param("import machine", "ImportError: no module named 'machine'\n", id="no machine"),
        pytest.param(
            "import asyncio", "ImportError: no module named 'asyncio'\n", id="asyncio is a library"
        ),
        pytest.param(
            "import ssl", "ImportError: no module named 'ssl'\n", id="no ssl on a Feather"
        ),
        pytest.param("raise OSError(5)", "OSError: [Errno 5] Input/output error\n", id="an errno"),
        pytest.param("raise KeyError('k')", "KeyError: k\n", id="a key"),
        pytest.param("1 // 0", "ZeroDivisionError: division by zero\n", id="division"),
        pytest.param("x = 5\nx()", "TypeError: 'int' object isn't callable\n", id="a call"),
        pytest.param("no", "NameError: name 'no' isn't defined\n", id="a name"),
        pytest.param(
            "def f(a): pass\nf(1, 2)",
            "TypeError: function takes 1 positional arguments but 2 were given\n",
            id="arguments",
        ),
        pytest.param(
            "raise TimeoutError('no answer')", "TimeoutError: no answer\n", id="a time-out"
        ),
    ],
)
def test_what_ends_a_program_is_told_in_the_firmwares_words(host, program, console):
    result = host(program)

    lines = result.stdout.splitlines(keepends=True)
    assert lines[0] == "Traceback (most recent call last):\n"
    assert lines[-1] == console


@both_hosts
@pytest.mark.parametrize(
    "program, printed",
    [
        pytest.param("print(repr(ValueError('a')))", "ValueError('a',)\n", id="repr"),
        pytest.param("e = KeyError('k')\nprint(e)", "k\n", id="print"),
        pytest.param("print(OSError(116).errno)", "116\n", id="errno of one argument"),
        pytest.param("import sys\nprint(sys.implementation.name)", "circuitpython\n", id="sys"),
        pytest.param("import sys\nprint(sys.path)", "['', '/', '/lib']\n", id="path"),
        pytest.param("import os\nprint(os.getcwd(), os.uname().sysname)", "/ rp2040\n", id="os"),
        pytest.param("import os\nprint(os.listdir('/'))", "['code.py']\n", id="drive"),
        pytest.param("from __future__ import annotations\nprint(1)", "1\n", id="future"),
        pytest.param(
            "def same(a: Missing) -> Missing:\n    return a\nb: Missing = same(1)\nprint(b)",
            "1\n",
            id="annotations",
        ),
        pytest.param(
            "import micropython\nprint(dir(micropython)[-1])", "const\n", id="micropython"
        ),
        pytest.param("import gc\ngc.collect()\nprint(gc.mem_free() > 1000)", "True\n", id="gc"),
        pytest.param(
            "import board\nprint(board.board_id)", "adafruit_feather_rp2040\n", id="board"
        ),
        pytest.param("import warnings\nwarnings.warn('hm')", "Warning: hm\n", id="warnings"),
        pytest.param("exec('x = 1\\nprint(x)')", "1\n", id="exec"),
    ],
)
def test_a_program_sees_the_firmwares_python(host, program, printed):
    assert host(program).stdout == printed


def test_an_f_string_shows_an_error_as_the_firmware_does():
    result = run("e = OSError(19)\nprint(f'{e} {e!r}')")

    assert result.stdout == "[Errno 19] No such device OSError(19,)\n"


@both_hosts
def test_a_traceback_has_the_programs_frames_alone(host, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "deep.py").write_text(
        "from adafruit_bus_device.i2c_device import I2CDevice\n\n\n"
        "def find(i2c):\n    return I2CDevice(i2c, 0x20)\n",
        encoding="utf-8",
    )

    result = host("import board, deep\n\ndeep.find(board.I2C())\n", drive=tmp_path)

    assert result.stdout == (
        "Traceback (most recent call last):\n"
        '  File "code.py", line 3, in <module>\n'
        '  File "/lib/deep.py", line 5, in find\n'
        "ValueError: No I2C device at address: 0x20\n"
    )


def test_what_the_program_was_handling_is_told_before_and_what_the_bench_was_is_not():
    program = """\
    import board
    i2c = board.I2C()
    i2c.try_lock()
    try:
        i2c.writeto(0x20, b"")
    except OSError:
        i2c.writeto(0x20)
    """

    result = run(dedent(program))

    assert result.stdout == (
        "Traceback (most recent call last):\n"
        '  File "code.py", line 5, in <module>\n'
        "OSError: [Errno 19] No such device\n"
        "\n"
        "During handling of the above exception, another exception occurred:\n"
        "\n"
        "Traceback (most recent call last):\n"
        '  File "code.py", line 7, in <module>\n'
        "TypeError: 'buffer' argument required\n"
    )


@both_hosts
def test_what_the_compiler_of_the_firmware_refuses_is_refused(host):
    result = host("x = 1\ndef f(a, /):\n    pass\n")

    assert result.stdout == (
        "Traceback (most recent call last):\n"
        '  File "code.py", line 2\n'
        "SyntaxError: invalid syntax\n"
    )


@both_hosts
def test_settings_are_read_from_the_drive(host, tmp_path):
    (tmp_path / "settings.toml").write_text('NAME = "bench"\nCOUNT = 3\n', encoding="utf-8")

    result = host("import os\nprint(os.getenv('NAME'), os.getenv('NO', 'none'))", drive=tmp_path)

    assert result.stdout == "bench none\n"


@both_hosts
def test_the_drive_is_read_only(host, tmp_path):
    (tmp_path / "data.txt").write_text("text", encoding="utf-8")
    program = "print(open('data.txt').read())\nopen('/data.txt', 'w')"

    result = host(program, drive=tmp_path)

    assert result.stdout.startswith("text\n")
    assert result.stdout.endswith("OSError: [Errno 30] Read-only filesystem\n")


@both_hosts
@pytest.mark.parametrize(
    "first, second", [("/thing.py", "/lib/thing.py"), ("/lib/thing/__init__.py", "/lib/thing.py")]
)
def test_a_module_is_looked_for_in_the_boards_order(host, first, second, tmp_path):
    for place, text in ((first, "first"), (second, "second")):
        path = tmp_path / place[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"WHICH = {text!r}\n", encoding="utf-8")

    result = host("import thing\nprint(thing.WHICH)", drive=tmp_path)

    assert result.stdout == "first\n"


@both_hosts
def test_the_firmwares_modules_win_over_files(host, tmp_path):
    (tmp_path / "digitalio.py").write_text("raise RuntimeError\n", encoding="utf-8")

    result = host("import digitalio\nprint(digitalio.Pull.UP)", drive=tmp_path)

    assert result.stdout == "digitalio.Pull.UP\n"


@both_hosts
def test_packages_import_what_lies_beside_them(host, tmp_path):
    package = tmp_path / "lib" / "pack"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from .part import VALUE\n", encoding="utf-8")
    (package / "part.py").write_text("from . import other\nVALUE = other.VALUE\n", encoding="utf-8")
    (package / "other.py").write_text("VALUE = 7\n", encoding="utf-8")

    result = host(
        "import pack.other\nfrom pack import part\nprint(pack.VALUE, part.VALUE)", drive=tmp_path
    )

    assert result.stdout == "7 7\n"


@both_hosts
def test_other_boards_have_their_own_pins(host):
    result = host("import board\nprint(board.GP5)\nboard.I2C", board="raspberry_pi_pico")

    assert result.stdout.startswith("board.GP5\n")
    assert result.stdout.endswith("AttributeError: 'module' object has no attribute 'I2C'\n")


# The end of a program


@both_hosts
def test_sys_exit_ends_a_program_quietly(host):
    result = host("import sys\nprint(1)\nsys.exit(4)\nprint(2)")

    assert (result.stdout, result.exception, result.exit) == ("1\n", None, 4)


@both_hosts
@pytest.mark.parametrize(
    "limits, stopped",
    [
        ({"seconds": 3}, "3 s of virtual time are over"),
        ({"lines": 2}, "it has printed all lines that it may"),
        ({"transactions": 5}, "it has used up its transactions"),
    ],
)
def test_a_program_without_end_is_stopped(host, limits, stopped):
    program = READ_ANGLE.replace("i2c.unlock()\n", "") + dedent("""\
    import time
    while True:
        i2c.writeto(0x36, b"\\x0c")
        time.sleep(0.5)
        print("again")
    """)

    result = host(program, wiring=AS5600, **limits)

    assert result.stopped == stopped
    assert result.exception is None
    assert result.stdout.count("again") <= 6


@pytest.mark.parametrize("clause", ["except:", "except BaseException:"])
def test_no_except_keeps_a_program_from_its_end(clause):
    program = (
        f"import time\nwhile True:\n    try:\n        time.sleep(1)\n    {clause}\n        pass\n"
    )

    assert "virtual time" in run(program, seconds=2).stopped


@both_hosts
def test_a_loop_that_only_looks_at_the_time_ends(host):
    result = host("import time\nwhile time.monotonic() < 100: pass", seconds=1)

    assert result.stopped


def test_a_program_that_only_computes_is_stopped_too():
    result = run("print('a')\nwhile True:\n    print\n", patience=0.2)

    assert result.stdout == "a\n"
    assert "has computed for 0.2 s of real time" in result.stopped


def test_time_passes_in_an_empty_loop_that_never_ends():
    result = run("while True:\n    pass\n", seconds=3.0, patience=5.0)

    assert result.us == 3_000_000
    assert result.stopped.startswith("3 s of virtual time")


# What stays of it


def test_nothing_of_a_program_stays_in_the_interpreter(tmp_path):
    (tmp_path / "thing.py").write_text("import struct\nVALUE = struct\n", encoding="utf-8")
    before = set(sys.modules)
    printing = builtins.print

    run(
        "import thing, sys, struct, os, select\nsys.path.append('/x')\nos.chdir('/')",
        libraries=[tmp_path],
    )

    assert "thing" not in sys.modules
    assert {name for name in set(sys.modules) - before if not name.startswith("copperbench")} <= {
        "struct"
    }
    assert builtins.print is printing
    assert "/x" not in sys.path
    assert sys.modules["struct"].error


def test_a_compiled_library_is_for_the_vm(tmp_path):
    (tmp_path / "thing.mpy").write_bytes(b"C\x06\x00\x1f")

    with pytest.raises(UsageError, match=r"thing\.mpy is compiled, .* --vm"):
        run("import thing", libraries=[tmp_path])


def test_mistakes_are_told_and_the_program_goes_on():
    told = []
    program = READ_ANGLE.replace(
        "while not i2c.try_lock():\n    pass\n", "i2c.try_lock()\n"
    ).replace("i2c.unlock()\n", "")

    result = run(program, wiring=AS5600, tell=told.append)

    assert result.stdout == "45\n"
    assert any("still locked" in words for words in told)


# The trace


@both_hosts
def test_a_trace_has_the_wires_and_the_lines_in_turn(host):
    result = host(READ_ANGLE, wiring=AS5600, trace=True)

    assert [list(event) for event in result.events] == [
        ["i2c", "S P"],
        ["i2c", "S 36W+ 0c+"],
        ["i2c", "Sr 36R+ 02+ 00- P"],
        ["print", 1],
    ]


# The command


def command(*arguments, **given):
    return subprocess.run(
        [sys.executable, "-m", "copperbench.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **given,
    )


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(READ_ANGLE, encoding="utf-8")
    (tmp_path / "wiring.toml").write_text(
        '[[chip]]\npart = "as5600"\nangle = 45.0\n', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("host", [(), ("--vm",)], ids=["cpython", "vm"])
def test_the_command_prints_the_console_and_leaves_files(program, tmp_path, host):
    trace = tmp_path / "trace.json"
    waves = tmp_path / "waves.vcd"

    done = command(
        "run",
        program,
        "--wiring",
        tmp_path / "wiring.toml",
        "--trace",
        trace,
        "--vcd",
        waves,
        *host,
    )

    assert (done.stdout, done.stderr, done.returncode) == ("45\n", "", 0)
    assert json.loads(trace.read_text(encoding="utf-8"))[-1] == ["print", 1]
    assert "$enddefinitions" in waves.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", [(), ("--vm",)], ids=["cpython", "vm"])
def test_an_exception_gives_exit_code_1(program, host):
    done = command("run", program, *host)

    assert done.returncode == 1
    assert done.stdout.endswith("OSError: [Errno 19] No such device\n")


@pytest.mark.parametrize("host", [(), ("--vm",)], ids=["cpython", "vm"])
def test_input_comes_from_the_terminal(tmp_path, host):
    (tmp_path / "code.py").write_text("print(input('? '))\ninput()\nprint('no')\n", "utf-8")

    done = command("run", tmp_path / "code.py", *host, input="here\n")

    assert done.stdout.endswith("here\n")
    assert "waits for input, and there is none" in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("host", [(), ("--vm",)], ids=["cpython", "vm"])
def test_an_example_of_a_library_finds_its_wiring_and_its_neighbours(host):
    example = ROOT / "libraries/drivers/as5600/examples/as5600_simpletest.py"

    done = command("run", example, "--seconds", "1.5", *host)

    assert done.returncode == 0
    assert done.stdout.startswith("30.0 degrees\n")
    assert "1.5 s of virtual time are over" in done.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        pytest.param(["nowhere.py"], "there is no file nowhere.py", id="no program"),
        pytest.param(["{program}", "--drive", "nowhere"], "nowhere is no folder", id="no drive"),
        pytest.param(
            ["{program}", "--screens", "{program}"], "py is no folder", id="screens in a file"
        ),
        pytest.param(
            ["{program}", "--trace", "no/x.json"], "no/x.json cannot be written", id="no folder"
        ),
        pytest.param(
            ["{program}", "--wiring", "nowhere.toml"], "cannot read the wiring", id="no wiring"
        ),
        pytest.param(
            ["{program}", "--board", "raspberry_pi_pic"], "raspberry_pi_pico", id="no such board"
        ),
        pytest.param(
            ["{program}", "--vm", "--screens", "x"], "leave out --vm", id="screens on the VM"
        ),
    ],
)
def test_what_cannot_be_run_gives_exit_code_2_and_words(program, arguments, words, capsys):
    code = cli.main(["run", *(argument.format(program=program) for argument in arguments)])

    assert code == 2
    assert words in capsys.readouterr().err


def test_wrong_usage_gives_exit_code_2(program):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run", str(program), "--seconds", "-1"])

    assert stopped.value.code == 2


def test_boards_and_parts_can_be_listed(capsys):
    assert cli.main(["boards", "feather_rp2040"]) == 0
    assert cli.main(["parts"]) == 0

    listed = capsys.readouterr().out.splitlines()
    assert "adafruit_feather_rp2040" in listed
    assert "as5600" in listed


# asyncio, which is a library


ASYNCIO = """\
import asyncio

async def count(name, times, pause):
    for number in range(times):
        print(name, number)
        await asyncio.sleep(pause)
    return name

async def main():
    tasks = [asyncio.create_task(count("a", 2, 0.1)), asyncio.create_task(count("b", 2, 0.25))]
    print(await asyncio.gather(*tasks))
    try:
        await asyncio.wait_for(count("c", 9, 1), 1.5)
    except asyncio.TimeoutError:
        print("late")

asyncio.run(main())
"""


@both_hosts
def test_coroutines_run_in_virtual_time(host):
    wheels = sorted((ROOT / ".cache/external").glob("adafruit_circuitpython_*.whl"))
    assert wheels, "copperhead fetch brings them"

    result = host(ASYNCIO, libraries=wheels)

    assert result.stdout == "a 0\nb 0\na 1\nb 1\n['a', 'b']\nc 0\nc 1\nlate\n"
    assert 2_000_000 <= result.us < 2_100_000
