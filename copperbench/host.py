# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""CPython as a host: where ``import board`` and ``import time`` lead for a board's code.

``time`` is built into CPython, and pytest lives by it: so it is not replaced but
swapped, module by module, for the modules that are written for a board. Such a
module gets an ``__import__`` of its own, which gives it the bench's ``time``.
While no bench is in use, that one is CPython's.
"""

import builtins
import importlib.machinery
import os
import re
import sys
import sysconfig
import time
import types
from pathlib import Path

import copperbench
from copperbench import bench, busdevice, errors, native, virtual_time
from copperbench.chip import Chip

MODULES = Path(copperbench.__file__).parent / "modules"

_ROOT = str(Path(copperbench.__file__).parent)
_SITE = tuple({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
_STANDARD = sysconfig.get_path("stdlib")
# Before Python 3.10 the names that matter.
_STANDARD_NAMES = set(getattr(sys, "stdlib_module_names", ("select", "time")))
# Of the bench's modules those that only a board has: "time" tells nothing of what imports it.
_FIRMWARE = sorted(
    {path.stem for path in MODULES.iterdir() if path.suffix == ".py" or path.is_dir()}
    - _STANDARD_NAMES
    - {"__pycache__"}
)
_FOR_A_BOARD = re.compile(
    rf"^\s*(?:import|from)\s+(?:{'|'.join(_FIRMWARE)}|adafruit_\w+)\b".encode(), re.MULTILINE
)


def _late(name):
    """Return a function of ``time`` for a driver that imports it before there is a bench."""

    def call(*args):
        return getattr(virtual_time if bench.active() else time, name)(*args)

    call.__name__ = name
    return call


_CALLS = {name: _late(name) for name in virtual_time.NAMES if name != "struct_time"}


class _Time(types.ModuleType):
    """The ``time`` that code for a board sees.

    :param strict: whether names that the firmware lacks are missing on the bench too
    :param fixed: whether nothing can be set, as on a board; a test may want to replace ``sleep``
    """

    def __init__(self, strict, fixed=False):
        super().__init__("time")
        self.__dict__["_strict"] = strict
        self.__dict__["_fixed"] = fixed

    def __getattr__(self, name):
        if bench.active():
            if name in virtual_time.NAMES:
                return getattr(virtual_time, name)
            if self._strict and name[:2] != "__":
                raise AttributeError(f"'module' object has no attribute '{name}'")
        elif self._strict and name in _CALLS:
            return _CALLS[name]
        return getattr(time, name)

    def __setattr__(self, name, value):
        if self._fixed:
            raise AttributeError(f"can't set attribute '{name}'")
        super().__setattr__(name, value)

    def __dir__(self):
        if bench.active() and self._strict:
            return native.module_names(virtual_time.NAMES)
        return dir(time)


def _builtins_with(virtual):
    """Return the builtins: ``import time`` gets ``virtual``, and ``import select`` its like."""

    def import_(name, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002
        if name == "time" and level == 0:
            return virtual
        if name == "select" and level == 0 and virtual is BOARD_TIME and bench.active():
            return importlib.import_module("copperbench.modules.select")
        return builtins.__import__(name, globals, locals, fromlist, level)

    return {**vars(builtins), "__import__": import_}


#: The ``time`` of code that is written for a board.
BOARD_TIME = _Time(strict=True)
#: The same for a program that is run as on a board.
FIXED_TIME = _Time(strict=True, fixed=True)

_FOR_BOARDS = _builtins_with(BOARD_TIME)
_FOR_HOST = _builtins_with(_Time(strict=False))


class _Loader(importlib.machinery.SourceFileLoader):
    """Runs a module with the bench's ``time`` within reach."""

    def exec_module(self, module):
        strict = _FOR_A_BOARD.search(Path(self.path).read_bytes())
        module.__dict__["__builtins__"] = _FOR_BOARDS if strict else _FOR_HOST
        exec(self.get_code(module.__name__), module.__dict__)


class _Finder:
    """Finds modules for a board where Python would find them, and has them run by our loader."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if (
            spec is not None
            and type(spec.loader) is importlib.machinery.SourceFileLoader
            and is_for_a_board(spec.origin)
        ):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def is_for_a_board(path):
    """Return whether the Python file at ``path`` is written for a board.

    Of what is installed, that is what imports a module of the firmware or an
    ``adafruit_`` one; of a project's own files, all but the bench's.
    """
    if path.startswith(_ROOT):
        return False
    if path.startswith(_SITE) or "site-packages" in path:
        return bool(_FOR_A_BOARD.search(Path(path).read_bytes()))
    return not path.startswith(_STANDARD)


def whereabouts():
    """Return the file and line of the innermost code that is not the bench's, for messages."""
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        chip = isinstance(frame.f_locals.get("self"), Chip)  # one of the user's own
        if not chip and not file.startswith(_ROOT) and not file.startswith("<"):
            relative = os.path.relpath(file) if os.path.isabs(file) else file
            return f"{file if relative.startswith('..') else relative}, line {frame.f_lineno}"
        frame = frame.f_back
    return None


NATIVE = "native"
PYPI = "pypi"


def use_bus_device(which):
    """Have ``import adafruit_bus_device`` find the firmware's native one, or the one in Python.

    It counts for imports from now on.

    :param which: ``NATIVE``, ``PYPI`` for the one that is installed
        (``pip install adafruit-circuitpython-busdevice``), or the path of its wheel or folder
    :raises ImportError: it is not there
    """
    found = None
    if which != NATIVE:
        found = busdevice.Finder(None if which == PYPI else which, str(MODULES))
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, busdevice.Finder)]
    if found is not None:
        sys.meta_path.insert(0, found)
    for name in list(sys.modules):
        if name.partition(".")[0] == busdevice.PACKAGE:
            del sys.modules[name]


def install():
    """Put the bench's modules first, once."""
    errors.locate = whereabouts
    for name in _STANDARD_NAMES & {path.stem for path in MODULES.iterdir()}:
        importlib.import_module(name)  # lest the host's own code finds the board's
    if str(MODULES) not in sys.path:
        sys.path.insert(0, str(MODULES))
    if _Finder not in sys.meta_path:  # a worker of xdist has the path of its master, and not this
        # Before Python's own, and after pytest's, which must see test modules first.
        sys.meta_path.insert(sys.meta_path.index(importlib.machinery.PathFinder), _Finder)
