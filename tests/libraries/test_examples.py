# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each example runs on the bench, on both hosts, and prints what is recorded of it."""

import pytest
import standard

from copperbench import vm
from copperbench.result import Result
from copperbench.run import run

HEAP = 128 * 1024  # bytes, beyond what the bench and its chips hold
RECORD = "make record ARGS='-k {}'"


def shown(result: Result) -> str:
    """Return what the console of a program showed that did nothing wrong."""
    assert result.exception is None, result.stdout
    assert not result.timed_out, f"no end in real time; it printed:\n{result.stdout}"
    assert list(result.mistakes) == []
    assert list(result.notes) == []
    return standard.comparable(result.stdout)


def test_example_under_cpython(example, record):
    result = run(
        example.path,
        wiring=example.wiring,
        libraries=standard.all_folders(example.library),
        seconds=example.seconds,
    )

    text = shown(result)
    if record and (not example.recorded.is_file() or example.recorded.read_text("utf-8") != text):
        example.recorded.parent.mkdir(parents=True, exist_ok=True)
        example.recorded.write_text(text, "utf-8")
        pytest.fail(f"wrote {example.recorded}: read it, and commit it if it is right")
    assert text == recorded(example)


def test_example_on_the_vm(example, compiled):
    result = vm.run(
        compiled.example(example),
        wiring=example.wiring,
        libraries=compiled.all_libraries(example.library),
        seconds=example.seconds,
        heap=HEAP,
    )

    assert shown(result) == recorded(example)


def recorded(example: standard.Example) -> str:
    if not example.recorded.is_file():
        command = RECORD.format(example.name)
        pytest.fail(f"{example.recorded} is missing: `{command}` writes it, for you to read")
    return example.recorded.read_text("utf-8")
