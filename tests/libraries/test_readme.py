# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What a library's README shows works: its programs on the bench, the calls that it names.

A block without imports goes on where the first one, before its loop, has come to. One that
begins with ``# boot.py`` is that file for those after it.
"""

import re
import textwrap
from pathlib import Path

import griffe
import pytest
import readings
import standard

from copperbench.run import run

SECONDS = 3.0  # of virtual time, for each program
_BLOCK = re.compile(r"^( *)```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"`(\w+)\([^`\n]*\)`")


def programs(text):
    """Return the programs in a README."""
    blocks = [textwrap.dedent(found[2]) for found in _BLOCK.finditer(text)]
    if not blocks:
        return []
    setup = readings.of(blocks[0], ()).setup
    return [
        block if re.search(r"^(import|from) ", block, re.MULTILINE) else f"{setup}\n\n{block}"
        for block in blocks
    ]


def readme(library):
    return Path(library.folder, "README.md").read_text("utf-8")


def test_readme_programs_run(library, tmp_path):
    found = programs(readme(library))

    assert found, "the README shows no program: a block that begins with ```python"
    drive = None
    for program in found:
        is_boot = program.startswith("# boot.py\n")
        if is_boot:
            drive = tmp_path
            (drive / "boot.py").write_text(program, "utf-8")
        result = run(
            "" if is_boot else program,
            wiring=Path(library.manifest),
            libraries=standard.all_folders(library),
            drive=drive,
            seconds=SECONDS,
        )
        assert result.exception is None, f"{program}\n{result.stdout}"
        assert list(result.mistakes) == []
        assert not any("boot.py ended" in note for note in result.notes), result.notes


def test_readme_names_calls_that_there_are(library):
    known = set(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)
    for file in library.files:
        if file.is_compiled:
            module = griffe.visit(file.name, filepath=Path(file.path), code=file.data.decode())
            known |= set(names(module))

    missing = sorted(set(_CALL.findall(readme(library))) - known)

    assert missing == []


def names(item):
    """Yield the names of all that a module defines or imports."""
    for name, member in item.members.items():
        yield name
        if not member.is_alias and (member.is_class or member.is_module):
            yield from names(member)


# The blocks

README = """
# Dial

```python
import dial

d = dial.Dial()

while True:
    print(d.angle)
```

Set zero:

```python
d.zero = 3
```

```sh
make
```
"""


def test_a_block_without_imports_goes_on_before_the_loop_of_the_first():
    first, second = programs(README)

    assert first.startswith("import dial\n")
    assert second == "import dial\nd = dial.Dial()\n\nd.zero = 3\n"


@pytest.mark.parametrize("text, found", [("`d.turn(1)`", []), ("`turn()` or `stop`", ["turn"])])
def test_calls_are_told_by_their_brackets(text, found):
    assert _CALL.findall(text) == found
