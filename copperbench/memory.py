# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Memory of the microcontroller's that programs use byte by byte, as ``microcontroller.nvm``."""

from copperbench import native

_KINDS = ("bytes", "bytearray", "memoryview", "array")


class Memory(native.Object):
    """What is read and set like a bytearray, and is none.

    Its state is a function that returns the bytes.
    """

    def __init__(self, *args, **kwargs):
        raise TypeError(native.no_instances(type(self).__name__))

    def __len__(self):
        return len(self._state())

    def __bool__(self):
        return len(self._state()) != 0

    def __iter__(self):
        raise TypeError(self._no_items())

    def _no_items(self):
        return native.words(f"'{type(self).__name__}' object isn't iterable")

    def __bytes__(self):
        raise TypeError(self._no_items())

    def __contains__(self, value):
        raise TypeError(self._no_items())

    def __getitem__(self, index):
        memory = self._state()
        if isinstance(index, native.Slice):
            start, stop = _bounds(index, len(memory))
            return bytearray(memory[start:stop])
        return memory[native.index(index, len(memory), type(self).__name__)]

    def __setitem__(self, index, value):
        memory = self._state()
        if isinstance(index, native.Slice):
            start, stop = _bounds(index, len(memory))
            memory[start:stop] = _bytes_of(value, stop - start)
            return
        index = native.index(index, len(memory), type(self).__name__)
        value = native.to_int(value)
        memory[index] = native.in_range(value, 0, 255, "bytes")

    def __delitem__(self, index):
        name = type(self).__name__
        raise TypeError(f"'{name}' object doesn't support item deletion")


def _bounds(index, length):
    if index.step not in (None, 1):
        raise NotImplementedError("only slices with step=1 (aka None) are supported")
    start, stop, _ = index.indices(length)
    return start, stop if stop > start else start


def _bytes_of(value, length):
    if type(value).__name__ not in _KINDS:
        raise NotImplementedError("array/bytes required on right side")
    if len(bytes(value)) != length:
        raise ValueError("Slice and value different lengths.")
    if native.item_size(value) != 1:
        raise ValueError("Array values should be single bytes.")
    return bytes(value)
