# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Import ``.mpy`` files on MicroPython's VM, on the bench, with nothing but what they need.

The VM loads the header ``M`` only: it gets the twins that the compile stage made for it.
"""

import functools
import importlib.util
import json
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TIMEOUT_S = 20
HEAP = 4 << 20  #: what the modules may use; no board has so much

_WARM_UP = ("_first", "_second")

# The first imports of a run leave stale words on the stack behind: let empty modules have that.
_PROGRAM = """\
import json, sys
from copperbench.measure import used
sys.path.insert(0, "/lib")  # what is carried goes before the firmware's own
import {warm_up}
before = used()
for name in {names!r}:
    try:
        __import__(name)
        told = used() - before
    except Exception as error:
        told = type(error).__name__ + ": " + str(error)
    print({mark!r}, json.dumps([name, told]))
    before = used()
print({mark!r}, "null")
"""


@dataclass(frozen=True)
class Imported:
    """What came of imports, one after the other in one run."""

    failing: Mapping[str, str]  #: the modules that raised, and what
    heap: Mapping[str, int]  #: of the others: bytes that each added to the heap of the VM
    is_vm_broken: bool = False  #: whether that says nothing of the modules


def imports(names: Sequence[str], path: Sequence[Path], cache: Path) -> Imported:
    """Import modules on the VM, one after the other.

    :param names: the modules, with dots
    :param path: the folders that they and what they need are in
    :param cache: the folder where the bench keeps itself compiled
    """
    try:  # only here, because the bench is much to load for commands that do not need it
        from copperbench import vm  # noqa: PLC0415
    except ImportError as error:
        return _all_failing(names, f"the bench is not installed soundly: {error}")

    mark = secrets.token_hex(8)  # libraries may print what they like when they are imported
    program = _PROGRAM.format(names=tuple(names), mark=mark, warm_up=", ".join(_WARM_UP))
    with tempfile.TemporaryDirectory(prefix="copperhead-") as folder:
        for name in _WARM_UP:
            Path(folder, f"{name}.py").write_bytes(b"")
        try:
            result = vm.run(
                program,
                libraries=[*path, Path(folder)],
                cache=cache,
                heap=HEAP,
                exact=True,  # some ask sys.implementation whether they are on CircuitPython
                time_limit=TIMEOUT_S,
                seconds=TIMEOUT_S,
            )
        except vm.VMError as error:
            return _all_failing(names, f"the VM broke down: {str(error).splitlines()[-1]}")
    told = [
        json.loads(line.removeprefix(mark))
        for line in result.stdout.splitlines()
        if line.startswith(mark)
    ]
    ended = dict(filter(None, told))
    failing = {name: text for name, text in ended.items() if isinstance(text, str)}
    if None not in told:
        end = f"no end within {TIMEOUT_S} s" if result.timed_out else result.stopped
        stuck = next(name for name in names if name not in ended)
        failing[stuck] = end or str(result.exception)
    return Imported(failing, {name: ended[name] for name in ended if name not in failing})


def _all_failing(names: Sequence[str], told: str) -> Imported:
    return Imported(dict.fromkeys(names, told), {}, is_vm_broken=True)


@functools.cache
def state() -> str:
    """Return the hash of VM and bench: what imports do depends on nothing else but the modules."""
    digest = sha256(Path(__file__).read_bytes())
    for name in ("copperbench", "micropython_run"):
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin else None
        if origin and origin.name == "__init__.py":
            for path in sorted(origin.parent.rglob("*.py")):
                digest.update(path.read_bytes())
        elif origin:
            digest.update(origin.read_bytes())
    return digest.hexdigest()


def missing_module(told: str) -> str | None:
    """Return the module that an import did not find, by what the VM told."""
    found = re.search(r"ImportError: no module named '([^']+)'", told)
    return found[1] if found else None
