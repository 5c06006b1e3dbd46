# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""No library is behind the release that it is compatible with; what differs has its reason.

Reasons lie in the library's folder, in differences.toml, where each names what it excuses.
"""

from pathlib import Path

import compare
import pytest
import standard
import upstream


def unexcused(library, kind, found):
    """Return of the differences ``found`` (name -> words) those that have no reason."""
    excused = upstream.excused(library, kind)
    stale = excused - found.keys()
    assert not stale, f"differences.toml has {kind} = {sorted(stale)}, where nothing differs"
    return {name: words for name, words in found.items() if name not in excused}


def test_values_and_wire_cost(compared):
    answers = compare.answers(compare.pair(compared))

    assert answers.equal > 0, "nothing was compared: no example of theirs runs as it is wired"
    assert unexcused(compared, "values", answers.different) == {}
    assert unexcused(compared, "cost", answers.dearer) == {}


def test_upstream_examples(compared):
    examples = compare.examples(compare.pair(compared))

    assert examples.equal or examples.different, f"none of theirs runs: {examples.impossible}"
    assert unexcused(compared, "examples", examples.different) == {}


def test_memory(compared, compiled):
    memory = compare.memory(compare.pair(compared), compiled)

    assert unexcused(compared, "memory", memory.over) == {}


def test_differences_have_reasons(library):
    for difference in upstream.differences(library).get("difference", ()):
        for key in ("what", "upstream", "ours", "reason"):
            assert difference.get(key, "").strip(), f"a difference without {key}: {difference}"
        if "memory" in difference:
            decision = standard.ROOT / "docs" / "decisions" / difference.get("decision", "?")
            if not decision.is_file():
                pytest.fail(f"{difference['what']}: decision = names no file in docs/decisions")
            assert library.part in decision.read_text("utf-8").lower()


def test_readmes_show_differences(library):
    readme = Path(library.folder, "README.md").read_text("utf-8")

    for difference in upstream.differences(library).get("difference", ()):
        cells = (difference[key] for key in ("what", "upstream", "ours", "reason"))
        assert f"| {' | '.join(cells)} |\n" in readme
