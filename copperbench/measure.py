# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Heap figures of a program, taken from inside it while it runs on the VM.

    from copperbench.measure import garbage, section

    with section("start"):
        sensor = adafruit_as5600.AS5600(i2c)
    garbage("angle", lambda: sensor.angle)

The figures are in :attr:`copperbench.vm.Result.figures`. CPython has no such
figures: there every one is None, and the program runs as it is.

A figure is in bytes of whole blocks, as the collector deals them out: 32 bytes on
the VM of 64 bits, 16 on a board. The collector takes every word on the stack that
looks like a pointer for one, so an object may seem to be in use a little longer.
"""

import gc

figures = {}  #: name -> bytes, of the program that runs

_ON_VM = hasattr(gc, "mem_alloc")


def note(name, value):
    """Keep a figure of the program's own."""
    figures[name] = value
    return value


def used():
    """Return the bytes that are in use after a collection, or None on CPython."""
    if not _ON_VM:
        return None
    gc.collect()
    gc.collect()  # what a finaliser let go of
    return gc.mem_alloc()


class section:  # noqa: N801  # reads as a statement: with section("name"):
    """A ``with`` block whose heap is measured.

    Two figures: ``name`` is what stays in use after the block, ``name allocated``
    what the block allocated in all, garbage included.
    The collector rests meanwhile, so the block must fit into what is free.
    """

    def __init__(self, name):
        self._name = name
        self._allocated = name + " allocated"
        self._used = self._start = 0
        figures[name] = figures[self._allocated] = None  # takes its heap now

    def __enter__(self):
        self._used = used()
        if _ON_VM:
            gc.disable()
            self._start = gc.mem_alloc()
        return self

    def __exit__(self, kind, error, trace):
        if not _ON_VM:
            return
        allocated = gc.mem_alloc() - self._start
        gc.enable()
        left = used() - self._used
        figures[self._name] = left
        figures[self._allocated] = allocated


def garbage(name, call):
    """Call ``call()`` twice, and keep and return the bytes that the second call leaves behind.

    A float result is one of them: 32 bytes on the VM, none on a board.
    """
    call()
    if not _ON_VM:
        return note(name, None)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    call()
    after = gc.mem_alloc()
    gc.enable()
    return note(name, after - before)


def allocates(name, call):
    """Call ``call()`` twice, then with the heap locked; keep and return whether it needed heap."""
    call()
    if not _ON_VM:
        return note(name, None)
    import micropython

    micropython.heap_lock()
    try:
        call()
        found = False
    except MemoryError:
        found = True
    finally:
        micropython.heap_unlock()
    return note(name, found)


def imported(name):
    """Import the module ``name``, and keep and return the bytes that it holds from then on.

    What it imports counts where it was not imported before.
    """
    before = used()
    __import__(name)
    return note(name, None if before is None else used() - before)
