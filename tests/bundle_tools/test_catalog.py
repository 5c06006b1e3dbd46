# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Libraries are found, read once, and everything that is wrong with them is told at once."""

import contextlib
import os
import shutil

import pytest


def test_a_library_is_what_its_manifest_and_files_say(workspace):
    workspace.add("registers", group="helpers", version="1.2.3")
    folder = workspace.add("dial", module="adafruit_dial", needs=["Copperhead_Registers>=1"])

    dial, registers = workspace.examine().graph.libraries

    assert dial.folder == folder.as_posix()
    assert (dial.part, dial.distribution, dial.version) == ("dial", "copperhead-dial", "1.0.0")
    assert [need.distribution for need in dial.needs] == ["copperhead-registers"]
    assert [(module.name, module.is_package) for module in dial.modules] == [
        ("adafruit_dial", False)
    ]
    assert [file.name for file in dial.examples] == ["dial_simpletest.py"]
    assert registers.version == "1.2.3"
    assert (dial.is_driver, registers.is_driver) == (True, False)


def test_a_package_is_all_files_in_its_folder_but_compiled_and_hidden_ones(workspace):
    folder = workspace.add("font", package={"core.py": "x = 1\n", "glyphs.bin": "data"})
    (folder / "font/__pycache__").mkdir()
    (folder / "font/__pycache__/core.cpython-311.pyc").write_bytes(b"")
    (folder / "font/.DS_Store").write_bytes(b"")

    [library] = workspace.examine().graph.libraries

    assert [file.name for file in library.files] == [
        "font/__init__.py",
        "font/core.py",
        "font/glyphs.bin",
    ]


def test_libraries_come_in_one_order_whatever_the_disk_says(workspace, monkeypatch):
    for part in ("tmp117", "aht20", "bh1750"):
        workspace.add(part, package={"b.py": "x = 1\n", "a.py": "x = 1\n"})
    expected = workspace.examine().graph.libraries
    scandir = os.scandir
    listed = []

    @contextlib.contextmanager
    def scan_backwards(folder):
        with scandir(folder) as entries:
            listed.append(sorted(entries, key=lambda entry: entry.name, reverse=True))
            yield iter(listed[-1])

    monkeypatch.setattr(os, "scandir", scan_backwards)

    libraries = workspace.examine().graph.libraries

    assert max(map(len, listed)) > 1
    assert [library.part for library in libraries] == ["aht20", "bh1750", "tmp117"]
    assert libraries == expected


def test_a_folder_that_git_left_behind_is_no_library(workspace):
    leftover = workspace.root / "libraries/drivers/gone/__pycache__"
    leftover.mkdir(parents=True)
    (leftover / "gone.cpython-311.pyc").write_bytes(b"")

    assert workspace.problems() == []


def test_every_problem_of_every_library_is_told_at_once_with_its_line(workspace):
    workspace.add("good")
    workspace.add("undated", code="").joinpath("undated.py").write_text('"""No version."""\n')
    workspace.add("loose", version="1.0")
    workspace.add("typo", code="def f(:\n    pass\n")
    workspace.add("lost", needs=["copperhead-good", "copperhead-nowhere"])
    workspace.add("egg", needs=["copperhead-hen"])
    workspace.add("hen", needs=["copperhead-egg"])
    workspace.add("one", module="same")
    workspace.add("two", module="same")
    workspace.add("busio")
    workspace.add("hollow", package={}, leave_out=("hollow/__init__.py",))
    workspace.add("latin").joinpath("latin.py").write_bytes(b'__version__ = "1.0.0"\n# \xb0C\n')
    workspace.add("modern", code="def f(a, /):\n    return a\n")
    workspace.add("outside", module="../good/good")

    assert workspace.problems() == [
        "libraries/drivers/busio/pyproject.toml:15: rename the module busio: boards have one in"
        " their firmware (exceptions are in bundle_tools/firmware.toml) [CH302]",
        "libraries/drivers/egg/pyproject.toml:9: break the cycle:"
        " copperhead-egg, copperhead-hen need each other [CH306]",
        "libraries/drivers/hen/pyproject.toml:9: break the cycle:"
        " copperhead-egg, copperhead-hen need each other [CH306]",
        "libraries/drivers/hollow/pyproject.toml:15:"
        " put a module into the package hollow, or take it out of only-include [CH110]",
        "libraries/drivers/latin/latin.py:2: save it as UTF-8: byte 0xb0 is none [CH201]",
        "libraries/drivers/loose/loose.py:3: make __version__ three numbers, X.Y.Z, not '1.0'"
        " [CH204]",
        "libraries/drivers/lost/pyproject.toml:9: nobody here is called copperhead-nowhere:"
        " add it to external.toml, or mend the name [CH304]",
        "libraries/drivers/modern/modern.py:4: the board's compiler does not take this:"
        " SyntaxError: invalid syntax [CH401]",
        "libraries/drivers/one/pyproject.toml:15: rename the module same:"
        " libraries/drivers/two has it too [CH301]",
        "libraries/drivers/outside/pyproject.toml:15: '../good/good.py' must be a module name.py,"
        " or a package's folder, right here [CH105]",
        "libraries/drivers/two/pyproject.toml:15: rename the module same:"
        " libraries/drivers/one has it too [CH301]",
        "libraries/drivers/typo/typo.py:4: Python does not take this: invalid syntax [CH202]",
        'libraries/drivers/undated/undated.py:1: add __version__ = "1.0.0" after the docstring'
        " [CH203]",
    ]


def test_every_problem_of_a_manifest_is_told_at_once(workspace):
    folder = workspace.add("tmp117")
    manifest = folder / "pyproject.toml"
    manifest.write_text(
        '[project]\nname = 1\nversion = "1.0.0"\n'
        '[tool.copperhead]\nupstreams = "a==1"\nfeatures = 3\n'
    )

    where = "libraries/drivers/tmp117/pyproject.toml"
    assert workspace.problems() == [
        f"{where}: add project.dependencies, a list [CH103]",
        f"{where}: add project.description, a string [CH103]",
        f"{where}: add tool.hatch.build.only-include, a list [CH103]",
        f"{where}: add tool.hatch.version.path, a string [CH103]",
        f"{where}:2: make project.name a string, not 1 [CH103]",
        f'{where}:3: leave out project.version, and write dynamic = ["version"]:'
        " the module has it [CH103]",
        f"{where}:5: tool.copperhead.upstreams is no key of ours: did you mean upstream? [CH104]",
        f"{where}:6: make tool.copperhead.features a list, not 3 [CH103]",
    ]


@pytest.mark.parametrize(
    "old, new, problem",
    [
        ('"tmp117.py"\n', '"x.py"\n', "12: make tool.hatch.version.path one of"),
        ("dependencies = []", 'dependencies = ["a b"]', "9: 'a b' is no requirement"),
        ('"copperhead-tmp117"', '"copperhead tmp"', "6: make project.name letters"),
        ("[tool.copperhead]", '[tool.copperhead]\nupstream = "a>1"', "18: pin"),
        ("[tool.copperhead]", "[tool.copperhead]\nfeatures = [1]", "18: make"),
        ("[project]", "[project", "5: this is not TOML"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(workspace, old, new, problem):
    manifest = workspace.add("tmp117") / "pyproject.toml"
    text = manifest.read_text("utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), "utf-8")

    [told] = workspace.problems()

    assert told.startswith(f"libraries/drivers/tmp117/pyproject.toml:{problem}")


@pytest.mark.parametrize("text", ["project = 1", "[project]\nurls = 1", "[project.urls]\nA = 1"])
def test_a_workspace_without_a_url_has_none(workspace, text):
    (workspace.root / "pyproject.toml").write_text(text)
    workspace.add("tmp117")

    assert workspace.problems() == []
    assert workspace.examine().repository == ""


def test_a_url_in_a_module_that_is_not_the_workspaces_is_told(workspace):
    text = '[project.urls]\nRepository = "https://example.org/ours"\n'
    (workspace.root / "pyproject.toml").write_text(text)
    workspace.add("tmp117", code='__repo__ = "https://example.org/upstream"\n')

    assert workspace.problems() == [
        'libraries/drivers/tmp117/tmp117.py:4: make __repo__ "https://example.org/ours",'
        " as in the root's pyproject.toml [CH206]"
    ]


def test_who_needs_a_library_that_cannot_be_read_is_not_blamed_but_left_out(workspace):
    broken = workspace.add("registers", group="helpers") / "pyproject.toml"
    broken.write_text(broken.read_text().replace("[tool.hatch.version]", "[tool.hatch.version"))
    workspace.add("near", needs=["copperhead-registers"])
    workspace.add("far", needs=["copperhead-near"])
    workspace.add("apart")

    built = workspace.build(keep_going=True)

    assert [problem.rule for problem in built.problems] == ["CH102"]
    assert [library.part for library in built.libraries] == ["apart"]


def test_a_library_of_another_version_is_not_what_was_asked_for(workspace):
    workspace.add("registers", group="helpers", version="1.2.3")
    workspace.add("dial", needs=["copperhead-registers>=2"])

    assert workspace.problems() == [
        "libraries/drivers/dial/pyproject.toml:9:"
        " copperhead-registers is 1.2.3 here, which is not >=2 [CH305]"
    ]


def test_a_name_that_two_libraries_have_is_told_to_both(workspace):
    for part in ("one", "two"):
        manifest = workspace.add(part) / "pyproject.toml"
        text = manifest.read_text().replace(f'"copperhead-{part}"', '"copperhead-same"')
        manifest.write_text(text)

    assert workspace.problems() == [
        "libraries/drivers/one/pyproject.toml:6: rename the distribution copperhead-same:"
        " libraries/drivers/two has it too [CH303]",
        "libraries/drivers/two/pyproject.toml:6: rename the distribution copperhead-same:"
        " libraries/drivers/one has it too [CH303]",
    ]


@pytest.mark.parametrize(
    "left_out, problem",
    [
        ("README.md", "README.md: add a README.md: what it is, a working example, wiring"),
        ("tests/test_dial.py", "tests/test_*.py: add tests"),
        (
            "examples/dial_simpletest.py",
            "examples/*_simpletest.py: add an example that shows the least that works",
        ),
    ],
)
def test_what_a_driver_owes_its_users_is_asked_for(workspace, left_out, problem):
    workspace.add("dial", leave_out=(left_out,))

    assert workspace.problems() == [f"libraries/drivers/dial/{problem} [CH106]"]


def test_a_version_that_circup_would_not_find_first_is_told(workspace):
    folder = workspace.add("dial")
    (folder / "dial.py").write_text('x = "2024.12.31"\n__version__ = "1.0.0"\n')

    assert workspace.problems() == [
        "libraries/drivers/dial/dial.py:2:"
        " make __version__ the first statement after the docstring [CH205]"
    ]


@pytest.mark.parametrize(
    "content, problem",
    [
        pytest.param(None, "add a pyproject.toml", id="absent"),
        pytest.param(b"\xff", "save it as UTF-8", id="not UTF-8"),
    ],
)
def test_a_manifest_that_cannot_be_read_stops_only_its_library(workspace, content, problem):
    workspace.add("bh1750")
    folder = workspace.add("tmp117", leave_out=("pyproject.toml",))
    if content is not None:
        (folder / "pyproject.toml").write_bytes(content)

    examined = workspace.examine()

    assert [library.part for library in examined.graph.libraries] == ["bh1750"]
    assert [problem in str(found) for found in examined.problems] == [True]


def test_a_link_out_of_the_library_brings_nothing_into_the_bundle(workspace):
    secret = workspace.root / "secret.py"
    secret.write_text('__version__ = "1.0.0"\n')
    folder = workspace.add("tmp117", package={})
    (folder / "tmp117/stolen.py").symlink_to(secret)
    (folder / "tmp117/tree").symlink_to(workspace.root)

    examined = workspace.examine()

    assert [file.name for file in examined.graph.libraries[0].files] == ["tmp117/__init__.py"]
    message = "replace this link by the file: it leads out of the library [CH107]"
    assert [str(problem).endswith(message) for problem in examined.problems] == [True, True]


def test_a_file_that_no_board_has_room_for_is_told(workspace):
    folder = workspace.add("tmp117", package={})
    with (folder / "tmp117/huge.bin").open("wb") as file:
        file.truncate(9 << 20)

    assert workspace.problems() == [
        "libraries/drivers/tmp117/tmp117/huge.bin:"
        " make it smaller than 8 MB: no board has room for it [CH109]"
    ]


def test_a_declared_module_that_is_not_there_is_told(workspace):
    workspace.add("tmp117", leave_out=("tmp117.py",))

    assert workspace.problems() == [
        "libraries/drivers/tmp117/pyproject.toml:15: add the module tmp117.py,"
        " or take it out of only-include [CH106]"
    ]


def test_a_package_without_a_file_of_its_own_is_told(workspace):
    workspace.add("font", package={"core.py": "x = 1\n"}, leave_out=("font/__init__.py",))

    assert workspace.problems() == [
        "libraries/drivers/font/font/__init__.py:"
        " add this file: circup reads no version of a package without it [CH106]"
    ]


def test_a_deleted_library_leaves_no_trace(workspace):
    workspace.add("bh1750")
    before = workspace.examine()
    folder = workspace.add("tmp117")

    shutil.rmtree(folder)

    assert workspace.examine() == before


def test_a_byte_order_mark_is_told_because_boards_take_it_for_a_name(workspace):
    folder = workspace.add("marked")
    path = folder / "marked.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert (
        "libraries/drivers/marked/marked.py:1: save it without a byte order mark:"
        " boards take that for a name [CH201]"
    ) in workspace.problems()
