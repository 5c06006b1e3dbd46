# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The release workflow: sound, of few rights, and it publishes only what has changed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
DECIDE = ROOT / ".ci/decide-release"


def run(*command, **more):
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=60, check=False, **more
    )


def test_the_workflows_are_what_github_takes():
    schema = ["--builtin-schema", "vendor.github-workflows"]

    done = run(sys.executable, "-m", "check_jsonschema", *schema, *WORKFLOWS)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_rights_are_given_to_jobs_alone(workflow):
    read = yaml.safe_load(workflow.read_text("utf-8"))

    assert read["permissions"] == {}
    assert all("permissions" in job for job in read["jobs"].values())


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_by_its_commit_tells_its_version(workflow):
    for line in workflow.read_text("utf-8").splitlines():
        if "uses: " in line:
            assert re.search(r"@(v\d+|release/v\d+|[0-9a-f]{40} # v\d+\.\d+\.\d+)$", line), line


def test_no_job_of_a_release_has_more_rights_than_it_needs():
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))

    rights = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert rights == {
        "build": {"contents": "read"},
        "publish": {"contents": "write", "id-token": "write", "attestations": "write"},
        "wheels": {"id-token": "write"},
    }


@pytest.fixture
def repository(workspace):
    """A workspace whose bundle was released as 20260101."""
    (workspace.root / ".gitignore").write_text(".cache/\ndist/\nchanges.md\n")
    workspace.add("dial", code="def turn():\n    return 1\n")
    workspace.git("init", "-q")
    workspace.git("add", ".")
    workspace.git("commit", "-q", "-m", "all")
    workspace.git("tag", "20260101")
    return workspace


def decide(workspace, **environment):
    """Build the bundle, and return what is decided."""
    assert workspace.build().problems == ()
    return run(
        DECIDE,
        "dist",
        cwd=workspace.root,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "COPPERHEAD": str(Path(sys.executable).with_name("copperhead")),
            **environment,
        },
    )


def test_nothing_is_published_where_nothing_has_changed(repository):
    done = decide(repository)

    assert (done.returncode, done.stdout) == (0, "tag=\n"), done.stderr


def test_what_has_changed_is_published_under_the_day(repository):
    repository.add("dial", code="def turn():\n    return 2\n", version="1.0.1")

    done = decide(repository)

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip()) == len("tag=20260101")
    assert "`dial` 1.0.0 → 1.0.1" in (repository.root / "changes.md").read_text("utf-8")


def test_nothing_is_published_where_a_version_does_not_tell(repository):
    repository.add("dial", code="def turn():\n    return 2\n")

    done = decide(repository)

    assert (done.returncode, done.stdout) == (1, "")
    assert "its code is another" in done.stderr


def test_a_tag_is_published_under_its_name(repository):
    repository.git("tag", "20260102")

    done = decide(repository, REF_TYPE="tag", REF_NAME="20260102")

    assert (done.returncode, done.stdout) == (0, "tag=20260102\n"), done.stderr


def test_the_first_release_needs_no_other(repository):
    repository.git("tag", "--delete", "20260101")

    done = decide(repository)

    assert done.stdout.startswith("tag=2"), done.stderr
    assert (repository.root / "changes.md").read_text() == "The first release.\n"
