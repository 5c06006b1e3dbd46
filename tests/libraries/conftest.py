# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What every library is held to, without a line of its own: the catalog has the tests' rows.

A test that takes ``library`` or ``example`` runs for each of them, one that takes ``major``
for each firmware. Its id names the library: ``test_faults[as5600-as5600_simpletest]``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import standard

from bundle_tools import firmware


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record",
        action="store_true",
        help="write the outputs and budgets that are recorded; each test that wrote one fails",
    )


@pytest.fixture(scope="session")
def record(pytestconfig: pytest.Config) -> bool:
    """Whether to write what is recorded, and fail."""
    return bool(pytestconfig.getoption("--record", default=False))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in ("library", "example"):
        if name in metafunc.fixturenames:
            rows = list(_rows(name))
            metafunc.parametrize(name, [row for _, row in rows], ids=[label for label, _ in rows])
    if "major" in metafunc.fixturenames:
        majors = firmware.load().firmwares
        metafunc.parametrize("major", majors, ids=[row.major for row in majors])


def _rows(name: str) -> Iterator[tuple[str, object]]:
    for library in standard.libraries():
        if name == "library":
            yield library.part, library
        else:
            # Examples find libraries as on a board: from one folder, here from several.
            found = map(str, standard.all_folders(library))
            sys.path += [folder for folder in found if folder not in sys.path]
            for example in standard.examples(library):
                yield f"{library.part}-{example.name}", example


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> standard.Compiled:
    """All libraries and examples as the VM loads them, compiled once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # then this folder is the worker's own, in one of the session
        shared = shared.parent
    return standard.compile_into(Path(shared, "compiled"))
