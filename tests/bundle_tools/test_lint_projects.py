# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Folders of libraries, in our layout and in Adafruit's, and how problems are printed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bundle_tools import firmware, lint
from bundle_tools.lint import owed, registry, report
from bundle_tools.lint.code import CodeError, parse
from bundle_tools.model import Problem

LICENCE = "# SPDX-FileCopyrightText: 2026 Somebody\n# SPDX-License-Identifier: MIT\n"
GOOD = (
    LICENCE
    + """\
'''A part.'''

__version__ = "0.0.0+auto.0"
__repo__ = "https://example.org/part.git"

from adafruit_bus_device.i2c_device import I2CDevice


class Part:
    '''A part.'''

    def __init__(self, i2c):
        self.device = I2CDevice(i2c, 0x40)

    @property
    def speed(self):
        return 1
"""
)
LAST = GOOD.count("\n")
ADAFRUIT = """\
[project]
name = "adafruit-circuitpython-part"
dynamic = ["dependencies"]

[tool.setuptools]
py-modules = ["adafruit_part"]

[tool.setuptools.dynamic]
dependencies = {file = ["requirements.txt"]}
"""
OURS = """\
[project]
name = "copperhead-part"
dynamic = ["version"]
dependencies = ["adafruit-blinka", "adafruit-circuitpython-busdevice"]

[tool.hatch.version]
path = "adafruit_part.py"

[tool.hatch.build]
only-include = ["adafruit_part.py"]

[tool.copperhead]
budgets = { mpy = 400 }
"""

Check = Callable[..., list[str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """What is wrong with an Adafruit library, but for the files that the test changes."""

    def check(changes: dict[str, str | bytes | None] | None = None, **options: Any) -> list[str]:
        files: dict[str, str | bytes | None] = {
            "pyproject.toml": ADAFRUIT,
            "requirements.txt": "Adafruit-Blinka\nadafruit-circuitpython-busdevice\n",
            "adafruit_part.py": GOOD,
            "README.rst": "A part\n======\n",
            "examples/part_simpletest.py": LICENCE + "import board\nimport adafruit_part\n",
            **(changes or {}),
        }
        for name, content in files.items():
            path = tmp_path / "part" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        projects = lint.read_all([tmp_path])
        problems = lint.run(lint.corpus(projects, firmware.load()), projects, **options)
        return [str(problem).replace(f"{tmp_path.as_posix()}/part/", "") for problem in problems]

    return check


def _rules(found: list[str]) -> list[str]:
    return [line[-6:-1] for line in found]


def test_a_good_library_of_adafruits_layout_has_no_problems(check: Check) -> None:
    assert check() == []


def test_a_good_library_of_our_layout_has_no_problems(check: Check) -> None:
    assert check({"pyproject.toml": OURS, "requirements.txt": None}) == []


def test_a_library_with_a_setup_py_is_read(check: Check) -> None:
    setup = "from setuptools import setup\nsetup(name='adafruit-circuitpython-part', "
    setup += "install_requires=['adafruit-circuitpython-busdevice', 'adafruit-circuitpython-hid'])"

    found = check({"pyproject.toml": None, "requirements.txt": None, "setup.py": setup})

    assert found == [
        "setup.py:2: no module imports anything of adafruit-circuitpython-hid:"
        " take it out of the dependencies [CH708]"
    ]


def test_a_package_is_read_with_its_inner_imports(check: Check) -> None:
    manifest = ADAFRUIT.replace("py-modules", "packages")
    changes: dict[str, str | None] = {
        "pyproject.toml": manifest,
        "adafruit_part.py": None,
        "adafruit_part/__init__.py": GOOD
        + "from .inner import X\nfrom adafruit_part import inner\n",
        "adafruit_part/inner.py": LICENCE + "'''Inner.'''\nX = 1\n",
    }

    assert check(changes) == []


def test_a_private_const_of_another_module_is_not_to_be_imported(check: Check) -> None:
    changes = {
        "pyproject.toml": ADAFRUIT.replace("py-modules", "packages"),
        "adafruit_part.py": None,
        "adafruit_part/__init__.py": GOOD + "from .regs import _A, B, _C\n",
        "adafruit_part/regs.py": LICENCE
        + "'''Registers.'''\nfrom micropython import const\n_A = const(1)\nB = const(2)\n_C = 3\n",
    }

    found = check(changes)

    assert _rules(found) == ["CH207"]
    assert found[0].startswith(
        f"adafruit_part/__init__.py:{LAST + 1}: on a board adafruit_part.regs has no _A"
    )


@pytest.mark.parametrize(
    "code, changes",
    [
        pytest.param("CH703", {"adafruit_part.py": GOOD.replace("'''A part.'''\n\n_", "_")}),
        pytest.param("CH704", {"adafruit_part.py": GOOD.replace(LICENCE, "")}),
        pytest.param("CH203", {"adafruit_part.py": GOOD.replace("__version__", "version")}),
        pytest.param("CH705", {"adafruit_part.py": GOOD.replace("__repo__", "repo")}),
        pytest.param("CH202", {"adafruit_part.py": GOOD + "if\n"}),
        pytest.param("CH201", {"adafruit_part.py": GOOD.encode() + b"# \xff\n"}),
        pytest.param("CH102", {"pyproject.toml": ADAFRUIT + "["}),
        pytest.param("CH616", {"examples/a.py": LICENCE + "import PIL\nimport re\nre.I\n"}),
        pytest.param("CH616", {"examples/a.py": LICENCE + "import socket\n"}),
    ],
)
def test_what_a_library_owes_is_asked_for(
    check: Check, code: str, changes: dict[str, str | bytes]
) -> None:
    assert code in _rules(check(changes))


def test_an_example_in_a_folder_for_computers_is_left_alone(check: Check) -> None:
    assert check({"examples/cpython/a.py": LICENCE + "import socket\nimport re\nre.I\n"}) == []


@pytest.mark.parametrize(
    "line, told",
    [
        ("    from adafruit_part import Parts", "there is no adafruit_part.Parts"),
        (
            "    import adafruit_part\n    adafruit_part.Part(1).x\n    adafruit_part.part",
            "no adafruit_part.part",
        ),
        (
            "    from adafruit_part import Part\n    p = Part(1)\n    p.sped",
            "no adafruit_part.Part.sped",
        ),
    ],
)
def test_a_name_in_the_readme_that_is_not_there_is_found(
    check: Check, line: str, told: str
) -> None:
    found = check({"README.rst": f"Part\n====\n\n.. code-block:: python\n\n{line}\n"})

    assert _rules(found) == ["CH706"]
    assert told in found[0]
    assert found[0].startswith(f"README.rst:{6 + line.count(chr(10))}:")


def test_names_in_documents_that_are_there_are_no_problem(check: Check) -> None:
    readme = (
        "```python\nimport adafruit_part\np = adafruit_part.Part(1)\np.speed\np.device\n...\n```\n"
    )
    api = ".. automodule:: adafruit_part\n\n:class:`adafruit_part.Part` :meth:`.Part.no`\n"

    assert check({"README.md": readme, "docs/api.rst": api}) == []


def test_a_role_of_the_documents_that_leads_nowhere_is_found(check: Check) -> None:
    found = check({"docs/api.rst": "See :class:`~adafruit_part.Prat`.\n"})

    assert found == ["docs/api.rst:1: there is no adafruit_part.Prat: mend the name [CH706]"]


def test_a_library_that_is_imported_is_to_be_declared(check: Check, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text(
        ADAFRUIT.replace("part", "other").replace("dynamic", "# dynamic", 1)
    )
    (other / "adafruit_other.py").write_text(
        GOOD.replace("from adafruit_bus", "# from adafruit_bus")
    )

    found = check({"adafruit_part.py": GOOD + "import adafruit_other\n"})

    assert found == [
        f"adafruit_part.py:{LAST + 1}: adafruit_other is imported, and"
        " adafruit-circuitpython-other is not declared:"
        " add adafruit-circuitpython-other to the dependencies [CH707]"
    ]


def test_a_library_that_is_declared_is_to_be_imported(check: Check) -> None:
    found = check({"requirements.txt": "adafruit-circuitpython-hid\n# a comment\n\n-r other\n"})

    assert _rules(found) == ["CH708"]
    assert found[0].startswith("requirements.txt:1:")


def test_what_is_imported_for_the_checker_only_counts_as_used(check: Check) -> None:
    code = GOOD + "if TYPE_CHECKING:\n    from adafruit_hid.keyboard import Keyboard\n"
    needs = "adafruit-circuitpython-busdevice\nadafruit-circuitpython-hid\n"

    assert check({"adafruit_part.py": code, "requirements.txt": needs}) == []


def test_a_library_over_its_budget_is_told_by_how_much(check: Check, tmp_path: Path) -> None:
    sizes = {(tmp_path / "part").as_posix(): {"9.x": 400, "10.x": 401}}

    found = check({"pyproject.toml": OURS, "requirements.txt": None}, sizes=sizes)

    assert _rules(found) == ["CH709"]
    assert found[0].startswith("pyproject.toml:13: for 10.x the .mpy files have 401 bytes")


def test_an_exemption_with_a_reason_is_silent(check: Check) -> None:
    code = GOOD + "import functools  # noqa: CH601 - boards have it as a library\n"

    assert check({"adafruit_part.py": code}) == []


@pytest.mark.parametrize("comment", ["# noqa: CH601", "# noqa: CH601 -", "# noqa:CH601,E501"])
def test_an_exemption_without_a_reason_is_asked_for_it(check: Check, comment: str) -> None:
    assert _rules(check({"adafruit_part.py": f"{GOOD}import functools  {comment}\n"})) == ["CH901"]


def test_an_exemption_without_a_case_is_told(check: Check) -> None:
    code = GOOD + "import time  # noqa: CH601, CH602 - why not\nimport os  # noqa: E402\n"

    found = check({"adafruit_part.py": code})

    assert _rules(found) == ["CH902", "CH902"]
    assert "CH601" in found[0]


def test_a_string_is_no_exemption(check: Check) -> None:
    assert check({"adafruit_part.py": GOOD + 'a = "# noqa: CH601 - no comment"\n'}) == []


def test_a_manifest_may_have_exemptions(check: Check) -> None:
    manifest = OURS.replace(
        '["adafruit-blinka", "adafruit-circuitpython-busdevice"]',
        '["adafruit-circuitpython-busdevice",\n'
        '"adafruit-circuitpython-hid"]  # noqa: CH708 - it is loaded by name',
    )

    assert check({"pyproject.toml": manifest, "requirements.txt": None}) == []


def test_libraries_are_found_below_a_folder_and_folders_of_tests_are_not(tmp_path: Path) -> None:
    for name in ("drivers/a", "helpers/b", ".hidden/c", "drivers/a/tests/d"):
        folder = tmp_path / "libraries" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pyproject.toml").write_text("")
    (tmp_path / "pyproject.toml").write_text("")

    found = lint.find([tmp_path])

    assert [path.name for path in found] == ["a", "b"]


def test_a_folder_of_loose_files_is_a_library(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("match 1:\n    case 1: pass\n")

    projects = lint.read_all([tmp_path])

    assert [code.module for code in projects[0].modules] == ["code"]
    found = lint.run(lint.corpus(projects, firmware.load()), projects)
    assert "CH501" in {problem.rule for problem in found}


@given(st.text() | st.binary())
def test_no_text_makes_a_check_fail(content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        code = parse(data, "part.py", "part")
    except CodeError:
        return

    known = lint.corpus([], firmware.load())

    assert all(
        p.line <= code.text.count("\n") + 1 for rule in lint.CHECKS for p in rule(code, known)
    )


def test_a_deeply_nested_program_is_a_problem_and_no_crash() -> None:
    with pytest.raises(CodeError, match=r"."):
        parse(b"(" * 5000 + b")" * 5000, "part.py")


def test_what_is_too_deep_for_the_checks_is_a_problem_and_no_crash(check: Check) -> None:
    deep = "if " + "+".join(["1"] * 900) + ":\n    pass\n"

    assert "CH202" in _rules(check({"adafruit_part.py": GOOD + deep}))


def test_what_is_no_file_is_a_problem_and_is_not_waited_for(check: Check, tmp_path: Path) -> None:
    (tmp_path / "part/examples").mkdir(parents=True)
    os.mkfifo(tmp_path / "part/examples/pipe.py")
    (tmp_path / "part/examples/link.py").symlink_to("nowhere.py")

    assert _rules(check()) == ["CH108", "CH108"]


def test_a_name_that_is_not_utf8_is_printed_all_the_same() -> None:
    problem = Problem(os.fsdecode(b"m\xff.py"), 1, "CH601", "x")

    for render in report.FORMATS.values():
        assert render([problem], "1").encode("utf-8")
    assert "m%FF.py" in report.sarif([problem], "1")


PROBLEMS = [
    Problem("libraries/a b.py", 3, "CH601", "100% of it, they say: no"),
    Problem("pyproject.toml", 0, "CH708", "one\nline"),
    Problem("x.py", 1, "CH999", "of a stage to come"),
]


def test_text_has_a_line_for_each_and_marks_warnings() -> None:
    lines = report.text(PROBLEMS[:1] + PROBLEMS[2:]).splitlines()

    assert lines[0] == "libraries/a b.py:3: 100% of it, they say: no [CH601]"
    assert report.text(PROBLEMS[1:2]).startswith("pyproject.toml: warning: one")
    assert len(lines) == 2


def test_json_has_all_fields() -> None:
    table = json.loads(report.to_json(PROBLEMS))

    assert table["problems"][0] == {
        "path": "libraries/a b.py",
        "line": 3,
        "rule": "CH601",
        "level": "error",
        "message": "100% of it, they say: no",
    }
    assert len(table["problems"]) == 3


def test_annotations_are_escaped_as_github_reads_them() -> None:
    lines = report.github(PROBLEMS).splitlines()

    assert lines[0] == (
        "::error file=libraries/a b.py,line=3,title=CH601 module-unknown::"
        "100%25 of it, they say: no"
    )
    assert lines[1] == "::warning file=pyproject.toml,title=CH708 dependency-unused::one%0Aline"
    assert len(lines) == 3


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(report.sarif(PROBLEMS, "1.2.3"))

    # SARIF 2.1.0, sections 3.13.2, 3.14.6, 3.18.1, 3.19.8, 3.27.11, 3.11.8, 3.49.3.
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "copperhead"
    assert driver["version"] == "1.2.3"
    assert len(run["results"]) == 3
    for result, problem in zip(run["results"], PROBLEMS, strict=True):
        assert result["message"]["text"] == problem.message
        assert result["level"] in {"none", "note", "warning", "error"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == problem.rule
        place = result["locations"][0]["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        assert place.get("region", {"startLine": 1})["startLine"] >= 1
    for rule in driver["rules"]:
        assert set(rule) <= {"id", "name", "shortDescription", "help", "defaultConfiguration"}
        assert rule.get("help", {"text": "x"})["text"]


def test_sarif_gives_an_absolute_path_as_a_uri() -> None:
    log = json.loads(report.sarif([Problem("/a/b.py", 1, "CH601", "x")], "1"))

    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///a/b.py"


@given(
    st.lists(
        st.builds(
            Problem,
            st.text(min_size=1),
            st.integers(0, 10**6),
            st.sampled_from(sorted(registry.load())),
            st.text(),
        )
    )
)
def test_every_format_takes_any_problem(problems: list[Problem]) -> None:
    for form, render in report.FORMATS.items():
        text = render(problems, "1.0.0")
        if form in {"json", "sarif"}:
            json.loads(text)
        if form == "github":
            assert text.count("\n") == len(problems)


def test_a_budget_of_another_library_is_not_looked_at(tmp_path: Path) -> None:
    project = lint.Project("part", budgets={"mpy": 1})

    assert list(owed.budgets(project, {"10.x": 5})) == []
