# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each library stays within its budgets: flash, heap of each import, garbage of each reading."""

from pathlib import Path

import budgets
import pytest
import standard
import tomllib

from copperbench import vm


def measure(library, compiled):
    """Return what a library costs, as ``[tool.copperhead.budgets]`` has it."""
    needs = [need for need in standard.graph().closure(library) if need is not library]
    loaded = [module for need in needs for module in standard.importable(need)]
    heap = {
        module: vm.import_heap(module, compiled.libraries(library), loaded=loaded)
        for module in standard.importable(library)
    }
    garbage = {}
    for example in standard.examples(library):
        if example.name.endswith("_simpletest"):
            garbage |= budgets.garbage(
                example.path.read_text("utf-8"),
                {module.name for module in library.modules},
                example.wiring,
                compiled.all_libraries(library),
            )
    return {
        "mpy": compiled.size(library),
        "heap": heap if len(heap) > 1 else next(iter(heap.values())),
        **({"garbage": garbage} if garbage else {}),
    }


def test_budgets(library, compiled, record):
    measured = measure(library, compiled)
    recorded = standard.declared(library).get("budgets", {})

    if record and budgets.is_stale(measured, recorded):
        path = Path(library.manifest)
        kept = {k: v for k, v in recorded.items() if k == "seconds"}
        path.write_text(budgets.written(path.read_text("utf-8"), {**measured, **kept}), "utf-8")
        pytest.fail(f"wrote the budgets in {path}: look at them, and commit them if they are right")
    assert budgets.over(measured, recorded) == []


# The record itself

MANIFEST = """\
[project]
name = "copperhead-dial"

[tool.copperhead]
upstream = "dial==1.0"
{before}
[[tool.copperhead.bench.chip]]
part = "dial"
"""


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("", id="none yet"),
        pytest.param("budgets = { mpy = 1 }\n", id="in a line"),
        pytest.param("\n[tool.copperhead.budgets]\nmpy = 1\nold = 2\n\n", id="in a table"),
    ],
)
def test_recorded_budgets_take_the_place_of_older_ones(before):
    figures = {"mpy": 2424, "heap": {"dial.basic": 10, "dial": 20}, "garbage": {"d['a']": 32}}

    text = budgets.written(MANIFEST.format(before=before), figures)

    declared = tomllib.loads(text)["tool"]["copperhead"]
    assert declared["budgets"] == figures
    assert declared["upstream"] == "dial==1.0"
    assert declared["bench"] == {"chip": [{"part": "dial"}]}
    assert budgets.written(text, figures) == text


@pytest.mark.parametrize(
    "figure, told",
    [
        pytest.param(100, [], id="as recorded"),
        pytest.param(102, [], id="within the slack"),
        pytest.param(103, ["mpy: 103 bytes, and the budget is 100, +3.0%"], id="over it"),
    ],
)
def test_two_percent_more_than_a_budget_are_let_pass(figure, told):
    assert budgets.over({"mpy": figure}, {"mpy": 100}) == told


def test_garbage_where_there_was_none_is_told():
    measured = {"garbage": {"dial.angle": 32}}

    assert budgets.over(measured, {"garbage": {"dial.angle": 0}}) == [
        "garbage of dial.angle: 32 bytes, and the budget is 0"
    ]
    assert budgets.over(measured, {}) == ["garbage of dial.angle: 32 bytes, and there is no budget"]
