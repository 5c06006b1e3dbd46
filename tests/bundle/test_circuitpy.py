# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A finished zip, unpacked to a folder that plays CIRCUITPY, with its programs on the VM."""

import zipfile
from pathlib import Path

import pytest

from copperbench import vm

#: What a program may use beyond what bench and wired chip hold before its first line.
HEAP = 128 * 1024

#: What a maker's zip lies in, by the firmware that is on the board.
PLATFORMS = ("py", "9.x-mpy", "10.x-mpy", "11.x-mpy")

WIRING = {"chip": [{"part": "as5600", "bus": "i2c", "angle": 30.0}]}

RAW_BUS = """\
import board
import busio

i2c = busio.I2C(board.SCL, board.SDA)
while not i2c.try_lock():
    pass
data = bytearray(2)
try:
    i2c.writeto_then_readfrom(0x36, bytes([0x0C]), data)
finally:
    i2c.unlock()
print((data[0] << 8 | data[1]) & 0x0FFF)
"""

OWN_DRIVER = """\
import time
import board


class Dial:
    def __init__(self, i2c, address=0x36):
        self.i2c = i2c
        self.address = address
        self.buffer = bytearray(2)

    def read(self):
        while not self.i2c.try_lock():
            time.sleep(0.001)
        try:
            self.i2c.writeto(self.address, b"\\x0e")
            self.i2c.readfrom_into(self.address, self.buffer)
        finally:
            self.i2c.unlock()
        return self.buffer[0] << 8 | self.buffer[1]


dial = Dial(board.I2C())
for _ in range(3):
    print("angle", dial.read())
    time.sleep(0.5)
"""


@pytest.fixture(scope="session")
def circuitpy(dist: Path, tmp_path_factory: pytest.TempPathFactory):
    """Return a function that unpacks the zip of a platform, and returns the folder."""

    def unpack(platform: str) -> Path:
        drive = tmp_path_factory.mktemp("CIRCUITPY")
        with zipfile.ZipFile(dist / f"copperhead-bundle-{platform}-20260101.zip") as archive:
            archive.extractall(drive)
        [top] = drive.iterdir()
        return top

    return unpack


def for_the_vm(drive: Path) -> Path:
    """Mark the ``.mpy`` files as MicroPython's, since the VM refuses the others."""
    for path in drive.rglob("*.mpy"):
        path.write_bytes(b"M" + path.read_bytes()[1:])
    return drive


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_example_runs_from_the_zip_within_a_boards_heap(circuitpy, platform):
    drive = for_the_vm(circuitpy(platform))
    example = drive / "examples/as5600/as5600_simpletest.py"

    result = vm.run(example, drive=drive, wiring=WIRING, heap=HEAP, seconds=3)

    assert result.exception is None, result.exception.traceback
    assert result.stdout.splitlines()[0] == "30.0 degrees"
    assert len(result.stdout.splitlines()) > 3
    if platform != "py":  # an empty file stays what it is, as in Adafruit's bundles
        assert not [path for path in (drive / "lib").rglob("*.py") if path.stat().st_size]


def test_the_heap_limit_is_one(circuitpy):
    drive = for_the_vm(circuitpy("10.x-mpy"))
    program = "import adafruit_as5600\nkept = bytearray(128 * 1024)\nprint('room for it')\n"

    result = vm.run(program, drive=drive, heap=HEAP)

    assert result.exception is not None
    assert result.exception.type == "MemoryError"


@pytest.mark.parametrize(
    "program, printed",
    [
        pytest.param(RAW_BUS, "341\n", id="raw busio"),
        pytest.param(OWN_DRIVER, "angle 341\n" * 3, id="a driver by hand"),
    ],
)
def test_programs_that_people_write_themselves_run_too(program, printed):
    result = vm.run(program, wiring=WIRING, heap=HEAP)

    assert result.exception is None, result.exception.traceback
    assert result.stdout == printed
