# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What `copperhead new` makes is green at once: here, and in a repository of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib
from click.testing import CliRunner

from bundle_tools import template
from bundle_tools.cli import cli

ROOT = Path(__file__).parents[2]
LIMIT = 170  # seconds, for all that runs in a copy
ABOUT = ["--description", 'A "part" of {{ 7 * 7 }}, it\'s {% odd', "--author", "Ada O'Example"]
LINK = ["--datasheet", f"https://example.com/{'a-long-way/' * 9}datasheet.pdf"]
PARTS = {kind: f"zz{number}{kind}" for number, kind in enumerate(template.KINDS)}
NEEDED = ("helpers/registers", "drivers/onewire")  # what the kinds depend on


def run(*command, folder, path=None, check=True):
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(path or folder), "HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    if check:
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


def copperhead(*arguments, **more):
    return run(sys.executable, "-m", "bundle_tools", *arguments, **more)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of this repository with few libraries, and one new library of each kind."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("bundle_tools", "copperbench", "cookiecutter", "tests/libraries"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in NEEDED:
        shutil.copytree(ROOT / "libraries" / name, folder / "libraries" / name, ignore=ignored)
    for name in ("conftest.py", "external.toml"):
        shutil.copy(ROOT / "libraries" / name, folder / "libraries" / name)
    for name in ("pyproject.toml", "LICENSE", "tests/conftest.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "external").symlink_to(ROOT / ".cache" / "external")
    for kind, part in PARTS.items():
        copperhead("new", part, "--kind", kind, *ABOUT, *LINK, folder=folder)
    return folder


def test_a_library_is_a_folder_and_a_chip(house):
    for kind, part in PARTS.items():
        own = house / "libraries" / ("helpers" if kind == "helper" else "drivers") / part
        chip = house / "copperbench" / "chips" / f"{part}.py"

        assert (own / "pyproject.toml").is_file()
        assert chip.is_file() is (kind != "helper")
        for path in (*own.rglob("*"), chip):
            if path.suffix in (".py", ".md", ".toml", ".txt") and path.is_file():
                text = path.read_text("utf-8")
                assert not re.search(r"\{\{ cookie|\{% (if|include)", text), path
                assert re.search(r"[^\n]\n\Z", text), path


def test_it_says_what_was_answered_word_by_word(house):
    own = house / "libraries" / "drivers" / PARTS["i2c"]
    project = tomllib.loads((own / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["description"] == ABOUT[1]
    assert ABOUT[1] in (own / "README.md").read_text("utf-8")
    assert ABOUT[3] in (own / f"{PARTS['i2c']}.py").read_text("utf-8")


def test_what_is_not_given_is_asked_for(tmp_path):
    own = tmp_path / "own"
    answers = "smooth\nhelper\nA moving average\nAda Example\n"

    done = CliRunner().invoke(cli, ["new", "--standalone", str(own)], input=answers)

    assert done.exit_code == 0, done.output
    assert "https://github.com/you/own" in done.output  # which is to be put right
    assert '__repo__ = "https://github.com/you/own"' in (own / "smooth.py").read_text("utf-8")
    assert "Ada Example" in (own / "LICENSE").read_text("utf-8")


@pytest.mark.timeout(LIMIT)
def test_the_whole_standard_holds_for_each_kind(house):
    wanted = " or ".join(PARTS.values())

    done = run(
        sys.executable, "-m", "pytest", "-q", "-n2", "-k", wanted, "libraries", "tests/libraries",
        folder=house,
    )  # fmt: skip

    counted = re.search(r"(\d+) passed", done.stdout)
    assert int(counted[1]) >= 10 * len(PARTS), done.stdout


@pytest.mark.timeout(LIMIT)
def test_linters_and_checks_find_nothing(house):
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache"]
        run(*ruff, "libraries", "copperbench/chips", folder=house)
    done = copperhead("check", "--strict", folder=house, check=False)

    told = [line for line in (done.stdout + done.stderr).splitlines() if "zz" in line]
    assert told == []


@pytest.mark.timeout(LIMIT)
def test_new_libraries_are_in_the_bundle(house):
    copperhead("build", "--tag", "20260101", "--no-verify", folder=house)

    index = json.loads((house / "dist" / "copperhead-bundle-20260101.json").read_text("utf-8"))
    assert set(PARTS.values()) <= set(index)


@pytest.mark.timeout(LIMIT)
@pytest.mark.parametrize("kind", ["i2c", "onewire"])
def test_a_repository_of_its_own_is_green(dist, tmp_path, kind):
    site, part = tmp_path / "site", PARTS[kind]
    wheels = [
        next(dist.glob(f"{name}-*.whl"))
        for name in (
            "copperbench",
            "copperhead_bundle_tools",
            "copperhead_onewire",
            "copperhead_registers",
        )
    ]
    install = ["install", "--quiet", "--no-deps", "--no-index", "--target", site, *wheels]
    run(sys.executable, "-m", "pip", *install, folder=tmp_path)
    own = tmp_path / "own"

    alone = ["--standalone", own]
    copperhead("new", part, "--kind", kind, *ABOUT, *LINK, *alone, folder=tmp_path, path=site)

    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=own, path=site)
    copperhead("check", ".", folder=own, path=site)
    build = ["build", "--libraries", ".", "--bundle-id", "own", "--tag", "1"]
    copperhead(*build, folder=own, path=site)
    assert (own / "dist" / "own-py-1.zip").is_file()
    assert (own / ".github" / "workflows" / "ci.yml").is_file()


@pytest.mark.parametrize(
    "part, told",
    [
        pytest.param("VEML6030", "small letters", id="capitals"),
        pytest.param("../evil", "small letters", id="a path"),
        pytest.param("onewire", "already", id="taken"),
        pytest.param("board", "firmware", id="a module of the firmware"),
        pytest.param("json", "firmware", id="a module of Python"),
        pytest.param("class", "meaning", id="a word of Python"),
        pytest.param("conftest", "meaning", id="a file of the tests"),
    ],
)
def test_a_name_that_cannot_be_is_refused(house, part, told):
    before = sorted(house.rglob("*"))

    done = copperhead("new", part, "--kind", "i2c", *ABOUT, *LINK, folder=house, check=False)

    assert done.returncode == 2
    assert told in done.stderr
    assert sorted(house.rglob("*")) == before


@pytest.mark.parametrize(
    "text", ["", " ", "two\nlines", 'a """ quote', "back\\slash", "so long " * 11]
)
def test_words_that_no_docstring_can_have_are_refused(text):
    assert template.objection(text)


def test_a_long_link_is_taken():
    assert template.objection(LINK[1]) == ""


def test_nothing_is_overwritten(house):
    chip = house / "copperbench" / "chips" / "zz9.py"
    chip.write_text("# mine\n")

    done = copperhead("new", "zz9", "--kind", "i2c", *ABOUT, *LINK, folder=house, check=False)

    assert done.returncode == 1
    assert "zz9.py is there already" in done.stderr
    assert chip.read_text() == "# mine\n"
    assert not (house / "libraries" / "drivers" / "zz9").exists()
    chip.unlink()


@pytest.mark.parametrize(
    "part, name", [("veml6030", "VEML6030"), ("moving_average", "MovingAverage")]
)
def test_a_class_is_named_as_people_expect(part, name):
    assert template.class_name(part) == name
