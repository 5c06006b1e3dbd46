# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A buffer of colours for strips of NeoPixels and DotStars."""

from copperbench import native as _native

_HEAP = 200000  # bytes: more than any board of the bench's default kind has free at once

_DOTSTAR = 0xE0  # the three bits that start a pixel; five of brightness follow


class _State:
    def __init__(self, count, order):
        self.count = count
        self.order = order
        self.bpp = len(order)
        self.dotstar = "P" in order
        self.white = "W" in order
        self.red = order.index("R")
        self.green = order.index("G")
        self.blue = order.index("B")
        self.fourth = order.index("W") if self.white else 0
        self.auto_write = False
        self.brightness = 1.0
        self.scale = 256  # the brightness in 1/256
        self.before = None  # the colours before brightness; the same as those sent, if None
        self.offset = 0  # of the first pixel in what is sent
        self.sent = None  # the bytes that are sent


def _parse_order(order):
    """Return the order of the colours, a string of 3 or 4 letters.

    :raises TypeError: it is no string
    :raises ValueError: it is no order
    """
    if not isinstance(order, str):
        raise TypeError(f"byteorder must be of type str, not {type(order).__name__}")
    kinds = [letter for letter in "RGBWP" if letter in order]
    if (
        not 3 <= len(order) <= 4
        or len(kinds) < len(order)
        or not ("R" in order and "G" in order and "B" in order)
        or ("P" in order and order[0] != "P")
    ):
        raise ValueError("Invalid byteorder")
    return order


def _buffer(value):
    """Return the bytes of a buffer; what is none counts as empty."""
    try:
        return bytes(_native.readable(value))
    except TypeError:
        return b""


def _clipped(brightness):
    brightness = _native.to_float(brightness)
    return 1.0 if brightness > 1 else 0.0 if brightness < 0 else brightness


@_native.exposed
class PixelBuf(_native.Object):
    """Colours of ``size`` pixels; a class made from it sends them in ``_transmit(buffer)``."""

    @_native.constructor("size:i *byteorder? brightness? auto_write:b? header? trailer?")
    def __init__(
        self, size, *, byteorder="BGR", brightness=None, auto_write=False, header=None, trailer=None
    ):
        size = _native.to_int(size)
        order = _parse_order(byteorder)
        header = _buffer(header)
        trailer = _buffer(trailer)
        brightness = 1.0 if brightness is None else _clipped(brightness)
        state = _State(size, order)
        length = (size * state.bpp) + len(header) + len(trailer)
        if not 0 <= length <= _HEAP or size < 0:
            raise MemoryError(f"memory allocation failed, allocating {length & 0xFFFFFFFF} bytes")
        _native.hide(self, state)
        state.offset = len(header)
        state.sent = bytearray(length)
        state.sent[: len(header)] = header
        state.sent[length - len(trailer) :] = trailer
        if state.dotstar:
            for start in range(0, size * 4, 4):
                state.sent[state.offset + start] = 0xFF
        self._set_scale(brightness)
        state.auto_write = bool(auto_write)

    def _set_scale(self, brightness):
        state = self._state
        state.brightness = brightness
        scale = int(brightness * 256)
        if scale == state.scale:
            return
        state.scale = scale
        length = state.count * state.bpp
        offset = state.offset
        if state.before is None:
            state.before = bytearray(state.sent[offset : offset + length])
        for index in range(length):
            if not (state.dotstar and index % 4 == 0):  # that byte has a brightness of its own
                state.sent[offset + index] = state.before[index] * scale // 256
        if state.auto_write:
            self._transmit(state.sent)

    def _set(self, index, red, green, blue, fourth):
        state = self._state
        if state.dotstar:
            fourth = _DOTSTAR | fourth >> 3
        first = index * state.bpp
        offset = state.offset + first
        sent = state.sent
        before = state.before
        if before is None:
            before = sent
            first = offset
        if state.bpp == 4:
            before[first + state.fourth] = fourth
        before[first + state.red] = red
        before[first + state.green] = green
        before[first + state.blue] = blue
        if before is sent:
            return
        scale = state.scale
        if state.bpp == 4:
            sent[offset + state.fourth] = fourth if state.dotstar else fourth * scale // 256
        sent[offset + state.red] = red * scale // 256
        sent[offset + state.green] = green * scale // 256
        sent[offset + state.blue] = blue * scale // 256

    def _get(self, index):
        state = self._state
        pixels = state.before
        first = index * state.bpp
        if pixels is None:
            pixels = state.sent
            first += state.offset
        red = pixels[first + state.red]
        green = pixels[first + state.green]
        blue = pixels[first + state.blue]
        if state.bpp == 3:
            return (red, green, blue)
        fourth = pixels[first + state.fourth]
        return (red, green, blue, (fourth & 31) / 31 if state.dotstar else fourth)

    def bpp(self):
        """Bytes for a pixel: 3 or 4."""
        return self._state.bpp

    bpp = _native.attribute(bpp)

    def byteorder(self):
        """The order of the colours, such as ``GRB``."""
        return self._state.order

    byteorder = _native.attribute(byteorder)

    def auto_write(self):
        """Whether each change is sent at once."""
        return self._state.auto_write

    def _set_auto_write(self, value):
        self._state.auto_write = bool(value)

    auto_write = _native.attribute(auto_write, _set_auto_write)

    def brightness(self):
        """0 to 1; what is sent is scaled in steps of 1/256."""
        return self._state.brightness

    def _set_brightness(self, value):
        self._set_scale(_clipped(value))

    brightness = _native.attribute(brightness, _set_brightness)

    @_native.method(1)
    def show(self):
        """Send the colours."""
        self._transmit(self._state.sent)

    @_native.method(2)
    def fill(self, color):
        """Set all pixels to a colour."""
        state = self._state
        red, green, blue, fourth = _parse_color(state, color)
        for index in range(state.count):
            self._set(index, red, green, blue, fourth)
        if state.auto_write:
            self._transmit(state.sent)

    def __len__(self):
        return self._state.count

    def __bool__(self):
        return True

    def __bytes__(self):
        raise TypeError("can't convert tuple to int")

    def __getitem__(self, index):
        state = self._state
        if isinstance(index, _native.Slice):
            start, stop, step = index.indices(state.count)
            return tuple([self._get(at) for at in range(start, stop, step)])
        return self._get(_native.index(index, state.count, type(self).__name__))

    def __setitem__(self, index, value):
        state = self._state
        if isinstance(index, _native.Slice):
            self._set_slice(index, value)
        else:
            index = _native.index(index, state.count, type(self).__name__)
            self._set(index, *_parse_color(state, value))
        if state.auto_write:
            self._transmit(state.sent)

    def _set_slice(self, index, values):
        state = self._state
        start, stop, step = index.indices(state.count)
        places = range(start, stop, step)
        count = len(values)
        if count == len(places):
            for place, value in zip(places, values):
                self._set(place, *_parse_color(state, value))
        elif count == len(places) * state.bpp:
            flat = list(values)
            for number, place in enumerate(places):
                value = tuple(flat[number * state.bpp : (number + 1) * state.bpp])
                self._set(place, *_parse_color(state, value))
        else:
            raise ValueError(
                f"Unmatched number of items on RHS (expected {len(places)}, got {count})."
            )


def _parse_color(state, color):
    """Return the four bytes of a colour: 0xRRGGBB, or a tuple or list of 3 or 4."""
    fourth = 255 if state.dotstar else 0
    if isinstance(color, (int, float)) and not isinstance(color, bool):
        color = int(color)
        red, green, blue = color >> 16 & 255, color >> 8 & 255, color & 255
    else:
        if not isinstance(color, (tuple, list)):
            raise TypeError(f"object '{type(color).__name__}' isn't a tuple or list")
        if not 3 <= len(color) <= 4:
            raise ValueError("color length must be 3-4")
        red, green, blue = _byte(color[0]), _byte(color[1]), _byte(color[2])
        if len(color) == 4:
            fourth = color[3]
            return (red, green, blue, _fourth(fourth))
    if state.white and red == green == blue:
        return (0, 0, 0, red)
    return (red, green, blue, fourth)


def _byte(value):
    if isinstance(value, float):
        return _float_byte(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value & 255
    raise TypeError(f"can't convert {type(value).__name__} to int")


def _fourth(value):
    if isinstance(value, float):
        return _float_byte(255 * value)
    if isinstance(value, int):
        return value & 255
    raise TypeError(f"can't convert {type(value).__name__} to int")


def _float_byte(value):
    """Return a float as C makes an unsigned byte of it: by way of 32 bits, where it stops."""
    if value >= 0x100000000:
        return 255
    return int(value) & 255 if value > 0 else 0


_native.module(__name__, "PixelBuf")
