# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A finished bundle is looked at as a stranger would: whatever is wrong is found and named."""

import hashlib
import io
import json
import shutil
import stat
import tarfile
import zipfile

import pytest

from bundle_tools import pipeline, verify, vm
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
        "dist: there is not one zip for examples, but 0 [CH411]",
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
            f"two of its members have one name: '{TEN}lib/REGISTERS.mpy' [CH411]",
            id="one name on a drive without capitals",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/Dial/more.bin": b""}),
            f"'{TEN}lib/Dial' and '{TEN}lib/dial' are one on a drive without capitals [CH411]",
            id="one folder on a drive without capitals",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/registers.mpy/more.bin": b""}),
            f"'{TEN}lib/registers.mpy' is a file and a folder [CH411]",
            id="a folder named like a file",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/con.py": b""}),
            f"'{TEN}lib/con.py' is the name of a device on Windows [CH411]",
            id="a reserved name",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/{'x' * 256}": b""}),
            f"'{TEN}lib/{'x' * 256}' is longer than 255 characters [CH411]",
            id="a long name",
        ),
        pytest.param(
            lambda m: m.pop(f"{TEN}requirements/dial/requirements.txt"),
            "requirements/dial/requirements.txt does not name registers, so circup would not"
            " install it [CH411]",
            id="a requirement is missing",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}requirements/registers/requirements.txt": b"nothing\n"}),
            "requirements/registers/requirements.txt names nothing, which is not in the bundle"
            " [CH411]",
            id="a requirement of what is not there",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}examples/dial/dial_simpletest.py": b"import other\n"}),
            "examples/dial/dial_simpletest.py is not like the one in the zip of sources [CH411]",
            id="another example",
        ),
        pytest.param(
            lambda m: m.update({f"{TEN}lib/dial/core.mpy": m[f"{TEN}lib/registers.mpy"]}),
            "lib/dial/core.mpy was compiled from lib/registers.py, by what is written in it"
            " [CH412]",
            id="another module's code",
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


def imported(workspace):
    examined = workspace.examine()
    assert examined.problems == ()
    tools = workspace.tools
    return verify.imports(
        examined.graph,
        tools.vm_compiler,
        examined.compiled,
        tools.facts,
        tools.cache,
        tools.jobs,
    )


def imports(workspace):
    return [
        (problem.path.rpartition("/libraries/")[2], problem.message)
        for problem in imported(workspace).problems
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


def test_firmware_that_neither_vm_nor_bench_has_is_told_of(workspace):
    workspace.add("radio", code="import rclcpy\n")

    first, again = imported(workspace).problems, imported(workspace).problems

    [told] = first
    assert told.message == "import radio on a board: rclcpy is there only"
    assert (told.rule, told.is_warning, told.library) == ("CH417", True, "")
    assert again == first


def test_a_bundle_that_was_moved_is_as_good(bundle, tools, tmp_path):
    shutil.copytree(bundle, tmp_path / "elsewhere")

    assert problems(tmp_path / "elsewhere", tools.facts) == []


def test_the_heap_of_each_import_is_measured_and_kept(workspace):
    workspace.add("low", group="helpers", code="table = bytearray(3000)\n")
    workspace.add("high", needs=["copperhead-low"], code="import low\n")

    first = imported(workspace).heap
    again = imported(workspace).heap

    low, high = sorted(first, reverse=True)
    assert 3000 < first[low]["low"] < 3600
    assert first[low]["low"] < first[high]["high"] < first[low]["low"] + 1000
    assert again == first


def test_a_module_may_ask_whether_it_is_on_circuitpython(workspace):
    workspace.add(
        "asking",
        code="import sys\nif sys.implementation.name != 'circuitpython':\n    import typing\n",
    )

    assert imports(workspace) == []


# What is beside the zips


def change_json(path, change):
    table = json.loads(path.read_text("utf-8"))
    change(table)
    path.write_text(json.dumps(table), "utf-8")
    mend_sum(path)


@pytest.mark.parametrize(
    "change, problem",
    [
        pytest.param(
            lambda index: index["dial"]["copperhead"].update(closure=[]),
            "copperhead-bundle-20260101.json: dial needs registers in all, not [] [CH411]",
            id="a closure that is not one",
        ),
        pytest.param(
            lambda index: index["dial"].update(dependencies=["registers", "elsewhere"]),
            f"{ZIP.format('py')}: dial needs elsewhere, which is not in the bundle [CH411]",
            id="a need from elsewhere",
        ),
        pytest.param(
            lambda index: index["registers"]["copperhead"]["size"]["py"].update(
                {"lib/registers.py": 1}
            ),
            f"{ZIP.format('py')}: lib/registers.py has 37 bytes, not 1 [CH414]",
            id="another size",
        ),
        pytest.param(
            lambda index: index["registers"]["copperhead"].update(carried=True),
            f"{ZIP.format('py')}: licenses/copperhead-registers/ with the terms of registers is"
            " not in it [CH411]",
            id="terms are missing",
        ),
    ],
)
def test_an_index_that_says_what_is_not_so_is_found(bundle, tools, change, problem):
    change_json(bundle / "copperhead-bundle-20260101.json", change)

    assert problem in problems(bundle, tools.facts)


def test_bytes_that_no_member_has_are_found(bundle, tools):
    path = bundle / ZIP.format("py")
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    mend_sum(path)

    found = problems(bundle, tools.facts)

    assert any("bytes before" in told and "are no member's [CH411]" in told for told in found)


def test_a_link_in_a_zip_is_found(bundle, tools):
    path = bundle / ZIP.format("py")
    link = zipfile.ZipInfo(f"{TOP.format('py')}lib/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    mend_sum(path)

    assert (
        f"{path.name}: '{link.filename}' is no plain file, but a link or a device [CH411]"
        in problems(bundle, tools.facts)
    )


def test_a_zip_of_another_bundle_is_found(bundle, tools):
    path = bundle / ZIP.format("py")
    path.rename(bundle / "copperhead-bundle-py-20250101.zip")

    assert (
        "copperhead-bundle-py-20250101.zip: it is of another bundle than"
        " copperhead-bundle-20260101.json [CH411]"
    ) in problems(bundle, tools.facts)


@pytest.fixture
def released(workspace):
    """A bundle of one library, with wheel, source archive and SBOM."""
    workspace.add("dial")
    request = pipeline.Request(
        "copperhead-bundle", "20260101", False, workspace.dist, False, False, True, True
    )
    assert pipeline.build(workspace.examine(), request, workspace.tools).problems == ()
    return workspace.dist


def test_a_sound_release_has_no_problems(released, tools):
    assert problems(released, tools.facts) == []


@pytest.mark.parametrize(
    "change, problem",
    [
        pytest.param(
            lambda bill: bill["components"][0].update(version="1.0.1"),
            "it lists copperhead-dial 1.0.1, and the index is of another mind [CH413]",
            id="another version",
        ),
        pytest.param(
            lambda bill: bill["components"][0]["components"][0]["hashes"][0].update(content="0"),
            "lib/dial.py is not the file that it lists [CH414]",
            id="another hash",
        ),
        pytest.param(
            lambda bill: bill.clear(),
            "this is no SBOM of a bundle: KeyError: 'components' [CH411]",
            id="nothing",
        ),
    ],
)
def test_an_sbom_that_says_what_is_not_so_is_found(released, tools, change, problem):
    path = released / "copperhead-bundle-20260101.cdx.json"
    change_json(path, change)

    assert f"{path.name}: {problem}" in problems(released, tools.facts)


WHEEL, SDIST = "copperhead_dial-1.0.0-py2.py3-none-any.whl", "copperhead_dial-1.0.0.tar.gz"


def test_a_wheel_with_another_module_is_found(released, tools):
    path = released / WHEEL
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["dial.py"] += b"x = 2\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    mend_sum(path)

    assert f"{WHEEL}: it is damaged: dial.py is not the file that its RECORD lists [CH411]" in (
        problems(released, tools.facts)
    )


def test_a_wheel_of_another_version_is_found(released, tools):
    (released / WHEEL).rename(released / WHEEL.replace("1.0.0", "1.0.1"))

    assert (
        f"{WHEEL.replace('1.0.0', '1.0.1')}: it has version 1.0.1 of copperhead-dial, not 1.0.0"
        " [CH413]"
    ) in problems(released, tools.facts)


def test_a_source_archive_with_another_module_or_a_path_outside_is_found(released, tools):
    path = released / SDIST
    for name, told in (
        ("copperhead_dial-1.0.0/dial.py", "dial.py is not the one in the zip of sources [CH414]"),
        ("copperhead_dial-1.0.0/../evil.py", "is no plain file in its folder"),
    ):
        with tarfile.open(path, "w:gz") as archive:
            info = tarfile.TarInfo(name)
            info.size = 6
            archive.addfile(info, io.BytesIO(b"x = 2\n"))

        assert any(x.startswith(SDIST) and told in x for x in problems(released, tools.facts))


@pytest.mark.parametrize("name", [WHEEL, SDIST])
def test_a_distribution_cut_short_is_found(released, tools, name):
    path = released / name
    path.write_bytes(path.read_bytes()[:200])

    assert any(x.startswith(f"{name}: it is damaged") for x in problems(released, tools.facts))


# Imports of a finished bundle


def imports_of(folder, tools):
    found = verify.imports_of(
        folder, tools.compilers, tools.facts, tools.cache, tools.jobs, tools.progress
    )
    return [str(problem) for problem in found]


def test_all_modules_of_a_sound_bundle_are_imported(bundle, tools):
    assert imports_of(bundle, tools) == []


def test_code_that_does_not_run_is_found_in_the_zip_that_has_it(bundle, tools, compile_bytes):
    data = b"C" + compile_bytes("x = y\n", name="registers.py")[1:]
    repack(
        bundle, "9.x-mpy", lambda m: m.update({f"{TOP.format('9.x-mpy')}lib/registers.mpy": data})
    )

    found = imports_of(bundle, tools)

    assert found == [
        f"{ZIP.format('9.x-mpy')}: import registers fails on the VM: NameError: name 'y' isn't"
        " defined [CH415]",
    ]


ASYNC = "async def turn():\n    return 1\n\nasync def twice():\n    return await turn() + 1\n"


def test_coroutines_are_imported_as_the_vm_takes_them(workspace, tools):
    workspace.add("dial", code=ASYNC)
    assert workspace.build().problems == ()

    assert verify.files(workspace.dist, tools.facts) == []
    assert imports_of(workspace.dist, tools) == []


def test_coroutines_of_another_source_are_found(workspace, tools):
    workspace.add("dial", code=ASYNC)
    workspace.build()
    with zipfile.ZipFile(workspace.dist / ZIP.format("10.x-mpy")) as archive:
        other = archive.read(f"{TEN}lib/dial.mpy")
    workspace.add("dial", code=ASYNC.replace("turn()", "turn(angle=1)"))
    workspace.build()
    repack(workspace.dist, "10.x-mpy", lambda m: m.update({f"{TEN}lib/dial.mpy": other}))

    assert (
        f"{ZIP.format('10.x-mpy')}: lib/dial.mpy has other functions than its source [CH416]"
        in imports_of(workspace.dist, tools)
    )


def test_the_command_tells_and_exits_as_others_do(workspace, bundle):
    sound = workspace.run("verify", "dist")
    (bundle / SUMS).write_text("")
    damaged = workspace.run("verify", "dist", "--json")
    absent = workspace.run("verify", "elsewhere")

    assert (sound.returncode, sound.stdout) == (0, "dist, no problems\n")
    assert "import on the VM: 6" in sound.stderr
    assert damaged.returncode == 1
    told = json.loads(damaged.stdout)["problems"]
    assert {row["path"] for row in told} == {p.name for p in bundle.iterdir() if p.name != SUMS}
    assert {row["rule"] for row in told} == {"CH414"}
    assert absent.returncode == 2


def add_needing_more(workspace, part, code):
    """Add a library that names one of another bundle, to circup by its module."""
    folder = workspace.add(part, needs=["copperhead-elsewhere"], code=code)
    (folder / "requirements.txt").write_text("elsewhere\n")


def test_a_library_of_another_bundle_is_told_of(workspace):
    add_needing_more(workspace, "alone", "import elsewhere\n")
    workspace.add("low", group="helpers")
    add_needing_more(workspace, "forgetful", "import low\n")

    [alone, forgetful] = sorted(imported(workspace).problems, key=lambda found: found.path)

    assert alone.message == "import alone was not tried: elsewhere is not in this bundle"
    assert (alone.rule, alone.is_warning) == ("CH417", True)
    assert forgetful.message.endswith("no module named 'low'")  # which is here, but not asked for
    assert not forgetful.is_warning


def test_a_built_bundle_may_need_another_bundle(workspace, tools):
    add_needing_more(workspace, "alone", "import elsewhere\n")

    built = workspace.build(verify=True)

    assert {problem.rule for problem in built.problems} == {"CH417"}
    assert all(problem.is_warning for problem in verify.files(workspace.dist, tools.facts))
    assert imports_of(workspace.dist, tools) == [
        f"{ZIP.format(f'{major}.x-mpy')}: warning: import alone was not tried: elsewhere is not in"
        " this bundle [CH417]"
        for major in (10, 11, 9)
    ]
