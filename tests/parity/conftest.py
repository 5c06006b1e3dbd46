# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Libraries beside the releases that they are compatible with."""

from pathlib import Path

import pytest
import standard
import upstream


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    libraries = [library for library in standard.libraries() if library.upstream]
    for name in ("compared", "library"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, libraries, ids=[library.part for library in libraries])


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> standard.Compiled:
    """All libraries and all releases beside them as the VM loads them, compiled once."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # then this folder is the worker's own, in one of the session
        shared = shared.parent
    return upstream.compile_into(Path(shared, "compared"))
