# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Whatever is in a library's folder, the answer is words, not an exception."""

import dataclasses
import os
import shutil
import string
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from bundle_tools import catalog, manifest, release, source, verify
from bundle_tools.model import Problem

SCALARS = st.one_of(
    st.text(max_size=8),
    st.integers(-9, 9),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
#: The tables that are read, with anything in the place of anything.
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "project": VALUES
        | st.fixed_dictionaries(
            {},
            optional={
                "name": VALUES,
                "version": VALUES,
                "description": VALUES,
                "dependencies": VALUES | st.lists(st.text(max_size=12), max_size=3),
            },
        ),
        "tool": VALUES
        | st.fixed_dictionaries(
            {},
            optional={
                "copperhead": VALUES
                | st.dictionaries(st.sampled_from(["upstream", "features", "x", "é"]), VALUES),
                "hatch": VALUES
                | st.fixed_dictionaries({}, optional={"version": VALUES, "build": VALUES}),
            },
        ),
    },
)


def toml(value):
    """Write a value in TOML's inline form."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(k))} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08X}" for c in value) + '"'
    return repr(value)


def assert_told(problems):
    """Hold that each problem is in words, on one line, and has a place."""
    assert all(isinstance(problem, Problem) for problem in problems)
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.line >= 0
        assert problem.message


@settings(suppress_health_check=[HealthCheck.too_slow])  # its first text takes a second
@given(TABLES)
def test_any_manifest_is_read_or_told(table):
    text = "\n".join(f"{key} = {toml(value)}" for key, value in table.items())

    declared, problems = manifest.read(text, "pyproject.toml")

    assert (declared is None) == bool(problems)
    assert_told(problems)


@given(st.text(string.printable, max_size=80))
@example("[project]\nname = 'a'\n[project]\n")
def test_any_text_is_a_manifest_or_told(text):
    declared, problems = manifest.read(text, "pyproject.toml")

    assert declared is None
    assert_told(problems)


@given(st.text(max_size=60) | st.lists(st.sampled_from(["[[release]]\n", "a = 1\n", "=", "\n"])))
def test_any_text_is_pins_or_told(text):
    _, problems = release.pins("".join(text), "external.toml")

    assert_told(problems)


WORDS = "def class lambda async await import from return yield if f x A __version__ '1.2.3' 1e999"
MARKS = [*"(){}:;=.,@*#'\\\n\t\r\0 é", '"""', "f'{", ":=", "    "]
TOKENS = [*WORDS.split(" "), *MARKS]


@given(st.binary(max_size=60) | st.lists(st.sampled_from(TOKENS), max_size=30).map("".join))
@example("(" * 10_000)
@example("-" * 5_000 + "1")
@example("x" + ".x" * 20_000)
@example("if x:\n " * 200)
@example("\ufeffx = 1")
@example("# -*- coding: latin-1 -*-\nx = 1")
def test_any_file_is_a_source_or_told(data):
    read = source.read(data if isinstance(data, bytes) else data.encode())

    for line, rule, message in read.faults:
        assert line >= 1
        assert rule in {"CH201", "CH202"}
        assert message


@pytest.mark.parametrize(
    "name, told",
    [
        ("a:b.bin", "has a character that FAT does not take"),
        ("a\nb.bin", "has a character that FAT does not take"),
        ("a\udcffb.bin", "has a character that FAT does not take"),
        ("a.", "ends in a dot or a space, which FAT drops"),
        ("AUX.bin", "is the name of a device on Windows"),
    ],
)
def test_a_name_that_no_drive_takes_is_told(workspace, name, told):
    folder = workspace.add("dial", package={})
    (folder / "dial" / name).write_bytes(b"")

    [problem] = workspace.problems()

    printable = name.encode("ascii", "backslashreplace").decode().replace("\n", "\\n")
    assert problem == f"libraries/drivers/dial/dial/{printable}: rename it: it {told} [CH105]"


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    code=st.lists(st.sampled_from(TOKENS), max_size=20).map("".join),
    name=st.text(string.ascii_letters + string.digits + "_-. é/\\", min_size=1, max_size=8),
    data=st.binary(max_size=20),
)
def test_any_tree_is_built_or_told(workspace, code, name, data):
    folder = workspace.add("dial", package={"core.py": code})
    try:
        path = (folder / "dial" / name).resolve()
        if not path.is_relative_to(folder / "dial"):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError:
        return

    built = workspace.build()

    assert bool(built.artifacts) == (not built.problems)
    assert_told(built.problems)


ENTRIES = st.one_of(
    st.binary(max_size=20),
    st.lists(st.sampled_from(TOKENS), max_size=12).map(lambda found: "".join(found).encode()),
    st.sampled_from(["a folder", "a pipe", "/etc/passwd", "..", "nowhere", "dial.py"]),  # links
)
NAMES = """
dial.py dial dial/__init__.py dial/dial.py dial.py/x.py knob.py knob.mpy KNOB.py a-b.py
é.py examples examples/x.py examples/X.py tests/x.py docs/conf.py LICENSE README.md setup.py
setup.cfg PKG-INFO requirements.txt optional_requirements.txt pyproject.toml .hidden.py
__pycache__/x.pyc con.py x. build/x.py
"""


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    entries=st.dictionaries(st.sampled_from(NAMES.split()), ENTRIES, max_size=8),
    is_ours=st.booleans(),
)
@example(
    entries={"dial": "/etc", "dial.py": "/etc/passwd", "LICENSE": "/etc/passwd"}, is_ours=False
)
@example(
    entries={"knob.py": b"x = 1", "knob.mpy": b"x", "PKG-INFO": b"Version: 1.2"}, is_ours=False
)
def test_any_folder_is_built_or_told(workspace, tools, entries, is_ours):
    shutil.rmtree(workspace.root / "libraries", ignore_errors=True)
    shutil.rmtree(workspace.dist, ignore_errors=True)
    folder = workspace.add("dial") if is_ours else workspace.root / "libraries/dial"
    folder.mkdir(parents=True, exist_ok=True)
    if is_ours:  # ours tells circup by it what is in other bundles, and only verifying tells more
        entries.pop("requirements.txt", None)
    else:
        (folder / "requirements.txt").write_text("")
    for name, entry in entries.items():
        put(folder / name, entry)

    built = workspace.build()

    errors = [problem for problem in built.problems if not problem.is_warning]
    assert bool(built.artifacts) == (bool(built.libraries) and not errors)
    assert_told(built.problems)
    if built.artifacts:
        found = verify.files(workspace.dist, tools.facts)
        assert all(problem.is_warning for problem in found), found
    for path in workspace.dist.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert not any(b"root:" in archive.read(name) for name in archive.namelist())


def put(path, entry):
    """Put something at ``path``, if what is there already leaves room for it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() or path.is_symlink():
            path.unlink()
        if isinstance(entry, bytes):
            path.write_bytes(entry)
        elif entry == "a folder":
            path.mkdir()
        elif entry == "a pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(entry)
    except OSError:
        pass


def test_a_folder_named_like_a_module_is_told(workspace):
    folder = workspace.add("dial", leave_out=("dial.py",))
    (folder / "dial.py").mkdir()

    assert workspace.problems() == [
        "libraries/drivers/dial/pyproject.toml:15: add the module dial.py,"
        " or take it out of only-include [CH106]"
    ]


def test_deep_folders_and_links_in_a_circle_are_read(workspace):
    folder = workspace.add("dial", package={})
    deep = folder / "dial" / "/".join("d" * 60)
    deep.mkdir(parents=True)
    (deep / "m.py").write_text("x = 1\n")
    (deep / "again").symlink_to(folder / "dial")

    built = workspace.build()

    assert [problem.rule for problem in built.problems] == ["CH108"]


def test_a_file_that_goes_while_it_is_read_is_told(workspace, monkeypatch):
    folder = workspace.add("dial", package={"gone.py": "x = 1\n"})
    walk = catalog._walk

    def walk_and_lose(top):
        found = walk(top)
        if top == f"{folder}/dial":
            (folder / "dial/gone.py").unlink()
        return found

    monkeypatch.setattr(catalog, "_walk", walk_and_lose)

    [problem] = workspace.build().problems

    assert problem.message == "cannot read it: No such file or directory"


@pytest.mark.parametrize("jobs", [1, 4])
def test_many_problems_come_in_one_order(workspace, jobs):
    for number in range(12):
        workspace.add(f"part{number}", code="def f(a, /):\n    return a\n")
    workspace.tools = dataclasses.replace(workspace.tools, jobs=jobs)

    problems = workspace.problems()

    assert problems == sorted(problems)
    assert len(problems) == 12
