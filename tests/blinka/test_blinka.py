# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each I2C driver's simpletest runs under Adafruit's Blinka, down to the kernel's ioctl."""

import json
import os
import subprocess
from pathlib import Path

import ordeal
import pytest
import standard
import tomllib

PYTHON = standard.ROOT / ".venvs" / "blinka" / "bin" / "python"
LINUX = Path(__file__).with_name("linux.py")
ELSEWHERE = tomllib.loads(Path(__file__).with_name("elsewhere.toml").read_text("utf-8"))
BOARD = {"BLINKA_FORCEBOARD": "RASPBERRY_PI_4B", "BLINKA_FORCECHIP": "BCM2XXX"}


def kinds(example):
    """Return the kinds of bus that the chips of an example are on."""
    return {chip["bus"] for chip in ordeal.resolve(example.wiring)["chips"]}


SIMPLETESTS = [
    pytest.param(example, id=f"{library.part}-{example.name}")
    for library in standard.libraries()
    for example in standard.examples(library)
    if example.name.endswith("_simpletest") and library.part not in ELSEWHERE
    if not {"busdisplay", "displayio"} & set(library.features)  # Blinka itself has no displayio
    if "I2C" in kinds(example)
]


def run(folder, program, plan, libraries=(), seconds=standard.SECONDS):
    """Run a program on the Raspberry Pi, and return how the process ended."""
    assert PYTHON.exists(), "Blinka is not here: run `make test` once, which brings it"
    job = {
        "root": str(standard.ROOT),
        "program": str(program),
        "plan": plan,
        "libraries": [str(path) for path in libraries],
        "seconds": seconds,
    }
    path = folder / "job.json"
    path.write_text(json.dumps(job), "utf-8")
    return subprocess.run(
        [str(PYTHON), "-I", str(LINUX), str(path)],
        env={**os.environ, **BOARD},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("example", SIMPLETESTS)
def test_simpletest_under_blinka(example, tmp_path):
    plan = ordeal.resolve(example.wiring)
    assert kinds(example) == {"I2C"}, "say in tests/blinka/elsewhere.toml why it cannot run here"

    done = run(tmp_path, example.path, plan, standard.folders(example.library), example.seconds)

    assert done.returncode == 0, done.stderr
    assert standard.comparable(done.stdout) == example.recorded.read_text("utf-8")


def test_what_runs_elsewhere_has_a_reason_and_is_not_on_i2c():
    examples = [
        example
        for library in standard.libraries()
        for example in standard.examples(library)
        if library.part in ELSEWHERE
    ]

    assert all(ELSEWHERE.values())
    assert not any(kinds(example) == {"I2C"} for example in examples)


# The stand-in itself

PLAN = {"chip": [{"part": "as5600", "angle": 90.0}]}


@pytest.fixture
def blinka(tmp_path):
    """Return a function: what a program prints on a Raspberry Pi with an AS5600."""

    def run_text(text):
        program = tmp_path / "program.py"
        program.write_text(text)
        done = run(tmp_path, program, ordeal.resolve(PLAN))
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return run_text


def test_blinka_finds_the_chip_and_no_other(blinka):
    assert blinka("import board\nprint(board.I2C().scan())") == ["[54]"]


def test_a_write_and_a_read_are_apart_or_together(blinka):
    printed = blinka(
        "import board\n"
        "i2c = board.I2C()\n"
        "data = bytearray(2)\n"
        "i2c.writeto(0x36, b'\\x0c')\n"
        "i2c.readfrom_into(0x36, data)\n"
        "print(data.hex())\n"
        "i2c.writeto_then_readfrom(0x36, b'\\x0e', data)\n"
        "print(data.hex())\n"
    )

    assert printed == ["0400", "0400"]  # a quarter of 4096


def test_nobody_at_an_address_is_linuxs_error(blinka):
    printed = blinka(
        "import board\n"
        "try:\n"
        "    board.I2C().writeto(0x37, b'\\x0c')\n"
        "except OSError as error:\n"
        "    print(error)\n"
    )

    assert printed == ["[Errno 121] Remote I/O error"]


def test_time_passes_for_the_chip_in_sleep_alone(blinka):
    printed = blinka(
        "import time\n"
        "before = time.monotonic()\n"
        "time.sleep(5)\n"
        "print(round(time.monotonic() - before, 3))\n"
        "while True:\n"
        "    time.sleep(1)\n"
    )

    assert printed == ["5.0"]
