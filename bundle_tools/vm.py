# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Import ``.mpy`` files on MicroPython's VM, on the bench, with nothing but what they need.

The VM loads the header ``M`` only: it gets the twins that the compile stage made for it.
"""

import json
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

TIMEOUT_S = 20

_PROGRAM = """\
import json, sys
sys.path.insert(0, "/lib")  # what is carried goes before the firmware's own
for name in {names!r}:
    try:
        __import__(name)
    except Exception as error:
        print({mark!r}, json.dumps([name, type(error).__name__ + ": " + str(error)]))
print({mark!r}, "null")
"""


def failing_imports(names: Sequence[str], path: Sequence[Path], cache: Path) -> dict[str, str]:
    """Import modules on the VM, one after the other.

    :param names: the modules, with dots
    :param path: the folders that they and what they need are in
    :param cache: the folder where the bench keeps itself compiled
    :returns: those that raised, and what
    """
    try:  # only here, because the bench is much to load for commands that do not need it
        from copperbench import vm  # noqa: PLC0415
    except ImportError as error:
        return dict.fromkeys(names, f"the bench is not installed soundly: {error}")

    mark = secrets.token_hex(8)  # libraries may print what they like when they are imported
    program = _PROGRAM.format(names=tuple(names), mark=mark)
    try:
        result = vm.run(
            program, libraries=path, cache=cache, time_limit=TIMEOUT_S, seconds=TIMEOUT_S
        )
    except vm.VMError as error:
        return dict.fromkeys(names, f"the VM broke down: {str(error).splitlines()[-1]}")
    told = [
        json.loads(line.removeprefix(mark))
        for line in result.stdout.splitlines()
        if line.startswith(mark)
    ]
    failing = dict(filter(None, told))
    if None not in told:
        end = f"no end within {TIMEOUT_S} s" if result.timed_out else result.stopped
        failing[names[0]] = end or str(result.exception)
    return failing


def missing_module(told: str) -> str | None:
    """Return the module that an import did not find, by what the VM told."""
    found = re.search(r"ImportError: no module named '([^']+)'", told)
    return found[1] if found else None
