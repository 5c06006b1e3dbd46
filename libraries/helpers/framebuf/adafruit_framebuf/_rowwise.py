# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Formats where a byte is of one row: see ``FORMATS`` below."""

from micropython import const

from . import GS2_HMSB, GS4_HMSB, GS8, MHMSB, RGB565, RGB888, _run

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from . import Color, FrameBuffer


class _Rowwise:
    """A bit or more a pixel, of one row."""

    _bits = 8
    _rows = 1
    _msb_left = 0  # what turns a pixel's place in its byte round: 0, or 8 less _bits

    @classmethod
    def _pattern(cls, color: "Color") -> bytes:
        """Return a byte full of pixels, or the bytes of one."""
        ones = (1 << cls._bits) - 1
        if ones == 1:
            color = -1 if color else 0
        elif isinstance(color, tuple):  # by the weights of Rec. 601
            color = (77 * color[0] + 150 * color[1] + 29 * color[2]) >> 16 - cls._bits
        return bytes(((color & ones) * (0xFF // ones),))

    @classmethod
    def set_pixel(cls, framebuf: "FrameBuffer", x: int, y: int, color: "Color") -> None:
        """Set a pixel."""
        buf = framebuf.buf
        each = cls._bits
        at = (y * framebuf.stride + x) * each
        index = at >> 3
        pattern = cls._pattern(color)
        if each < 8:
            mask = (1 << each) - 1 << (at & 7 ^ cls._msb_left)
            buf[index] = buf[index] & (mask ^ 0xFF) | pattern[0] & mask
        else:
            for offset in range(each >> 3):
                buf[index + offset] = pattern[offset]

    @classmethod
    def get_pixel(cls, framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel."""
        at = (y * framebuf.stride + x) * cls._bits
        return framebuf.buf[at >> 3] >> (at & 7 ^ cls._msb_left) & (1 << cls._bits) - 1

    @classmethod
    def fill(cls, framebuf: "FrameBuffer", color: "Color") -> None:
        """Set all pixels of a frame."""
        cls.fill_rect(framebuf, 0, 0, framebuf.width, framebuf.height, color)

    @classmethod
    def fill_rect(
        cls, framebuf: "FrameBuffer", x: int, y: int, width: int, height: int, color: "Color"
    ) -> None:
        """Set the pixels of a rectangle."""
        buf = framebuf.buf
        pattern = cls._pattern(color)
        size = len(pattern)
        first = x * cls._bits
        last = first + width * cls._bits
        # Whole bytes, and then what is left of them and right of them.
        start = (first + 7 >> 3) + (y * framebuf.stride * cls._bits >> 3)
        length = (last >> 3) - (first + 7 >> 3)
        head = first & 7
        tail = last & 7
        if cls._msb_left:
            head = 0xFF >> head if head else 0
            tail = 0xFF00 >> tail & 0xFF
        else:
            head = 0xFF << head & 0xFF if head else 0
            tail = 0xFF >> 8 - tail if tail else 0
        if length < 0:  # all in one byte
            head &= tail
            tail = 0
        run = _run(buf, pattern, length)
        for _ in range(height):
            if run:
                buf[start : start + length] = run
            else:
                for index in range(length):
                    buf[start + index] = pattern[index % size]
            if head:
                buf[start - 1] = buf[start - 1] & (head ^ 0xFF) | pattern[0] & head
            if tail:
                index = start + length
                buf[index] = buf[index] & (tail ^ 0xFF) | pattern[0] & tail
            start += framebuf.stride * cls._bits >> 3

    @classmethod
    def _stamp(
        cls,
        framebuf: "FrameBuffer",
        glyphs: int,
        x: int,
        y: int,
        count: int,
        size: int,
        color: "Color",
    ) -> None:
        buf = framebuf.buf
        each = cls._bits
        ones = (1 << each) - 1
        level = int.from_bytes(cls._pattern(color), "little") & ones
        wide = max(each, 8)
        lowest = ((1 << wide * count) - 1) // ((1 << wide) - 1)  # 1 in each column
        shift = x * each & 7
        length = shift + count * each + 7 >> 3
        order = "little"
        if cls._msb_left:
            order = "big"
            shift = 8 * length - count * each - shift
        pitch = framebuf.stride * each >> 3
        start = max(y, 0) * pitch + (x * each >> 3)
        done = -1
        for row in range(max(-y, 0), min(8 * size, framebuf.height - y)):
            if row // size != done:
                done = row // size
                mask = glyphs >> done & lowest
                if each < 8:  # as text of zeros and ones, digits to a base that has each bits
                    digits = (mask | 0x30 * lowest).to_bytes(count, "little")
                    if order == "little":
                        digits = bytes(reversed(digits))
                    mask = int(digits, ones + 1)
                mask <<= shift
                value = mask * level
                mask *= ones
            old = int.from_bytes(buf[start : start + length], order) | mask
            buf[start : start + length] = (old ^ mask | value).to_bytes(length, order)
            start += pitch


class MHMSBFormat(_Rowwise):
    """One bit a pixel, eight columns in a byte."""

    _bits = 1
    _msb_left = 7


class GS2HMSBFormat(_Rowwise):
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


class GS4HMSBFormat(_Rowwise):
    """Four bits a pixel, two columns in a byte."""

    _bits = 4
    _msb_left = 4


class GS8Format(_Rowwise):
    """Eight bits a pixel."""


class RGB565Format(_Rowwise):
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

    _pattern = color_to_rgb565  # type: ignore[assignment]  # it needs no class

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel as 24-bit RGB, whose lowest bits are 0."""
        index = (y * framebuf.stride + x) * 2
        low = framebuf.buf[index]
        high = framebuf.buf[index + 1]
        return (high & 0xF8) << 16 | (high & 7) << 13 | (low & 0xE0) << 5 | (low & 0x1F) << 3


class RGB888Format(_Rowwise):
    """Three bytes a pixel."""

    _bits = 24

    @staticmethod
    def _pattern(color: "Color") -> bytes:  # type: ignore[override]  # it needs no class
        if isinstance(color, tuple):
            return bytes(color)
        return bytes((color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF))

    @staticmethod
    def get_pixel(framebuf: "FrameBuffer", x: int, y: int) -> int:
        """Return a pixel as 24-bit RGB."""
        buf = framebuf.buf
        index = (y * framebuf.stride + x) * 3
        return buf[index] << 16 | buf[index + 1] << 8 | buf[index + 2]


FORMATS = {
    RGB565: RGB565Format,
    GS4_HMSB: GS4HMSBFormat,
    MHMSB: MHMSBFormat,
    RGB888: RGB888Format,
    GS2_HMSB: GS2HMSBFormat,
    GS8: GS8Format,
}
