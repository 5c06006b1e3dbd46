# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Other people's releases: pinned, fetched, and carried as they are."""

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bundle_tools import fetch, release, source

WHEEL = "some_part-1.2.3-py3-none-any.whl"
INFO = "some_part-1.2.3.dist-info"
METADATA = """\
Metadata-Version: 2.4
Name: some-part
Version: 1.2.3
Summary: A part
Project-URL: Homepage, https://example.org/Some_Part
Requires-Dist: Adafruit-Blinka>=7
Requires-Dist: other-part
Requires-Dist: pillow; extra == "optional"

Requires-Dist: not a field, but text
"""
FILES = {
    "some_part/__init__.py": "",
    "some_part/core.py": '__version__ = "1.2.3"\n',
    "some_part/font.bin": "data",
    f"{INFO}/METADATA": METADATA,
    f"{INFO}/licenses/LICENSE": "Be kind.\n",
    f"{INFO}/RECORD": "",
}


def wheel(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def pins(data, **changes):
    entry = {
        "distribution": "some-part",
        "version": "1.2.3",
        "artifact": WHEEL,
        "sha256": hashlib.sha256(data).hexdigest(),
    } | changes
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    return "\n".join(["# A comment", "[[release]]", *lines, ""])


def read(data):
    [pin], problems = release.pins(pins(data), "external.toml")
    assert problems == []
    return release.read(pin, data, source.read)


def test_a_wheel_is_a_library():
    library, problems = read(wheel(FILES))

    assert problems == []
    assert library.is_carried
    assert (library.distribution, library.version) == ("some-part", "1.2.3")
    assert library.description == "A part"
    assert library.repository == "https://example.org/Some_Part"
    assert [(n.distribution, n.specifier) for n in library.needs] == [
        ("adafruit-blinka", ">=7"),
        ("other-part", ""),
    ]
    [module] = library.modules
    assert (module.name, module.is_package) == ("some_part", True)
    assert [file.name for file in module.files] == [
        "some_part/__init__.py",
        "some_part/core.py",
        "some_part/font.bin",
    ]
    assert [(file.name, file.data) for file in library.licences] == [("LICENSE", b"Be kind.\n")]


@pytest.mark.parametrize(
    "data, problem",
    [
        pytest.param(b"no zip", "no wheel", id="no zip"),
        pytest.param(wheel(FILES)[:-40], "no wheel", id="cut short"),
        pytest.param(wheel({"../a.py": "x = 1"}), "leads elsewhere", id="path outside"),
        pytest.param(wheel({"/a.py": "x = 1"}), "leads elsewhere", id="absolute path"),
        pytest.param(wheel({"a.py": "x = 1"}), "has no METADATA", id="no metadata"),
        pytest.param(wheel({f"{INFO}/METADATA": METADATA}), "has no module", id="no module"),
    ],
)
def test_a_wheel_that_is_no_library_is_told(data, problem):
    library, [found] = read(data)

    assert library is None
    assert str(found).startswith(f"external.toml:2: {WHEEL}: ")
    assert problem in str(found)


@pytest.mark.parametrize(
    "changes, problem",
    [
        ({"sha256": "12"}, "make sha256 the 64"),
        ({"version": "1.2.4"}, f"{WHEEL} is not some-part 1.2.4"),
        ({"distribution": "Some_Part"}, "write distribution as 'some-part'"),
        ({"artifact": "a.tar.gz"}, "make artifact the file name of a wheel"),
        ({"url": "x"}, "leave out url"),
    ],
)
def test_a_pin_that_makes_no_sense_is_told_with_its_line(changes, problem):
    pinned, [found] = release.pins(pins(b"", **changes), "external.toml")

    assert pinned == []
    assert str(found).startswith("external.toml:2: ")
    assert problem in str(found)


@pytest.mark.parametrize("text", ["[[release]", "release = 1", "[release]\na = 1", "release = [1]"])
def test_a_file_of_pins_that_is_none_is_told(text):
    pinned, problems = release.pins(text, "external.toml")

    assert pinned == []
    assert len(problems) == 1


def test_a_release_that_was_not_fetched_is_told_with_what_to_do(workspace):
    (workspace.root / "libraries/external.toml").write_text(pins(b"", sha256="0" * 64))

    assert workspace.problems() == [
        f"libraries/external.toml:2: {WHEEL} is not here: run `copperhead fetch` (or make) [CH111]"
    ]


def fetched_from(files, monkeypatch):
    """Let pip find ``files`` in the place of an index: a test uses no network."""

    def download(command, **_):
        folder = command[command.index("--dest") + 1]
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return subprocess.CompletedProcess(command, not files, "", "ERROR: No matching release")

    monkeypatch.setattr(subprocess, "run", download)


def test_what_is_missing_is_fetched_and_then_kept(tmp_path, monkeypatch):
    data = wheel(FILES)
    pinned, _ = release.pins(pins(data), "external.toml")
    fetched_from({WHEEL: data}, monkeypatch)

    assert fetch.fetch(pinned, tmp_path / "external") == (pinned, [])

    fetched_from({}, monkeypatch)
    assert fetch.fetch(pinned, tmp_path / "external") == ([], [])
    assert [path.name for path in (tmp_path / "external").iterdir()] == [WHEEL]


@pytest.mark.parametrize(
    "files, problem",
    [
        ({WHEEL: b"forged"}, "is not the file that was pinned: its SHA-256 differs"),
        ({}, "could not be fetched: ERROR: No matching release"),
    ],
)
def test_what_is_not_as_pinned_is_not_kept(tmp_path, monkeypatch, files, problem):
    pinned, _ = release.pins(pins(wheel(FILES)), "external.toml")
    fetched_from(files, monkeypatch)

    got, [found] = fetch.fetch(pinned, tmp_path / "external")

    assert got == []
    assert str(found) == f"external.toml:2: {WHEEL} {problem} [CH111]"
    assert list((tmp_path / "external").iterdir()) == []


def test_fetching_uses_pip_without_its_own_choice_of_what_else_to_bring(tmp_path, monkeypatch):
    commands = []
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **_: (
            commands.append(command) or subprocess.CompletedProcess(command, 1, "", "")
        ),
    )
    pinned, _ = release.pins(pins(b""), "external.toml")

    fetch.fetch(pinned, tmp_path)

    [command] = commands
    assert command[:4] == [sys.executable, "-m", "pip", "download"]
    assert "--no-deps" in command
    assert command[-1] == "some-part==1.2.3"


def test_a_carried_library_is_in_the_bundle_with_its_licence(workspace, tools):
    data = wheel(FILES | {f"{INFO}/METADATA": METADATA.replace("Requires-Dist: other-part\n", "")})
    (workspace.root / "libraries/external.toml").write_text(pins(data))
    folder = tools.cache.folder / "external"
    folder.mkdir(exist_ok=True)
    (folder / WHEEL).write_bytes(data)
    workspace.add("dial", needs=["some-part"])

    assert workspace.build(verify=True).problems == ()

    with zipfile.ZipFile(workspace.dist / "copperhead-bundle-9.x-mpy-20260101.zip") as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert names >= {
        "lib/some_part/__init__.py",
        "lib/some_part/core.mpy",
        "lib/some_part/font.bin",
        "licenses/some-part/LICENSE",
        "requirements/dial/requirements.txt",
    }
