# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Libraries in Adafruit's layout are built as they are: nothing of them is run."""

import json
import os
import subprocess
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bundle_tools import adafruit, verify
from bundle_tools.cache import Cache

PYPROJECT = """\
[build-system]
requires = ["setuptools"]

[project]
name = "adafruit-circuitpython-dial"
description = "A dial"
version = "{version}"
urls = {{Homepage = "https://example.org/Adafruit_CircuitPython_Dial.git"}}
dynamic = ["dependencies"]

[tool.setuptools]
{modules}

[tool.setuptools.dynamic]
dependencies = {{file = ["requirements.txt"]}}
"""
SOURCE = '"""A dial."""\n\n__version__ = "0.0.0+auto.0"\n'
REQUIREMENTS = (
    "# for people\nAdafruit-Blinka\n\nadafruit-circuitpython-base>=1.0  # the base\n-r x\n"
)


def checkout(workspace, name="Dial-1.2.3", **files):
    """Put an unpacked archive of a library, and return its folder."""
    folder = workspace.root / "libraries" / name
    default = {
        "pyproject.toml": PYPROJECT.format(version="1.2.3", modules='py-modules = ["dial"]'),
        "dial.py": SOURCE,
        "requirements.txt": REQUIREMENTS,
        "examples/dial_simpletest.py": "import dial\n",
        "tests/test_dial.py": "",
        "docs/conf.py": "",
        "LICENSE": "terms",
    }
    for path, text in {**default, **files}.items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return folder


def members(workspace, platform):
    [path] = workspace.dist.glob(f"*-{platform}-*.zip")
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def index(workspace):
    [path] = workspace.dist.glob("*.json")
    return json.loads(path.read_text("utf-8"))


def git(folder, *arguments):
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, timeout=20
    )


def test_an_archive_gives_modules_examples_requirements_and_licence(workspace):
    folder = checkout(workspace)

    built = workspace.build()

    assert built.problems == ()
    inside = members(workspace, "py")
    assert sorted(inside) == [
        "README.txt",
        "VERSIONS.txt",
        "examples/Dial-1.2.3/dial_simpletest.py",
        "lib/dial.py",
        "licenses/adafruit-circuitpython-dial/LICENSE",
        "requirements/dial/pyproject.toml",
        "requirements/dial/requirements.txt",
    ]
    assert inside["requirements/dial/requirements.txt"] == REQUIREMENTS.encode()
    assert inside["requirements/dial/pyproject.toml"] == (folder / "pyproject.toml").read_bytes()
    assert inside["VERSIONS.txt"].endswith(
        b"https://example.org/Adafruit_CircuitPython_Dial/releases/tag/1.2.3\r\n"
    )


def test_the_placeholder_becomes_the_version_in_source_and_compiled(workspace):
    checkout(workspace)

    workspace.build()

    assert b'__version__ = "1.2.3"' in members(workspace, "py")["lib/dial.py"]
    assert b"1.2.3\0" in members(workspace, "10.x-mpy")["lib/dial.mpy"]


def test_only_the_version_is_changed_in_a_source(workspace):
    source = '__version__ = "0.0.0-auto.0"\r\nx = "0.0.0-auto.0"'
    (checkout(workspace) / "dial.py").write_bytes(source.encode())

    workspace.build()

    expected = b'__version__ = "1.2.3"\r\nx = "0.0.0-auto.0"'
    assert members(workspace, "py")["lib/dial.py"] == expected


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"PKG-INFO": "Metadata-Version: 2.1\nVersion: 3.2.1\n\nVersion: 9\n"}, id="archive"
        ),
        pytest.param({"setup.py": "setup(version='3.2.1')"}, id="setup.py"),
        pytest.param({"setup.cfg": "[metadata]\nversion = 3.2.1\n"}, id="setup.cfg"),
    ],
)
def test_the_version_is_found_where_a_release_has_it(workspace, files):
    pyproject = PYPROJECT.format(version="0.0.0+auto.0", modules='py-modules = ["dial"]')
    checkout(workspace, **{"pyproject.toml": pyproject, **files})

    built = workspace.build()

    assert built.problems == ()
    assert index(workspace)["dial"]["version"] == "3.2.1"


def test_the_version_of_a_checkout_is_its_tag_and_without_one_is_asked_for(workspace):
    pyproject = PYPROJECT.format(version="0.0.0+auto.0", modules='py-modules = ["dial"]')
    folder = checkout(workspace, **{"pyproject.toml": pyproject})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "all")

    untagged = workspace.problems()
    git(folder, "tag", "4.5.6")

    assert untagged == [
        "libraries/Dial-1.2.3/pyproject.toml:5: warning:"
        " check out a tag, or take the release's archive: nothing tells its version [CH203]"
    ]
    assert workspace.build().problems == ()
    assert index(workspace)["dial"]["version"] == "4.5.6"


def test_needs_are_in_the_bundle_or_external(workspace):
    checkout(workspace, **{"optional_requirements.txt": "numpy\n"})
    base = PYPROJECT.format(version="2.0.0", modules='py-modules = ["base"]')
    checkout(
        workspace,
        "base",
        **{
            "pyproject.toml": base.replace("python-dial", "python-base"),
            "requirements.txt": "somebody-elses\n",
            "dial.py": None,
            "base.py": '__version__ = "2.0.0"\n',
        },
    )

    built = workspace.build()

    assert built.problems == ()
    found = index(workspace)
    assert found["dial"]["dependencies"] == ["base"]
    assert found["dial"]["external_dependencies"] == []
    assert found["dial"]["copperhead"]["optional_dependencies"] == ["numpy"]
    assert found["base"]["external_dependencies"] == ["somebody-elses"]


def test_a_package_is_taken_whole_with_its_data(workspace):
    modules = 'packages = ["adafruit_dial", "adafruit_dial.inner"]'
    pyproject = PYPROJECT.format(version="1.2.3", modules=modules)
    folder = checkout(
        workspace,
        **{
            "pyproject.toml": pyproject,
            "adafruit_dial/__init__.py": SOURCE,
            "adafruit_dial/inner/__init__.py": "",
            "adafruit_dial/inner/a-font.bdf": "STARTFONT",
        },
    )
    (folder / "adafruit_dial/table.bin").write_bytes(b"\0\xff")

    workspace.build()

    names = [name for name in members(workspace, "9.x-mpy") if name.startswith("lib/")]
    assert sorted(names) == [
        "lib/adafruit_dial/__init__.mpy",
        "lib/adafruit_dial/inner/__init__.py",
        "lib/adafruit_dial/inner/a-font.bdf",
        "lib/adafruit_dial/table.bin",
    ]


@pytest.mark.parametrize("manifest", ["requirements.txt", "setup.py"])
def test_without_a_declaration_the_modules_are_what_is_there(workspace, manifest):
    files = {"pyproject.toml": None, "requirements.txt": None, manifest: "# nothing\n"}
    checkout(workspace, "dial", **files, **{"dial.py": '__version__ = "1.0.0"\n'})

    assert workspace.build().problems == ()
    assert index(workspace)["dial"]["pypi_name"] == "dial"


def test_setup_py_is_read_and_not_run(workspace):
    setup = (
        "import sys\nsys.exit('it was run')\n"
        "setup(name='a-dial', version='1.0.0', py_modules=['dial'], install_requires=['x>=2'])\n"
    )
    checkout(workspace, **{"pyproject.toml": None, "requirements.txt": None, "setup.py": setup})

    assert workspace.build().problems == ()
    assert index(workspace)["dial"]["pypi_name"] == "a-dial"
    assert index(workspace)["dial"]["external_dependencies"] == ["x"]


@pytest.mark.parametrize(
    "files, told",
    [
        ({"requirements.txt": "a b\n"}, "requirements.txt:1: 'a b' is no requirement"),
        ({"pyproject.toml": "[project\n# setuptools"}, "pyproject.toml:1: this is not TOML"),
        ({"setup.cfg": "name\n"}, "setup.cfg: this is no setup.cfg"),
        ({"dial.py": None}, "pyproject.toml:12: add the module dial.py"),
        ({"dial.py": "def f(:\n"}, "dial.py:1: Python does not take this"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(workspace, files, told):
    checkout(workspace, **files)

    [problem] = workspace.problems()

    assert problem.startswith(f"libraries/Dial-1.2.3/{told}")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    files=st.dictionaries(
        st.sampled_from(
            ["setup.py", "setup.cfg", "PKG-INFO", "requirements.txt", "pyproject.toml"]
        ),
        st.text(max_size=40)
        | st.lists(
            st.sampled_from(
                [
                    "[project]\n",
                    "[metadata]\n",
                    "[tool.setuptools]\n",
                    "name = ",
                    "packages = ",
                    "version: 1.2\n",
                    "['dial']\n",
                    "'../x'\n",
                    "setup(",
                    ")",
                    "# setuptools\n",
                    "%(a)s",
                ]
            ),
            max_size=8,
        ).map("".join),
        min_size=1,
    )
)
def test_any_files_are_a_library_or_told(workspace, files):
    folder = checkout(workspace, "fuzz", **{"pyproject.toml": None, "requirements.txt": None})
    for path in folder.iterdir():
        if path.is_file() and path.suffix != ".py":
            path.unlink()
    (folder / "setup.py").unlink(missing_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))

    built = workspace.build()

    assert bool(built.artifacts) == all(problem.is_warning for problem in built.problems)
    assert all("\n" not in str(problem) for problem in built.problems)


FAULTS = [
    pytest.param({"dial.py": '"""A dial."""\n'}, "CH203", id="no version in the module"),
    pytest.param(
        {"pyproject.toml": PYPROJECT.format(version="1.2b1", modules="")}, "CH204", id="1.2b1"
    ),
    pytest.param(
        {"pyproject.toml": PYPROJECT.format(version="0.0.0+auto.0", modules="")},
        "CH203",
        id="no version",
    ),
    pytest.param({"dial.py": SOURCE + "import typing\n"}, "CH415", id="typing"),
    pytest.param(
        {
            "pyproject.toml": PYPROJECT.format(version="1.2.3", modules='packages = ["a_dial"]'),
            "dial.py": None,
            "a_dial/core.py": SOURCE,
        },
        "CH106",
        id="a package without __init__",
    ),
    pytest.param(
        {"dial.py": SOURCE + "import elsewhere\n"}, "CH415", id="another bundle's library"
    ),
    pytest.param({"dial.py": SOURCE + "import rclcpy\n"}, "CH417", id="rare firmware"),
    pytest.param({"requirements.txt": "git+https://example.org/x.git\n"}, "CH103", id="address"),
    pytest.param(
        {
            "pyproject.toml": PYPROJECT.format(version="1.2.3", modules='py-modules = ["rtc"]'),
            "dial.py": None,
            "rtc.py": SOURCE,
        },
        "CH302",
        id="the firmware's name",
    ),
]


@pytest.mark.parametrize("files, code", FAULTS)
def test_what_is_not_ours_to_mend_is_told_and_built(workspace, files, code):
    checkout(workspace, **files)

    built = workspace.build(verify=True)

    assert {problem.rule for problem in built.problems} == {code}
    assert all(problem.is_warning for problem in built.problems)
    assert len(built.libraries) == 1
    found = verify.files(workspace.dist, workspace.tools.facts)
    assert all(problem.is_warning for problem in found), found


def test_a_bundle_with_faults_that_are_not_ours_is_verified_with_their_names(workspace):
    checkout(workspace, **{"dial.py": '"""A dial."""\nimport typing\n'})

    built = workspace.run("build", "--tag", "1", "--quiet")
    verified = workspace.run("verify", "dist", "--quiet")

    assert (built.returncode, verified.returncode) == (0, 0)
    assert "warning: import dial fails on the VM: ImportError: no module named 'typing'" in (
        built.stderr
    )
    assert built.stderr.count("warning:") == 2
    for line in (
        "copperhead-bundle-10.x-mpy-1.zip: warning: circup reads version None of dial, not 1.2.3",
        "copperhead-bundle-10.x-mpy-1.zip: warning: import dial fails on the VM: ImportError",
    ):
        assert line in verified.stderr


def test_a_vm_that_breaks_down_is_no_fault_of_a_library(workspace, monkeypatch):
    checkout(workspace, **{"dial.py": SOURCE + "x = 'another one'\n"})
    monkeypatch.setattr("copperbench.vm._vm", lambda: ["false"])

    built = workspace.build(verify=True)

    [problem] = built.problems
    assert "import dial fails on the VM: the VM broke down" in str(problem)
    assert not problem.is_warning
    assert built.artifacts == ()


def test_examples_of_two_folders_with_one_name_are_both_there(workspace):
    for group, module in (("drivers", "dial"), ("helpers", "knob")):
        files = {"dial.py": None, f"{module}.py": SOURCE, f"examples/{module}.py": ""}
        name = PYPROJECT.format(version="1.2.3", modules="").replace("-dial", f"-{module}")
        checkout(workspace, f"{group}/Part", **{"pyproject.toml": name}, **files)

    built = workspace.build(verify=True)

    assert built.problems == ()
    assert {name for name in members(workspace, "examples") if name.startswith("examples/")} == {
        "examples/Part-adafruit-circuitpython-dial/dial.py",
        "examples/Part-adafruit-circuitpython-dial/dial_simpletest.py",
        "examples/Part-adafruit-circuitpython-knob/dial_simpletest.py",
        "examples/Part-adafruit-circuitpython-knob/knob.py",
    }


@pytest.mark.parametrize("other", ["a_dial/SCALE.py", "a_dial/scale.mpy"])
def test_files_that_would_take_each_others_place_are_told(workspace, other):
    package = {"a_dial/__init__.py": SOURCE, "a_dial/scale.py": "x = 1\n", other: "y = 1\n"}
    pyproject = PYPROJECT.format(version="1.2.3", modules='packages = ["a_dial"]')
    checkout(workspace, **{"pyproject.toml": pyproject, "dial.py": None}, **package)

    [problem] = workspace.problems()

    assert "rename it, or take it out: a bundle has" in problem


def test_a_pipe_is_told_and_not_waited_for(workspace):
    folder = checkout(workspace)
    os.mkfifo(folder / "examples/pipe.py")

    [problem] = workspace.problems()

    assert "examples/pipe.py: cannot read it: it is no file" in problem


# What was read before


@pytest.fixture
def read(tmp_path):
    """A reader with a memory, over files in a dictionary, that counts what is parsed."""
    memory = Cache(tmp_path / "cache")

    def read(files, there=("dial.py",)):
        found = adafruit.reader(memory)("libraries/Dial", files.get, there)
        assert found == adafruit.read("libraries/Dial", files.get, there)
        return found[0]

    return read


DYNAMIC = (
    '[project]\nname = "dial"\nversion = "1.2.3"\n[tool.setuptools]\npy-modules = ["dial"]\n'
    '[tool.setuptools.dynamic]\ndependencies = {file = ["more/needs.txt"]}\n'
)


def test_what_was_read_before_is_not_parsed_again(read, monkeypatch):
    files = {"pyproject.toml": DYNAMIC, "more/needs.txt": "base\n", "setup.py": None}
    first = read(files)
    original = adafruit.read
    parsed = []
    monkeypatch.setattr(adafruit, "read", lambda *args: parsed.append(args) or original(*args))

    again = read(files)

    assert again == first
    assert len(parsed) == 1  # by the fixture, to compare


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"more/needs.txt": "other\n"}, id="a file that another one names"),
        pytest.param({"more/needs.txt": None}, id="which is gone"),
        pytest.param({"requirements.txt": "other>=1.0\n"}, id="requirements"),
        pytest.param({"optional_requirements.txt": "other\n"}, id="options"),
        pytest.param({"PKG-INFO": "Version: 1.2.4\n"}, id="version"),
        pytest.param({"pyproject.toml": DYNAMIC.replace("1.2.3", "1.2.4")}, id="manifest"),
        pytest.param({"setup.cfg": "[metadata]\ndescription = A dial\n"}, id="an empty file"),
    ],
)
def test_whatever_changes_is_read(read, change):
    files = {"pyproject.toml": DYNAMIC, "more/needs.txt": "base\n"}
    first = read(files)

    second = read(files | change)

    assert second != first
    assert read(files) == first


def test_the_folder_counts(read):
    files = {"pyproject.toml": DYNAMIC.replace("py-modules", "not-modules")}

    assert read(files).modules != read(files, ("dial.py", "more.py")).modules
