# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Each example runs on the bench, on both hosts, and prints what is recorded of it.

What its screens show in the end is recorded, too. Pictures are of CPython, which has Pillow.
"""

import pictures
import pytest
import standard

from copperbench import vm
from copperbench.result import Result
from copperbench.run import run

HEAP = 128 * 1024  # bytes, beyond what the bench and its chips hold
RECORD = "make record ARGS='-k {}'"
PICTURES = standard.CACHE / "pictures"  # where those that differ are shown


def shown(result: Result) -> str:
    """Return what the console of a program showed that did nothing wrong, and a computer saw."""
    assert result.exception is None, result.stdout
    assert not result.timed_out, f"no end in real time; it printed:\n{result.stdout}"
    assert list(result.mistakes) == []
    assert list(result.notes) == []
    text = standard.comparable(result.stdout)
    if result.usb:
        text += "\n".join(["-- the computer on USB --", *result.usb, ""])
    return text


def test_example_under_cpython(example, record, tmp_path):
    result = run(
        example.path,
        wiring=example.wiring,
        libraries=standard.all_folders(example.library),
        seconds=example.seconds,
        screens=tmp_path,
    )

    text = shown(result)
    screens = pictures.shown(tmp_path)
    if record:
        changed = [str(path) for path in pictures.record(screens, example.pictures)]
        if not example.recorded.is_file() or example.recorded.read_text("utf-8") != text:
            example.recorded.parent.mkdir(parents=True, exist_ok=True)
            example.recorded.write_text(text, "utf-8")
            changed.append(str(example.recorded))
        if changed:
            pytest.fail(f"wrote {', '.join(changed)}: look at it, and commit it if it is right")
    assert text == recorded(example)
    wrong = pictures.wrong(screens, example.pictures, PICTURES / example.library.part)
    if wrong:  # whole: an assertion would shorten the words that tell where
        pytest.fail("\n".join((*wrong, RECORD.format(example.name))))


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
