# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Beside circuitpython-build-tools 1.21.0, on a small corpus: the same bundle, less its defects.

The benchmark of the builder compares both on 62 of Adafruit's libraries, in the same way.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PEER = ROOT / ".venvs/peer"

PYPROJECT = """\
[build-system]
requires = ["setuptools"]

[project]
name = "adafruit-circuitpython-{part}"
description = "A {part}"
version = "{version}"
urls = {{Homepage = "https://example.org/Adafruit_CircuitPython_{part}"}}
dynamic = ["dependencies", "optional-dependencies"]

[tool.setuptools]
{modules}

[tool.setuptools.dynamic]
dependencies = {{file = ["requirements.txt"]}}
optional-dependencies = {{optional = {{file = ["optional_requirements.txt"]}}}}
"""
HEAD = '"""A part."""\n\n__version__ = "{}"\n'
DIAL = """\
import base

def turn(angle: float, *, fast=False):
    for step in range(int(angle)):
        yield base.step(step) if fast else step
"""

#: Libraries by part: version, what pyproject.toml says of modules, and the files beside it.
CORPUS = {
    "base": (
        "1.0.3",
        'py-modules = ["base"]',
        {
            "base.py": HEAD.format("0.0.0+auto.0") + "def step(x):\n    return x\n",
            "requirements.txt": "# none but\nAdafruit-Blinka\n",
            "examples/base_simpletest.py": "import base\n",
        },
    ),
    "dial": (
        "2.10.0",
        'packages = ["adafruit_dial", "adafruit_dial.inner"]',
        {
            "adafruit_dial/__init__.py": HEAD.format("0.0.0+auto.0") + DIAL,
            "adafruit_dial/inner/__init__.py": "",
            "adafruit_dial/inner/scale.py": HEAD.format("0.0.0-auto.0") + "TICKS = (1, 2, 3)\n",
            "adafruit_dial/a-table.bin": "\0\1\2",
            "adafruit_dial/font.bdf": "STARTFONT 2.1\n",
            "adafruit_dial/__pycache__/inner.cpython-39.pyc": "stale",
            "requirements.txt": (
                "Adafruit-Blinka\nadafruit-circuitpython-base>=1.0\nelsewhere~=1.0\n"
            ),
            "optional_requirements.txt": "numpy\n",
            "examples/dial_simpletest.py": "import adafruit_dial\n",
            "examples/in-folder/read-me.txt": "A page",
        },
    ),
    "knob": (
        "0.9.0",
        'py-modules = ["adafruit_knob"]',
        {
            "adafruit_knob.py": HEAD.format("0.0.0-auto.0") + "import adafruit_dial\n",
            "setup.py": "import sys\nsys.exit('this was run')\n",
            "requirements.txt": "adafruit-circuitpython-dial\n",
            "tests/test_knob.py": "",
        },
    ),
}


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark of the builder, as a module."""
    spec = importlib.util.spec_from_file_location("builder", ROOT / "benchmarks/builder.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bundles(benchmark, tmp_path_factory):
    """The folders of the bundles that the peer and we build of the corpus."""
    if not (PEER / "bin/circuitpython-build-bundles").exists():
        pytest.skip("`make test` installs circuitpython-build-tools, and it is not here")
    scratch = tmp_path_factory.mktemp("peer")
    bench = benchmark.Bench(scratch / "bench", PEER, archives(scratch / "archives"))
    bench.run_peer()
    bench.run_ours("--no-sbom")
    return scratch / "bench/peer-out", scratch / "bench/out"


def archives(folder):
    """Put the corpus as source archives into ``folder``, and return their paths."""
    for part, (version, modules, files) in CORPUS.items():
        top = f"adafruit_circuitpython_{part}-{version}"
        manifest = PYPROJECT.format(part=part, version=version, modules=modules)
        for path, text in {"pyproject.toml": manifest, **files}.items():
            (folder / top / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / top / path).write_text(text)
        with tarfile.open(folder / f"{top}.tar.gz", "w:gz") as archive:
            archive.add(folder / top, top)
    return sorted(folder.glob("*.tar.gz"))


def names(folder, platform):
    [path] = folder.glob(f"*-{platform}-*.zip")
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2] for name in archive.namelist()}


def test_both_build_the_same_but_for_the_peers_defects(bundles, benchmark):
    theirs, ours = bundles

    found = benchmark.differences(theirs, ours)

    assert found == []
    assert len(list(theirs.glob("*.zip"))) == len(list(ours.glob("*.zip"))) == 5


def test_both_indexes_have_the_same_modules_with_the_same_fields(bundles):
    theirs, ours = (json.loads(next(f.glob("*.json")).read_text()) for f in bundles)

    assert theirs.keys() == ours.keys() == {"base", "adafruit_dial", "adafruit_knob"}
    for module, entry in theirs.items():
        assert ours[module].keys() - entry.keys() == {"copperhead"}
        assert {key: ours[module][key] for key in entry} == entry
    assert ours["adafruit_dial"]["dependencies"] == ["base"]
    assert ours["adafruit_dial"]["external_dependencies"] == ["elsewhere"]


def test_names_stay_as_they_are_and_nothing_stale_is_bundled(bundles):
    theirs, ours = bundles

    peers, found = names(theirs, "10.x-mpy"), names(ours, "10.x-mpy")

    assert "lib/adafruit_dial/a_table.bin" in peers - found  # which no program would find
    assert "lib/adafruit_dial/a-table.bin" in found - peers
    assert any("__pycache__" in name for name in peers)
    assert not any("__pycache__" in name for name in found)


def test_source_archives_are_built_by_the_words_of_the_readme(tmp_path):
    readme = (ROOT / "README.md").read_text("utf-8")
    [words] = re.findall(r"^copperhead build --libraries .*$", readme, re.MULTILINE)
    for archive in archives(tmp_path / "path/to/libraries"):
        assert archive.exists()  # and stays beside the folder that was unpacked of it

    done = subprocess.run(
        [sys.executable, "-m", "bundle_tools", *words.split()[1:]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    assert "lib/adafruit_dial/a-table.bin" in names(tmp_path / "dist", "10.x-mpy")


def test_what_ends_the_peers_build_or_is_lost_in_it_is_told(benchmark, tmp_path):
    everything = archives(tmp_path / "archives")
    bench = benchmark.Bench(tmp_path / "bench", PEER, everything)
    drivers = bench.libraries / "drivers"
    (drivers / "adafruit_circuitpython_base-1.0.3/base.py").write_text("def step(:\n")
    copy = drivers / "adafruit_circuitpython_knob-0.9.0/adafruit_knob.py"
    twin = drivers / "another_knob-1.0.0"
    twin.mkdir()
    (twin / "adafruit_knob.py").write_bytes(copy.read_bytes())
    manifest = PYPROJECT.format(
        part="twin", version="1.0.0", modules='py-modules = ["adafruit_knob"]'
    )
    (twin / "pyproject.toml").write_text(manifest)

    with pytest.raises(SystemExit) as ended:
        bench.run_ours("--no-sbom", "--no-verify")

    told = str(ended.value)
    assert "base-1.0.3/base.py:1: Python does not take this: invalid syntax" in told
    assert "rename the module adafruit_knob" in told
    assert not (tmp_path / "bench/out").exists()
