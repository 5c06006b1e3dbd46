# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What is in each zip, as circup and circuitpython.org read it."""

import json
import zipfile

import pytest
from hypothesis import given, strategies as st

from bundle_tools import stage


def members(workspace, platform):
    """Return a zip's members, by their names under its top folder."""
    stem = f"copperhead-bundle-{platform}-20260101"
    with zipfile.ZipFile(workspace.dist / f"{stem}.zip") as archive:
        return {name.removeprefix(f"{stem}/"): archive.read(name) for name in archive.namelist()}


def index(workspace):
    return json.loads((workspace.dist / "copperhead-bundle-20260101.json").read_text("utf-8"))


@pytest.fixture
def built(workspace):
    """Build a driver that is a package with data, and a helper that it needs."""
    workspace.add("registers", group="helpers", module="copperhead_registers", version="1.2.3")
    workspace.add(
        "dial",
        module="adafruit_dial",
        needs=["copperhead-registers>=1", "adafruit-blinka"],
        package={"core.py": "x = 1\n", "empty.py": "", "glyphs-8.bin": "data"},
    )
    (workspace.root / "LICENSE").write_text("Be kind.\n")
    assert workspace.build().problems == ()
    return workspace


COMMON = [
    "LICENSE",
    "README.txt",
    "VERSIONS.txt",
    "examples/dial/dial_simpletest.py",
    "examples/registers/registers_simpletest.py",
]


def test_the_py_zip_has_the_sources_as_they_are(built):
    inside = members(built, "py")

    assert sorted(inside) == [
        *COMMON,
        "lib/adafruit_dial/__init__.py",
        "lib/adafruit_dial/core.py",
        "lib/adafruit_dial/empty.py",
        "lib/adafruit_dial/glyphs-8.bin",
        "lib/copperhead_registers.py",
        "requirements/adafruit_dial/requirements.txt",
    ]
    source = built.root / "libraries/helpers/registers/copperhead_registers.py"
    assert inside["lib/copperhead_registers.py"] == source.read_bytes()


@pytest.mark.parametrize("platform", ["9.x-mpy", "10.x-mpy", "11.x-mpy"])
def test_an_mpy_zip_has_all_but_data_and_empty_files_compiled(built, platform):
    inside = members(built, platform)

    assert sorted(inside) == [
        *COMMON,
        "lib/adafruit_dial/__init__.mpy",
        "lib/adafruit_dial/core.mpy",
        "lib/adafruit_dial/empty.py",
        "lib/adafruit_dial/glyphs-8.bin",
        "lib/copperhead_registers.mpy",
        "requirements/adafruit_dial/requirements.txt",
    ]
    assert {data[:4].hex() for name, data in inside.items() if name.endswith(".mpy")} == {
        "4306001f"
    }
    assert b"adafruit_dial/core.py" in inside["lib/adafruit_dial/core.mpy"]  # for tracebacks


def test_the_examples_zip_has_nothing_to_install(built):
    assert sorted(members(built, "examples")) == COMMON


def test_requirements_are_told_by_the_names_that_one_imports(built):
    inside = members(built, "py")

    assert inside["requirements/adafruit_dial/requirements.txt"] == b"copperhead_registers\n"


def test_the_index_is_what_other_programs_read(built):
    table = index(built)

    more = table["adafruit_dial"].pop("copperhead")
    assert table["adafruit_dial"] == {
        "package": True,
        "pypi_name": "copperhead-dial",
        "version": "1.0.0",
        "repo": "",
        "path": "lib/adafruit_dial",
        "dependencies": ["copperhead_registers"],
        "external_dependencies": [],
        "pypi_description": "A part",
    }
    assert list(table) == ["adafruit_dial", "copperhead_registers"]
    assert sorted(more["sha256"]) == ["10.x-mpy", "11.x-mpy", "9.x-mpy", "py"]
    assert "dirty" not in more


def test_the_index_says_when_the_tree_was_not_as_committed(workspace):
    workspace.add("dial")

    workspace.build(is_dirty=True)

    assert index(workspace)["dial"]["copperhead"]["dirty"] is True


def test_the_versions_are_told_with_where_to_look(workspace):
    (workspace.root / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[project.urls]\nRepository = "https://example.org/Ours.git"\n'
    )
    workspace.add("dial")

    workspace.build()

    assert members(workspace, "py")["VERSIONS.txt"] == (
        b"20260101\r\nhttps://example.org/Ours/tree/20260101/libraries/drivers/dial\r\n"
    )
    assert index(workspace)["dial"]["repo"] == "https://example.org/ours"


def test_a_module_that_another_of_its_library_imports_is_installed_with_it(workspace):
    folder = workspace.add("layouts", module="layout_fr", code="import layout_base\n")
    (folder / "layout_base.py").write_text('__version__ = "1.0.0"\n')
    manifest = folder / "pyproject.toml"
    text = manifest.read_text()
    manifest.write_text(text.replace('["layout_fr.py"]', '["layout_base.py", "layout_fr.py"]'))

    assert workspace.build(verify=True).problems == ()

    inside = members(workspace, "py")
    assert inside["requirements/layout_fr/requirements.txt"] == b"layout_base\n"
    assert "requirements/layout_base/requirements.txt" not in inside


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_the_index_is_written_as_json_would_be(value):
    expected = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)

    assert stage.json_text(value) == expected
