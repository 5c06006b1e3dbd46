# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``copperhead check``, on a workspace and on folders of Adafruit's layout."""

import json
from pathlib import Path
from typing import Any

import pytest

BROKEN = "import math\nprint(math.isclose(1, 2))\n"
SETUP = "from setuptools import setup\nsetup(name='adafruit-circuitpython-part')\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of Adafruit's layout with one error."""
    found = tmp_path / "bundle/libraries/drivers/part"
    found.mkdir(parents=True)
    (found / "setup.py").write_text(SETUP)
    (found / "adafruit_part.py").write_text(f"'''A part.'''\n{BROKEN}")
    return found


def test_a_folder_of_somebody_elses_bundle_is_checked(workspace: Any, folder: Path) -> None:
    done = workspace.run("check", str(folder.parents[1]))

    assert done.returncode == 1
    assert f"{folder}/adafruit_part.py:3: CircuitPython's math has no isclose" in done.stderr
    assert "[CH603]" in done.stderr
    assert "warning: the file has no SPDX" in done.stderr
    assert done.stdout == ""


def test_warnings_alone_are_no_failure_unless_it_is_strict(workspace: Any, folder: Path) -> None:
    (folder / "adafruit_part.py").write_text("'''A part.'''\n__version__ = '1.0.0'\n")

    done = workspace.run("check", str(folder))
    strict = workspace.run("check", str(folder), "--strict")

    assert (done.returncode, strict.returncode) == (0, 1)
    assert "[CH704]" in done.stderr


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_other_formats_go_to_standard_output(workspace: Any, folder: Path, form: str) -> None:
    done = workspace.run("check", str(folder), "--format", form)

    assert done.returncode == 1
    assert done.stderr == ""
    assert "CH603" in done.stdout
    if form != "github":
        json.loads(done.stdout)


def test_the_workspace_is_checked_with_the_code_of_its_libraries(workspace: Any) -> None:
    workspace.add("thing", code=BROKEN)

    done = workspace.run("check", "--json")

    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert ("libraries/drivers/thing/thing.py", "CH603") in {
        (p["path"], p["rule"]) for p in problems
    }
    assert {p["rule"] for p in problems if p["level"] == "error"} == {"CH603"}


def test_a_budget_of_the_workspace_is_held_against_what_was_compiled(workspace: Any) -> None:
    manifest = workspace.add("thing") / "pyproject.toml"
    manifest.write_text(manifest.read_text() + "budgets = { mpy = 10 }\n")

    done = workspace.run("check")

    assert done.returncode == 1
    assert done.stderr.count("[CH709]") == 3
    assert "for 9.x the .mpy files have" in done.stderr


def test_a_folder_without_libraries_is_wrong_usage(workspace: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    done = workspace.run("check", str(tmp_path / "empty"))

    assert done.returncode == 2
    assert "there is no library in" in done.stderr
    assert "Traceback" not in done.stderr
