# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The pins and buses of the board on the bench."""

from copperbench.bench import current


def __getattr__(name):
    board = current().board
    if name == "board_id":
        return board.board_id
    if name in board.pins:
        return board.pins[name]
    if name in board.functions and name in ("I2C", "STEMMA_I2C"):
        return _i2c
    raise AttributeError("'module' object has no attribute '{}'".format(name))


def _i2c():
    return current().i2c
