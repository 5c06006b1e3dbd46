# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``displayio.OnDiskBitmap``: BMP files, read as the firmware reads them.

It reads pixel by pixel when it draws, knows only files whose last row comes first,
and takes the height as 16 bits: a file with the first row first is read as one that
is very high, and shows nothing.
"""

from copperbench import native
from copperbench.bench import active
from copperbench.display import values
from copperbench.display.color import ColorConverter, Palette
from copperbench.errors import os_error

_HEADERS = (12, 40, 108, 124)


class File:
    """The inner side of an OnDiskBitmap."""

    changed = None  # a file is not looked at for changes

    def __init__(self, data):
        if len(data) < 26 or data[:2] != b"BM":
            raise ValueError("Invalid file")
        self.data = data
        header = _number(data, 14, 4)
        if header not in _HEADERS:
            raise ValueError(
                f"Only Windows format, uncompressed BMP supported: given header size is {header}"
            )
        if len(data) < 14 + header:
            raise ValueError("Invalid file")
        long = header >= 40
        compression = _number(data, 30, 4) if long else 0
        if compression not in (0, 3):
            raise ValueError("RLE-compressed BMP not supported")
        self.offset = _number(data, 10, 4)
        self.bitfields = compression == 3
        self.bits = _number(data, 28, 2)
        self.width = _number(data, 18, 4) & 0xFFFF
        self.height = _number(data, 22, 4) & 0xFFFF
        self.shader = None
        self.masks = (0x7C00, 0x3E0, 0x1F)
        if self.bits == 16:
            if header >= 56 or self.bitfields:
                self.masks = tuple([_number(data, 54 + 4 * index, 4) for index in range(3)])
        elif self.bits <= 8:
            self.shader = self._palette(header, _number(data, 46, 4) if long else 0)
        if self.shader is None:
            self.shader = ColorConverter()
        if self.bits >= 16:
            self.stride = (self.width * (self.bits // 8) + 3) // 4 * 4
        else:
            self.stride = (self.width * self.bits + 31) // 32 * 4

    def _palette(self, header, count):
        count = count or 1 << self.bits
        start = 14 + header
        if len(self.data) < start + 4 * count:
            raise ValueError("Unable to read color palette data")
        palette = Palette(count)
        for index in range(count):
            # The fourth byte is kept too; the firmware does not look at it.
            palette._state.set(index, _number(self.data, start + 4 * index, 4))
        return palette

    def location(self, x, y):
        """Return where in the file the bytes of a pixel begin, and how many they are."""
        size = self.bits // 8 or 1
        across = x * size if self.bits >= 8 else x * self.bits // 8
        return self.offset + (self.height - y - 1) * self.stride + across, size

    def get(self, x, y):
        """Return the value at a place, 0 outside."""
        if not (0 <= x < self.width and 0 <= y < self.height and y < 0x8000 and x < 0x8000):
            return 0
        start, size = self.location(x, y)
        return self.value(_number(self.data, start, size), x)

    def value(self, raw, x):
        """Return what the bytes of a pixel mean: an index, or a colour."""
        bits = self.bits
        if bits <= 8:
            return raw >> 8 - bits - x * bits % 8 & (1 << bits) - 1
        if bits == 16:
            red, green, blue = [raw & mask for mask in self.masks]
            if self.masks[1] == 0x07E0:
                red >>= 11
                green >>= 5
            else:
                red >>= 10
                green >>= 4
            return (red & 0xFF) << 19 | (green & 0xFF) << 10 | (blue & 0xFF) << 3
        return raw & 0xFFFFFF if bits == 32 and self.bitfields else raw

    def finish_refresh(self):
        """Do nothing: a file does not change."""


def _number(data, start, size):
    """Return the little-endian number at a place of the file; what lies behind its end is 0."""
    found = 0
    for index, byte in enumerate(data[start : start + size]):
        found |= byte << 8 * index
    return found


@native.exposed
class OnDiskBitmap(native.Object):
    """A BMP file."""

    @native.constructor(1)
    def __init__(self, file):
        picture = File(opened(file).read())
        missing = picture.offset + picture.stride * picture.height - len(picture.data)
        bench = active()
        if missing > 0 and bench is not None:
            bench.note(
                f"a picture of {picture.width} by {picture.height} pixels lacks {missing} bytes"
            )
        native.hide(self, picture)

    width = values.attribute("width", lambda self: self._state.width)
    height = values.attribute("height", lambda self: self._state.height)
    pixel_shader = values.attribute("pixel_shader", lambda self: self._state.shader)


def opened(file):
    """Return a file at its beginning, by its name or as it is.

    :raises TypeError: it is neither
    """
    if isinstance(file, str):
        file = _open(file)
    elif not hasattr(file, "readinto"):
        raise TypeError("file must be a file opened in byte mode")
    file.seek(0)
    return file


def _open(name):
    """Open a file of the drive, or of the host where there is none."""
    bench = active()
    if bench is not None and bench.drive is not None:
        return bench.drive.open(name, "rb")
    try:
        return open(name, "rb")
    except OSError as error:
        number = error.errno
    raise os_error(number)
