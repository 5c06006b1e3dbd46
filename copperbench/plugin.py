# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The pytest plugin.

It does nothing until one line asks for it, in ``pyproject.toml``::

    [tool.pytest.ini_options]
    addopts = ["-p", "copperbench.plugin"]

or in the topmost ``conftest.py``: ``pytest_plugins = ["copperbench.plugin"]``.
Then ``import board`` and its like find the bench's modules, and tests have the
fixture :func:`bench`.
"""

import pytest

from copperbench import host
from copperbench.bench import Bench, use
from copperbench.record import table

host.install()


def pytest_addoption(parser):
    """Have the option ``copperbench_bus_device``."""
    parser.addini(
        "copperbench_bus_device",
        "which adafruit_bus_device drivers get: native, pypi, or the path of a wheel",
        default=host.NATIVE,
    )


def pytest_configure(config):
    """Choose the bus device before any driver is imported."""
    which = config.getini("copperbench_bus_device")
    if which != host.NATIVE:
        try:
            host.use_bus_device(which)
        except ImportError as error:
            raise pytest.UsageError(f"copperbench_bus_device: {error}") from error


@pytest.fixture
def bench(request):
    """Give a bench with a Feather RP2040, strict and recording, with nothing on its buses.

    At its end, a lock that some other file than the test's holds, and a fault that never
    struck, fail the test.
    """
    made = Bench()
    before = use(made)
    yield made
    use(before)
    left = made.unfinished(str(request.path))
    if left:
        pytest.fail("\n".join(left), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what happened on the buses where a test failed: transactions, faults, mistakes."""
    report = yield
    made = getattr(item, "funcargs", {}).get("bench")
    if report.failed and isinstance(made, Bench):
        records = made.records()
        if records:
            report.sections.append(("bench: the buses", table(records)))
        struck = [
            f"{bus.name}: {injection}"
            for bus in made.buses()
            for injection in bus.plan.injections
            if injection.struck
        ]
        for title, lines in (
            ("bench: injected faults", struck),
            ("bench: mistakes", made.mistakes),
            ("bench: why the firmware refused", made.notes),
        ):
            if lines:
                report.sections.append((title, "\n".join(lines)))
    return report
