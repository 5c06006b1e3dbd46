# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a library costs a board: flash, heap, and what its examples say on the wires."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle_tools import cost, opened
from bundle_tools.cost import Cost, Flash

ROOT = Path(__file__).parents[2]


@pytest.fixture
def found(workspace):
    """A bundle of a library and what it needs, opened."""
    workspace.add("low", group="helpers", code="table = bytearray(3000)\n")
    workspace.add("high", needs=["copperhead-low"], package={"core.py": "import low\n"})
    assert workspace.build(verify=True).problems == ()
    return opened.read(workspace.dist, workspace.tools.facts)[0]


def costs(found, cluster=1024):
    return {row.module: row for row in cost.costs(found, "10.x-mpy", cluster, {}, {})}


def test_flash_is_that_of_the_files_and_of_a_packages_folder(found):
    sizes = {name: len(data) for name, data in found.members("10.x-mpy").items() if "lib/" in name}
    low, high = sizes["lib/low.mpy"], [x for n, x in sizes.items() if n.startswith("lib/high/")]

    rows = costs(found)

    assert rows["low"].flash == Flash(low, 1, 1)
    assert rows["high"].flash == Flash(sum(high), 2, 3)
    assert rows["high"].closure == Flash(low + sum(high), 3, 4)


def test_heap_is_with_all_that_is_needed(found):
    rows = costs(found)

    assert rows["low"].heap_64 > 3000
    assert rows["low"].heap_64 < rows["high"].heap_64 < rows["low"].heap_64 + 1500
    assert rows["low"].heap_32 is None


@pytest.mark.parametrize(
    "drive_mb, size",
    [
        pytest.param(1, 512, id="a board with 2 MB of flash"),
        pytest.param(7, 1024, id="8 MB, as the bench's board has"),
        pytest.param(14, 2048, id="16 MB"),
    ],
)
def test_clusters_grow_with_the_drive(drive_mb, size):
    assert cost.cluster(drive_mb) == size


def test_a_change_is_told_where_both_have_a_figure():
    before = [Cost("dial", "1.0.0", Flash(100, 1, 1), Flash(100, 1, 1), 500, None)]
    after = [Cost("dial", "1.0.1", Flash(120, 1, 1), Flash(120, 1, 1), 500, 250)]

    assert cost.changes(before, after) == {"dial": {"flash": (100, 120), "closure": (100, 120)}}
    assert cost.changes(after, after) == {}
    told = cost.table(after, cost.changes(before, after), "20260101")
    assert "dial: flash 100 -> 120 (+20)\n" in told


HAS_VM_OF_32_BITS = shutil.which("node") and (ROOT / ".cache" / cost.WASM).is_dir()


@pytest.mark.skipif(
    not HAS_VM_OF_32_BITS, reason="needs node, and `make cost`, which fetches its VM of 32 bits"
)
def test_heap_on_32_bits_is_less_than_on_64(found):
    heap = cost.heap_32(found, "10.x-mpy", ROOT / ".cache")

    rows = costs(found)
    assert 3000 < heap["low"] < rows["low"].heap_64
    assert heap["low"] < heap["high"] < rows["high"].heap_64


def test_without_node_there_are_no_figures_of_32_bits(found, tmp_path):
    assert cost.heap_32(found, "10.x-mpy", tmp_path) == {}


def test_the_wires_are_those_of_the_examples(libraries_here):
    [library] = (x for x in libraries_here if x.part == "as5600")

    told = {x.example: x for x in cost.wires([library])["adafruit_as5600"]}

    simple = told["as5600_simpletest"]
    assert simple.transactions > 10
    assert simple.bytes >= 2 * simple.transactions
    assert simple.us > 9 * simple.bytes * 1e6 / 400_000 / 2  # at 400 kHz at most


def test_the_command_prints_a_table_and_json_and_what_has_changed(workspace):
    workspace.add("dial", code="x = bytearray(100)\n")
    workspace.build(verify=True)
    shutil.copytree(workspace.dist, workspace.root / "before")
    workspace.add("dial", code="x = bytearray(2000)\n", version="1.0.1")

    table = workspace.run("cost", "dial", "--against", "before", "--cache", "cache")
    told = workspace.run("cost", "--json", "--cache", "cache")
    unknown = workspace.run("cost", "nothing", "--cache", "cache")

    assert table.returncode == 0, table.stderr
    assert table.stdout.startswith("module  flash  sectors  clusters  with needs  heap 64")
    assert "dial: heap_64 " in table.stdout
    [row] = json.loads(told.stdout)["costs"]
    assert (row["module"], row["version"]) == ("dial", "1.0.1")
    assert row["flash"]["sectors"] == 1
    assert (unknown.returncode, "there is no library nothing" in unknown.stderr) == (2, True)


def test_no_figure_of_this_tree_is_missing(dist):
    command = [sys.executable, "-m", "bundle_tools", "cost", "--json", "--no-wires", "as5600"]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )

    assert done.returncode == 0, done.stderr
    [row] = json.loads(done.stdout)["costs"]
    assert row["flash"]["size"] < row["closure"]["size"] < 10_000
    assert 4_000 < row["heap_64"] < 16_000
