# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tells at the end of a run how many recorded cases each host passes."""

import re

_CASE = re.compile(r"test_(?:conformance|displayio)\.py::test_\w+\[(cpython|vm)-(\d+\.x)-")


def pytest_terminal_summary(terminalreporter):
    counts = {}
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            found = _CASE.search(getattr(report, "nodeid", ""))
            if found and (report.when == "call" or outcome == "skipped"):
                counts.setdefault(found.groups(), {}).setdefault(outcome, 0)
                counts[found.groups()][outcome] += 1
    for (host, firmware), by_outcome in sorted(counts.items()):
        passed = by_outcome.get("passed", 0)
        total = sum(by_outcome.values())
        exempt = by_outcome.get("skipped", 0)
        terminalreporter.write_line(
            f"firmware conformance, {host}, {firmware}: {passed} of {total} recorded cases"
            + (f", {exempt} exempt" if exempt else "")
        )
