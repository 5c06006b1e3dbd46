# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The rules against what the firmware, its compiler and its C code really do.

``data/vm_snippets.json`` has small programs and what CircuitPython 9.2.9 and 10.2.1 on a
Raspberry Pi Pico, and CPython 3.11, printed for them; ``data/vm_names.json`` what
``dir()`` and ``help("modules")`` printed.
"""

import ast
import builtins
import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest

from bundle_tools import firmware, lint
from bundle_tools.lint import names, registry
from bundle_tools.lint.code import CodeError, parse

DATA = Path(__file__).with_name("data")
STUBS = "circuitpython-stubs"

#: Programs that the firmware refuses and no rule claims: only running them can tell.
UNCLAIMED = {
    'x = b"abc\\x00"',  # the output of another row got into this one's
    'int.from_bytes([1,2], "big")',
    "list(reversed({1:2}))",
    "5 .__add__(3)",
    'e = ValueError("x"); e.foo = 1; print(e.foo)',
    'ValueError("a").add_note("n")',
    "import time; print(time.localtime(0))",
    "import time; time.localtime(-1)",
    "import io; io.BytesIO().getbuffer",
    'import hashlib; hashlib.new("sha256", b"a").digest()[:2]',
    'import hashlib; hashlib.new("md5", b"a")',
    "x = [0] * 100000",
    "bytearray(300000)",
}

#: Programs that run without an error, and silently do something else.
SILENTLY_WRONG = {'import re; re.match("a{2}", "aa")', 'import re; re.match("\\\\bfoo", "foo")'}


@pytest.fixture(scope="session")
def codes_of() -> Callable[[str], set[str]]:
    """What rules a program breaks."""
    given = lint.corpus([], firmware.load())

    def codes_of(program: str) -> set[str]:
        code = parse(program.encode(), "program.py")
        return {p.rule for check in lint.CHECKS for p in check(code, given)} - {"CH704"}

    return codes_of


def rows() -> list[dict[str, Any]]:
    table = json.loads((DATA / "vm_snippets.json").read_text("utf-8"))
    return [row for row in table["rows"] if _is_python(row.get("program"))]


def _is_python(program: str | None) -> bool:
    try:
        parse((program or "?").encode(), "program.py")
    except CodeError:
        return False
    return True


def _fails(result: str | None) -> bool:
    return result is None or "EXC " in result


def test_what_the_firmware_refuses_and_python_takes_is_found(
    codes_of: Callable[[str], set[str]],
) -> None:
    refused = [
        row["program"]
        for row in rows()
        if (_fails(row.get("cp9_2")) or _fails(row.get("cp10_2")))
        and not _fails(row.get("cpython3_11"))
    ]

    unclaimed = {program for program in refused if not codes_of(program)}

    assert unclaimed == UNCLAIMED
    assert len(refused) > 130


def test_what_the_firmware_takes_is_no_error(codes_of: Callable[[str], set[str]]) -> None:
    taken = [
        row["program"]
        for row in rows()
        if not _fails(row.get("cp9_2")) and not _fails(row.get("cp10_2"))
    ]

    wrong = {
        program
        for program in taken
        if any(registry.load()[code].level == registry.ERROR for code in codes_of(program))
    }

    assert wrong == SILENTLY_WRONG
    assert len(taken) > 250


def test_what_only_9_refuses_is_a_warning_or_its_syntax(
    codes_of: Callable[[str], set[str]],
) -> None:
    only_9 = [
        row["program"]
        for row in rows()
        if _fails(row.get("cp9_2"))
        and not _fails(row.get("cp10_2"))
        and row["program"] not in UNCLAIMED
    ]

    for program in only_9:
        assert codes_of(program) & {"CH509", "CH607"}, program
    assert len(only_9) >= 5


def _printed(version: str) -> dict[str, list[str]]:
    table: dict[str, dict[str, list[str]]] = json.loads((DATA / "vm_names.json").read_text("utf-8"))
    return table[version]


def _public(found: list[str]) -> set[str]:
    return {name for name in found if not (name.startswith("__") and name.endswith("__"))}


def test_the_missing_builtins_are_those_of_python_that_the_firmware_lacks() -> None:
    there = set(_printed("cp10_2")["builtins"])

    missing = {name for name in vars(builtins) if not name.startswith("_")} - there

    # Newer Pythons may have more; True, False and None are no names.
    known = names.load().missing_builtins
    assert known <= missing
    assert missing - known <= {"True", "False", "None", "PythonFinalizationError", "_"}


@pytest.mark.parametrize("version", ["cp9_2", "cp10_2"])
def test_every_module_and_name_that_the_firmware_printed_is_known(version: str) -> None:
    facts, printed = names.load(), _printed(version)
    dropped = set(facts.dropped_names) | {"sys.print_exception"}

    for module in facts.modules.keys() & printed.keys():
        for name in _public(printed[module]):
            assert name in facts.modules[module] or f"{module}.{name}" in dropped
    modules = firmware.load().modules | facts.modules.keys()
    tops = {module.partition(".")[0] for module in printed["modules"]} - {"__main__"}
    assert tops - modules - set(facts.dropped_names) == set()


@pytest.mark.parametrize("version", ["cp9_2", "cp10_2"])
def test_the_methods_are_those_that_the_firmware_printed(version: str) -> None:
    printed = _printed(version)

    for kind, methods in names.load().methods.items():
        if kind not in {"array", "deque"}:
            assert methods == _public(printed[kind]), kind


def test_what_is_newer_than_9_is_what_only_10_printed() -> None:
    old, new = _printed("cp9_2"), _printed("cp10_2")

    newer = {
        f"{module}.{name}"
        for module in new.keys() & old.keys() - {"modules"}
        for name in set(new[module]) - set(old[module])
    }
    newer |= set(new["modules"]) - set(old["modules"])

    assert names.load().newer == newer


def test_the_names_of_firmware_modules_are_those_of_the_stubs() -> None:
    known = names.load().modules
    stubs = {
        path.parts[0].removesuffix("-stubs"): Path(str(path.locate()))
        for path in files(STUBS) or ()
        if path.name == "__init__.pyi" and len(path.parts) == 2
    }
    assert len(stubs) > 90
    for module, path in stubs.items():
        if module in {"board", "ulab"}:
            continue
        text = re.sub(r"\b(def|class) (\w+)\[[^\]]*\]", r"\1 \2", path.read_text("utf-8"))
        assert _declared(ast.parse(text)) <= known.get(module, set()), module


def _declared(tree: ast.Module) -> set[str]:
    found = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


ASK = """
import re, json, collections, array

def refuses(call):
    try:
        eval(call)
    except (TypeError, NotImplementedError):
        return True
    except Exception:
        return False
    return False

OBJECTS = {"str": "'a'", "bytes": "b'a'", "bytearray": "bytearray(b'a')", "dict": "{}"}
MODULES = ("re", "json", "collections")
for line in LINES:
    called, name = line.split()
    owner, function = called.split(".")
    if owner in OBJECTS:
        call = OBJECTS[owner] + "." + function
    else:
        call = called if owner in MODULES else function
    firsts = ("", "1, ", "'1', ", "(), 1, ", "'a', 'b', 'a', ", "b'a', ")
    if not all(refuses(call + "(" + first + name + "=1)") for first in firsts):
        print(line)
print(re.match(r"\\n", "\\n"), re.match(r"a\\Z", "a"), re.match(r"(a)\\1", "aa"))
print(sorted(dir(array.array("H"))))
print(sorted(dir(collections.deque((), 1))))
"""


def test_the_vm_refuses_the_keywords_and_misreads_the_escapes(tmp_path: Path) -> None:
    facts = names.load()
    measured = {"builtins.print", "builtins.zip"}  # this VM's build differs from the firmware's
    lines = [f"{f} {name}" for f, some in facts.refused_keywords.items() for name in sorted(some)]
    program = tmp_path / "ask.py"
    asked = [line for line in lines if line.split()[0] not in measured]
    program.write_text(f"LINES = {asked!r}\n{ASK}", "utf-8")

    done = subprocess.run(
        [Path(sys.executable).with_name("micropython"), program],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )

    *taken, escapes, array, deque = done.stdout.splitlines()
    assert taken == []
    assert escapes == "None None None"
    assert set(ast.literal_eval(array)) - {"__class__"} == facts.methods["array"]
    assert set(ast.literal_eval(deque)) - {"__class__"} == facts.methods["deque"]
