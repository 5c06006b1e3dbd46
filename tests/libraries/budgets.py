# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a library costs a board, measured on the VM, and where a manifest has that recorded.

Heap is of the 64-bit VM, in blocks of 32 bytes: a board needs about half.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Union

import readings

from copperbench import vm

SLACK = 0.02
HEADING = "[tool.copperhead.budgets] # bytes, as `make record` measured them on the 64-bit VM"

Budget = Union[int, Mapping[str, int]]


class MeasuringError(Exception):
    """A program that measures does not run."""


def garbage(
    source: str, modules: Collection[str], wiring: Any, libraries: Sequence[Path]
) -> dict[str, int]:
    """Return the bytes that each reading of a program leaves, the float that it gives included.

    :param source: the program, whose loop has the readings
    :param modules: the top modules that belong to the library
    """
    program = readings.of(source, modules)
    found = garbage_of(program.setup, program.readings, wiring, libraries)
    failing = [reading for reading in program.readings if reading not in found]
    if failing:
        raise MeasuringError(f"these fail on the VM: {', '.join(failing)}")
    return found


_MEASURING = """
try:
    garbage({name!r}, reading_{number})
except Exception:
    pass
"""


def garbage_of(
    setup: str, asked: Sequence[str], wiring: Any, libraries: Sequence[Path], **arguments: Any
) -> dict[str, int]:
    """Return the bytes that each of the readings ``asked`` leaves behind after ``setup``.

    Those that raise are left out.

    :param arguments: others of :func:`copperbench.vm.run`
    """
    text = f"{setup}\nfrom copperbench.measure import garbage\n" + readings.as_functions(asked)
    for number, name in enumerate(asked):
        text += _MEASURING.format(name=name, number=number)
    result = vm.run(text, wiring=wiring, libraries=libraries, heap=1 << 20, **arguments)
    if result.exception or result.timed_out or result.stopped:
        raise MeasuringError(result.stdout or result.stopped or "no end in real time")
    return {name: result.figures[name] for name in asked if name in result.figures}


def over(measured: Mapping[str, Budget], recorded: Mapping[str, Any]) -> list[str]:
    """Return in words what is over its budget, or has none."""
    found = []
    for key, value in measured.items():
        budget = recorded.get(key)
        rows = value.items() if isinstance(value, Mapping) else [("", value)]
        for name, figure in rows:
            limit = budget.get(name) if isinstance(budget, Mapping) else None if name else budget
            label = f"{key} of {name}" if name else key
            if not isinstance(limit, int):
                found.append(f"{label}: {figure} bytes, and there is no budget")
            elif figure > limit * (1 + SLACK):
                more = f", {figure / limit - 1:+.1%}" if limit else ""
                found.append(f"{label}: {figure} bytes, and the budget is {limit}{more}")
    return found


def is_stale(measured: Mapping[str, Budget], recorded: Mapping[str, Any]) -> bool:
    """Return whether the record has other names, or figures that differ by more than the slack."""
    return bool(over(measured, recorded) or over(_kept(recorded), measured))


def _kept(recorded: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in recorded.items() if key != "seconds"}


def written(text: str, budgets: Mapping[str, Any]) -> str:
    """Return the manifest ``text`` with ``budgets`` in place of those that it has."""
    text = re.sub(r"^budgets\s*=.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^\[tool\.copperhead\.budgets\].*\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE
    )
    section = f"{HEADING}\n" + "".join(
        f"{key} = {_toml(value)}\n" for key, value in budgets.items() if value != {}
    )
    place = re.search(r"^\[\[?tool\.copperhead\.", text, re.MULTILINE)
    if place is None:
        return f"{text.rstrip()}\n\n{section}"
    return f"{text[: place.start()]}{section}\n{text[place.start() :]}"


def _toml(value: Any) -> str:
    if not isinstance(value, Mapping):
        return json.dumps(value)
    rows = (f"{_key(name)} = {_toml(figure)}" for name, figure in value.items())
    return f"{{ {', '.join(rows)} }}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
