# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The boards of the bench, by their board ids: pins, buses, port and modules of each.

They lie in ``boards.txt``, a line each, which :mod:`copperbench.boards.generate` writes.
The file is never read whole: the VM has no room for it.
"""

from copperbench.errors import WiringError
from copperbench.words import did_you_mean

#: The file of all boards.
FILE = __file__.rsplit("__init__", 1)[0] + "boards.txt"

_HEAD = 4  # lines before the first board; the last of them is the list of modules


class BoardData:
    """What is known of a board.

    :ivar board_id: as in CircuitPython's ``board.board_id``
    :ivar title: what people call it
    :ivar port: the port of CircuitPython that it runs, such as ``raspberrypi``
    :ivar nvm_size: bytes of ``microcontroller.nvm``; 0 where there is none
    :ivar functions: {name: (class in busio, the labels of its pins)}, such as ``I2C``; no
        labels where no source tells the pins
    :ivar pins: (label, the microcontroller's name) in the firmware's order
    """

    def __init__(self, fields, modules):
        self.board_id, self.title, self.port, nvm, included, functions, pins = fields
        self.nvm_size = int(nvm)
        self.functions = {}
        for function in functions.split():
            parts = function.split(":")
            self.functions[parts[0]] = (parts[1], tuple(parts[2:]))
        self.pins = [tuple(pin.split(":")) for pin in pins.split()]
        self._included = int(included, 16)
        self._modules = modules

    @property
    def modules(self):
        """The names of the modules that the board's firmware includes, as a set."""
        names = self._modules.split()
        return {name for index, name in enumerate(names) if self._included >> index & 1}


def find(board_id):
    """Return the :class:`BoardData` of a board.

    :raises WiringError: there is no such board; the message has the nearest ids
    """
    line = _find_line(b"\n" + board_id.encode() + b"\t")
    if line is None:
        raise WiringError(f"no board has the id {board_id!r}{did_you_mean(board_id, ids())}")
    with open(FILE, encoding="utf-8") as file:
        for _ in range(_HEAD):
            modules = file.readline()
    return BoardData(line.decode().split("\t"), modules)


def ids():
    """Return the ids of all boards, sorted."""
    with open(FILE, encoding="utf-8") as file:
        return [line[: line.find("\t")] for line in file][_HEAD:]


def _find_line(start):
    """Return the line that begins with ``start``, or None.

    Read in pieces, as the VM's own lines cost a call of the system for each byte.
    """
    with open(FILE, "rb") as file:
        text = b""
        while True:
            piece = file.read(16384)
            text += piece
            begin = text.find(start)
            if begin >= 0:
                end = text.find(b"\n", begin + 1)
                if end >= 0 or not piece:
                    return text[begin + 1 : end]
            elif not piece:
                return None
            else:
                text = text[-len(start) :]
