# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A finished bundle is looked at as a stranger would: whatever is wrong is found and named."""

import hashlib
import io
import shutil
import zipfile

import pytest

from bundle_tools import verify, vm
from bundle_tools.publish import SUMS

ZIP = "copperhead-bundle-{}-20260101.zip"
TOP = "copperhead-bundle-{}-20260101/"


@pytest.fixture
def bundle(workspace):
    """Build a sound bundle of two libraries, and return its folder."""
    workspace.add("registers", group="helpers", version="1.2.3")
    workspace.add("dial", needs=["copperhead-registers"], package={"core.py": "x = 1\n"})
    assert workspace.build().problems == ()
    return workspace.dist


def problems(folder, facts):
    return [str(problem) for problem in verify.files(folder, facts)]


def repack(folder, platform, change, *, is_sum_mended=True):
    """Give the members of a zip to ``change``, and zip them again."""
    path = folder / ZIP.format(platform)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
    if is_sum_mended:
        mend_sum(path)


def mend_sum(path):
    sums = path.parent / SUMS
    lines = [line for line in sums.read_text().splitlines() if not line.endswith(path.name)]
    lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    sums.write_text("\n".join(lines) + "\n")


def test_a_sound_bundle_has_no_problems(bundle, tools):
    assert problems(bundle, tools.facts) == []


@pytest.mark.parametrize("platform", ["py", "9.x-mpy", "examples"])
def test_a_flipped_byte_is_found_wherever_it_is(bundle, tools, platform):
    path = bundle / ZIP.format(platform)
    sound = path.read_bytes()

    for at in range(0, len(sound), 97):
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 4]) + sound[at + 1 :])
        found = problems(bundle, tools.facts)
        assert f"{path.name}: it is not the file that {SUMS} lists [CH414]" in found


def test_a_truncated_zip_is_found_though_its_sum_is_right(bundle, tools):
    path = bundle / ZIP.format("10.x-mpy")
    path.write_bytes(path.read_bytes()[:1000])
    mend_sum(path)

    [problem] = problems(bundle, tools.facts)

    assert problem.startswith(f"{path.name}: it is damaged: ")


def test_an_extra_and_a_missing_file_are_found(bundle, tools):
    (bundle / "notes.txt").write_text("")
    (bundle / ZIP.format("examples")).unlink()

    assert problems(bundle, tools.facts) == [
        f"{ZIP.format('examples')}: {SUMS} lists it, but it is not here [CH414]",
        f"notes.txt: {SUMS} does not list it [CH414]",
    ]


TEN = TOP.format("10.x-mpy")


@pytest.mark.parametrize(
    "change, problem",
    [
        pytest.param(
            lambda m: m.update({f"{TEN}lib/registers.mpy": b"M\x06\x00\x1f" + b"1.2.3\x00"}),
            "lib/registers.mpy begins with 4d 06 00 1f, not with 43 06 00 1f [CH412]",
            id="the VM's header",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/registers.mpy": b"C\x05\x02\x1f" + b"1.2.3\x00"}),
            "lib/registers.mpy begins with 43 05 02 1f, not with 43 06 00 1f [CH412]",
            id="the header of 8.x",
        ),
        pytest.param(
            lambda m: m.pop(f"{TEN}lib/dial/core.mpy"),
            "lib/dial/core.mpy is not in it, though the index lists it [CH414]",
            id="a member is missing",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/extra.mpy": m[f"{TEN}lib/registers.mpy"]}),
            "lib/extra.mpy is in it, though the index does not list it [CH414]",
            id="a member too many",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/dial/core.mpy": m[f"{TEN}lib/dial/core.mpy"][:-1]}),
            "lib/dial/core.mpy is not the file that the index lists [CH414]",
            id="a member cut short",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}../evil.py": b""}),
            f"'{TEN}../evil.py' leads elsewhere [CH411]",
            id="a path outside",
        ),
        pytest.param(
            lambda m: m.update({"lib/evil.py": b""}),
            f"'lib/evil.py' is not in its folder {TEN} [CH411]",
            id="a second top folder",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/REGISTERS.mpy": m[f"{TEN}lib/registers.mpy"]}),
            "two of its members have one name [CH411]",
            id="one name on a drive without capitals",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/registers.py": b"x = 1\n"}),
            "lib/registers.py is not compiled [CH412]",
            id="a source among compiled files",
        ),
    ],
)
def test_a_zip_that_is_not_what_was_meant_is_found(bundle, tools, change, problem):
    repack(bundle, "10.x-mpy", change)

    assert f"{ZIP.format('10.x-mpy')}: {problem}" in problems(bundle, tools.facts)


def test_a_version_that_circup_would_read_otherwise_is_found(bundle, tools):
    name = f"{TEN}lib/registers.mpy"
    repack(
        bundle, "10.x-mpy", lambda m: m.update({name: m[name].replace(b"1.2.3\x00", b"1.2.4\x00")})
    )

    assert (
        f"{ZIP.format('10.x-mpy')}: circup reads version 1.2.4 of registers, not 1.2.3 [CH413]"
        in problems(bundle, tools.facts)
    )


def test_a_compiled_file_among_sources_is_found(bundle, tools):
    name = f"{TOP.format('py')}lib/registers.mpy"
    repack(bundle, "py", lambda m: m.update({name: b"C\x06\x00\x1f"}))

    assert f"{ZIP.format('py')}: lib/registers.mpy does not belong into this zip [CH412]" in (
        problems(bundle, tools.facts)
    )


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"copperhead": {}}}', "\xff"])
def test_an_index_that_is_none_is_found(bundle, tools, text):
    path = bundle / "copperhead-bundle-20260101.json"
    path.write_bytes(text.encode("latin-1"))
    mend_sum(path)

    [problem] = problems(bundle, tools.facts)

    assert problem.startswith(f"{path.name}: this is no index of a bundle")


def test_a_missing_index_and_missing_sums_are_found(bundle, tools):
    (bundle / SUMS).unlink()
    (bundle / "copperhead-bundle-20260101.json").unlink()

    found = problems(bundle, tools.facts)

    assert "dist: there is not one index *.json, but 0 [CH411]" in found
    assert any(problem.startswith(f"{SUMS}: cannot read it") for problem in found)


def test_sums_that_lead_elsewhere_are_not_followed(bundle, tools):
    (bundle / SUMS).write_text(f"{'0' * 64}  ../../etc/passwd\n")

    assert f"{SUMS}:1: this is no line of sha256sum [CH414]" in problems(bundle, tools.facts)


def imports(workspace):
    examined = workspace.examine()
    assert examined.problems == ()
    tools = workspace.tools
    return [
        (problem.path.rpartition("/libraries/")[2], problem.message)
        for problem in verify.imports(
            examined.graph,
            tools.vm_compiler,
            examined.compiled,
            tools.facts,
            tools.cache.folder / "bench",
            tools.jobs,
        )
    ]


def test_modules_are_imported_with_nothing_but_what_they_need(workspace):
    workspace.add("low", group="helpers")
    workspace.add("middle", needs=["copperhead-low"], code="import low\n")
    workspace.add("high", needs=["copperhead-middle"], code="import middle, low\n")
    workspace.add("forgetful", code="import low\n")

    assert imports(workspace) == [
        (
            "drivers/forgetful/pyproject.toml",
            "import forgetful fails on the VM: ImportError: no module named 'low'",
        )
    ]


def test_each_file_of_a_package_is_imported(workspace):
    workspace.add("dial", package={"sound.py": "x = 1\n", "broken.py": "y = x\n"})

    assert imports(workspace) == [
        (
            "drivers/dial/pyproject.toml",
            "import dial.broken fails on the VM: NameError: name 'x' isn't defined",
        )
    ]


def test_what_is_printed_in_an_import_confuses_nobody(workspace):
    workspace.add("chatty", code="print('copperhead-import: nonsense')\nprint('hello')\n")
    workspace.add("leaving", code="import sys\nsys.exit(0)\n")

    assert [path for path, _ in imports(workspace)] == ["drivers/leaving/pyproject.toml"]


def test_an_import_that_does_not_end_is_ended(workspace, monkeypatch):
    monkeypatch.setattr(vm, "TIMEOUT_S", 2)
    workspace.add("spinning", code="while True:\n    pass\n")

    assert imports(workspace) == [
        (
            "drivers/spinning/pyproject.toml",
            "import spinning fails on the VM: no end within 2 s",
        )
    ]


def test_firmware_that_neither_vm_nor_bench_has_is_passed_over(workspace):
    workspace.add("radio", code="import rclcpy\n")

    assert imports(workspace) == []


def test_a_bundle_that_was_moved_is_as_good(bundle, tools, tmp_path):
    shutil.copytree(bundle, tmp_path / "elsewhere")

    assert problems(tmp_path / "elsewhere", tools.facts) == []
