# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The same libraries give the same bytes, wherever, whenever and by whomever they are built."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def build(root, *arguments, umask=0o022, **environment):
    """Build in ``root``, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bundle_tools", "build", "--quiet", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return content(root / "dist")


@pytest.fixture
def clone(workspace, tmp_path):
    """Commit a workspace, and return what clones it."""
    workspace.add("registers", group="helpers", version="1.2.3")
    workspace.add("dial", needs=["copperhead-registers"], package={"grad.bin": "21.5 °C"})
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        command = ["git", *identity, *arguments]
        subprocess.run(command, cwd=workspace.root, env=environment, check=True, timeout=20)

    def clone(name):
        folder = tmp_path / name
        command = ["git", "clone", "-q", str(workspace.root), str(folder)]
        subprocess.run(command, env=environment, check=True, timeout=20)
        return folder

    return clone


def test_two_clones_give_the_same_bytes_under_all_circumstances(clone):
    one = clone("one")
    other = clone("a much longer/päth to-the.other")
    for path in other.rglob("*"):
        os.utime(path, (86400, 86400))  # on 2 January 1970, before zips can tell the time

    first = build(one, "--jobs", "1", umask=0o077, TZ="Pacific/Auckland", LC_ALL="C")
    second = build(
        other, "--jobs", "3", umask=0o002, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="7"
    )

    assert len(first) == 8
    assert first == second


def test_a_warm_cache_gives_the_same_bytes_as_a_cold_one(clone):
    folder = clone("one")

    cold = build(folder, "--tag", "1")
    warm = build(folder, "--tag", "1")
    shutil.rmtree(folder / ".cache")

    assert cold == warm == build(folder, "--tag", "1")


def test_the_compiler_may_be_elsewhere(clone, tools, tmp_path):
    folder = clone("one")
    copy = tmp_path / "elsewhere" / "mpy-cross"
    copy.parent.mkdir()
    shutil.copy(tools.compilers["10.x"].path, copy)

    usual = build(folder, "--tag", "1")

    assert build(folder, "--tag", "1", "--mpy-cross", f"10.x={copy}") == usual


def test_the_order_in_which_the_disk_lists_files_does_not_matter(workspace):
    for part in ("b", "a", "c"):
        workspace.add(part, package={"z.py": "x = 1\n", "y.py": "x = 2\n"})
    workspace.build()
    usual = content(workspace.dist)
    for part in ("a", "b", "c"):
        folder = workspace.root / "libraries/drivers" / part
        shutil.copytree(folder, folder.with_suffix(".copy"))
        shutil.rmtree(folder)
        time.sleep(0.01)
        folder.with_suffix(".copy").rename(folder)

    workspace.build()

    assert content(workspace.dist) == usual
