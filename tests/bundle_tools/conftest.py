# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A workspace of libraries made up for the test."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bundle_tools import catalog, compile as compiling, firmware, pipeline as building, source
from bundle_tools.cache import Cache
from bundle_tools.model import Library

ROOT = Path(__file__).parents[2]

MANIFEST = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{distribution}"
dynamic = ["version"]
description = "A part"
dependencies = {needs}

[tool.hatch.version]
path = "{home}"

[tool.hatch.build]
only-include = ["{include}"]

[tool.copperhead]
"""


@dataclasses.dataclass
class Workspace:
    """A folder with libraries, and what is made of it."""

    root: Path
    tools: building.Tools

    def add(
        self,
        part: str,
        *,
        group: str = "drivers",
        module: str | None = None,
        needs: list[str] | None = None,
        version: str = "1.0.0",
        code: str = "",
        package: dict[str, str] | None = None,
        leave_out: tuple[str, ...] = (),
    ) -> Path:
        """Put a library that breaks no rule by itself, and return its folder.

        :param package: files of a package, by name; a library without is one file
        """
        module = module or part
        source = f'"""A part."""\n\n__version__ = "{version}"\n{code}'
        modules = {f"{module}.py": source}
        if package is not None:
            modules = {f"{module}/{name}": text for name, text in package.items()}
            modules.setdefault(f"{module}/__init__.py", source)
        files = {
            "pyproject.toml": MANIFEST.format(
                distribution=f"copperhead-{part}",
                needs=str(needs or []).replace("'", '"'),
                home=f"{module}.py" if package is None else f"{module}/__init__.py",
                include=f"{module}.py" if package is None else module,
            ),
            **modules,
            "README.md": "",
            f"examples/{part}_simpletest.py": f"import {module}\n",
            f"tests/test_{part}.py": "",
        }
        folder = self.root / "libraries" / group / part
        for name in files.keys() - set(leave_out):
            write(folder / name, files[name])
        return folder

    def examine(self) -> building.Examined:
        """Return what is known of the libraries."""
        return building.examine(self.root / "libraries", self.tools)

    def problems(self) -> list[str]:
        """Return all problems as they are printed, with paths from the root."""
        prefix = f"{self.root.as_posix()}/"
        return [str(problem).replace(prefix, "") for problem in self.examine().problems]

    def build(
        self, *, keep_going: bool = False, verify: bool = False, is_dirty: bool = False
    ) -> building.Built:
        """Build the bundle into ``dist``."""
        request = building.Request(
            "copperhead-bundle", "20260101", is_dirty, self.dist, keep_going, verify
        )
        return building.build(self.examine(), request, self.tools)

    @property
    def dist(self) -> Path:
        """The folder that bundles are built into."""
        return self.root / "dist"

    def git(self, *arguments: str, date: str = "2026-03-04T23:30:00-05:00") -> None:
        """Run git in the workspace, as somebody, at a time."""
        identity = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", date))
        }
        subprocess.run(
            ["git", "-c", "init.defaultBranch=main", *arguments],
            cwd=self.root,
            env={**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull},
            check=True,
            capture_output=True,
            timeout=20,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command in the workspace."""
        return subprocess.run(
            [sys.executable, "-m", "bundle_tools", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def write(path: Path, text: str) -> None:
    """Write a file, and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> building.Tools:
    """What builds work with, on a cache that the session shares."""
    facts = firmware.load()
    cache = Cache(tmp_path_factory.mktemp("cache"))
    compilers, vm_compiler = compiling.compilers(facts, {}, cache)

    def progress(step: str, parts: int) -> Callable[[], object]:
        return lambda: None

    return building.Tools(facts, cache, compilers, vm_compiler, 2, progress)


@pytest.fixture
def workspace(tmp_path: Path, tools: building.Tools) -> Workspace:
    """An empty workspace."""
    root = tmp_path / "workspace"
    (root / "libraries").mkdir(parents=True)
    return Workspace(root, tools)


@pytest.fixture(scope="session")
def libraries_here(tools: building.Tools) -> tuple[Library, ...]:
    """The libraries of this tree, and those that it carries."""
    fetched = ROOT / ".cache" / building.FETCHED
    found = catalog.read(ROOT / "libraries", fetched, source.reader(tools.cache), "")
    return found.libraries


@pytest.fixture(scope="session")
def compile_bytes(
    tools: building.Tools, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., bytes]:
    """What a major's compiler makes of a source, before any stage has its hands on it."""
    folder = tmp_path_factory.mktemp("sources")

    def compile_bytes(text: str, major: str = "10.x", name: str = "part.py") -> bytes:
        written, target = folder / "source.py", folder / "target.mpy"
        written.write_bytes(text.encode())
        command = [tools.compilers[major].path, "-o", str(target), "-s", name, str(written)]
        subprocess.run(command, check=True, timeout=20, capture_output=True)
        return target.read_bytes()

    return compile_bytes
