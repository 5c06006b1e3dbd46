# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The distribution ``copperbench``: its wheel has all that it needs, and its README runs."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "copperbench"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the wheel's content, as an installation has it."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PACKAGE],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("copperbench-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def python(installed, *arguments, folder):
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(installed), "PATH": "", "HOME": str(folder)},
    )


def test_the_wheel_has_the_data_and_no_tests(installed):
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*")}

    assert "copperbench/boards/boards.txt" in names
    assert "copperbench/wiring/oracle.toml" in names
    assert "copperbench/py.typed" in names
    assert not [name for name in names if "/tests" in name or name.endswith("pyproject.toml")]


@pytest.mark.parametrize("host", [(), ("--vm",)], ids=["cpython", "vm"])
def test_an_installed_bench_runs_a_program(installed, tmp_path, host):
    (tmp_path / "code.py").write_text("import board\nprint(board.board_id)\n", encoding="utf-8")

    done = python(installed, "-m", "copperbench.cli", "run", "code.py", *host, folder=tmp_path)

    assert (done.stdout, done.stderr) == ("adafruit_feather_rp2040\n", "")


def test_the_first_tests_of_the_readme_pass_as_they_are_written(installed, tmp_path):
    blocks = re.findall(
        r"```python\n(.*?)```", (PACKAGE / "README.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "conftest.py").write_text(blocks[0], encoding="utf-8")
    tests = [block for block in blocks if "def test_" in block]
    for number, block in enumerate(tests):
        (tmp_path / f"test_{number}.py").write_text(block, encoding="utf-8")

    done = python(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path)

    assert len(tests) == 4
    assert "4 passed" in done.stdout
