# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tests of what upstream gets wrong, run with upstream's modules: there they must fail.

A library's own tests have the mark ``upstream_defect``. This is a plugin of the pytest that
runs them so, and what starts it. Nothing but the mark is needed for a library.
"""

import dataclasses
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, Optional

import pytest
import standard
import upstream

from bundle_tools.model import Library

MARK = "upstream_defect"
PATIENCE_S = 60  #: of virtual time, for a test: then a wait is held to be endless
TIME_LIMIT_S = 15  #: for a test that lets no virtual time pass


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a test ended with upstream's modules."""

    when: str  #: setup, call, or collect
    outcome: str  #: passed, failed or skipped
    raised: str = ""  #: the type of what it raised
    wanted: str = ""  #: the type that its mark names


#: What tells of a name that upstream lacks, and not of a defect.
_NAMES = {"ImportError", "ModuleNotFoundError", "NameError", "AttributeError", "TypeError"}


def unproven(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """Return the tests that show no defect of upstream's: name -> why, in words."""
    found = {}
    for name, told in outcomes.items():
        if told.outcome != "failed":
            found[name] = f"{told.outcome} with upstream's modules, too: it shows no defect"
        elif told.when != "call":
            found[name] = (
                f"{told.raised} in its {told.when}, with upstream's modules: "
                "only what the test itself does can show a defect"
            )
        elif told.wanted and told.raised != told.wanted:
            found[name] = f"{told.raised} with upstream's modules, not {told.wanted}"
        elif told.raised in _NAMES and not told.wanted:
            found[name] = (
                f"{told.raised} with upstream's modules, as where it lacks a name: "
                f"write {MARK}(raises={told.raised}) if that is the defect"
            )
    return found


def files(libraries: Sequence[Library]) -> list[Path]:
    """Return the test files of ``libraries`` in which the mark is."""
    return [
        path
        for library in libraries
        for path in sorted(Path(library.folder, "tests").rglob("test_*.py"))
        if MARK in path.read_text("utf-8")
    ]


def run(libraries: Sequence[Library], results: Path) -> dict[str, Outcome]:
    """Run all marked tests of ``libraries`` with upstream's modules, in a pytest of its own.

    :param results: a file for it to write to
    """
    paths = files(libraries)
    if not paths:
        return {}
    here = Path(__file__).parent
    plugin = f"import sys; sys.path[:0] = {[str(here), str(here.parent / 'libraries')]!r}\n"
    plugin += "import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    command = [sys.executable, "-c", plugin, "-q", "-n0", "-p", "defects", "-m", MARK]
    command += ["-c", str(standard.ROOT / "pyproject.toml"), "--rootdir", str(standard.ROOT)]
    command += [
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
        "--timeout",
        str(TIME_LIMIT_S),
    ]
    command += ["--with-upstream", str(results), *map(str, paths)]
    done = subprocess.run(
        command, cwd=standard.ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    if not results.is_file():
        raise RuntimeError(
            f"pytest with upstream's modules broke down:\n{done.stdout}{done.stderr}"
        )
    told = json.loads(results.read_text("utf-8"))
    return {name: Outcome(**outcome) for name, outcome in told.items()}


def of(library: Library, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Return those of ``outcomes`` that belong to a library."""
    folder = Path(library.folder).relative_to(standard.ROOT).as_posix()
    return {name: told for name, told in outcomes.items() if name.startswith(f"{folder}/")}


# The plugin, in the pytest that this starts


class _Finder:
    """Finds upstream's modules before those of the tree."""

    def __init__(self) -> None:
        self._folders = {
            module: str(release.folder)
            for library in standard.libraries()
            if library.upstream and upstream.place(library.upstream).is_dir()
            for release in upstream.closure(library.upstream)
            for module in release.modules
        }

    def find_spec(self, name: str, path: Any = None, target: object = None) -> Optional[ModuleSpec]:
        folder = self._folders.get(name)
        if folder is None:
            return None
        # The finders behind this one, as the bench's has code for a board run in its own way.
        found = (one.find_spec(name, [folder]) for one in sys.meta_path if one is not self)
        return next((spec for spec in found if spec is not None), None)


class EndlessWaitError(BaseException):
    """A test has used up its virtual time. No ``except Exception`` of a driver hides it."""


def _give_up() -> None:
    raise EndlessWaitError(f"no end in {PATIENCE_S} s of virtual time")


_outcomes: dict[str, Outcome] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-upstream", type=Path, help="where to write how the tests ended")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--with-upstream"):
        config.addinivalue_line("markers", f"{MARK}: libraries/conftest.py tells")
        sys.meta_path.insert(0, _Finder())
        vars(importlib.import_module("fontio"))["FontProtocol"] = object  # only annotations name it
        from hypothesis import settings  # noqa: PLC0415  # after the path is as it will be

        settings.register_profile(MARK, database=None)  # its failures are none of ours
        settings.load_profile(MARK)


@pytest.fixture(autouse=True)
def _leniency(request: pytest.FixtureRequest) -> None:
    """Have a mistake of another kind not hide the defect, and an endless wait end."""
    if "bench" in request.fixturenames:
        bench = request.getfixturevalue("bench")
        bench.strict = _wanted(request.node) == "Mistake"
        bench.clock.at(bench.clock.us + PATIENCE_S * 1_000_000, _give_up)


def _wanted(item: Any) -> str:
    """Return the type of error that the mark of a test names."""
    mark = item.get_closest_marker(MARK)
    raises = mark.kwargs.get("raises") if mark else None
    return raises.__name__ if raises else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    ended = report.when == "call" or (report.when == "setup" and report.outcome != "passed")
    if ended:
        _outcomes[item.nodeid] = Outcome(
            report.when,
            report.outcome,
            call.excinfo.typename if call.excinfo else "",
            _wanted(item),
        )
    return report


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        last = str(report.longrepr).splitlines()[-1].removeprefix("E ").strip()
        _outcomes[report.nodeid] = Outcome("collect", "failed", last)


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--with-upstream")
    if path:
        told = {name: dataclasses.asdict(outcome) for name, outcome in _outcomes.items()}
        path.write_text(json.dumps(told), "utf-8")
