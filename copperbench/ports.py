# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The pins that a program drives as a bus: claimed, and given back."""

import sys

from copperbench import native
from copperbench.pins import assert_free
from copperbench.slices import Slice


class Port:
    """Pins that a program drives as a bus.

    :param bench: the bench that they belong to
    """

    def __init__(self, bench):
        self.bench = bench
        self.bus = None  #: the wires, while the port is open
        self.pins = ()
        self.object = None  # what board.I2C() or its like returns
        self.handle = None  # the same for tests, with the wires
        self._board_pins = None  # until the board's own bus is used first
        self._peripheral = None
        self._asleep = False

    def claim(self, user, peripheral, pins):
        """Take free pins (or None each) and their peripheral."""
        self.pins = pins
        self._peripheral = peripheral
        self._asleep = False
        self.bench.peripherals.take(peripheral)
        for pin in pins:
            if pin is not None:
                pin.claim(user)

    def close(self):
        """Give the pins back."""
        if self.bus is not None:
            self.bus.closed()
            self.bus = None
            self.bench.peripherals.leave(self._peripheral)
            for pin in self.pins:
                if pin is not None:
                    pin.release()

    # The board's own buses

    def of_board(self, pins, cls, handle):
        """Belong to the board: claim its pins when they are used first."""
        self._board_pins = pins
        self._asleep = True
        self.object = native.made(cls, self)
        self.handle = native.made(handle, self)
        return self

    def open_for_board(self):
        """Open the board's own bus, unless it is."""
        if self.bus is None:
            for pin in self._board_pins:
                assert_free(pin)
            self.open(*self._board_pins)

    def wake(self):
        """Open the board's own bus for a test that has not called ``board.I2C()`` or its like.

        :raises ValueError: the port was closed
        """
        if self.bus is None:
            if not self._asleep:
                self.bench.note(
                    f"{type(self.object).__name__ if self.object else 'a bus'} is used after "
                    "deinit(): make a new one"
                )
                raise ValueError(native.DEINITED)
            self.open_for_board()


_ASKING_US = 2  # what try_lock() costs in vain, so that a loop of it ends with the program's time
_PATIENCE = 10000  # times
_CALLER = 3  # frames from lock(): try_lock, its wrapper, whoever calls it


class LockedPort(Port):
    """A bus with a lock, which closing and opening again does not change, as on a board."""

    def __init__(self, bench):
        super().__init__(bench)
        self.locked = False
        self._refused = 0  # how often the lock was asked for since somebody has it
        self.out = Slice()  # what is to be written
        self.into = Slice()  # where to read to

    def lock(self):
        """Take the lock. Return whether it was free.

        :raises ValueError: the port is closed
        """
        bus = self.bus
        if bus is None:
            self.wake()
            bus = self.bus
        if self.locked:
            self._refuse(bus)
            return False
        self._refused = 0
        self.locked = bus.locked = True
        if native.CPYTHON:
            bus.locker = sys._getframe(_CALLER).f_code.co_filename
        return True

    def _refuse(self, bus):
        """Let time pass, and tell of a program that waits for ever."""
        bus.clock.advance_us(_ASKING_US)
        self._refused += 1
        if self._refused == _PATIENCE:
            bus.mistake(
                f"{bus.name} is locked, and a program asks for the lock again and again: whoever "
                "has it never calls unlock(), and a board would hang here for ever"
            )

    def unlock(self):
        """Give the lock back.

        :raises ValueError: the port is closed
        """
        if self.bus is None:
            self.wake()
        self.locked = self.bus.locked = False

    def ready(self):
        """Return the wires.

        :raises ValueError: the port is closed
        :raises RuntimeError: nobody has its lock
        """
        if self.bus is None:
            self.wake()
        if not self.locked:
            self.bench.note(
                f"{self.bus.name} is used without its lock: call try_lock() before, unlock() after"
            )
            raise RuntimeError("Function requires lock")
        return self.bus


class Holder(native.Object):
    """A firmware object that holds a port until ``deinit()`` or the end of a ``with`` block."""

    @native.method(1)
    def deinit(self):
        """Let go of the pins; every method but this one then raises ValueError."""
        self._state.close()

    def __enter__(self):
        return self

    @native.method(4)
    def __exit__(self, kind, error, trace):
        self._state.close()


class LockHolder(Holder):
    """A firmware object with a lock.

    As in the firmware, a method first looks whether the object is still in use, then for
    the lock, then at its arguments.
    """

    @native.method(1)
    def try_lock(self):
        """Take the bus. Return whether it was free."""
        return self._state.lock()

    @native.method(1)
    def unlock(self):
        """Leave the bus to others."""
        self._state.unlock()

    def _ready(self):
        return self._state.ready()


def wait_for_lock(bus):
    """Wait until ``bus.try_lock()`` succeeds, as the firmware's bus devices do."""
    while not bus.try_lock():
        pass
