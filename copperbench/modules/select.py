# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Waiting for streams, in virtual time: asyncio sleeps this way."""

from copperbench import native as _native
from copperbench.bench import current as _current
from copperbench.uart import wait_until as _wait_until

POLLIN = 1
POLLOUT = 4
POLLERR = 8
POLLHUP = 16


class _Poll(_native.Object):
    @_native.method((2, 3))
    def register(self, obj, eventmask=POLLIN | POLLOUT):
        """Have a stream looked at for ``eventmask``."""
        _stream(obj)
        for entry in self._state:
            if entry[0] is obj:
                entry[1] = eventmask
                return
        self._state.append([obj, eventmask])

    @_native.method(2)
    def unregister(self, obj):
        """Have a stream looked at no more."""
        self._state[:] = [entry for entry in self._state if entry[0] is not obj]

    @_native.method(3)
    def modify(self, obj, eventmask):
        """Change what a stream is looked at for.

        :raises OSError: it is not registered (errno 2)
        """
        for entry in self._state:
            if entry[0] is obj:
                entry[1] = eventmask
                return
        raise OSError(2)

    @_native.method((1, 3))
    def poll(self, timeout=-1, flags=0):
        """Wait for any of the streams. Return [(stream, events)].

        :param timeout: in ms; negative waits for ever, that is until the program's time is over
        """
        return _wait(self._state, timeout, flags)

    @_native.method((1, 3))
    def ipoll(self, timeout=-1, flags=0):
        """Do as :meth:`poll` does, and return an iterator."""
        return iter(_wait(self._state, timeout, flags))


@_native.function(0)
def poll():
    """Return an object that waits for streams."""
    return _native.made(_Poll, [])


@_native.function((3, 4))
def select(rlist, wlist, xlist, timeout=None):
    """Wait for any of the streams. Return three lists: to read, to write, in error.

    :param timeout: in s; None waits for ever
    """
    entries = []
    for streams, flag in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, 0)):
        for stream in streams:
            _stream(stream)
            entries.append([stream, flag])
    found = _wait(entries, -1 if timeout is None else int(timeout * 1000), 0)
    return (
        [stream for stream, events in found if events & POLLIN],
        [stream for stream, events in found if events & POLLOUT],
        [],
    )


def _stream(obj):
    """Return what tells the events of a stream.

    :raises OSError: it is none
    """
    state = getattr(obj, "_state", None)
    if not hasattr(state, "poll"):
        raise OSError("stream operation not supported")
    return state


def _wait(entries, timeout, flags):
    clock = _current().clock
    deadline = None if timeout < 0 else clock.us + timeout * 1000
    while True:
        found = []
        for entry in entries:
            events = _stream(entry[0]).poll(entry[1]) if entry[1] else 0
            if events:
                found.append((entry[0], events))
                if flags & 1:  # one shot
                    entry[1] = 0
        if found or (deadline is not None and clock.us >= deadline):
            return found
        due = None
        for entry in entries:
            moment = _stream(entry[0]).due
            if moment is not None and (due is None or moment < due):
                due = moment
        _wait_until(clock, due, clock.us + 1000000 if deadline is None else deadline)


_native.module(__name__, "POLLERR", "POLLHUP", "POLLIN", "POLLOUT", "poll", "select")
