# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Wheels and source archives: the zips' bytes, the same everywhere, and pip takes them."""

import io
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from bundle_tools import wheels
from bundle_tools.cache import Cache

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "1.0.0"
requires-python = ">=3.9"

[tool.hatch.build]
only-include = ["dial.py"]
"""


ROOT = Path(__file__).parents[2]


def project(name="copperhead-dial", content=b"x = 1\n", **more):
    files = {"pyproject.toml": PROJECT.format(name=name).encode(), "dial.py": content, **more}
    return wheels.Project(name, f"libraries/{name}", f"libraries/{name}/pyproject.toml", files)


def members(wheel):
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(*command, **more):
    return subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        stdin=subprocess.DEVNULL,
        **more,
    )


def test_a_wheel_depends_on_its_content_alone(tmp_path, monkeypatch):
    first, problems = wheels.build([project()], Cache(tmp_path / "one"), 1)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    second, _ = wheels.build([project()], Cache(tmp_path / "another"), 1)

    assert problems == []
    assert [entry.name for entry in first] == [
        "copperhead_dial-1.0.0-py3-none-any.whl",
        "copperhead_dial-1.0.0.tar.gz",
    ]
    assert first == second


def test_a_wheel_that_was_built_before_is_not_built_again(tmp_path, monkeypatch):
    first, _ = wheels.build([project()], Cache(tmp_path), 1)
    monkeypatch.setattr(wheels, "_build", None)

    assert wheels.build([project()], Cache(tmp_path), 1) == (first, [])


def test_a_project_that_cannot_be_built_is_told_and_the_others_are_built(tmp_path):
    broken = wheels.Project(
        "broken", "libraries/broken", "libraries/broken/pyproject.toml", {"pyproject.toml": b"["}
    )

    built, [problem] = wheels.build([broken, project()], Cache(tmp_path), 2)

    assert len(built) == 2
    assert problem.path == "libraries/broken/pyproject.toml"
    assert problem.rule == "CH403"
    assert problem.library == "libraries/broken"


# The distributions of this tree


def test_a_wheels_modules_are_the_zips(dist):
    stem = "copperhead-bundle-py-20260101"
    with zipfile.ZipFile(dist / f"{stem}.zip") as archive:
        sources = {
            name.removeprefix(f"{stem}/lib/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith(f"{stem}/lib/")
        }

    found = {}
    for path in dist.glob("*.whl"):
        if not path.name.startswith(("copperbench-", "copperhead_bundle_tools-")):
            found |= dict(wheels.modules_of(path.read_bytes()))

    assert "adafruit_as5600.py" in found
    assert found == {name: sources[name] for name in found}


def test_twine_takes_all_of_them(dist):
    files = [*dist.glob("*.whl"), *dist.glob("*.tar.gz")]

    done = run(sys.executable, "-m", "twine", "check", "--strict", *files)

    assert len(files) > 6
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["copperhead_as5600", "copperbench", "copperhead_bundle_tools"])
def test_the_source_archive_gives_the_same_wheel(dist, tmp_path, name):
    [archive] = dist.glob(f"{name}-*.tar.gz")
    [wheel] = dist.glob(f"{name}-*.whl")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    [tree] = tmp_path.iterdir()

    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", tree]
    done = run(*command, "--outdir", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    again = members((tmp_path / "out" / wheel.name).read_bytes())
    assert again == members(wheel.read_bytes())


class Environment:
    """A new virtual environment."""

    def __init__(self, folder: Path) -> None:
        run(sys.executable, "-m", "venv", "--without-pip", folder)
        self.bin = folder / "bin"
        [self.site] = folder.glob("lib/python*/site-packages")
        self.python = self.bin / "python"

    def pip(self, *arguments):
        done = run(sys.executable, "-m", "pip", "--python", self.python, "--quiet", *arguments)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def environment(tmp_path):
    return Environment(tmp_path / "environment")


def install(environment, *files):
    environment.pip("install", "--no-index", "--no-deps", "--disable-pip-version-check", *files)


def test_the_commands_run_where_their_wheels_are_installed(dist, environment, tmp_path):
    install(
        environment, *dist.glob("copperbench-*.whl"), *dist.glob("copperhead_bundle_tools-*.whl")
    )
    # What they need comes from here: the commands themselves must not.
    (environment.site / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (tmp_path / "code.py").write_text("import board\nprint(board.board_id)\n")

    version = run(environment.bin / "copperhead", "--version", cwd=tmp_path)
    bench_help = run(environment.bin / "copperbench", "--help", cwd=tmp_path)
    program = run(environment.bin / "copperbench", "run", "code.py", cwd=tmp_path)
    home = run(
        environment.python, "-c", "import bundle_tools; print(bundle_tools.__file__)", cwd=tmp_path
    )

    assert version.stdout.startswith("copperhead, version "), version.stderr
    assert "workbench" in bench_help.stdout
    assert program.stdout == "adafruit_feather_rp2040\n"
    assert Path(home.stdout.strip()).is_relative_to(environment.site)


# Ours, and the one that it is compatible with

OURS, THEIRS = "copperhead-dial", "adafruit-circuitpython-dial"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two wheels with one module, by the names of their distributions."""
    folder = tmp_path_factory.mktemp("pair")
    projects = [project(OURS, b"owner = 'ours'\n"), project(THEIRS, b"owner = 'theirs'\n")]
    built, _ = wheels.build(projects, Cache(folder / "cache"), 2)
    for entry in built:
        (folder / entry.name).write_bytes(entry.data)
    return {
        name: folder / f"{name.replace('-', '_')}-1.0.0-py3-none-any.whl" for name in (OURS, THEIRS)
    }


def check(environment):
    command = [sys.executable, "-m", "bundle_tools", "check", "--environment", environment.python]
    return run(*command, cwd=ROOT)


@pytest.mark.parametrize("first, second", [(OURS, THEIRS), (THEIRS, OURS)])
def test_the_one_installed_last_counts_and_uninstalling_either_takes_the_module_away(
    pair, environment, first, second
):
    install(environment, pair[first])
    assert check(environment).returncode == 0

    install(environment, pair[second])

    owner = "ours" if second == OURS else "theirs"
    assert (environment.site / "dial.py").read_text() == f"owner = '{owner}'\n"
    found = check(environment)
    assert found.returncode == 1
    assert f"{THEIRS} 1.0.0 and {OURS} 1.0.0 both have dial.py" in found.stderr
    assert f"pip uninstall {THEIRS} {OURS}, then install the one that you want" in found.stderr

    environment.pip("uninstall", "--yes", first)
    assert not (environment.site / "dial.py").exists()  # though the second is said to be there

    environment.pip("uninstall", "--yes", second)
    install(environment, pair[OURS])
    assert check(environment).returncode == 0
    assert (environment.site / "dial.py").read_text() == "owner = 'ours'\n"


@pytest.mark.parametrize(
    "python, told",
    [
        pytest.param("no/such/python", "cannot run no/such/python", id="not there"),
        pytest.param("true", "true is no Python from 3.9 on", id="another program"),
    ],
)
def test_an_environment_that_cannot_be_asked_is_wrong_usage(python, told):
    command = [sys.executable, "-m", "bundle_tools", "check", "--environment", python]

    done = run(*command, cwd=ROOT)

    assert done.returncode == 2
    assert told in done.stderr


def test_the_readme_of_a_wheel_tells_what_not_to_install_beside_it(dist, libraries_here):
    told = {}
    for library in libraries_here:
        for path in dist.glob(f"{library.distribution.replace('-', '_')}-*.whl"):
            found = members(path.read_bytes())
            [name] = (name for name in found if name.endswith(".dist-info/METADATA"))
            told[library] = found[name].decode()

    assert told
    for library, metadata in told.items():
        if library.upstream:
            upstream = library.upstream.partition("==")[0]
            assert f"the same module as `{upstream}`: install one of the two" in metadata
