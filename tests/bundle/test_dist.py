# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The bundle of this tree's own libraries."""

import json
import zipfile

import pytest

from bundle_tools import firmware, verify


def members(dist, platform):
    stem = f"copperhead-bundle-{platform}-20260101"
    with zipfile.ZipFile(dist / f"{stem}.zip") as archive:
        return {name.removeprefix(f"{stem}/"): archive.read(name) for name in archive.namelist()}


def test_no_library_is_left_out(dist):
    told = json.loads(dist.with_name("dist.json").read_text("utf-8"))

    assert told["problems"] == []
    assert told["left_out"] == []


def test_it_is_what_was_meant(dist):
    assert verify.files(dist, firmware.load()) == []


@pytest.mark.parametrize("platform", ["9.x-mpy", "10.x-mpy", "11.x-mpy"])
def test_each_mpy_file_is_circuitpythons(dist, platform):
    compiled = {n: d for n, d in members(dist, platform).items() if n.endswith(".mpy")}

    assert "lib/adafruit_as5600.mpy" in compiled
    assert {data[:4].hex(" ") for data in compiled.values()} == {"43 06 00 1f"}


def test_10_and_11_have_the_same_files(dist):
    assert members(dist, "10.x-mpy").keys() == members(dist, "11.x-mpy").keys()
    assert {n: d for n, d in members(dist, "10.x-mpy").items() if n.startswith("lib/")} == {
        n: d for n, d in members(dist, "11.x-mpy").items() if n.startswith("lib/")
    }


def test_what_is_carried_brings_its_licence(dist):
    inside = members(dist, "py")

    assert b"MIT" in inside["licenses/adafruit-circuitpython-busdevice/LICENSE"]
    assert b"Copperhead contributors" in inside["LICENSE"]


def test_examples_lie_in_each_zip(dist):
    name = "examples/as5600/as5600_simpletest.py"

    assert all(name in members(dist, platform) for platform in ("py", "9.x-mpy", "examples"))


def test_the_libraries_that_programs_need_are_carried(dist):
    index = json.loads((dist / "copperhead-bundle-20260101.json").read_text("utf-8"))

    carried = {name for name, entry in index.items() if entry["copperhead"]["carried"]}
    assert carried >= {
        "adafruit_bus_device",
        "adafruit_connection_manager",
        "adafruit_debouncer",
        "adafruit_display_shapes",
        "adafruit_fancyled",
        "adafruit_imageload",
        "adafruit_io",
        "adafruit_led_animation",
        "adafruit_minimqtt",
        "adafruit_motor",
        "adafruit_register",
        "adafruit_requests",
        "adafruit_ticks",
        "asyncio",
        "simpleio",
    }
    inside = members(dist, "py")
    for name in carried:
        assert any(x.startswith(f"licenses/{index[name]['pypi_name']}/") for x in inside), name
        assert index[name]["copperhead"]["import_heap"], name  # it was imported
