# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whatever ends a build, and whenever, the last good bundle is there, whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bundle_tools import verify

ROOT = Path(__file__).parents[2]


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def start(workspace, tag, cache):
    command = [sys.executable, "-m", "bundle_tools", "build", "--tag", tag, "--no-verify"]
    return subprocess.Popen(
        [*command, "--cache", str(cache)],
        cwd=workspace.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(cache.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def timed(workspace, tmp_path):
    """Build a bundle with tag 0 of some libraries, and return how long that took."""
    for number in range(12):
        workspace.add(f"part{number}", code="".join(f"x{n} = {n}\n" for n in range(300)))
    begun = time.monotonic()
    done = start(workspace, "0", tmp_path / "cache0")
    done.communicate(timeout=60)
    assert done.returncode == 0
    return time.monotonic() - begun


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_may_be_ended_at_any_moment(workspace, tmp_path, timed, how):
    moments = random.Random(20260101)  # spread over the build, from before it begins to its end
    ends, left = set(), set()
    for number in range(1, 9):
        before = content(workspace.dist)
        build = start(workspace, str(number), tmp_path / f"cache{number}")
        time.sleep(timed * (number - moments.random()) / 8)

        os.killpg(build.pid, how)
        _, told = build.communicate(timeout=60)

        after = content(workspace.dist)
        is_new = f"copperhead-bundle-{number}.json" in after
        assert is_new or after == before
        assert verify.files(workspace.dist, workspace.tools.facts) == []
        if build.returncode != -how:  # it was up to Python, and not before it was ready
            assert (build.returncode, is_new) in {(130, False), (130, True), (0, True)}, told
            assert "Traceback" not in told
            # What SIGKILL left earlier is cleared when it is old.
            assert set(workspace.root.glob(".dist.building-*")) <= left
        left = set(workspace.root.glob(".dist.building-*"))
        ends.add(is_new)

    assert False in ends  # else nothing was interrupted


def test_what_a_killed_build_left_is_cleared_by_a_later_one(workspace, tmp_path, timed):
    left = workspace.root / ".dist.building-0123456789abcdef"
    left.mkdir()
    (left / "half.zip").write_text("PK")
    os.utime(left, (0, 0))

    done = start(workspace, "1", tmp_path / "cache0")
    done.communicate(timeout=60)

    assert done.returncode == 0
    assert not left.exists()
