# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``buffer, start=, end=`` as the firmware takes them: first the numbers, then the buffer."""

from copperbench import native

_ALL = native.ALL
_ZERO = 0


class Slice:
    """A part of a program's buffer, in bytes.

    It is kept, one for each argument of that kind, since to make one for each call would
    be garbage on the VM.

    :ivar start: of the first byte
    :ivar end: past the last byte; not after ``start`` where there is none
    """

    def __init__(self):
        self.start = 0
        self.end = 0
        self._whole = True

    def bounds(self, start, end):
        """Take the indices of the first item, and past the last.

        :raises TypeError: one is no integer
        """
        whole = self._whole = start is _ZERO and end is _ALL
        if not whole:
            self.start = native.to_int(start)
            self.end = native.to_int(end)

    def readable(self, bus, buffer):
        """Return the bytes of ``buffer`` to read from.

        :raises TypeError: it is no buffer
        """
        if type(buffer) is bytes or type(buffer) is bytearray:
            self._cut(bus, len(buffer), 1)
            return buffer
        view = native.readable(buffer)
        self._cut(bus, len(view), native.item_size(buffer))
        return view

    def writable(self, bus, buffer):
        """Return the bytes of ``buffer`` to write to.

        :raises TypeError: it is no buffer, or cannot be written to
        """
        if type(buffer) is bytearray:
            self._cut(bus, len(buffer), 1)
            return buffer
        view = native.writable(buffer)
        self._cut(bus, len(view), native.item_size(buffer))
        return view

    def _cut(self, bus, length, size):
        """Make indices of bytes of the bounds, which count items and may count from the end."""
        if self._whole:
            self.start = 0
            self.end = length
            return
        items = length // size
        start = self.start
        end = self.end
        if start < 0:
            start += items
            if start < 0:
                bus.mistake(
                    f"start={start - items} lies before a buffer of {items} items: "
                    "the firmware uses memory outside it"
                )
                start = 0
        if end < 0:
            end += items
        self.start = (start if start < items else items) * size
        self.end = (end if end < items else items) * size
