# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Drawing and text in a buffer of pixels, of which each display wants its own format.

::

    buffer = bytearray(128 * 64 // 8)
    frame = FrameBuffer(buffer, 128, 64, MVLSB)
    frame.text("Hello", 0, 0, 1)

Coordinates count from the upper left corner, x to the right and y down; what lies outside is
clipped. A colour is 0 or not 0 in the formats of one bit, a grey level in those of two, four
and eight, and 24-bit RGB, as ``0xFF8000`` or ``(255, 128, 0)``, in the others.

The layouts are those of MicroPython's ``framebuf``, which calls ``MHMSB`` ``MONO_HLSB``.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Union

    Buffer = Union[bytearray, memoryview]
    Color = Union[int, tuple[int, int, int]]

MVLSB = 0  #: One bit; a byte is eight pixels of a column, bit 0 on top: SSD1306 and its like.
RGB565 = 1  #: 16 bits, the low byte first.
GS4_HMSB = 2  #: Four bits; a byte is two pixels of a row, the left one in the high nibble.
MHMSB = 3  #: One bit; a byte is eight pixels of a row, bit 7 on the left: e-paper, Sharp.
RGB888 = 4  #: Three bytes: red, green, blue.
GS2_HMSB = 5  #: Two bits; a byte is four pixels of a row, the lowest bits on the left.
GS8 = 6  #: A byte for each pixel.

# Formats. Each has, in the frame's own coordinates and without clipping:
#   set_pixel, get_pixel, fill, fill_rect   as upstream's, so a program may bring its own format
#   _bits, _rows    how many bits of a row of bytes a pixel takes, how many rows of pixels it has
#   _strip          draws up to 23 pixels in a line, one for each bit that is set


def _grey(color: "Color", bits: int) -> int:
    """Return a colour as a grey level of so many bits."""
    if isinstance(color, tuple):
        return (77 * color[0] + 150 * color[1] + 29 * color[2]) >> 16 - bits  # Rec. 601
    return color & (1 << bits) - 1


def _paint(buf: "Buffer", start: int, stop: int, mask: int, value: int, run: "bytes") -> None:
    """Set the bits ``mask`` of some bytes to those of ``value``, with ``run`` if it is as long."""
    if mask == 0xFF and len(run) == stop - start:
        buf[start:stop] = run
        return
    value &= mask
    mask ^= 0xFF
    for index in range(start, stop):
        buf[index] = buf[index] & mask | value


def _run(buf: "Buffer", value: int, length: int) -> bytes:
    """Return what is quicker than a loop for so many bytes, or nothing."""
    # Not each buffer can be sliced: that of an e-paper display may lie in an SRAM chip.
    if length > 7 and isinstance(buf, (bytearray, memoryview)):
        return bytes((value,)) * length
    return b""


class _Format:
    _bits = 8
    _rows = 1

    @classmethod
    def fill(cls, framebuf: "FrameBuffer", color: "Color") -> None:
        """Set all pixels of a frame."""
        cls.fill_rect(framebuf, 0, 0, framebuf.width, framebuf.height, color)


class MVLSBFormat(_Format):
    """One bit a pixel, eight rows in a byte."""

    _rows = 8

    @staticmethod
    def set_pixel(framebuf: "FrameBuffer", x: int, y: int, color: "Color") -> None:
        """Set a pixel."""
        index = (y >> 3) * framebuf.stride + x
        bit = 1 << (y & 7)
        if color:
            framebuf.buf[index] |= bit
        else:
            framebuf.buf[index] &= bit ^ 0xFF

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel."""
        return framebuf.buf[(y >> 3) * framebuf.stride + x] >> (y & 7) & 1

    @staticmethod
    def fill_rect(
        framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle."""
        buf = framebuf.buf
        value = 0xFF if color else 0
        run = _run(buf, value, width)
        start = (y >> 3) * framebuf.stride + x
        y &= 7
        height += y  # from the upper edge of the first byte
        mask = 0xFF << y & 0xFF
        while height > 0:
            if height < 8:
                mask &= 0xFF >> 8 - height
            _paint(buf, start, start + width, mask, value, run)
            start += framebuf.stride
            height -= 8
            mask = 0xFF

    @staticmethod
    def _strip(
        framebuf: "FrameBuffer", x: int, y: int, dx: int, dy: int, bits: int, color: "Color"
    ) -> None:
        buf = framebuf.buf
        stride = framebuf.stride
        if dx:
            index = (y >> 3) * stride + x
            bit = 1 << (y & 7)
            while bits:
                if bits & 1:
                    if color:
                        buf[index] |= bit
                    else:
                        buf[index] &= bit ^ 0xFF
                index += dx
                bits >>= 1
            return
        if dy < 0:  # turn them round
            bits, rest = 0, bits
            y += 1
            while rest:
                bits = bits << 1 | rest & 1
                rest >>= 1
                y -= 1
        index = (y >> 3) * stride + x
        bits <<= y & 7
        while bits:
            if color:
                buf[index] |= bits & 0xFF
            else:
                buf[index] &= ~bits
            index += stride
            bits >>= 8


class _Packed(_Format):
    """Some bits a pixel, several columns in a byte."""

    _msb_left = 0  # what turns a pixel's place in its byte round: 0, or 8 less _bits

    @classmethod
    def set_pixel(cls, framebuf: "FrameBuffer", x: int, y: int, color: "Color") -> None:
        """Set a pixel."""
        cls._strip(framebuf, x, y, 1, 0, 1, color)

    @classmethod
    def get_pixel(cls, framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel."""
        at = (y * framebuf.stride + x) * cls._bits
        return framebuf.buf[at >> 3] >> ((at & 7) ^ cls._msb_left) & (1 << cls._bits) - 1

    @classmethod
    def _level(cls, color: "Color") -> int:
        """Return a colour as what all pixels of a byte are then."""
        bits = cls._bits
        if bits == 1:
            return 0xFF if color else 0
        return _grey(color, bits) * (0xFF // ((1 << bits) - 1))

    @classmethod
    def fill_rect(
        cls, framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle."""
        buf = framebuf.buf
        bits = cls._bits
        pitch = framebuf.stride * bits >> 3
        value = cls._level(color)
        first = x * bits
        last = first + width * bits - 1
        head = first & 7
        tail = ~last & 7  # bits of the last byte that are not in it
        start = y * pitch + (first >> 3)
        length = (last >> 3) - (first >> 3)
        if cls._msb_left:
            head = 0xFF >> head
            tail = 0xFF << tail & 0xFF
        else:
            head = 0xFF << head & 0xFF
            tail = 0xFF >> tail
        run = _run(buf, value, length - 1)
        for _ in range(height):
            stop = start + length
            if length:
                _paint(buf, start, start + 1, head, value, b"")
                _paint(buf, start + 1, stop, 0xFF, value, run)
                _paint(buf, stop, stop + 1, tail, value, b"")
            else:
                _paint(buf, start, stop + 1, head & tail, value, b"")
            start += pitch

    @classmethod
    def _strip(
        cls, framebuf: "FrameBuffer", x: int, y: int, dx: int, dy: int, bits: int, color: "Color"
    ) -> None:
        buf = framebuf.buf
        each = cls._bits
        flip = cls._msb_left
        ones = (1 << each) - 1
        level = cls._level(color) & ones
        at = (y * framebuf.stride + x) * each
        step = (dy * framebuf.stride + dx) * each
        while bits:
            if bits & 1:
                shift = at & 7 ^ flip
                buf[at >> 3] = buf[at >> 3] & ~(ones << shift) | level << shift
            at += step
            bits >>= 1


class MHMSBFormat(_Packed):
    """One bit a pixel, eight columns in a byte."""

    _bits = 1
    _msb_left = 7


class GS2HMSBFormat(_Packed):
    """Two bits a pixel, four columns in a byte."""

    _bits = 2

    @classmethod
    def rect(
        cls, framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle's outline."""
        cls.fill_rect(framebuf, x, y, width, 1, color)
        cls.fill_rect(framebuf, x, y + height - 1, width, 1, color)
        cls.fill_rect(framebuf, x, y, 1, height, color)
        cls.fill_rect(framebuf, x + width - 1, y, 1, height, color)


class GS4HMSBFormat(_Packed):
    """Four bits a pixel, two columns in a byte."""

    _bits = 4
    _msb_left = 4


class _Whole(_Format):
    """Whole bytes a pixel."""

    @staticmethod
    def _encoded(color: "Color") -> bytes:
        raise NotImplementedError

    @classmethod
    def set_pixel(cls, framebuf: "FrameBuffer", x: int, y: int, color: "Color") -> None:
        """Set a pixel."""
        cls._strip(framebuf, x, y, 1, 0, 1, color)

    @classmethod
    def fill_rect(
        cls, framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle."""
        size = cls._bits >> 3
        run = cls._encoded(color) * width
        start = (y * framebuf.stride + x) * size
        for _ in range(height):
            framebuf.buf[start : start + width * size] = run
            start += framebuf.stride * size

    @classmethod
    def _strip(
        cls, framebuf: "FrameBuffer", x: int, y: int, dx: int, dy: int, bits: int, color: "Color"
    ) -> None:
        buf = framebuf.buf
        size = cls._bits >> 3
        data = cls._encoded(color)
        index = (y * framebuf.stride + x) * size
        step = (dy * framebuf.stride + dx) * size
        while bits:
            if bits & 1:
                for offset in range(size):
                    buf[index + offset] = data[offset]
            index += step
            bits >>= 1


class GS8Format(_Whole):
    """Eight bits a pixel."""

    @staticmethod
    def _encoded(color: "Color") -> bytes:
        return bytes((_grey(color, 8),))

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel."""
        return framebuf.buf[y * framebuf.stride + x]


class RGB565Format(_Whole):
    """16 bits a pixel, the low byte first."""

    _bits = 16

    @staticmethod
    def color_to_rgb565(color: "Color") -> bytes:
        """Return the two bytes of a colour, the low one first."""
        if isinstance(color, tuple):
            red, green, blue = color
        else:
            red = color >> 16
            green = color >> 8
            blue = color
        return bytes((green << 3 & 0xE0 | blue >> 3 & 0x1F, red & 0xF8 | green >> 5 & 7))

    _encoded = color_to_rgb565

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel as 24-bit RGB, whose lowest bits are 0."""
        index = (y * framebuf.stride + x) * 2
        low = framebuf.buf[index]
        high = framebuf.buf[index + 1]
        return (high & 0xF8) << 16 | (high & 7) << 13 | (low & 0xE0) << 5 | (low & 0x1F) << 3


class RGB888Format(_Whole):
    """Three bytes a pixel."""

    _bits = 24

    @staticmethod
    def _encoded(color: "Color") -> bytes:
        if isinstance(color, tuple):
            return bytes(color)
        return bytes((color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF))

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel as 24-bit RGB."""
        buf = framebuf.buf
        index = (y * framebuf.stride + x) * 3
        return buf[index] << 16 | buf[index + 1] << 8 | buf[index + 2]


_FORMATS = (
    MVLSBFormat,
    RGB565Format,
    GS4HMSBFormat,
    MHMSBFormat,
    RGB888Format,
    GS2HMSBFormat,
    GS8Format,
)


class FrameBuffer:
    """A frame of pixels in a buffer.

    :param buf: where the pixels are, such as a ``bytearray`` or a ``memoryview``
    :param width: pixels in a row
    :param height: rows
    :param buf_format: ``MVLSB``, ``MHMSB``, ``GS2_HMSB``, ``GS4_HMSB``, ``GS8``, ``RGB565`` or
        ``RGB888``
    :param stride: pixels from one row to the next, if more than ``width``; where several
        columns share a byte, it is rounded up so that a row begins with a byte
    :raises ValueError: there is no such format, a size is below 1, the stride is less than
        the width, or the buffer is too short
    """

    #: What a subclass wants called with each area that a drawing call may have changed,
    #: ``(x, y, width, height)`` in the buffer's own coordinates, inside the frame; it sets
    #: this in its ``__init__``, so that others pay nothing.
    _touch: "Callable[[int, int, int, int], None] | None" = None

    _rotation = 0
    _font: "BitmapFont | None" = None

    def __init__(
        self,
        buf: "Buffer",
        width: int,
        height: int,
        buf_format: int = MVLSB,
        stride: "int | None" = None,
    ) -> None:
        if buf_format not in range(len(_FORMATS)):
            raise ValueError("invalid format")
        if width < 1 or height < 1:
            raise ValueError("width and height must be 1 or more")
        if stride is None:
            stride = width
        if stride < width:
            raise ValueError("stride must be width or more")
        self.buf = buf
        self.width = width
        self.height = height
        self.format: Any = _FORMATS[buf_format]()
        bits = self.format._bits
        rows = self.format._rows
        while stride * bits & 7:
            stride += 1
        self.stride = stride
        length = (stride * bits * ((height - 1) // rows) + width * bits + 7) >> 3
        if hasattr(buf, "__len__") and len(buf) < length:
            raise ValueError(f"buffer must have {length} bytes or more")

    @property
    def rotation(self) -> int:
        """By how many quarters of a turn, clockwise, what is drawn is turned: 0 to 3.

        :attr:`width` and :attr:`height` remain those of the buffer.

        :raises ValueError: it is assigned something else
        """
        return self._rotation

    @rotation.setter
    def rotation(self, val: int) -> None:
        if val not in (0, 1, 2, 3):
            raise ValueError("must be 0 to 3")
        self._rotation = val

    # Drawing

    def fill(self, color: "Color") -> None:
        """Set all pixels."""
        self.format.fill(self, color)
        if self._touch:
            self._touch(0, 0, self.width, self.height)

    def pixel(self, x: int, y: int, color: "Color | None" = None) -> "int | None":
        """Set a pixel, or return it if there is no ``color``; ``None`` if it lies outside."""
        rotation = self._rotation
        if rotation:
            if rotation & 1:
                x, y = y, x
            if rotation < 3:
                x = self.width - 1 - x
            if rotation > 1:
                y = self.height - 1 - y
        if x < 0 or y < 0 or x >= self.width or y >= self.height:
            return None
        if color is None:
            return self.format.get_pixel(self, x, y)
        self.format.set_pixel(self, x, y, color)
        if self._touch:
            self._touch(x, y, 1, 1)
        return None

    def hline(self, x: int, y: int, width: int, color: "Color") -> None:
        """Draw a line to the right."""
        self._area(x, y, width, 1, color)

    def vline(self, x: int, y: int, height: int, color: "Color") -> None:
        """Draw a line down."""
        self._area(x, y, 1, height, color)

    def fill_rect(self, x: int, y: int, width: int, height: int, color: "Color") -> None:
        """Set the pixels of a rectangle."""
        self._area(x, y, width, height, color)

    def rect(
        self, x: int, y: int, width: int, height: int, color: "Color", fill: bool = False
    ) -> None:
        """Draw the outline of a rectangle, or all of it if ``fill``."""
        if fill or width < 3 or height < 3:
            self._area(x, y, width, height, color)
            return
        self._area(x, y, width, 1, color)
        self._area(x, y + height - 1, width, 1, color)
        self._area(x, y + 1, 1, height - 2, color)
        self._area(x + width - 1, y + 1, 1, height - 2, color)

    def line(self, x_0: int, y_0: int, x_1: int, y_1: int, color: "Color") -> None:
        """Draw a line from one point to another, both included."""
        d_x = abs(x_1 - x_0)
        d_y = abs(y_1 - y_0)
        if not d_x or not d_y:
            self._area(min(x_0, x_1), min(y_0, y_1), d_x + 1, d_y + 1, color)
            return
        s_x = -1 if x_0 > x_1 else 1
        s_y = -1 if y_0 > y_1 else 1
        # Along u, the longer way, one pixel after the other; v goes along as it must.
        if d_x > d_y:
            d_u, d_v, u, s_u, size = d_x, d_y, x_0, s_x, self.width
        else:
            d_u, d_v, u, s_u, size = d_y, d_x, y_0, s_y, self.height
        if self._rotation & 1:
            size = self.width + self.height - size
        # Only from where it may be inside to where it no longer can be.
        first = max(0, -u if s_u > 0 else u - size + 1)
        last = min(d_u, size - 1 - u if s_u > 0 else u)
        for step in range(first, last + 1):
            across = (2 * d_v * step + d_u - 1) // (2 * d_u)
            if d_x > d_y:
                self.pixel(x_0 + s_x * step, y_0 + s_y * across, color)
            else:
                self.pixel(x_0 + s_x * across, y_0 + s_y * step, color)

    def circle(
        self, center_x: int, center_y: int, radius: int, color: "Color", fill: bool = False
    ) -> None:
        """Draw a circle, or a disc if ``fill``, that is 2 · ``radius`` + 1 pixels across."""
        self.ellipse(center_x, center_y, radius, radius, color, fill)

    def ellipse(
        self,
        center_x: int,
        center_y: int,
        x_radius: int,
        y_radius: int,
        color: "Color",
        fill: bool = False,
        mask: int = 0b1111,
    ) -> None:
        """Draw an ellipse, or those of its quarters that are in ``mask``.

        :param mask: bit 0 for the upper right quarter, then against the clock
        """
        if x_radius < 0 or y_radius < 0:
            return
        # Its pixels are those within a radius that is half a pixel longer.
        a = 2 * x_radius + 1
        b = 2 * y_radius + 1
        p = q = 4  # as small as may be: boards count to 2**30 without effort
        limit = a * a
        if a != b:
            p *= b * b
            q *= a * a
            limit *= b * b
        x = x_radius
        for y in range(y_radius + 1):
            end = x + 1
            below = limit - q * (y + 1) * (y + 1)
            while x >= 0 and p * x * x > below:
                x -= 1
            start = 0 if fill else min(x + 1, end - 1)
            length = end - start
            if mask & 1:
                self._area(center_x + start, center_y - y, length, 1, color)
            if mask & 2:
                self._area(center_x - end + 1, center_y - y, length, 1, color)
            if mask & 4:
                self._area(center_x - end + 1, center_y + y, length, 1, color)
            if mask & 8:
                self._area(center_x + start, center_y + y, length, 1, color)

    def poly(
        self, x: int, y: int, coords: "Sequence[int]", color: "Color", fill: bool = False
    ) -> None:
        """Draw a closed polygon.

        :param x: what is added to all x of ``coords``
        :param y: what is added to all y of ``coords``
        :param coords: x and y of each corner in turn, such as ``array("h", [0, 0, 9, 0, 4, 7])``
        """
        count = len(coords) & ~1
        if fill:
            for row in range(min(coords[1:count:2]), max(coords[1:count:2])):
                crossings = []
                for index in range(0, count, 2):
                    x_0 = coords[index - 2 if index else count - 2]
                    y_0 = coords[index - 1 if index else count - 1]
                    x_1 = coords[index]
                    y_1 = coords[index + 1]
                    if (y_0 <= row) != (y_1 <= row):
                        crossings.append(
                            x_0 + (2 * (row - y_0) * (x_1 - x_0) + y_1 - y_0) // (2 * (y_1 - y_0))
                        )
                crossings.sort()
                for index in range(0, len(crossings), 2):
                    left = crossings[index]
                    self._area(x + left, y + row, crossings[index + 1] - left + 1, 1, color)
        for index in range(0, count, 2):
            self.line(
                x + coords[index - 2 if index else count - 2],
                y + coords[index - 1 if index else count - 1],
                x + coords[index],
                y + coords[index + 1],
                color,
            )

    def text(
        self,
        string: str,
        x: int,
        y: int,
        color: "Color" = 1,
        *,
        font_name: str = "font5x8.bin",
        size: int = 1,
    ) -> None:
        """Draw text, whose upper left corner is at ``x``, ``y``; a new line begins at ``x``.

        :param font_name: the file of another font, as :class:`BitmapFont` has it
        :param size: pixels of the frame for each pixel of the font
        :raises ValueError: ``size`` is below 1
        :raises OSError: there is no such file
        :raises RuntimeError: the file is no font
        """
        if size < 1:
            raise ValueError("size must be 1 or more")
        font = self._font
        if font is None or font.font_name != font_name:
            if font is not None:
                font.deinit()
                self._font = None
            font = self._font = BitmapFont(font_name)
        left = x
        for char in string:
            if char == "\n":
                x = left
                y += font.font_height * size
            else:
                font.draw_char(char, x, y, self, color, size)
                x += (font.font_width + 1) * size

    def blit(
        self,
        source: "FrameBuffer",
        x: int,
        y: int,
        key: int = -1,
        palette: "FrameBuffer | None" = None,
    ) -> None:
        """Copy another frame to ``x``, ``y``.

        :param source: the frame; its pixels are taken as this one's colours
        :param key: the colour that is left out
        :param palette: a frame of one row with the colour for each value of ``source``
        """
        width, height = source.width, source.height
        if source._rotation & 1:
            width, height = height, width
        for row in range(height):
            for column in range(width):
                color = source.pixel(column, row)
                if palette is not None:
                    color = palette.pixel(color, 0)
                if color != key:
                    self.pixel(x + column, y + row, color)

    def scroll(self, delta_x: int, delta_y: int) -> None:
        """Move what is in the frame to the right and down; what is uncovered stays as it was."""
        rotation = self._rotation
        if rotation & 1:
            delta_x, delta_y = delta_y, delta_x
        if rotation in (1, 2):
            delta_x = -delta_x
        if rotation > 1:
            delta_y = -delta_y
        width = self.width - abs(delta_x)
        height = self.height - abs(delta_y)
        if width < 1 or height < 1:
            return
        form = self.format
        bits = getattr(form, "_bits", 0)
        rows = getattr(form, "_rows", 1)
        x = max(delta_x, 0)
        y = max(delta_y, 0)
        if bits and not ((delta_x | self.width) * bits & 7 or (delta_y | self.height) % rows):
            # Whole bytes move, a row of them at a time.
            pitch = self.stride * bits >> 3
            length = width * bits >> 3
            away = delta_y // rows * pitch + (delta_x * bits >> 3)
            for row in range(height // rows):
                if delta_y > 0:
                    row = height // rows - 1 - row
                start = (y // rows + row) * pitch + (x * bits >> 3)
                self.buf[start : start + length] = self.buf[start - away : start - away + length]
        else:
            for row in range(height):
                to_y = y + (height - 1 - row if delta_y > 0 else row)
                for column in range(width):
                    to_x = x + (width - 1 - column if delta_x > 0 else column)
                    color = form.get_pixel(self, to_x - delta_x, to_y - delta_y)
                    form.set_pixel(self, to_x, to_y, color)
        if self._touch:
            self._touch(x, y, width, height)

    def image(self, img: "Any") -> None:
        """Show a picture of Pillow's, as large as the frame.

        :param img: of mode ``1`` for formats of one bit, ``RGB`` for those of colours, and ``L``
            or any of these for greys
        :raises ValueError: it has another mode or size
        """
        width, height = self.width, self.height
        if self._rotation & 1:
            width, height = height, width
        bits = self.format._bits
        mode = img.mode
        if bits > 8 and mode != "RGB":
            raise ValueError("Image must be in mode RGB.")
        if isinstance(self.format, (MHMSBFormat, MVLSBFormat)) and mode != "1":
            raise ValueError("Image must be in mode 1.")
        if img.size != (width, height):
            raise ValueError(f"Image must be same dimensions as display ({width}x{height}).")
        pixels = img.load()
        for y in range(height):
            for x in range(width):
                color = pixels[x, y]
                if mode == "L":
                    color >>= 8 - bits
                elif mode == "1":
                    color = color != 0
                self.pixel(x, y, color)

    # Helpers

    def _area(self, x: int, y: int, width: int, height: int, color: "Color | None") -> None:
        """Set the pixels of a rectangle, turned and clipped, and tell; or only tell."""
        rotation = self._rotation
        if rotation:
            if rotation & 1:
                x, y = y, x
                width, height = height, width
            if rotation < 3:
                x = self.width - x - width
            if rotation > 1:
                y = self.height - y - height
        if x < 0:
            width += x
            x = 0
        if y < 0:
            height += y
            y = 0
        if width > self.width - x:
            width = self.width - x
        if height > self.height - y:
            height = self.height - y
        if width < 1 or height < 1:
            return
        if color is not None:
            self.format.fill_rect(self, x, y, width, height, color)
        if self._touch:
            self._touch(x, y, width, height)

    def _glyph(
        self,
        data: "bytes | bytearray",
        start: int,
        count: int,
        x: int,
        y: int,
        color: "Color",
        size: int,
    ) -> None:
        """Draw ``count`` columns of ``data``, of size 1 or 2."""
        if self._touch:
            self._area(x, y, count * size, 8 * size, None)
        width, height = self.width, self.height
        rotation = self._rotation
        if rotation & 1:
            width, height = height, width
        height -= y  # from the glyph's upper edge
        if height < 1 or y <= -16 or x >= width or x + 2 * count <= 0:
            return
        strip = self.format._strip
        dx = 0
        dy = 1
        if rotation:
            dx = (0, -1, 0, 1)[rotation]
            dy = (1, 0, -1, 0)[rotation]
        for index in range(start, start + count):
            bits = data[index]
            if size == 2:
                bits = (bits << 4 | bits) & 0xF0F
                bits = (bits << 2 | bits) & 0x3333
                bits = (bits << 1 | bits) & 0x5555
                bits |= bits << 1
            if height < 16:
                bits &= (1 << height) - 1
            top = y
            if y < 0:
                bits >>= -y
                top = 0
            for _ in range(size):
                if bits and 0 <= x < width:
                    if rotation == 0:
                        strip(self, x, top, 0, 1, bits, color)
                    elif rotation == 1:
                        strip(self, self.width - 1 - top, x, dx, dy, bits, color)
                    elif rotation == 2:
                        strip(
                            self,
                            self.width - 1 - x,
                            self.height - 1 - top,
                            dx,
                            dy,
                            bits,
                            color,
                        )
                    else:
                        strip(self, top, self.height - 1 - x, dx, dy, bits, color)
                x += 1


class BitmapFont:
    """A font of 256 glyphs, up to eight pixels high, in a file.

    The file has a byte for the glyphs' width, one for their height, and then for each code from
    0 to 255 a byte for each column, from the left, with the uppermost pixel in its lowest bit.
    ``font5x8.bin`` needs no file: it is built in, and a file of that name comes before it.

    :param font_name: the file's name
    :raises OSError: there is no such file
    :raises RuntimeError: it is no font
    """

    def __init__(self, font_name: str = "font5x8.bin") -> None:
        self.font_name = font_name
        self.font_width = 5
        self.font_height = 8
        self._letters: "bytes | None" = None
        self._signs: "bytes | None" = None
        try:
            self._font: Any = open(font_name, "rb")
        except OSError:
            if font_name != "font5x8.bin":
                raise
            self._font = None
            return
        self._column = bytearray(2)
        length = self._font.readinto(self._column)
        self.font_width, self.font_height = self._column
        if (
            length < 2
            or not 0 < self.font_height <= 8
            or self._font.seek(0, 2) != 2 + 256 * self.font_width
        ):
            self._font.close()
            raise RuntimeError("Invalid font file: " + font_name)
        self._column = bytearray(self.font_width)

    def deinit(self) -> None:
        """Close the file."""
        if self._font is not None:
            self._font.close()

    def __enter__(self) -> "BitmapFont":
        return self

    def __exit__(self, exception_type: "Any", exception_value: "Any", traceback: "Any") -> None:
        self.deinit()

    def draw_char(
        self,
        char: str,
        x: int,
        y: int,
        framebuffer: "FrameBuffer",
        color: "Color",
        size: int = 1,
    ) -> None:
        """Draw a character in a frame; one that is not in the font is drawn as ``?``.

        :param framebuffer: a :class:`FrameBuffer`, or anything else with its ``fill_rect``
        """
        code = ord(char)
        if code > 255:
            code = 63
        width = self.font_width
        if self._font is not None:
            self._font.seek(2 + code * width)
            self._font.readinto(self._column)
            if self.font_height < 8:
                for index in range(width):
                    self._column[index] &= (1 << self.font_height) - 1
            data: "bytes | bytearray" = self._column
            start = 0
        elif 32 <= code < 127:
            if self._letters is None:
                from ._letters import GLYPHS

                self._letters = GLYPHS
            data = self._letters
            start = 5 * (code - 32)
        else:
            if self._signs is None:
                from ._signs import GLYPHS

                self._signs = GLYPHS
            data = self._signs
            start = 5 * (code if code < 32 else code - 95)
        if size < 1:
            size = 1
        if (
            size < 3
            and isinstance(framebuffer, FrameBuffer)
            and hasattr(framebuffer.format, "_strip")
        ):
            framebuffer._glyph(data, start, width, x, y, color, size)
            return
        for index in range(start, start + width):
            bits = data[index]
            top = y
            while bits:
                length = 0
                while bits & 1:
                    length += size
                    bits >>= 1
                if length:
                    framebuffer.fill_rect(x, top, size, length, color)
                    top += length
                bits >>= 1
                top += size
            x += size

    def width(self, text: str) -> int:
        """Return how many pixels a line of text takes, the last gap included."""
        return len(text) * (self.font_width + 1)


class FrameBuffer1(FrameBuffer):
    """:class:`FrameBuffer` by another name, which older programs use."""
