# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: PLC0415  # what is imported in a function, only those programs load that need it
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
    from collections.abc import Sequence
    from typing import Any, Union

    from ._rowwise import (  # noqa: F401  # __getattr__ has them
        GS2HMSBFormat,
        MHMSBFormat,
        RGB565Format,
        RGB888Format,
    )

    Buffer = Union[bytearray, memoryview]
    Color = Union[int, tuple[int, int, int]]

MVLSB = 0  #: One bit; a byte is eight pixels of a column, bit 0 on top: SSD1306 and its like.
RGB565 = 1  #: 16 bits, the low byte first.
GS4_HMSB = 2  #: Four bits; a byte is two pixels of a row, the left one in the high nibble.
MHMSB = 3  #: One bit; a byte is eight pixels of a row, bit 7 on the left: e-paper, Sharp.
RGB888 = 4  #: Three bytes: red, green, blue.
GS2_HMSB = 5  #: Two bits; a byte is four pixels of a row, the lowest bits on the left.
GS8 = 6  #: A byte for each pixel.

# Formats: how pixels lie in the buffer. A program may bring one of its own, with the methods
# set_pixel, get_pixel, fill and fill_rect, which take the frame's own coordinates and do not
# clip. Ours have besides:
#   _bits, _rows   how many bits of a row of bytes a pixel takes, how many rows of pixels it has
#   _stamp         draws the columns of a line of text, all at once: they are one large integer,
#                  since what boards do with those takes no turn of a loop for each pixel


def _run(buf: "Buffer", pattern: bytes, length: int) -> bytes:
    """Return what fills so many bytes at once, or nothing where a loop does it."""
    # Not each buffer can be sliced: that of an e-paper display may lie in an SRAM chip.
    if length > 7 and isinstance(buf, (bytearray, memoryview)):
        return pattern * (length // len(pattern))
    return b""


def _large(columns: bytearray, cut: int, count: int, size: int, each: int) -> int:
    """Return columns of text, ``size`` times as wide, as an integer of ``each`` bytes for each.

    The leftmost is in its lowest byte, after ``cut`` columns have been left out, and there are
    ``count``.
    """
    step = size * each
    if step > 1:
        spread = bytearray(len(columns) * step)
        for index in range(len(columns)):
            spread[index * step] = columns[index]
        columns = spread
    each *= 8
    glyphs = int.from_bytes(columns, "little")
    if size > 1:  # each column beside itself
        glyphs *= ((1 << each * size) - 1) // ((1 << each) - 1)
    return glyphs >> each * cut & (1 << each * count) - 1


class MVLSBFormat:
    """One bit a pixel, eight rows in a byte."""

    _bits = 8
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
    def fill(framebuf: "FrameBuffer", color: "Color") -> None:
        """Set all pixels of a frame."""
        MVLSBFormat.fill_rect(framebuf, 0, 0, framebuf.width, framebuf.height, color)

    @staticmethod
    def fill_rect(
        framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle."""
        buf = framebuf.buf
        value = 0xFF if color else 0
        run = _run(buf, b"\xff" if color else b"\0", width)
        start = (y >> 3) * framebuf.stride + x
        y &= 7
        height += y  # from the upper edge of the first byte
        mask = 0xFF << y & 0xFF
        while height > 0:
            if height < 8:
                mask &= 0xFF >> 8 - height
            if run and mask == 0xFF:
                buf[start : start + width] = run
            else:
                bits = value & mask
                mask ^= 0xFF
                for index in range(start, start + width):
                    buf[index] = buf[index] & mask | bits
            start += framebuf.stride
            height -= 8
            mask = 0xFF

    @staticmethod
    def _stamp(
        framebuf: "FrameBuffer", glyphs: int, x: int, y: int, count: int, size: int, color: "Color"
    ) -> None:
        buf = framebuf.buf
        ones = ((1 << 8 * count) - 1) // 0xFF  # 1 in each byte
        end = min(y + 8 * size, framebuf.height)
        for top in range(max(y, 0) & ~7, end, 8):
            bits = 0
            for row in range(max(top, y), min(top + 8, end)):
                bits |= (glyphs >> (row - y) // size & ones) << row - top
            start = (top >> 3) * framebuf.stride + x
            old = int.from_bytes(buf[start : start + count], "little") | bits
            buf[start : start + count] = (old if color else old ^ bits).to_bytes(count, "little")


def __getattr__(name: str) -> "Any":
    # The other formats, which their frames load: most programs have frames of one format.
    if name.endswith("Format"):
        from . import _rowwise

        if hasattr(_rowwise, name):
            return getattr(_rowwise, name)
    raise AttributeError(name)


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
        form: Any = MVLSBFormat
        if buf_format != MVLSB:
            from ._rowwise import FORMATS

            form = FORMATS.get(buf_format)
            if form is None:
                raise ValueError("invalid format")
        stride = width if stride is None else stride
        if width < 1 or height < 1 or stride < width:
            raise ValueError("width and height must be 1 or more, stride width or more")
        self.buf = buf
        self.width = width
        self.height = height
        self.format = form()
        bits = form._bits
        while stride * bits & 7:
            stride += 1
        self.stride = stride
        rows = (height - 1) // form._rows  # of bytes, before the last one
        length = stride * rows * bits + width * bits + 7 >> 3
        try:
            short = len(buf) < length
        except TypeError:  # a view of an SRAM chip, for e-paper, has no length
            short = False
        if short:
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
            return self.format.get_pixel(self, x, y)  # type: ignore[no-any-return]
        self.format.set_pixel(self, x, y, color)
        return None

    def hline(self, x: int, y: int, width: int, color: "Color") -> None:
        """Draw a line to the right."""
        self.fill_rect(x, y, width, 1, color)

    def vline(self, x: int, y: int, height: int, color: "Color") -> None:
        """Draw a line down."""
        self.fill_rect(x, y, 1, height, color)

    def fill_rect(self, x: int, y: int, width: int, height: int, color: "Color") -> None:
        """Set the pixels of a rectangle."""
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
        width = min(width, self.width - x)
        height = min(height, self.height - y)
        if width < 1 or height < 1:
            return
        self.format.fill_rect(self, x, y, width, height, color)

    def rect(
        self, x: int, y: int, width: int, height: int, color: "Color", fill: bool = False
    ) -> None:
        """Draw the outline of a rectangle, or all of it if ``fill``."""
        if fill or width < 3 or height < 3:
            self.fill_rect(x, y, width, height, color)
            return
        self.fill_rect(x, y, width, 1, color)
        self.fill_rect(x, y + height - 1, width, 1, color)
        self.fill_rect(x, y + 1, 1, height - 2, color)
        self.fill_rect(x + width - 1, y + 1, 1, height - 2, color)

    def line(self, x_0: int, y_0: int, x_1: int, y_1: int, color: "Color") -> None:
        """Draw a line from one point to another, both included."""
        d_x = abs(x_1 - x_0)
        d_y = abs(y_1 - y_0)
        if not d_x or not d_y:
            self.fill_rect(min(x_0, x_1), min(y_0, y_1), d_x + 1, d_y + 1, color)
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
        from ._more import ellipse

        ellipse(self, center_x, center_y, x_radius, y_radius, color, fill, mask)

    def poly(
        self, x: int, y: int, coords: "Sequence[int]", color: "Color", fill: bool = False
    ) -> None:
        """Draw a closed polygon.

        :param x: what is added to all x of ``coords``
        :param y: what is added to all y of ``coords``
        :param coords: x and y of each corner in turn, such as ``array("h", [0, 0, 9, 0, 4, 7])``
        """
        from ._more import poly

        poly(self, x, y, coords, color, fill)

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
        for line in string.split("\n"):
            self._line(line, x, y, color, font, size)
            y += font.font_height * size

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
        from ._more import blit

        blit(self, source, x, y, key, palette)

    def scroll(self, delta_x: int, delta_y: int) -> None:
        """Move what is in the frame to the right and down; what is uncovered stays as it was."""
        from ._more import scroll

        scroll(self, delta_x, delta_y)

    def image(self, img: "Any") -> None:
        """Show a picture of Pillow's, as large as the frame.

        :param img: of mode ``1`` for formats of one bit, ``RGB`` for those of colours, and ``L``
            or any of these for greys
        :raises ValueError: it has another mode or size
        """
        from ._more import image

        image(self, img)

    # Helpers

    def _line(
        self, line: str, x: int, y: int, color: "Color", font: "BitmapFont", size: int
    ) -> None:
        """Draw a line of text."""
        rotation = self._rotation
        width, height = self.width, self.height
        if rotation & 1:
            width, height = height, width
        advance = (font.font_width + 1) * size
        # Only those characters that may be seen.
        first = max(-x // advance, 0)
        line = line[first : max(width - x, 0) // advance + 1]
        x += first * advance
        if not line or x >= width or y >= height or y + 8 * size <= 0:
            return
        if (
            not rotation & 1
            and hasattr(self.format, "_stamp")
            and isinstance(self.buf, (bytearray, memoryview))
        ):
            columns = bytearray()
            for char in line:
                columns.extend(font._glyph(ord(char)))
                columns.append(0)
            try:
                self._stamp(columns, x, y, size, color)
                return
            except OverflowError:
                pass  # a small board, without large integers
        for char in line:
            font.draw_char(char, x, y, self, color, size)
            x += advance

    def _stamp(self, columns: bytearray, x: int, y: int, size: int, color: "Color") -> None:
        """Draw columns of text, upright or upside down, all or nothing.

        :raises OverflowError: the board has no integers as large as that
        """
        count = len(columns) * size
        if 1 << 64 + count >> count != 1 << 64:
            raise OverflowError  # some small boards do not, and calculate with what is left
        if self._rotation:
            x = self.width - x - count
            y = self.height - y - 8 * size
            columns = bytearray(reversed(columns))
            bits = int.from_bytes(columns, "little")  # and each byte's as well
            ones = ((1 << 8 * len(columns)) - 1) // 0xFF
            for by, some in ((4, 0x0F), (2, 0x33), (1, 0x55)):
                mask = some * ones
                bits = bits >> by & mask | (bits & mask) << by
            columns = bytearray(bits.to_bytes(len(columns), "little"))
        cut = max(-x, 0)
        count = min(count + min(x, 0), self.width - max(x, 0))
        glyphs = _large(columns, cut, count, size, max(self.format._bits >> 3, 1))
        self.format._stamp(self, glyphs, x + cut, y, count, size, color)


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
            self._font: Any = open(font_name, "rb")  # noqa: SIM115  # it stays open
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
        size = max(size, 1)
        for column in self._glyph(ord(char)):
            bits = column
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

    def _glyph(self, code: int) -> "bytes | bytearray":
        """Return the columns of a glyph."""
        if code > 255:
            code = 63
        if self._font is not None:
            self._font.seek(2 + code * self.font_width)
            self._font.readinto(self._column)
            if self.font_height < 8:
                for index in range(self.font_width):
                    self._column[index] &= (1 << self.font_height) - 1
            return self._column
        if 32 <= code < 127:
            if self._letters is None:
                from ._letters import GLYPHS

                self._letters = GLYPHS
            code -= 32
            return self._letters[5 * code : 5 * code + 5]
        if self._signs is None:
            from ._signs import GLYPHS

            self._signs = GLYPHS
        if code > 32:
            code -= 95
        return self._signs[5 * code : 5 * code + 5]

    def width(self, text: str) -> int:
        """Return how many pixels a line of text takes, the last gap included."""
        return len(text) * (self.font_width + 1)


class FrameBuffer1(FrameBuffer):
    """:class:`FrameBuffer` by another name, which older programs use."""
