# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The boards of the bench, a module each: its pins in order, and its bus functions."""

from copperbench.errors import WiringError


def find(board_id):
    """Return the data of the board ``board_id``."""
    try:
        module = __import__("copperbench.boards." + board_id, None, None, ("PINS",))
    except ImportError:
        raise WiringError("no board is called {}".format(board_id))
    return {"pins": module.PINS, "functions": module.FUNCTIONS}
