# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a library's tests call a defect of upstream is one: they fail with upstream's modules."""

import fcntl
import json
from dataclasses import asdict
from pathlib import Path

import defects
import pytest
import standard
import upstream
from defects import Outcome


@pytest.fixture(scope="session")
def with_upstream(tmp_path_factory, worker_id):
    """How all marked tests end with upstream's modules: run once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # then this folder is the worker's own, in one of the session
        shared = shared.parent
    results = Path(shared, "with_upstream.json")
    with results.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if results.is_file():
            told = json.loads(results.read_text("utf-8"))
            return {name: Outcome(**outcome) for name, outcome in told.items()}
        return defects.run([one for one in standard.libraries() if one.upstream], results)


def test_what_is_marked_as_upstreams_defect_is_one(compared, with_upstream):
    upstream.release(compared.upstream)  # tells where it is not here
    mine = defects.of(compared, with_upstream)
    if not mine:
        pytest.skip("no test is marked with upstream_defect")

    assert defects.unproven(mine) == {}


@pytest.mark.parametrize(
    "outcome, told",
    [
        pytest.param(Outcome("call", "failed", "AssertionError"), None, id="wrong value"),
        pytest.param(Outcome("call", "failed", "Failed"), None, id="error that did not come"),
        pytest.param(Outcome("call", "failed", "EndlessWaitError"), None, id="endless wait"),
        pytest.param(
            Outcome("call", "failed", "TypeError", "TypeError"), None, id="the error that it is"
        ),
        pytest.param(Outcome("call", "passed"), "passed with upstream's", id="no defect"),
        pytest.param(Outcome("call", "skipped"), "skipped with upstream's", id="skipped"),
        pytest.param(
            Outcome("setup", "failed", "OSError"), "OSError in its setup", id="in a fixture"
        ),
        pytest.param(
            Outcome("collect", "failed", "ImportError: no x"), "no x in its collect", id="import"
        ),
        pytest.param(
            Outcome("call", "failed", "AttributeError"),
            r"write upstream_defect(raises=AttributeError)",
            id="a name that it lacks",
        ),
        pytest.param(
            Outcome("call", "failed", "OSError", "TypeError"), "OSError with", id="another error"
        ),
    ],
)
def test_only_a_test_that_fails_for_the_defect_shows_it(outcome, told):
    found = defects.unproven({"test": outcome})

    assert told in found["test"] if told else found == {}


TESTS = """\
import pytest
import {module}

@pytest.mark.upstream_defect
def test_a_defect(bench):
    assert {module}.__name__ == ""

@pytest.mark.upstream_defect
def test_none():
    pass

@pytest.mark.upstream_defect
def test_an_endless_wait(bench):
    while True:
        bench.clock.advance(1)

def test_unmarked():
    raise OSError

@pytest.mark.upstream_defect
def test_whose_module_it_is():
    assert "upstream" not in {module}.__file__
"""


def test_marked_tests_are_run_with_the_modules_of_upstream(tmp_path, monkeypatch):
    library = next(one for one in standard.libraries() if one.upstream)
    tests = tmp_path / "test_dial.py"
    tests.write_text(TESTS.format(module=library.modules[0].name), "utf-8")
    monkeypatch.setattr(defects, "files", lambda libraries: [tests])

    found = defects.run([library], tmp_path / "results.json")

    ended = {name.rpartition("::")[2]: asdict(told) for name, told in found.items()}
    assert {name: (told["outcome"], told["raised"]) for name, told in ended.items()} == {
        "test_a_defect": ("failed", "AssertionError"),
        "test_none": ("passed", ""),
        "test_an_endless_wait": ("failed", "EndlessWaitError"),
        "test_whose_module_it_is": ("failed", "AssertionError"),
    }
