# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Pins, and the boards that name them."""

from copperbench import native
from copperbench.errors import WiringError


class Pin:
    """A pin of the microcontroller.

    :ivar name: the microcontroller's name of it, such as ``GPIO3``
    :ivar user: who has claimed it, or None
    """

    def __init__(self, name, label):
        self.name = name
        self.label = label  # as the board's firmware prints it
        self.user = None
        self.level = None  #: True or False; None while nobody drives it
        self._watchers = []

    @property
    def number(self):
        """The number in its name, such as 3 of ``GPIO3``."""
        digits = self.name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ_")
        return int(digits) if digits.isdigit() else 0

    def claim(self, user):
        """Keep the pin for ``user``, until :meth:`release`."""
        self.user = user

    def release(self):
        """Give the pin back."""
        self.user = None

    def watch(self, call):
        """Have ``call(level)`` called whenever the level at the pin changes: chips watch their CS."""
        self._watchers.append(call)

    def __repr__(self):
        return "board.{}".format(self.label)


def free_pin(value, name, none=False):
    """Return ``value``, an argument called ``name`` that must be a pin which nobody has claimed.

    :param none: whether it may be None
    :raises TypeError: it is no pin
    :raises ValueError: it is in use
    """
    native.of_type(value, Pin, name, none)
    assert_free(value)
    return value


def assert_free(pin):
    """Raise ValueError where ``pin`` (or None) is in use."""
    if pin is not None and pin.user is not None:
        raise ValueError("{} in use".format(pin.label))


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
