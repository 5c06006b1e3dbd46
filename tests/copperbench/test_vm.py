# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The VM: a program on it meets chips, limits, and the traceback of a board."""

import os
import time
from textwrap import dedent

import pytest

from copperbench import vm

_CHIP = '''\
from copperbench.chip import Register, RegisterChip


class Counter(RegisterChip):
    """A register that counts how often it is read, and a level of the world."""

    REGISTERS = (Register(0x00, "COUNT", "r"), Register(0x01, "LEVEL", "r"), Register(0x02, "CONF"))

    def __init__(self, address=0x21):
        super().__init__(address)
        self.level = 0

    def reading(self, address):
        if address == 0:
            self.memory[0] = self.memory[0] + 1 & 0xFF
        elif address == 1:
            self.memory[1] = self.level
'''

_READ = """\
import board
i2c = board.I2C()
result = bytearray(1)
COUNT = b"\\x00"
LEVEL = b"\\x01"

def read(register):
    while not i2c.try_lock():
        pass
    try:
        i2c.writeto_then_readfrom(0x21, register, result)
    finally:
        i2c.unlock()
    return result[0]

"""


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    """The wiring of a chip of our own."""
    folder = tmp_path_factory.mktemp("chips")
    (folder / "counter.py").write_text(_CHIP, encoding="utf-8")
    (folder / "wiring.toml").write_text(
        '[[chip]]\npart = "counter.py:Counter"\nlevel = 7\nat = [{ seconds = 2.0, level = 9 }]\n',
        encoding="utf-8",
    )
    return folder / "wiring.toml"


def program(text):
    return _READ + dedent(text)


def test_a_program_reads_a_chip(counter):
    result = vm.run(program("print(read(LEVEL), read(COUNT), read(COUNT))"), wiring=counter)

    assert result.exception is None
    assert result.stdout == "7 1 2\n"


def test_the_world_changes_in_virtual_time(counter):
    text = "import time\nprint(read(LEVEL))\ntime.sleep(2)\nprint(read(LEVEL))"

    result = vm.run(program(text), wiring=counter)

    assert result.stdout == "7\n9\n"
    assert result.us >= 2_000_000


def test_a_traceback_is_a_boards(counter):
    result = vm.run(
        program("def f():\n    i2c.try_lock()\n    i2c.writeto(0x20, LEVEL)\nf()"), wiring=counter
    )

    assert result.exception.type == "OSError"
    assert result.exception.text == "[Errno 19] No such device"
    assert result.stdout == (
        "Traceback (most recent call last):\n"
        '  File "code.py", line 19, in <module>\n'
        '  File "code.py", line 18, in f\n'
        "OSError: [Errno 19] No such device\n"
    )


def test_a_syntax_error_is_a_result_too():
    result = vm.run("x = 1\ndef f(a, /): pass\n")

    assert result.exception.type == "SyntaxError"
    assert 'File "code.py", line 2' in result.stdout


def test_time_out_errors_exist():
    result = vm.run("raise TimeoutError('no answer in 1 s')")

    assert result.stdout.endswith("TimeoutError: no answer in 1 s\n")


def test_sys_exit_is_no_error():
    result = vm.run("import sys\nprint('a')\nsys.exit(3)\nprint('b')")

    assert (result.stdout, result.exit, result.exception) == ("a\n", 3, None)


def test_a_program_without_end_stops_when_its_virtual_time_is_over():
    text = """\
    import time
    while True:
        try:
            time.sleep(1)
            print(1)
        except Exception:
            pass
    """

    result = vm.run(dedent(text), seconds=5)

    assert result.stdout == "1\n" * 4
    assert "5 s of virtual time are over" in result.stopped
    assert result.exception is None


def test_a_program_that_hangs_is_killed():
    begin = time.monotonic()

    result = vm.run("print('a')\nwhile True: pass", time_limit=0.5)

    assert result.timed_out
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("size, fits", [(20_000, True), (80_000, False)])
def test_a_heap_of_64_kb_is_64_kb(counter, size, fits):
    result = vm.run(
        program(f"b = bytearray({size})\nprint(read(LEVEL))"), wiring=counter, heap=65536
    )

    assert (result.exception is None) == fits
    assert fits or result.exception.type == "MemoryError"


def test_the_heap_that_is_given_is_free_at_the_first_line(counter):
    result = vm.run("import gc\ngc.collect()\nprint(gc.mem_free())", wiring=counter, heap=131072)

    assert int(result.stdout) == pytest.approx(131072, abs=1024)


def test_the_chips_do_not_count_as_the_programs_heap(counter):
    bare = vm.run("pass", heap=65536)
    wired = vm.run("pass", wiring=counter, heap=65536)

    assert wired.held > bare.held
    assert abs(wired.left - bare.left) < 1024


def test_the_least_heap_of_a_program_is_found():
    least = vm.least_heap("b = bytearray(50_000)")

    assert 50_000 < least < 54_000


def test_the_peak_is_seen_while_a_program_sleeps():
    text = "import time\ndef f():\n    b = bytearray(30_000)\n    time.sleep(1)\nf()\nb = None\n"

    result = vm.run(text, peak=True)

    assert 30_000 < result.peak < 34_000
    assert result.left < 10_000


def test_sections_tell_what_they_keep_and_what_they_throw_away():
    text = """\
    from copperbench.measure import section
    with section("kept"):
        kept = bytearray(1000)
    with section("thrown"):
        for _ in range(10):
            bytearray(100)
    """

    figures = vm.run(dedent(text)).figures

    assert figures["kept"] == pytest.approx(1056, abs=96)
    assert figures["kept allocated"] == pytest.approx(1056, abs=96)
    # The collector is a careful one: a stale word may keep the last of them.
    assert 0 <= figures["thrown"] <= 256
    assert figures["thrown allocated"] == pytest.approx(10 * 160, abs=128)


def test_reading_a_chip_leaves_no_garbage_of_the_benchs_own(counter):
    text = """\
    from copperbench.measure import allocates, garbage
    call = lambda: read(COUNT)
    garbage("read", call)
    allocates("read needs heap", call)
    garbage("read and add", lambda: read(COUNT) + 0.5)
    """

    figures = vm.run(program(text), wiring=counter).figures

    assert figures == {"read": 0, "read needs heap": False, "read and add": 32}


def test_a_library_comes_from_the_folder_given_and_its_frames_have_the_boards_path(tmp_path):
    (tmp_path / "thing.py").write_text("def f():\n    return 1 // 0\n", encoding="utf-8")

    result = vm.run("import thing\nthing.f()", libraries=[tmp_path])

    assert '  File "/lib/thing.py", line 2, in f\n' in result.stdout


def test_the_first_of_two_folders_has_the_module(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thing.py").write_text(f"NAME = {name!r}\n", encoding="utf-8")
    (tmp_path / "b" / "other.py").write_text("NAME = 'other'\n", encoding="utf-8")

    result = vm.run(
        "import thing, other\nprint(thing.NAME, other.NAME)",
        libraries=[tmp_path / "a", tmp_path / "b"],
    )

    assert result.stdout == "a other\n"


def test_the_drive_is_the_root_and_read_only(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "thing.py").write_text("NAME = 1\n", encoding="utf-8")
    (tmp_path / "data.txt").write_text("text", encoding="utf-8")
    text = """\
    import thing
    print(open("/data.txt").read(), thing.__file__)
    open("/data.txt", "w")
    """

    result = vm.run(dedent(text), drive=tmp_path)

    assert result.stdout.startswith("text /lib/thing.py\n")
    assert result.stdout.endswith("OSError: [Errno 30] Read-only filesystem\n")
    assert (tmp_path / "data.txt").read_text(encoding="utf-8") == "text"


def test_the_heap_of_an_import_is_what_it_keeps(tmp_path):
    (tmp_path / "small.py").write_text("", encoding="utf-8")
    (tmp_path / "large.py").write_text("kept = bytearray(5000)\n", encoding="utf-8")

    small = vm.import_heap("small", [tmp_path])
    large = vm.import_heap("large", [tmp_path])

    assert 0 < small < 600
    assert 5000 < large - small < 5300


def test_a_run_starts_in_150_ms():
    vm.run("pass")  # the cache has the bench now
    before = os.times()

    vm.run("pass")

    after = os.times()  # of the processor: the machine may have other things to do
    assert sum(after[:4]) - sum(before[:4]) < 0.15


def test_a_cache_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "cache").write_text("", encoding="utf-8")

    with pytest.raises(vm.VMError, match="cannot keep the compiled bench in"):
        vm.run("pass", cache=tmp_path / "cache")


def test_a_long_word_in_a_library_is_no_name_of_a_file(tmp_path):
    (tmp_path / "dial.py").write_text(f"LUT = {'F0' * 200!r}\n")

    result = vm.run("import dial\nprint(len(dial.LUT))", libraries=[tmp_path], heap=1 << 16)

    assert result.stdout == "400\n"


def test_what_the_boards_firmware_leaves_out_comes_from_a_library(tmp_path):
    (tmp_path / "adafruit_pixelbuf.py").write_text("import board\nwhose = 'the library'\n")
    program = "import adafruit_pixelbuf\nprint(getattr(adafruit_pixelbuf, 'whose', 'firmware'))"

    printed = [
        vm.run(program, board=board, libraries=[tmp_path], heap=1 << 16).stdout
        for board in ("qtpy_m0", "raspberry_pi_pico")
    ]

    assert printed == ["the library\n", "firmware\n"]
    assert "no module named 'adafruit_pixelbuf'" in vm.run(program, board="qtpy_m0").stdout
    assert vm.import_heap("adafruit_pixelbuf", [tmp_path]) > 0
