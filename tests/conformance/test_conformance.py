# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The bench answers as the firmware did when these cases were recorded; see README.md."""

import base64
import json
from pathlib import Path

import pytest
import tomllib

from copperbench import vm
from copperbench.run import run

_HERE = Path(__file__).parent
_CASES = {
    case["id"]: case
    for name in ("busio.json", "modules.json")
    for case in json.loads((_HERE / name).read_text(encoding="utf-8"))
}
_EXCEPTIONS = tomllib.loads((_HERE / "exceptions.toml").read_text(encoding="utf-8"))["exception"]
_KINDS = {"defect", "delay", "float", "language", "other"}
_HOSTS = ("cpython", "vm")


def _exception(case, host, firmware):
    for entry in _EXCEPTIONS:
        if (
            case in entry["cases"]
            and host in entry.get("hosts", _HOSTS)
            and firmware in entry.get("firmware", ("9.x", "10.x"))
        ):
            return entry
    return None


def _parameters(exempt):
    for name, case in _CASES.items():
        for host in _HOSTS:
            for firmware in ("10.x", "9.x"):
                if host == "vm" and firmware == "9.x" and "stdout_9_2" not in case:
                    continue  # it differs in nothing that depends on the host
                if (_exception(name, host, firmware) is not None) == exempt:
                    yield pytest.param(host, firmware, case, id=f"{host}-{firmware}-{name}")


def _play(case, host, firmware, folder):
    """Return what the console showed, and what was on the wires."""
    drive = None
    for name, content in case.get("files_base64", {}).items():
        drive = folder
        path = drive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    given = {"wiring": "oracle", "drive": drive, "firmware": firmware, "trace": True}
    if host == "cpython":
        result = run(case["program"], **given)
    else:
        result = vm.run(case["program"], exact=True, **given)
    return result.stdout, [list(event) for event in result.events]


def _expected(case, firmware):
    return case["stdout_9_2"] if firmware == "9.x" and "stdout_9_2" in case else case["stdout"]


@pytest.mark.parametrize("host, firmware, case", _parameters(exempt=False))
def test_a_recorded_case_comes_out_the_same(host, firmware, case, tmp_path):
    stdout, wires = _play(case, host, firmware, tmp_path)

    assert stdout == _expected(case, firmware)
    if firmware == "10.x":
        wanted = case["wire"]
        if not any(event[0] == "print" for event in wanted):
            wires = [event for event in wires if event[0] != "print"]
        assert wires == wanted


@pytest.mark.parametrize("host, firmware, case", _parameters(exempt=True))
def test_an_exception_is_still_one(host, firmware, case, tmp_path):
    stdout, wires = _play(case, host, firmware, tmp_path)

    if stdout == _expected(case, firmware) and (firmware == "9.x" or wires == case["wire"]):
        pytest.fail("it passes: take it out of exceptions.toml")
    pytest.skip(_exception(case["id"], host, firmware)["reason"])


def test_exceptions_have_a_reason_and_are_few():
    others = dict.fromkeys(_HOSTS, 0)
    for entry in _EXCEPTIONS:
        assert entry["kind"] in _KINDS
        assert len(entry["reason"]) > 20
        assert set(entry["cases"]) <= set(_CASES)
        if entry["kind"] == "other":
            for host in entry.get("hosts", _HOSTS):
                others[host] += len(entry["cases"])

    assert max(others.values()) <= 2


def test_what_is_about_the_language_is_about_no_module_of_the_bench():
    language = {case for e in _EXCEPTIONS if e["kind"] == "language" for case in e["cases"]}
    modules = {module for case in language for module in _CASES[case]["modules"]}

    assert modules <= {
        "array", "binascii", "collections", "errno", "io", "json", "math", "micropython", "os",
        "random", "re", "struct", "sys", "warnings", "zlib",
    }  # fmt: skip
