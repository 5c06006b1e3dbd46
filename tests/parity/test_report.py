# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The table of all comparisons, where one has failed, and where it is asked for wrongly."""

import pytest
import report
from report import Row

GOOD = Row("dial", "dial 1.0", equal=3, mpy=(10, 20))
BEHIND = Row("knob", "knob 1.0", behind={"memory: mpy": "20 bytes of .mpy, and theirs has 10"})
FAILED = Row("lamp", "lamp==1.0", behind={report.FAILED: "ImportError: no module named 'lamp'"})


@pytest.fixture
def ask(monkeypatch, tmp_path):
    """Return a function: the exit code of a report on rows that are given."""
    monkeypatch.setattr(report, "PAGE", tmp_path / "parity.md")
    monkeypatch.setattr(report, "DATA", tmp_path / "parity.json")
    monkeypatch.setattr(report, "_alone", list)
    monkeypatch.setattr(report.upstream, "pins", list)
    monkeypatch.setattr(report.upstream, "compile_into", lambda folder: None)

    class Pool:
        def __init__(self, count): ...
        def __enter__(self):
            return self

        def __exit__(self, *error): ...
        def map(self, function, parts, compiled):
            return self.rows

    monkeypatch.setattr(report, "ProcessPoolExecutor", Pool)

    def asked(rows, *arguments):
        Pool.rows = rows
        return report.main(arguments)

    return asked


@pytest.mark.parametrize(
    "rows, arguments, code",
    [
        pytest.param([GOOD], [], 0, id="all well"),
        pytest.param([GOOD, BEHIND], [], 1, id="one is behind"),
        pytest.param([GOOD, BEHIND], ["--costs"], 0, id="figures are no judgement"),
        pytest.param([GOOD, BEHIND], ["--page"], 0, id="nor is the page"),
        pytest.param([GOOD, FAILED], [], 1, id="one was not compared"),
        pytest.param([GOOD, FAILED], ["--costs"], 1, id="so it has no figures"),
        pytest.param([GOOD, FAILED], ["--page"], 1, id="nor a row of the page"),
    ],
)
def test_the_exit_code_tells_what_is_wrong(ask, capsys, rows, arguments, code):
    assert ask(rows, *arguments) == code

    told = capsys.readouterr().err
    assert ("ImportError" in told) is (FAILED in rows)


def test_what_was_not_compared_has_no_figures(ask, tmp_path):
    ask([GOOD, FAILED], "--page")

    page = (tmp_path / "parity.md").read_text("utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith("| lamp ")]
    assert "not\N{NO-BREAK SPACE}compared" in row
    assert "0" not in row.replace("lamp==1.0", "")


@pytest.mark.parametrize("arguments", [["--pages"], ["--costs=1"]])
def test_an_option_that_is_none_is_told_before_anything_is_compared(ask, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        ask([GOOD], *arguments)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_library_that_is_none_is_told(ask, capsys):
    assert ask([GOOD], "nobody") == 2
    assert "nobody" in capsys.readouterr().err
