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

from copperbench.bench import current

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


_benchs_own = 0  # bytes that the bench allocated while a call was measured


def garbage(name, call):
    """Call ``call()`` twice, and keep and return the bytes that the second call leaves behind.

    A float result is one of them: 32 bytes on the VM, none on a board. What the bench itself
    needs, to let time pass and to have chips on I2C think, does not count: a board has no bench.
    """
    global _benchs_own  # noqa: PLW0603  # the two below add to it
    call()
    if not _ON_VM:
        return note(name, None)
    bench = current()
    clock = bench.clock
    buses = [bus for bus in bench.buses() if bus.KIND == "I2C"]
    clock.advance = _uncounted_advance(clock.advance)
    for bus in buses:
        bus.transfer = _uncounted_transfer(bus.transfer)
    gc.collect()
    gc.disable()
    _benchs_own = 0
    try:
        before = gc.mem_alloc()
        call()
        after = gc.mem_alloc()
    finally:
        gc.enable()
        del clock.advance
        for bus in buses:
            del bus.transfer
    return note(name, after - before - _benchs_own)


# With the arguments that they have: a tuple of any would itself be garbage.


def _uncounted_advance(advance):
    def call(seconds):
        global _benchs_own  # noqa: PLW0603
        before = gc.mem_alloc()
        advance(seconds)
        _benchs_own += gc.mem_alloc() - before

    return call


def _uncounted_transfer(transfer):
    def call(address, out, out_start, out_end, into, in_start, in_end):
        global _benchs_own  # noqa: PLW0603
        before = gc.mem_alloc()
        error = transfer(address, out, out_start, out_end, into, in_start, in_end)
        _benchs_own += gc.mem_alloc() - before
        return error

    return call


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
