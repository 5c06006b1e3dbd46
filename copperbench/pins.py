# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pins, and the boards that name them."""

from copperbench.errors import WiringError


class Pin:
    """A pin of the microcontroller.

    :ivar name: the microcontroller's name of it, such as ``GPIO3``
    """

    def __init__(self, name, label):
        self.name = name
        self.label = label  # as the board's firmware prints it
        self.user = None

    def __repr__(self):
        return "board.{}".format(self.label)


class Board:
    """A board by its id: pins by name, and which of them its buses use."""

    def __init__(self, board_id):
        from copperbench.boards import find

        data = find(board_id)
        self.board_id = board_id
        self.functions = data["functions"]
        self.pins = {}
        by_name = {}
        for label, name in data["pins"]:
            if name not in by_name:
                by_name[name] = Pin(name, label)
            self.pins[label] = by_name[name]

    def i2c_pins(self, function):
        """Return SCL and SDA of ``board.I2C()`` or ``board.STEMMA_I2C()``."""
        if function not in self.functions:
            raise WiringError("{} has no board.{}".format(self.board_id, function))
        return self.pins["SCL"], self.pins["SDA"]
