# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Stage: which libraries in a Python environment have each other's files.

A library of ours and the one that it is compatible with are one module. pip installs both
without a word: the later one's file is there, and uninstalling either takes it away.
"""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

from . import rules
from .model import Problem

TIMEOUT_S = 60

#: Whose distributions are libraries for CircuitPython: others' clashes are others' matter.
PREFIXES = ("copperhead-", "adafruit-circuitpython-", "circuitpython-")

# For any Python from 3.9 on. A file that RECORD lists in two ways is one.
_LISTING = """\
import importlib.metadata, json, os
print(json.dumps([
    [d.metadata["Name"] or "", d.version,
     sorted({os.path.realpath(d.locate_file(f)) for f in d.files or () if f.suffix == ".py"})]
    for d in importlib.metadata.distributions()
]))
"""


class UnknownError(Exception):
    """There is no such Python, or it does not answer; the message tells which."""


def clashes(python: str) -> list[Problem]:
    """Return a problem for each two libraries that have a file in common.

    :param python: the program whose environment it is
    :raises UnknownError: it cannot be asked
    """
    try:
        done = subprocess.run(
            [python, "-c", _LISTING],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        listed = json.loads(done.stdout)
    except OSError as error:
        raise UnknownError(f"cannot run {python}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise UnknownError(f"{python} does not answer within {TIMEOUT_S} s") from error
    except ValueError as error:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise UnknownError(f"{python} is no Python from 3.9 on: {last}") from error
    owners = defaultdict(set)
    for name, version, files in listed:
        for path in files:
            owners[path].add((name, version))
    shared = defaultdict(list)
    for path, names in owners.items():
        if len(names) > 1 and any(_is_library(name) for name, _ in names):
            shared[tuple(sorted(names))].append(path)
    problems = []
    for both, paths in shared.items():
        first = min(paths)
        more = f", and {len(paths) - 1} more files" if len(paths) > 1 else ""
        told = " and ".join(f"{name} {version}" for name, version in both)
        removal = f"pip uninstall {' '.join(name for name, _ in both)}"
        message = (
            f"{told} both have {Path(first).name}{more}, and the one installed last counts:"
            f" {removal}, then install the one that you want"
        )
        problems.append(Problem(first, 0, rules.DISTRIBUTION_CLASH, message))
    return sorted(problems)


def _is_library(name: str) -> bool:
    return name.lower().replace("_", "-").startswith(PREFIXES)
