# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The real circup 3.1.0 installs from the zips just built, lists, updates and removes.

It runs in an environment of its own (`make` puts it into .venvs/circup), without a
network: its data folder holds the unpacked bundle as if it had downloaded it.
"""

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CIRCUP = ROOT / ".venvs/circup/bin/circup"
TAG = "20260101"
BUNDLE = "copperhead-bundle"
FIRMWARE = {"9.x-mpy": "9.2.9", "10.x-mpy": "10.2.1", "11.x-mpy": "11.0.0"}
MODULE = "adafruit_as5600"
INSTALLED = {MODULE, "adafruit_bus_device", "copperhead_registers"}


class Board:
    """A folder that plays CIRCUITPY, and circup at work on it."""

    def __init__(self, folder: Path, home: Path, platform: str):
        self.folder = folder
        self.lib = folder / "lib"
        self.home = home
        # circup installs what it finds under a module's name in the folder it runs in.
        self.cwd = home / "empty" / "cwd"
        self.cwd.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        (folder / "boot_out.txt").write_text(
            f"Adafruit CircuitPython {FIRMWARE.get(platform, '10.2.1')} on 2026-01-01;"
            " Raspberry Pi Pico with rp2040\nBoard ID:raspberry_pi_pico\n"
        )

    def circup(self, *arguments: str) -> str:
        """Run circup, and return what it says: it tells of many errors in words alone."""
        environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(
            [str(CIRCUP), "--offline", "--path", str(self.folder), *arguments],
            cwd=self.cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert "WARNING" not in done.stdout
        return done.stdout

    def modules(self) -> set[str]:
        """Return the names of what is installed."""
        return {path.stem for path in self.lib.iterdir()} if self.lib.is_dir() else set()

    def files(self) -> dict[str, bytes]:
        """Return all files of the libraries."""
        return {
            path.relative_to(self.lib).as_posix(): path.read_bytes()
            for path in self.lib.rglob("*")
            if path.is_file()
        }

    def frozen(self) -> dict[str, str]:
        """Return the versions that circup reads on the board."""
        lines = self.circup("freeze").splitlines()
        return dict(line.split("==", 1) for line in lines if "==" in line)


@pytest.fixture(scope="module")
def home(dist, tmp_path_factory):
    """Give circup the bundle as if it had downloaded it, and return its home."""
    assert CIRCUP.exists(), "circup is not installed: run the tests with `make test`"
    home = tmp_path_factory.mktemp("circup")
    data = home / "data/circup"
    data.mkdir(parents=True)
    (data / "bundle_config.json").write_text(json.dumps({"local": f"local/{BUNDLE}"}))
    (data / "circup.json").write_text(json.dumps({f"local/{BUNDLE}": [TAG]}))
    for platform in ("py", *FIRMWARE):
        with zipfile.ZipFile(dist / f"{BUNDLE}-{platform}-{TAG}.zip") as archive:
            archive.extractall(data / "local" / f"{BUNDLE}-{platform.replace('.x-', '')}")
    return home


@pytest.fixture(params=["py", *FIRMWARE])
def platform(request):
    return request.param


@pytest.fixture
def board(home, tmp_path, platform):
    """A board with the library on it, installed by circup."""
    board = Board(tmp_path / "CIRCUITPY", home, platform)
    board.circup("install", *(["--py"] if platform == "py" else []), MODULE)
    return board


@pytest.fixture(scope="module")
def versions(dist):
    """The versions that the bundle's index tells."""
    index = json.loads((dist / f"{BUNDLE}-{TAG}.json").read_text("utf-8"))
    return {name: index[name]["version"] for name in INSTALLED}


def test_circup_installs_lists_updates_and_removes(board, platform, versions, dist):
    suffix = ".py" if platform == "py" else ".mpy"
    top = f"{BUNDLE}-{platform}-{TAG}/lib/"
    with zipfile.ZipFile(dist / f"{BUNDLE}-{platform}-{TAG}.zip") as archive:
        published = {
            name.removeprefix(top): archive.read(name)
            for name in archive.namelist()
            if re.match(rf"{re.escape(top)}({'|'.join(INSTALLED)})\b", name)
        }

    # Installed: the library and what it needs, byte for byte, and nothing else.
    assert board.modules() == INSTALLED
    assert board.files() == published
    assert (board.lib / f"{MODULE}{suffix}").is_file()

    # Listed, with the versions of the index.
    assert board.frozen() == versions

    # What is fresh needs no update.
    assert "need an update" in board.circup("update", "--all")
    assert board.files() == published

    # What is older is updated, and only that.
    new = versions[MODULE].encode()
    old = b"0.0.1" if new != b"0.0.1" else b"0.0.0"
    path = board.lib / f"{MODULE}{suffix}"
    path.write_bytes(path.read_bytes().replace(new, old))
    assert board.frozen() == {**versions, MODULE: old.decode()}
    assert MODULE in board.circup("list")
    assert f"Updated {MODULE}" in board.circup("update", "--all")
    assert board.files() == published

    # Removed.
    board.circup("uninstall", *sorted(INSTALLED))
    assert board.modules() == set()


def test_a_file_with_the_vms_header_would_have_been_replaced(home, tmp_path, versions):
    board = Board(tmp_path / "CIRCUITPY", home, "10.x-mpy")
    board.circup("install", MODULE)
    path = board.lib / f"{MODULE}.mpy"
    sound = path.read_bytes()
    path.write_bytes(b"M" + sound[1:])

    assert board.frozen()[MODULE] != versions[MODULE]

    board.circup("update", "--all")
    assert path.read_bytes() == sound
