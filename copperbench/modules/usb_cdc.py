# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Serial lines over USB; their other end is ``bench.usb.console``."""

from copperbench import native as _native
from copperbench.bench import current as _current


def _timeout(value):
    if value is None:
        return None
    value = _native.to_float(value)
    return None if value < 0 else value


@_native.exposed
class Serial(_native.Object):
    """One serial line."""

    def __init__(self, *args, **kwargs):
        raise TypeError(_native.no_instances("Serial"))

    def _stream(self):
        return getattr(_current().usb, self._state)

    @_native.method((1, 2))
    def read(self, size=1):
        """Return up to ``size`` bytes, once they are there or the timeout is over."""
        size = _native.to_int(size)
        stream = self._stream()
        if size < 0:
            size = len(stream.arrived)
        stream.wait(size, stream.timeout)
        return stream.take(size)

    @_native.method((2, 3))
    def readinto(self, buf, nbytes=None):
        """Read into ``buf``. Return how many bytes there were."""
        buf = _native.writable(buf)
        size = len(buf) if nbytes is None else min(len(buf), _native.to_int(nbytes))
        data = self.read(size)
        buf[: len(data)] = data
        return len(data)

    @_native.method((1, 2))
    def readline(self, size=-1):
        """Return a line with its end, or what there is of it."""
        size = _native.to_int(size)
        line = b""
        while size < 0 or len(line) < size:
            byte = self.read(1)
            line += byte
            if byte in (b"", b"\n"):
                break
        return line

    @_native.method(1)
    def readlines(self):
        """Return all lines, as a list."""
        lines = []
        while True:
            line = self.readline()
            if not line:
                return lines
            lines.append(line)

    @_native.method((2, 4))
    def write(self, buf, *limits):
        """Send bytes. Return how many; where nobody listens they are lost."""
        return self._stream().put(_native.written(buf, limits))

    @_native.method(1)
    def flush(self):
        """Wait until all is sent: it is."""

    @_native.method(1)
    def reset_input_buffer(self):
        """Forget what has arrived."""
        self._stream().arrived[:] = b""

    @_native.method(1)
    def reset_output_buffer(self):
        """Forget what is not sent yet: nothing."""

    def connected(self):
        """Whether somebody listens."""
        return _current().usb.connected

    connected = _native.attribute(connected)

    def in_waiting(self):
        """How many bytes have arrived."""
        return len(self._stream().arrived)

    in_waiting = _native.attribute(in_waiting)

    def out_waiting(self):
        """How many bytes are not sent yet: none."""
        return 0

    out_waiting = _native.attribute(out_waiting)

    def timeout(self):
        """Seconds to wait for bytes; None for ever."""
        return self._stream().timeout

    def _set_timeout(self, value):
        self._stream().timeout = _timeout(value)

    timeout = _native.attribute(timeout, _set_timeout)

    def write_timeout(self):
        """Seconds to wait until bytes are sent; None for ever."""
        return self._stream().write_timeout

    def _set_write_timeout(self, value):
        self._stream().write_timeout = _timeout(value)

    write_timeout = _native.attribute(write_timeout, _set_write_timeout)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


console = _native.made(Serial, "console")
data = None  # only boot.py can have a second line


@_native.function(0)
def disable():
    """Have no serial line; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


@_native.function("*console:b? data:b?")
def enable(*, console=True, data=False):
    """Say which lines to have; in boot.py only."""
    raise RuntimeError("Cannot change USB devices now")


_native.module(__name__, "Serial", "console", "data", "disable", "enable")
