# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The pytest plugin. It does nothing until one line asks for it, in ``pyproject.toml``::

    [tool.pytest.ini_options]
    addopts = ["-p", "copperbench.plugin"]

or in the topmost ``conftest.py``: ``pytest_plugins = ["copperbench.plugin"]``.
Then ``import board`` and its like find the bench's modules, and tests have the
fixture :func:`bench`.
"""

import pytest

from copperbench import host
from copperbench.bench import Bench, use

host.install()


@pytest.fixture
def bench():
    """A bench with a Feather RP2040, strict and recording, with nothing on its buses."""
    made = Bench()
    before = use(made)
    yield made
    use(before)
    idle = [
        str(injection) for bus in made.buses() for injection in bus.plan.injections if not injection.struck
    ]
    if idle:
        pytest.fail("faults that never struck: " + "; ".join(idle), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show the last transactions of each bus where a test failed."""
    report = yield
    made = getattr(item, "funcargs", {}).get("bench")
    if report.failed and isinstance(made, Bench):
        for bus in made.buses():
            if bus.log:
                lines = "\n".join(repr(transaction) for transaction in bus.log[-40:])
                report.sections.append(("I2C transactions", lines))
    return report
