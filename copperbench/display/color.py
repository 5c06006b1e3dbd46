# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Colours: palettes and converters, and what a display makes of a colour.

Everything here works on single colours, with integers. The composers use it to make
tables, or pixel by pixel.
"""

from copperbench import native
from copperbench.bench import active
from copperbench.display import values

Colorspace = native.enumeration(
    "displayio.ColorSpace",  # the firmware spells its class and its name in the module differently
    "RGB888",
    "RGB565",
    "RGB565_SWAPPED",
    "RGB555",
    "RGB555_SWAPPED",
    "BGR565",
    "BGR565_SWAPPED",
    "BGR555",
    "BGR555_SWAPPED",
    "L8",
)


class Format:
    """The pixels that a display takes.

    :ivar depth: bits of a pixel
    :ivar grayscale: whether they are the luma
    :ivar gray_shift: which bits of the luma: shifted right by this
    :ivar share_row: whether the pixels of a byte lie side by side, or one above the other
    :ivar bytes_per_cell: how many bytes an address of the display's memory has
    :ivar reverse_pixels: whether the first pixel is in the highest bits of a byte
    :ivar reverse_bytes: whether the high byte of 16 bits goes first
    :ivar hue: of the highlight colour of e-paper, or None; with it 1 is the highlight
    :ivar colors: 6 or 7 for e-paper of so many colours, else 0
    """

    def __init__(
        self,
        depth,
        grayscale=False,
        share_row=True,
        bytes_per_cell=1,
        reverse_pixels=False,
        reverse_bytes=True,
    ):
        self.depth = depth
        self.grayscale = grayscale
        self.gray_shift = 8 - depth
        self.share_row = share_row
        self.bytes_per_cell = bytes_per_cell
        self.reverse_pixels = reverse_pixels
        self.reverse_bytes = reverse_bytes
        self.hue = None
        self.colors = 0

    @property
    def key(self):
        """What a table of colours for this format can be found by."""
        return (
            self.depth,
            self.grayscale,
            self.gray_shift,
            self.reverse_bytes,
            self.hue,
            self.colors,
        )

    def pixel(self, rgb):
        """Return what the display gets for a colour, or None where the firmware draws nothing.

        :param rgb: 0xRRGGBB; the firmware does not look whether there is more
        """
        depth = self.depth
        if depth == 16:
            packed = (rgb >> 19 << 11 | (rgb >> 10 & 0x3F) << 5 | rgb >> 3 & 0x1F) & 0xFFFF
            return packed >> 8 | (packed & 0xFF) << 8 if self.reverse_bytes else packed
        if self.hue is not None:
            return self._with_highlight(rgb)
        if self.grayscale and depth <= 8:
            return luma(rgb) >> self.gray_shift & (1 << depth) - 1
        return self._plain(rgb)

    def _plain(self, rgb):
        found = None
        if self.depth in (24, 32):
            found = rgb & 0xFFFFFFFF
        elif self.depth == 8:
            found = (rgb >> 21 << 5 | (rgb >> 13 & 7) << 2 | rgb >> 6 & 3) & 0xFF
        elif self.depth == 4 and self.colors:
            found = _nearest(rgb, _SIX if self.colors == 6 else _SEVEN)
        elif self.depth == 4:
            found = rgb >> 20 & 8 | rgb >> 13 & 4 | rgb >> 6 & 2
        return found

    def _with_highlight(self, rgb):
        pixel = luma(rgb) >> 8 - self.depth
        if chroma(rgb) <= 16:
            return pixel if self.grayscale else 0
        difference = self.hue - hue(rgb)
        if -10 <= difference <= 10 or abs(difference) >= 220:
            return 0 if self.grayscale else 1
        return pixel if self.grayscale else 0


def luma(rgb):
    """Return the brightness of a colour, 0 to 255."""
    return ((rgb >> 16) * 19 + (rgb >> 8 & 0xFF) * 182 + (rgb & 0xFF) * 54) // 255 & 0xFF


def chroma(rgb):
    """Return how colourful a colour is, 0 (gray) to 255."""
    red, green, blue = rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF
    return max(red, green, blue) - min(red, green, blue) & 0xFF


def hue(rgb):
    """Return the hue of a colour, 0 (red) to 239; 0 for gray."""
    red, green, blue = rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF
    most = max(red, green, blue) & 0xFF
    spread = most - min(red, green, blue) & 0xFF
    if spread == 0:
        return 0
    if most == red:
        turn = _quotient((green - blue) * 40, spread)
    elif most == green:
        turn = _quotient((blue - red + 2 * spread) * 40, spread)
    else:
        turn = _quotient((red - green + 4 * spread) * 40, spread)
    return turn + 240 if turn < 0 else turn


def _quotient(number, divisor):
    """Divide as C does: towards zero."""
    return -(-number // divisor) if number < 0 else number // divisor


# E-paper of many colours: hues below the first number are sent as the second.
_SIX = ((10, 3), (63, 2), (127, 6), (212, 5), (256, 3))
_SEVEN = ((10, 4), (31, 6), (63, 5), (127, 2), (212, 3), (256, 4))


def _nearest(rgb, table):
    if chroma(rgb) < 64:
        return 1 if luma(rgb) >= 128 else 0
    found = hue(rgb)
    for end, code in table:
        if found < end:
            return code
    return table[-1][1]


def to_rgb(colorspace, value):
    """Return a value of a :data:`Colorspace` as 0xRRGGBB."""
    name = colorspace._state
    if name == "RGB888":
        return value
    if name == "L8":
        return (value & 0xFF) * 0x010101
    if name.endswith("SWAPPED"):
        value = value >> 8 & 0xFF | (value & 0xFF) << 8
    if "565" in name:
        first = value >> 11 << 3
        green = value >> 5 << 2 & 0xFF
        last = value << 3 & 0xFF
    else:
        first = _wide(value >> 10)
        green = _wide(value >> 5)
        last = _wide(value)
    if name.startswith("BGR"):
        first, last = last, first
    return first << 16 | green << 8 | last


def _wide(value):
    """Return five bits as eight, the highest again as the lowest."""
    value &= 0x1F
    return value << 3 | value >> 2


# Dithering: noise that depends on the place alone.


def noise(x, y):
    """Return 0 to 255 for a place in a bitmap, always the same there."""
    number = x + y * 0xFFFF & 0xFFFFFFFF
    number ^= number >> 13
    product = number * number * 60493 + 19990303 & 0xFFFFFFFF
    found = number * product + 1376312589 & 0x7FFFFFFF
    return int(_single(_single(found) / 2147483648 * 255)) & 0xFF


def _single(number):
    """Round to 24 significant bits, as a float of the firmware does."""
    import struct

    return struct.unpack("f", struct.pack("f", number))[0]


def dithered(rgb, x, y, depth):
    """Return a colour with noise added, for ``depth`` bits, at a place in the bitmap."""
    if depth == 16:
        masks = (7, 3, 7)
    else:
        mask = 0xFF >> depth if depth < 32 else 0
        masks = (mask, mask, mask)
    red = min(255, (rgb >> 16) + (noise(x, y) & masks[0]))
    green = min(255, (rgb >> 8 & 0xFF) + (noise(x + 33, y) & masks[1]))
    blue = min(255, (rgb & 0xFF) + (noise(x, y + 33) & masks[2]))
    return red << 16 | green << 8 | blue


class Colors:
    """The inner side of a Palette."""

    def __init__(self, count, dither):
        self.count = count
        self.dither = dither
        self.rgb = [0] * count
        self.transparent = [False] * count
        self.needs_refresh = False
        self.version = 0  # goes up with each change
        self._told = False  # that it is too small
        self.tables = {}  # what a composer keeps of it, for each format, with the version

    def set(self, index, rgb):
        """Set a colour."""
        if self.rgb[index] != rgb:
            self.rgb[index] = rgb
            self._changed()

    def set_transparent(self, index, transparent):
        """Set whether an index is drawn at all."""
        self.transparent[index] = transparent
        self._changed()

    def _changed(self):
        self.needs_refresh = True
        self.version += 1

    def finish_refresh(self):
        """Take all changes as shown."""
        self.needs_refresh = False

    def shade(self, value, pixels, x, y):
        """Return what the display gets for a value at a place, None if it is transparent."""
        if value >= self.count:
            self.lacks(value)
            return None
        if self.transparent[value]:
            return None
        rgb = self.rgb[value]
        return pixels.pixel(dithered(rgb, x, y, pixels.depth) if self.dither else rgb)

    def lacks(self, value):
        """Note, once, that a pixel has a value beyond the palette: the firmware draws nothing."""
        bench = active()
        if bench is not None and not self._told:
            self._told = True
            bench.note(
                f"a pixel has the value {value}, and its palette has the colors 0 to "
                f"{self.count - 1}: it is not drawn"
            )


@native.exposed
class Palette(native.Object):
    """Colours by index."""

    @native.constructor("color_count:i *dither:b?")
    def __init__(self, color_count, *, dither=False):
        count = native.in_range(native.to_int(color_count), 1, 32767, "color_count")
        native.hide(self, Colors(count, bool(dither)))

    def _set_dither(self, dither):
        self._state.dither = bool(dither)
        self._state.version += 1

    dither = values.attribute("dither", lambda self: self._state.dither, _set_dither)

    def __len__(self):
        return self._state.count

    def __bool__(self):
        return True

    def __getitem__(self, index):
        if isinstance(index, native.Slice):
            raise values.not_subscriptable("Palette")
        colors = self._state
        return colors.rgb[native.index(index, colors.count, "Palette")]

    def __setitem__(self, index, value):
        if isinstance(index, native.Slice):
            raise TypeError("'Palette' object doesn't support item assignment")
        colors = self._state
        index = native.index(index, colors.count, "Palette")
        colors.set(index, _color(value))

    def __delitem__(self, index):
        raise TypeError("'Palette' object doesn't support item deletion")

    @native.method(2)
    def make_transparent(self, palette_index):
        """Do not draw pixels of this index."""
        self._state.set_transparent(self._index(palette_index), True)

    @native.method(2)
    def make_opaque(self, palette_index):
        """Draw pixels of this index again."""
        self._state.set_transparent(self._index(palette_index), False)

    @native.method(2)
    def is_transparent(self, palette_index):
        """Return whether pixels of this index are not drawn."""
        return self._state.transparent[self._index(palette_index)]

    def _index(self, value):
        value = values.to_int_named(value, "palette_index")
        return native.in_range(value, 0, self._state.count - 1, "palette_index")


def _color(value):
    """Return what a program gave as a colour as 0xRRGGBB."""
    if isinstance(value, (tuple, list)):
        value = _as_bytes(value)
    if isinstance(value, int):
        if not 0 <= value <= 0xFFFFFF:
            raise TypeError("color must be between 0x000000 and 0xffffff")
        return value
    if isinstance(value, str):
        value = value.encode()
    try:
        data = native.readable(value)
    except TypeError:
        raise TypeError("color buffer must be a buffer, tuple, list, or int")
    if native.item_size(value) != 1:
        raise ValueError("color buffer must be a bytearray or array of type 'b' or 'B'")
    if len(data) not in (3, 4):
        raise ValueError("color buffer must be 3 bytes (RGB) or 4 bytes (RGB + pad byte)")
    return data[0] << 16 | data[1] << 8 | data[2]


def _as_bytes(numbers):
    found = bytearray(len(numbers))
    for index, number in enumerate(numbers):
        value = native.to_int(number)
        if not 0 <= value <= 255:
            raise ValueError("bytes value out of range")
        found[index] = value
    return found


class Conversion:
    """The inner side of a ColorConverter."""

    needs_refresh = False  # the firmware does not look for changes of converters

    def __init__(self, colorspace, dither):
        self.colorspace = colorspace
        self.dither = dither
        self.transparent = None

    def finish_refresh(self):
        """Do nothing: a converter does not change."""

    def shade(self, value, pixels, x, y):
        """Return what the display gets for a value at a place, None if it is transparent."""
        if value == self.transparent:
            return None
        rgb = to_rgb(self.colorspace, value)
        return pixels.pixel(dithered(rgb, x, y, pixels.depth) if self.dither else rgb)


# What convert() answers in: RGB565, the low byte first.
_CONVERTED = Format(16, reverse_bytes=False)


@native.exposed
class ColorConverter(native.Object):
    """Takes values as colours."""

    @native.constructor("*dither:b? input_colorspace?")
    def __init__(self, *, dither=False, input_colorspace=Colorspace.RGB888):
        native.hide(
            self, Conversion(colorspace_of(input_colorspace, "input_colorspace"), bool(dither))
        )

    @native.method(2)
    def convert(self, color):
        """Return a value as RGB565; 0 where it is transparent."""
        value = values.to_int_named(color, "color") & 0xFFFFFFFF
        return self._state.shade(value, _CONVERTED, 0, 0) or 0

    def _set_dither(self, dither):
        self._state.dither = bool(dither)

    dither = values.attribute("dither", lambda self: self._state.dither, _set_dither)

    @native.method(2)
    def make_transparent(self, color):
        """Do not draw pixels of this value; there can be one such value."""
        color = native.to_int(color)
        if self._state.transparent is not None:
            raise RuntimeError("Only one color can be transparent at a time")
        self._state.transparent = color & 0xFFFFFFFF

    @native.method(2)
    def make_opaque(self, color):
        """Draw all pixels again, whatever ``color`` is."""
        native.to_int(color)
        self._state.transparent = None


def colorspace_of(value, name):
    """Return ``value``, which must be a :data:`Colorspace`.

    :raises TypeError: it is something else
    """
    if isinstance(value, Colorspace):
        return value
    raise TypeError(f"{name} must be of type ColorSpace, not {type(value).__name__}")


def is_shader(value):
    """Return whether ``value`` gives values colours."""
    return type(value) in (Palette, ColorConverter)


def check_shader(value):
    """Return ``value``, which must give values colours.

    :raises TypeError: it does not
    """
    if not is_shader(value):
        raise TypeError("unsupported pixel_shader type")
    return value
