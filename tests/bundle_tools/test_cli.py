# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The command: what it says, what it leaves behind, and how it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bundle_tools import __version__

ROOT = Path(__file__).parents[2]


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def repository(workspace):
    """A workspace with one library, all of it committed, at 04:30 on 5 March in UTC."""
    workspace.add("dial")
    (workspace.root / ".gitignore").write_text(".cache/\ndist/\n")
    workspace.git("init", "-q")
    workspace.git("add", ".")
    workspace.git("commit", "-q", "-m", "all")
    return workspace


def test_the_tag_is_the_day_of_the_last_commit_in_utc(repository):
    done = repository.run("build", "--no-verify", TZ="America/New_York")

    assert (done.returncode, done.stderr) == (0, "compile: 2\narchive: 5\n")
    assert "tag 20260305" in done.stdout
    assert (repository.dist / "copperhead-bundle-py-20260305.zip").exists()


def test_a_tree_that_is_not_as_committed_is_warned_of_and_put_down(repository):
    (repository.root / "new.txt").write_text("")

    done = repository.run("build", "--no-verify")

    assert done.returncode == 0
    assert "warning: the tree differs from its last commit" in done.stderr
    index = json.loads((repository.dist / "copperhead-bundle-20260305.json").read_text())
    assert index["dial"]["copperhead"]["dirty"] is True


def test_without_git_a_tag_is_asked_for(workspace):
    workspace.add("dial")

    done = workspace.run("build", GIT_CEILING_DIRECTORIES=str(workspace.root.parent))

    assert done.returncode == 2
    assert "give --tag" in done.stderr
    assert not workspace.dist.exists()


def test_a_bundle_is_built_and_its_files_are_listed(workspace):
    workspace.add("dial")

    done = workspace.run("build", "--tag", "20260101", "--bundle-id", "my-bundle")

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == ["compile: 2", "import on the VM: 1", "archive: 5"]
    names = [
        "my-bundle-10.x-mpy-20260101.zip",
        "my-bundle-11.x-mpy-20260101.zip",
        "my-bundle-20260101.cdx.json",
        "my-bundle-20260101.json",
        "my-bundle-9.x-mpy-20260101.zip",
        "my-bundle-examples-20260101.zip",
        "my-bundle-py-20260101.zip",
    ]
    assert [line.split()[0] for line in done.stdout.splitlines()[:-1]] == names
    assert done.stdout.splitlines()[-1] == "1 library in dist, tag 20260101"
    sums = (workspace.dist / "SHA256SUMS").read_text().splitlines()
    assert [line.partition("  ")[2] for line in sums] == names
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"],
        cwd=workspace.dist,
        check=True,
        timeout=20,
    )


def test_a_bad_library_stops_the_bundle_and_leaves_the_last_one(workspace):
    workspace.add("dial")
    assert workspace.run("build", "--tag", "1", "--no-verify").returncode == 0
    before = content(workspace.dist)
    workspace.add("bad", version="1.0")
    workspace.add("worse", code="def f(:\n")

    done = workspace.run("build", "--tag", "2")

    assert done.returncode == 1
    assert [line.rpartition(" ")[2] for line in done.stderr.splitlines()[1:-1]] == [
        "[CH204]",
        "[CH202]",
    ]
    assert done.stderr.splitlines()[-1].startswith("nothing was built")
    assert content(workspace.dist) == before


def test_keeping_going_builds_the_rest_and_does_not_end_well(workspace):
    workspace.add("dial")
    workspace.add("bad", version="1.0")
    workspace.add("dependent", needs=["copperhead-bad"])

    done = workspace.run("build", "--tag", "1", "--keep-going", "--json")

    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["libraries"] == ["copperhead-dial"]
    assert told["left_out"] == ["copperhead-bad", "copperhead-dependent"]
    assert [problem["rule"] for problem in told["problems"]] == ["CH204"]
    index = json.loads((workspace.dist / "copperhead-bundle-1.json").read_text())
    assert list(index) == ["dial"]


def test_an_import_that_fails_on_the_vm_stops_the_bundle(workspace):
    workspace.add("dial", code="import nowhere\n")

    done = workspace.run("build", "--tag", "1", "--quiet")

    assert done.returncode == 1
    assert "import dial fails on the VM: ImportError: no module named 'nowhere'" in done.stderr
    assert not workspace.dist.exists()


def test_quiet_says_nothing_when_all_is_well(workspace):
    workspace.add("dial")

    done = workspace.run("build", "--tag", "1", "--quiet", "--no-verify")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_json_is_one_document_with_the_files_and_their_hashes(workspace):
    workspace.add("dial")

    done = workspace.run("build", "--tag", "1", "--json", "--no-verify")

    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert (told["tag"], told["output"], told["problems"]) == ("1", "dist", [])
    sums = (workspace.dist / "SHA256SUMS").read_text().splitlines()
    assert [f"{file['sha256']}  {file['name']}" for file in told["files"]] == sums


def test_bars_are_for_terminals(workspace):
    workspace.add("dial")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bundle_tools", "build", "--tag", "1", "--no-verify"]
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT), "TERM": "xterm"}

    done = subprocess.run(
        command, cwd=workspace.root, env=environment, stderr=theirs, timeout=60, check=False
    )

    told = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "\x1b[" in told
    assert "compile" in told


def test_check_tells_all_problems_and_builds_nothing(workspace):
    workspace.add("bad", version="1.0")

    done = workspace.run("check")
    as_json = workspace.run("check", "--json")

    assert done.returncode == as_json.returncode == 1
    message = "make __version__ three numbers, X.Y.Z, not '1.0'"
    assert f"libraries/drivers/bad/bad.py:3: {message} [CH204]" in done.stderr
    [problem] = [
        found for found in json.loads(as_json.stdout)["problems"] if found["rule"] == "CH204"
    ]
    assert (problem["path"], problem["line"]) == ("libraries/drivers/bad/bad.py", 3)
    assert problem["message"] == message
    assert not workspace.dist.exists()


def test_list_tells_names_versions_and_modules(workspace):
    workspace.add("dial", module="adafruit_dial", version="1.20.0")
    workspace.add("registers", group="helpers")

    done = workspace.run("list")
    as_json = workspace.run("list", "--json")

    assert done.stdout.splitlines() == [
        "copperhead-dial       1.20.0  adafruit_dial",
        "copperhead-registers  1.0.0   registers",
    ]
    assert [(row["distribution"], row["folder"]) for row in json.loads(as_json.stdout)] == [
        ("copperhead-dial", "libraries/drivers/dial"),
        ("copperhead-registers", "libraries/helpers/registers"),
    ]


def test_fetch_without_anything_to_carry_does_nothing(workspace):
    done = workspace.run("fetch")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "arguments, words",
    [
        pytest.param(["build", "--tag", "../x"], "must be of small letters", id="tag"),
        pytest.param(["build", "--tag", "1", "--bundle-id", "A_b"], "must be of small", id="id"),
        pytest.param(["build", "--tag", "1", "--jobs", "0"], "--jobs", id="jobs"),
        pytest.param(["build", "--tag", "1", "--mpy-cross", "10.x"], "is not like", id="compiler"),
        pytest.param(
            ["build", "--tag", "1", "--mpy-cross", "7.x=a"], "there is no firmware", id="major"
        ),
        pytest.param(["check", "--libraries", "nowhere"], "there is no folder nowhere", id="where"),
        pytest.param(["bild"], "No such command", id="command"),
        pytest.param(["build", "--tga", "1"], "--tag", id="option"),
    ],
)
def test_wrong_usage_ends_in_2_and_words(workspace, arguments, words):
    done = workspace.run(*arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_libraries_is_wrong_usage(workspace):
    done = workspace.run("build", "--tag", "1")

    assert done.returncode == 2
    assert "there is no library in libraries" in done.stderr


def test_keeping_going_with_nothing_left_builds_nothing(workspace):
    workspace.add("bad", version="1.0")

    done = workspace.run("build", "--tag", "1", "--keep-going", "--quiet")

    assert done.returncode == 1
    assert not workspace.dist.exists()


def test_a_folder_with_somebodys_work_is_not_replaced(workspace):
    workspace.add("dial")
    workspace.dist.mkdir()
    (workspace.dist / "thesis.txt").write_text("years")

    done = workspace.run("build", "--tag", "1")

    assert done.returncode == 2
    assert "thesis.txt" in done.stderr
    assert content(workspace.dist) == {"thesis.txt": b"years"}


def test_an_output_below_a_file_is_told(workspace):
    workspace.add("dial")
    (workspace.root / "file").write_text("")

    done = workspace.run("build", "--tag", "1", "--no-verify", "--output", "file/dist")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert "Traceback" not in done.stderr


def test_the_version_is_told(workspace):
    assert workspace.run("--version").stdout == f"copperhead, version {__version__}\n"


def test_the_cache_is_shown_and_pruned(repository):
    repository.run("build", "--no-verify")

    shown = repository.run("cache", "show")
    pruned = repository.run("cache", "prune")
    emptied = repository.run("cache", "prune", "--days", "0")

    assert [line.split()[0] for line in shown.stdout.splitlines()] == [
        "deflate-2",
        "mpy-1",
        "sbom-1",
        "source",
        "in",
    ]
    assert pruned.returncode == emptied.returncode == 0
    assert pruned.stdout.endswith("bytes freed\n")
