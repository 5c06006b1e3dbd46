# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the documentation shows works: programs, tests and commands, each in its page's folder."""

import os
import subprocess
import sys
from pathlib import Path

import blocks
import pytest
import standard
import tomllib

from copperbench.run import run

SECONDS = 10.0  # of virtual time
LIMIT = 60.0  # of real time, for a command


def is_run(block, language):
    return block.language == language and block.asked in ("", "wiring", "file")


def files(page, folder):
    """Write the files that a page shows."""
    for block in blocks.of(page):
        if block.asked == "file":
            (folder / block.detail).write_text(block.text, "utf-8")


def folders():
    return [Path(library.folder) for library in standard.libraries()]


def test_a_block_is_run_or_tells_why_not(block):
    assert block.asked in ("", "not run", "wiring", "file", "test"), f"{block}: {block.asked}?"
    if block.asked == "not run":
        assert len(block.detail.split()) > 2, f"{block}: what is the reason?"
    elif block.asked != "file":
        assert block.language in ("python", "sh", "text"), (
            f"{block}: nothing runs {block.language or 'a block of no language'}; "
            "say <!-- not run: REASON --> or <!-- file: NAME --> before it"
        )


def test_programs_run(page, tmp_path):
    files(page, tmp_path)
    for block in blocks.of(page):
        if not is_run(block, "python") or block.asked == "file":
            continue
        wiring = None
        if block.asked == "wiring":
            (library,) = (each for each in standard.libraries() if each.part == block.detail)
            wiring = Path(library.manifest)

        result = run(block.text, wiring=wiring, libraries=folders(), seconds=SECONDS)

        assert result.exception is None, f"{block}\n{result.stdout}"
        assert list(result.mistakes) == [], str(block)


def test_files_are_what_they_seem(page):
    for block in blocks.of(page):
        if block.asked == "file" and block.language == "toml":
            tomllib.loads(block.text)
        if block.asked == "file" and block.language == "python":
            compile(block.text, str(block), "exec")


def test_tests_pass(page, tmp_path):
    found = [block for block in blocks.of(page) if block.asked == "test"]
    if not found:
        pytest.skip("the page shows no tests")
    for number, block in enumerate(found):
        (tmp_path / f"test_block{number}.py").write_text(block.text, "utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["copperbench.plugin"]\n')

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            tmp_path,
            tmp_path,
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders()))},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert done.returncode == 0, f"{page}\n{done.stdout}{done.stderr}"


def test_commands_succeed(page, tmp_path):
    files(page, tmp_path)
    shown = [block for block in blocks.of(page) if is_run(block, "sh")]
    if not shown:
        pytest.skip("the page shows no command that a test may run")
    for name in ("libraries", "copperbench", ".cache", ".venv"):
        (tmp_path / name).symlink_to(blocks.ROOT / name)
    (tmp_path / "pyproject.toml").symlink_to(blocks.ROOT / "pyproject.toml")
    lib = tmp_path / "lib"
    lib.mkdir()
    for folder in folders():
        for path in folder.iterdir():
            if path.suffix == ".py" or (path / "__init__.py").is_file():
                (lib / path.name).symlink_to(path)
    environment = {
        **os.environ,
        "LIBRARIES": str(lib),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for block in shown:
        done = subprocess.run(
            ["bash", "-euc", block.text],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )

        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
