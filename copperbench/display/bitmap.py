# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``displayio.Bitmap``: values of 1, 2, 4, 8 or 16 bits in a grid, laid out as in the firmware."""

import array

from copperbench import native
from copperbench.bench import active
from copperbench.display import values
from copperbench.display.area import Area

#: What setting one value costs a program, in µs, on an RP2040 at 125 MHz, with the loop
#: around it: as long as programs draw, displays that refresh by themselves do so.
WRITING_US = 25


#: No board has memory for more; most have far less, and the bench does not look at their heap.
MOST_BYTES = 0x2000000


def bits_for(value_count):
    """Return how many bits hold values below ``value_count``."""
    bits = 1
    while (value_count - 1) >> bits:
        bits = bits * 2 if bits < 8 else bits + 8
    return bits


class Grid:
    """The inner side of a Bitmap: its values, and which of them have changed.

    Rows start at multiples of four bytes. Values below 8 bits lie in a byte with the
    leftmost in the highest bits.

    :param data: the bytes of the rows (an ``array``: of ``H`` where values have 16 bits), or None
    """

    def __init__(self, width, height, bits, data=None, read_only=False):
        self.width = width
        self.height = height
        self.bits = bits
        self.stride = (width * bits + 31) // 32 * 4  # bytes a row
        self.data = data
        self.read_only = read_only
        self.mask = (1 << bits) - 1
        self.dirty_area = Area(0, 0, width, height)

    def get(self, x, y):
        """Return the value at a place, 0 outside."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return 0
        bits = self.bits
        if bits == 8:
            return self.data[y * self.stride + x]
        if bits == 16:
            return self.data[y * self.stride // 2 + x]
        per_byte = 8 // bits
        byte = self.data[y * self.stride + x // per_byte]
        return byte >> (per_byte - 1 - x % per_byte) * bits & self.mask

    def put(self, x, y, value):
        """Set a value, without marking its place as changed; outside nothing happens."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        bits = self.bits
        if bits == 8:
            self.data[y * self.stride + x] = value & 0xFF
        elif bits == 16:
            self.data[y * self.stride // 2 + x] = value & 0xFFFF
        else:
            per_byte = 8 // bits
            index = y * self.stride + x // per_byte
            shift = (per_byte - 1 - x % per_byte) * bits
            kept = self.data[index] & ~(self.mask << shift)
            self.data[index] = kept | (value & self.mask) << shift

    def fill(self, value):
        """Set all values, and mark all as changed."""
        self.dirty(0, 0, self.width, self.height)
        if self.bits == 16:
            word = value
        else:
            word = 0
            for _ in range(8 // self.bits):
                word = word << self.bits | value
        data = self.data
        whole = array.array("H" if self.bits == 16 else "B", [word])
        if native.CPYTHON:
            memoryview(data)[:] = memoryview(whole * (self.stride * self.height // whole.itemsize))
        else:
            for index in range(len(data)):
                data[index] = word

    def dirty(self, x1, y1, x2, y2):
        """Mark a rectangle as changed.

        :raises RuntimeError: the bitmap is read-only
        """
        self.check_writable()
        area = Area(x1, y1, x2, y2).ordered().union(self.dirty_area)
        bounds = Area(0, 0, self.width, self.height)
        # One that ends up outside keeps the edges that were looked at first, as in the firmware.
        found = self.dirty_area
        found.x1 = max(area.x1, bounds.x1)
        found.x2 = min(area.x2, bounds.x2)
        if found.x1 < found.x2:
            found.y1 = max(area.y1, bounds.y1)
            found.y2 = min(area.y2, bounds.y2)

    def check_writable(self):
        """Raise RuntimeError where nothing may be changed."""
        if self.read_only:
            raise RuntimeError("Read-only")

    @property
    def changed(self):
        """What has changed since the last refresh, or None."""
        area = self.dirty_area
        return None if area.x1 == area.x2 or self.read_only else area

    def finish_refresh(self):
        """Take all changes as shown."""
        if not self.read_only:
            self.dirty_area.x1 = self.dirty_area.x2 = 0


def _missing(name):
    def missing(self):
        raise AttributeError(f"'Bitmap' object has no attribute '{name}'")

    return property(missing)


if native.CPYTHON:

    class _Memory(array.array):
        """Memory that the bitmap is, so that it is a buffer; the array's methods are not seen."""

        _hidden = tuple([name for name in dir(array.array) if name[:1] != "_"])

        def __new__(cls, *args, **kwargs):
            size, bits = _memory_for(args)
            return super().__new__(cls, "H" if bits == 16 else "B", bytes(size))

    for _name in _Memory._hidden:
        setattr(_Memory, _name, _missing(_name))

else:

    class _Memory:
        """On the VM a class of ours cannot be a buffer: memoryview(bitmap) is for CPython."""


def _memory_for(arguments):
    """Return how many bytes a Bitmap has, 0 if its arguments are wrong, and the bits of a value."""
    try:
        width, height, count = [native.to_int(argument) for argument in arguments]
    except (TypeError, ValueError, OverflowError):
        return 0, 8
    if not (0 <= width <= 32767 and 0 <= height <= 32767 and 1 <= count <= 65536):
        return 0, 8
    bits = bits_for(count)
    size = (width * bits + 31) // 32 * 4 * height
    return (size if size <= MOST_BYTES else 0), bits


@native.exposed
class Bitmap(native.Object, _Memory):
    """A grid of values: indices into a palette, or colours.

    It is a buffer, as in the firmware; call :meth:`dirty` after writing to it that way.
    """

    @native.constructor(3)
    def __init__(self, width, height, value_count):
        width = native.in_range(native.to_int(width), 0, 32767, "width")
        height = native.in_range(native.to_int(height), 0, 32767, "height")
        count = native.in_range(native.to_int(value_count), 1, 65536, "value_count")
        bits = bits_for(count)
        grid = Grid(width, height, bits)
        size = grid.stride * height
        if size > MOST_BYTES:
            raise MemoryError(f"memory allocation failed, allocating {size} bytes")
        grid.data = memoryview(self) if native.CPYTHON else _plain_memory(grid)
        native.hide(self, grid)

    def _in_use(self):
        grid = self._state
        if grid.data is None:
            raise ValueError(native.DEINITED)
        return grid

    width = values.attribute("width", lambda self: self._in_use().width)
    height = values.attribute("height", lambda self: self._in_use().height)
    bits_per_value = values.attribute("bits_per_value", lambda self: self._in_use().bits)

    def __getitem__(self, index):
        grid = self._in_use()
        x, y = _place(grid, index)
        return grid.get(x, y)

    def __setitem__(self, index, value):
        if value is None:
            raise AttributeError("Cannot delete values")
        grid = self._in_use()
        x, y = _place(grid, index)
        value = native.in_range(native.to_int(value), 0, grid.mask, "value")
        grid.dirty(x, y, x + 1, y + 1)
        grid.put(x, y, value)
        bench = active()
        if bench is not None:
            bench.clock.advance_us(WRITING_US)

    def __delitem__(self, index):
        raise TypeError("'Bitmap' object doesn't support item deletion")

    @native.method(2)
    def fill(self, value):
        """Set all values to ``value``."""
        grid = self._in_use()
        grid.fill(native.in_range(native.to_int(value), 0, grid.mask, "value"))

    @native.method("x1:i? y1:i? x2:i? y2:i?", check="_in_use")
    def dirty(self, x1=0, y1=0, x2=-1, y2=-1):
        """Mark what was changed through the buffer."""
        grid = self._in_use()
        x1, y1, x2, y2 = [native.to_int(edge) for edge in (x1, y1, x2, y2)]
        grid.dirty(x1, y1, grid.width if x2 == -1 else x2, grid.height if y2 == -1 else y2)

    @native.method(1)
    def deinit(self):
        """Give the memory back; all else then raises ValueError."""
        self._state.data = None

    # What an array can do, and a Bitmap cannot.

    def __len__(self):
        raise TypeError("object of type 'Bitmap' has no len()")

    def __iter__(self):
        raise values.not_iterable("Bitmap")

    def __bool__(self):
        return True

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return id(self)

    def __contains__(self, value):
        raise values.not_iterable("Bitmap")


def _plain_memory(grid):
    size = grid.stride * grid.height
    return array.array("H", bytes(size)) if grid.bits == 16 else bytearray(size)


def made(grid):
    """Return a Bitmap over ``grid``, which has data already: one that the firmware makes."""
    if not native.CPYTHON:
        return native.made(Bitmap, grid)
    bitmap = array.array.__new__(Bitmap, "H" if grid.bits == 16 else "B", bytes(grid.data))
    grid.data = memoryview(bitmap)
    native.hide(bitmap, grid)
    return bitmap


def _place(grid, index):
    """Return x and y for what stands in the brackets."""
    if isinstance(index, native.Slice):
        raise NotImplementedError("Slices not supported")
    if isinstance(index, int):
        length = grid.width * grid.height
        if not 0 <= index < length:
            raise IndexError(f"index must be 0-{length - 1}")
        return index % grid.width, index // grid.width
    x, y = values.fixed_array(index, 2)
    x = native.to_int(x)
    if not 0 <= x < grid.width:
        raise IndexError(f"x must be 0-{grid.width - 1}")
    y = native.to_int(y)
    if not 0 <= y < grid.height:
        raise IndexError(f"y must be 0-{grid.height - 1}")
    return x, y
