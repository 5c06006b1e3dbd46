# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Displays show, and buses carry, what the firmware was seen to do; see ../README.md."""

import base64
import json
import zlib
from pathlib import Path

import pytest

from copperbench import bench as benches, vm
from copperbench.bench import use
from copperbench.run import run

_SCENES = json.loads(Path(__file__).with_name("scenes.json").read_text(encoding="utf-8"))
_SET_COLUMNS, _SET_ROWS, _WRITE = 0x2A, 0x2B, 0x2C


def _unpack(text):
    return zlib.decompress(base64.b64decode(text))


def _bus(scene):
    """Return what was on the bus; long data are packed in the file."""
    return [
        [kind, _unpack(what[2:]).decode() if str(what).startswith("z:") else what]
        for kind, what in scene["bus"]
    ]


def _windows(events):
    """Return each rectangle that was written to, and when lines were printed."""
    found = []
    edges = {_SET_COLUMNS: (0, -1), _SET_ROWS: (0, -1)}
    command = None
    for kind, what in events:
        if kind == "print":
            found.append([kind, what])
        elif kind == "cmd":
            for command in bytes.fromhex(what):
                data = b""
                if command == _WRITE:
                    (x1, x2), (y1, y2) = edges[_SET_COLUMNS], edges[_SET_ROWS]
                    found.append(["win", x1, y1, x2, y2])
        elif kind == "data" and command in edges:
            data += bytes.fromhex(what)
            if len(data) in (2, 4):
                half = len(data) // 2
                first, last = data[:half], data[half:]
                edges[command] = (int.from_bytes(first, "big"), int.from_bytes(last, "big"))
    return found


def _without_empty_pulses(events):
    """Leave out selections during which nothing was sent: 9.x has more of them."""
    found = []
    for event in events:
        if event == ["cs", 1] and found and found[-1] == ["cs", 0]:
            found.pop()
        else:
            found.append(event)
    return found


def _check(scene, firmware, result):
    old = firmware == "9.x"
    assert result.stdout == (scene.get("stdout_9_2", scene["stdout"]) if old else scene["stdout"])
    same = scene["same_on_9_2"] if old else ("windows", "bus")
    events = [list(event) for event in result.events]
    if "windows" in scene and "windows" in same:
        assert _windows(events) == scene["windows"]
    if "bus" in scene and "bus" in same:
        assert events == _bus(scene)
    elif "bus" in scene and "bus_without_empty_cs_pairs" in same:
        assert _without_empty_pulses(events) == _without_empty_pulses(_bus(scene))


def _parameters(host, cases):
    for scene, firmware in cases:
        yield pytest.param(scene, firmware, id=f"{host}-{firmware}-{scene['id']}")


_CPYTHON = [(scene, firmware) for scene in _SCENES for firmware in ("10.x", "9.x")]
# 9.x warns of old names as dir() comes to them, on the VM in the order of the VM's own strings.
_VM_ALONE = {("colorspace-enum", "9.x")}
_VM = [
    (scene, firmware)
    for scene, firmware in _CPYTHON
    if (firmware == "10.x" or "stdout_9_2" in scene) and (scene["id"], firmware) not in _VM_ALONE
]


@pytest.fixture
def drive(tmp_path):
    """Return a function that puts a scene's files on a drive."""

    def fill(scene):
        for name, content in scene.get("files_base64", {}).items():
            (tmp_path / name.lstrip("/")).write_bytes(base64.b64decode(content))
        return tmp_path

    return fill


@pytest.mark.parametrize("scene, firmware", list(_parameters("cpython", _CPYTHON)))
def test_a_recorded_scene_comes_out_the_same(scene, firmware, drive, monkeypatch):
    seen = []
    monkeypatch.setattr(benches, "use", lambda bench: seen.append(bench) or use(bench))

    result = run(
        scene["program"], wiring="oracle", drive=drive(scene), firmware=firmware, trace=True
    )

    _check(scene, firmware, result)
    if "fb" in scene and (firmware == "10.x" or "fb" in scene["same_on_9_2"]):
        glass = seen[0].displays.made[-1].screen
        plane = glass.planes[0]
        assert [glass.width, glass.height, plane.size] == scene["panel"]
        assert bytes(plane.cells) == _unpack(scene["fb"])
        assert plane.written.count(0) == scene["unwritten"]


@pytest.mark.parametrize("scene, firmware", list(_parameters("vm", _VM)))
def test_a_recorded_scene_goes_the_same_way_on_the_vm(scene, firmware, drive):
    result = vm.run(
        scene["program"],
        wiring="oracle",
        drive=drive(scene),
        firmware=firmware,
        trace=True,
        exact=True,
    )

    _check(scene, firmware, result)
