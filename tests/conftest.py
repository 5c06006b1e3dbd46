# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What tests of several parts share."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A bundle of the libraries in this tree, tag 20260101, built once for all workers.

    A library that has problems fails the test of the bundle, and those that need it; the
    others have the rest. What the build told is beside it, in ``dist.json``.
    """
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # then this folder is the worker's own, in one of the session
        shared = shared.parent
    folder = shared / "dist"
    with (shared / "dist.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            command = [sys.executable, "-m", "bundle_tools", "build", "--tag", "20260101"]
            command += ["--keep-going", "--json", "--wheels", "--output", str(folder)]
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
            )
            assert folder.exists(), f"copperhead build failed:\n{done.stdout}{done.stderr}"
            folder.with_name("dist.json").write_text(done.stdout, "utf-8")
    return folder
