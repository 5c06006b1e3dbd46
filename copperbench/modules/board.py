# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The pins and buses of the board on the bench."""

from copperbench import native as _native
from copperbench.bench import current as _current

_buses = {}  # the function of each bus: board.I2C is always the same object


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    board = _current().board
    if name == "board_id":
        return board.board_id
    if name in board.pins:
        return board.pins[name]
    if name in board.functions:
        if name not in _buses:
            _buses[name] = _bus(name)
        return _buses[name]
    raise AttributeError(f"'module' object has no attribute '{name}'")


def __dir__():
    board = _current().board
    return ["board_id"] + list(board.pins) + list(board.functions)


def _bus(name):
    @_native.function(0)
    def bus():
        return _current().board_bus(name)

    return bus


_native.module(__name__)

if not _native.CPYTHON:  # there is one bench to a VM, and its dir() and import * ask no function
    for _name in __dir__():
        globals()[_name] = __getattr__(_name)
    _native.modules[__name__] = sorted(__dir__())
