# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``gifio.OnDiskGif``: GIF files, one frame at a time, as the firmware decodes them.

As there, what a frame leaves transparent stays from the frame before, unless there is a
palette: then it is drawn, with a colour that is transparent. No disposal method is obeyed.
"""

from copperbench import native
from copperbench.bench import active
from copperbench.display import values
from copperbench.display.bitmap import Bitmap
from copperbench.display.color import Palette
from copperbench.display.ondisk import opened

_MOST_ACROSS = 320
_LEAST_DELAY_MS = 20  # what a shorter delay counts as in the sums
_NO_DELAY_MS = 100  # how long a frame is shown that asks for none

#: What decoding a pixel costs a program, in µs: a guess, so that a loop which only does that ends.
DECODING_US = 1


class File:
    """The inner side of an OnDiskGif.

    :param data: of the file
    :param with_palette: whether the bitmap has indices, and not colours
    :raises ValueError: it is no GIF, or too wide
    """

    def __init__(self, data, with_palette):
        if len(data) < 14 or data[:5] not in (b"GIF87", b"GIF89"):
            raise ValueError("Invalid file")
        self.data = data
        self.width = data[6] | data[7] << 8
        self.height = data[8] | data[9] << 8
        if self.width > _MOST_ACROSS:
            raise ValueError(f"width must be <= {_MOST_ACROSS}")
        self.bitmap = Bitmap(self.width, self.height, 256 if with_palette else 65536)
        self.palette = Palette(256) if with_palette else None
        self._global = bytearray(768)
        self._local = bytearray(768)
        self._flags = 0  # of the last graphic control extension
        self._transparent = 0
        self._position = 0
        self._look_through()

    def _look_through(self):
        """Find how many frames there are, and how long they last, in ms."""
        self.frames = self.duration = self.most_delay = 0
        self.least_delay = 10000
        position = self._after_header()
        try:
            while self.data[position] in (0x21, 0x2C):
                if self.data[position] == 0x2C:
                    position = self._after_blocks(self._after_descriptor(position) + 1)
                    self.frames += 1
                    continue
                if self.data[position + 1] == 0xF9 and self.data[position + 2] == 4:
                    delay = (self.data[position + 4] | self.data[position + 5] << 8) * 10
                    self._count(max(delay, _LEAST_DELAY_MS))
                position = self._after_blocks(position + 2)
        except IndexError:
            self._note_end()

    def _count(self, delay):
        self.duration += delay
        # The first one is never the least, as in the firmware.
        if delay > self.most_delay:
            self.most_delay = delay
        elif delay < self.least_delay:
            self.least_delay = delay

    @staticmethod
    def _note_end():
        bench = active()
        if bench is not None:
            bench.note("a GIF ends in the middle of a frame")

    def _after_header(self):
        flags = self.data[10]
        return 13 + (3 * (2 << (flags & 7)) if flags & 0x80 else 0)

    def _after_descriptor(self, position):
        flags = self.data[position + 9]
        return position + 10 + (3 * (2 << (flags & 7)) if flags & 0x80 else 0)

    def _after_blocks(self, position):
        """Return where blocks end, each of which begins with its length, the last one's being 0."""
        while self.data[position]:
            position += self.data[position] + 1
        return position + 1

    def next_frame(self):
        """Draw the next frame, after the last the first again. Return its delay, in ms."""
        if self._position >= len(self.data) - 1:
            self._position = 0
        try:
            delay = self._frame()
        except IndexError:
            self._note_end()
            self._position = len(self.data)
            delay = 0
        grid = self.bitmap._state
        grid.dirty(0, 0, grid.width, grid.height)
        return delay

    def _frame(self):
        data = self.data
        position = self._position
        if position == 0:
            position = self._after_header()
            self._global[: position - 13] = data[13:position]
            self._flags = 0
        delay = 0
        while data[position] == 0x21:
            if data[position + 1] == 0xF9 and data[position + 2] == 4:
                self._flags = data[position + 3]
                delay = (data[position + 4] | data[position + 5] << 8) * 10 or _NO_DELAY_MS
                if self._flags & 1:
                    self._transparent = data[position + 6]
            position = self._after_blocks(position + 2)
        if data[position] != 0x2C:  # the end, or what no GIF has
            self._position = len(data)
            return 0
        place = [data[position + n] | data[position + n + 1] << 8 for n in (1, 3, 5, 7)]
        flags = data[position + 9]
        pixels = self._after_descriptor(position)
        colors = self._global
        if flags & 0x80:
            colors = self._local
            colors[: pixels - position - 10] = data[position + 10 : pixels]
        self._position = self._after_blocks(pixels + 1)
        self._draw(place, bool(flags & 0x40), colors, _unpacked(data, pixels, place[2] * place[3]))
        return delay

    def _draw(self, place, interlaced, colors, codes):
        left, top, width, height = place
        has_hole = bool(self._flags & 1)
        if self.palette is not None:
            self._set_palette(colors, has_hole)
            table = None
        else:
            table = _words(colors)
        put = self.bitmap._state.put
        for line in range(len(codes) // width if width else 0):
            y = top + (_interlaced(line, height) if interlaced else line)
            for x in range(width):
                code = codes[line * width + x]
                if table is None:
                    put(left + x, y, code)
                elif not (has_hole and code == self._transparent):
                    put(left + x, y, table[code])
        bench = active()
        if bench is not None:
            bench.clock.advance_us(len(codes) * DECODING_US)

    def _set_palette(self, colors, has_hole):
        inner = self.palette._state
        for index in range(256):
            red, green, blue = colors[3 * index : 3 * index + 3]
            inner.set(index, red << 16 | green << 8 | blue)
            if inner.transparent[index]:
                inner.set_transparent(index, False)
        if has_hole:
            inner.set_transparent(self._transparent, True)


def _words(colors):
    """Return what a bitmap of 16 bits has for each of 256 colours."""
    words = []
    for index in range(256):
        red, green, blue = colors[3 * index : 3 * index + 3]
        word = red >> 3 << 11 | green >> 2 << 5 | blue >> 3
        words.append((word & 0xFF) << 8 | word >> 8)  # RGB565_SWAPPED
    return words


def _interlaced(line, height):
    """Return where a line of a picture belongs whose lines come in four passes."""
    for first, step in ((0, 8), (4, 8), (2, 4), (1, 2)):
        count = (height - first + step - 1) // step
        if line < count:
            return first + line * step
        line -= count
    return height


def _unpacked(data, position, most):
    """Return the codes of at most ``most`` pixels, from the byte that tells their bits on.

    The table grows with each code, up to 4096 strings of pixels.
    """
    bits = data[position]
    clear = 1 << bits
    position += 1
    fresh = [bytes((code & 0xFF,)) for code in range(clear)] + [b"", b""]
    table = list(fresh)
    size = bits + 1
    found = bytearray()
    before = b""
    number = held = 0
    while data[position] and len(found) < most:
        for byte in data[position + 1 : position + 1 + data[position]]:
            number |= byte << held
            held += 8
            while held >= size:
                code = number & (1 << size) - 1
                number >>= size
                held -= size
                if code == clear:
                    table = list(fresh)
                    size = bits + 1
                    before = b""
                    continue
                if code == clear + 1 or code > len(table) or (code == len(table) and not before):
                    return found[:most]
                string = table[code] if code < len(table) else before + before[:1]
                found += string
                if before and len(table) < 4096:
                    table.append(before + string[:1])
                    if len(table) == 1 << size and size < 12:
                        size += 1
                before = string
        position += data[position] + 1
    return found[:most]


@native.exposed
class OnDiskGif(native.Object):
    """A GIF file, of which one frame at a time is in memory."""

    @native.constructor("filename *use_palette:b?")
    def __init__(self, filename, *, use_palette=False):
        native.hide(self, File(opened(filename).read(), bool(use_palette)))

    def _in_use(self):
        if self._state.bitmap is None:
            raise ValueError(native.DEINITED)
        return self._state

    width = values.attribute("width", lambda self: self._in_use().width)
    height = values.attribute("height", lambda self: self._in_use().height)
    bitmap = values.attribute("bitmap", lambda self: self._in_use().bitmap)
    palette = values.attribute("palette", lambda self: self._in_use().palette)
    duration = values.attribute("duration", lambda self: self._in_use().duration / 1000)
    frame_count = values.attribute("frame_count", lambda self: self._in_use().frames)
    min_delay = values.attribute("min_delay", lambda self: self._in_use().least_delay / 1000)
    max_delay = values.attribute("max_delay", lambda self: self._in_use().most_delay / 1000)

    @native.method(1, check="_in_use")
    def next_frame(self):
        """Draw the next frame, and return its delay, in s."""
        return self._in_use().next_frame() / 1000

    @native.method(1)
    def deinit(self):
        """Give the memory back; all else then raises ValueError."""
        picture = self._state
        if picture.bitmap is not None:
            picture.bitmap.deinit()
        picture.bitmap = picture.palette = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.deinit()
