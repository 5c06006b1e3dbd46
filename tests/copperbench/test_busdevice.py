# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""adafruit_bus_device: the firmware's native one, and the one in Python on request."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from adafruit_bus_device.i2c_device import I2CDevice
from copperbench.chip import Register, RegisterChip
from copperbench.errors import Mistake

ROOT = Path(__file__).parents[2]


class Memory(RegisterChip):
    name = "memory"
    REGISTERS = tuple(Register(address, "CELL", reset=address) for address in range(16))


def test_the_native_one_probes_with_one_transaction(bench):
    bench.i2c.attach(Memory(0x48))

    I2CDevice(bench.i2c, 0x48)

    assert [record.words() for record in bench.i2c.log] == ["S 48W+ P"]


def test_a_lock_that_nobody_can_give_back_is_told_and_does_not_hang(bench):
    bench.i2c.attach(Memory(0x48))
    bench.i2c.try_lock()

    with pytest.raises(Mistake, match=r"SCL/SDA is locked, .* whoever has it never calls unlock"):
        I2CDevice(bench.i2c, 0x48)


def test_the_bus_is_free_after_an_error(bench):
    chip = bench.i2c.attach(Memory(0x48))
    device = I2CDevice(bench.i2c, 0x48)
    chip.unplug()
    with pytest.raises(OSError, match="19"), device:
        device.write(b"\x00")

    assert bench.i2c.try_lock()


def python_one():
    found = sorted((ROOT / ".cache" / "external").glob("adafruit_circuitpython_busdevice-*.whl"))
    if not found:
        pytest.skip("NO wheel of adafruit_circuitpython_busdevice: `make bundle` fetches it")
    return found[-1]


def run(tmp_path, option, body):
    """Run a test file in a pytest of its own, with copperbench_bus_device set to ``option``."""
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.pytest.ini_options]\naddopts = ["-p", "copperbench.plugin"]\n'
        f'copperbench_bus_device = "{option}"\n'
    )
    (tmp_path / "test_it.py").write_text(textwrap.dedent(body))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False
    )


def test_the_one_in_python_asks_twice(tmp_path):
    done = run(
        tmp_path,
        python_one(),
        """
        import pytest
        from adafruit_bus_device.i2c_device import I2CDevice

        def test_it(bench):
            with pytest.raises(ValueError, match="0x48"):
                I2CDevice(bench.i2c, 0x48)

            assert [record.words() for record in bench.i2c.log] == ["S 48W- P", "S 48R- P"]
        """,
    )

    assert done.returncode == 0, done.stdout


def test_one_that_is_not_there_is_told(tmp_path):
    done = run(tmp_path, "/nowhere.whl", "def test_it(bench): pass")

    assert done.returncode == 4
    assert "copperbench_bus_device: /nowhere.whl is not there" in done.stderr
