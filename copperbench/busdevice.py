# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``adafruit_bus_device`` in Python, in place of the firmware's native one, for CPython as a host.

Boards without the native one use it, and it talks differently: it looks for a chip with
an empty write and then, where that fails, with a read.
"""

import __future__

import importlib.machinery
import sys
import zipfile
from pathlib import Path

PACKAGE = "adafruit_bus_device"


class Finder:
    """Finds the package in a wheel or a folder.

    :param place: the path of either, or None for what is installed
    :param native: the folder of the firmware's one, which is not it
    :raises ImportError: it is not there
    """

    def __init__(self, place, native):
        if place is None:
            path = [entry for entry in sys.path if entry != native]
            spec = importlib.machinery.PathFinder.find_spec(PACKAGE, path)
            if spec is None or spec.origin is None:
                raise ImportError(
                    f"no {PACKAGE} is installed: pip install adafruit-circuitpython-busdevice"
                )
            place = Path(spec.origin).parents[1]
        place = Path(place)
        if not place.exists():
            raise ImportError(f"{place} is not there")
        self._root = zipfile.Path(place) if place.suffix == ".whl" else place
        if not (self._root / PACKAGE / "i2c_device.py").is_file():
            raise ImportError(f"{place} has no {PACKAGE}")

    def find_spec(self, name, path=None, target=None):
        """Return where a module of the package is, or None for others."""
        if name.partition(".")[0] != PACKAGE:
            return None
        file = self._root
        for part in name.split("."):
            file = file / part
        package = name == PACKAGE
        file = file / "__init__.py" if package else file.parent / (file.name + ".py")
        if not file.is_file():
            return None
        spec = importlib.machinery.ModuleSpec(name, _Loader(file), origin=str(file))
        if package:
            spec.submodule_search_locations = []
        return spec


class _Loader:
    """Runs a module as a board does: annotations are not looked at."""

    def __init__(self, file):
        self._file = file

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__file__ = str(self._file)
        source = self._file.read_text(encoding="utf-8")
        flags = __future__.annotations.compiler_flag
        exec(compile(source, module.__file__, "exec", flags, dont_inherit=True), module.__dict__)
