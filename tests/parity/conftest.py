# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Libraries beside the releases that they are compatible with."""

from pathlib import Path

import pytest
import standard
import tomllib
import upstream


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    libraries = [library for library in standard.libraries() if library.upstream]
    for name in ("compared", "library"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, libraries, ids=[library.part for library in libraries])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    open_ = tomllib.loads(Path(__file__).with_name("open.toml").read_text("utf-8"))
    for item in items:
        name, _, part = item.name.removesuffix("]").partition("[")
        if item.path.parent == Path(__file__).parent and part in open_.get(name, ()):
            item.add_marker(pytest.mark.xfail(reason="open.toml", strict=True))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> standard.Compiled:
    """All libraries and all releases beside them as the VM loads them, compiled once."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # then this folder is the worker's own, in one of the session
        shared = shared.parent
    return upstream.compile_into(Path(shared, "compared"))
