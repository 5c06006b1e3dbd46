# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What the firmware's objects that hold pins have in common."""

from copperbench import native, pins

_PULLS = {"UP": pins.UP, "DOWN": pins.DOWN}


class Device(native.Object):
    """An object that holds pins until ``deinit()``, and can be used in a ``with`` statement.

    Its state has ``lines``: the :class:`~copperbench.pins.Line` of each pin, or None
    once it is deinitialized.
    """

    def _check(self):
        """Raise ValueError where the object is deinitialized."""
        if self._state.lines is None:
            raise ValueError(native.DEINITED)

    @native.method(1)
    def deinit(self):
        """Free the pins; whatever else is done with the object then raises ValueError."""
        state = self._state
        if state.lines is not None:
            state.stop()
            for line in state.lines:
                line.release()
            state.lines = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.deinit()


class State:
    """What a :class:`Device` hides.

    :param user: its class's name, for messages about pins in use
    :param lines: of its pins, which are claimed
    """

    def __init__(self, user, *lines):
        self.lines = lines
        for line in lines:
            line.claim(user)

    def stop(self):
        """End what goes on at the pins. Extend it."""


def pull_of(value, argument="pull"):
    """Return a ``digitalio.Pull`` or None as the lines know it.

    :raises TypeError: it is something else
    """
    if value is None:
        return None
    from digitalio import Pull

    if not isinstance(value, Pull):
        raise TypeError(f"{argument} must be of type Pull or None, not {type(value).__name__}")
    return _PULLS[value._state]
