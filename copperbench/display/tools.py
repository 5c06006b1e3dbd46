# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``bitmaptools``: drawing into bitmaps, and copying, blending and dithering them."""

import array
import math

from copperbench import native
from copperbench.display import values
from copperbench.display.area import Area, int16
from copperbench.display.bitmap import Bitmap
from copperbench.display.color import Colorspace

BlendMode = native.enumeration("bitmaptools.BlendMode", "Normal", "Screen")
DitherAlgorithm = native.enumeration("bitmaptools.DitherAlgorithm", "Atkinson", "FloydStenberg")

_ANY = 0x7FFFFFFF  # the colour to replace, where none is given

_SWAPPED = ("RGB565_SWAPPED", "BGR565_SWAPPED")
_BLUE_FIRST = ("BGR565", "BGR565_SWAPPED")
_FULL = ("RGB565", "RGB565_SWAPPED", "BGR565", "BGR565_SWAPPED")

# Of each algorithm: how far it reaches to the sides, the part of an error in 256 that the
# next pixel gets, and what others get: columns ahead, rows below, the part.
_SPREADING = {
    "Atkinson": (2, 32, ((2, 0, 32), (-1, 1, 32), (0, 1, 32), (0, 2, 32))),
    "FloydStenberg": (1, 112, ((-1, 1, 48), (0, 1, 80), (1, 1, 16))),
}


# Arguments


def _grid(value, name, since_10=False):
    """Return the inner side of a Bitmap argument.

    :param since_10: whether 9.x does not look: it takes the memory for a Bitmap, with no colours
    """
    if not isinstance(value, Bitmap) and since_10 and values.old_firmware():
        raise ValueError("out of range of target")
    return native.of_type(value, Bitmap, name)._in_use()


def _color(value, grid, words="out of range of target"):
    value = native.to_int(value)
    if not 0 <= value <= grid.mask:
        raise ValueError(words)
    return value


def _optional(value):
    return None if value is None else native.to_int(value) & 0xFFFFFFFF


def _span(first, last, size, names):
    first = values.to_int_named(first, names[0])
    first = native.in_range(first, 0, size, names[0])
    if last is None:
        return first, size
    last = values.to_int_named(last, names[1])
    return first, native.in_range(last, first, size, names[1])


def _box(grid, x1, y1, x2, y2):
    """Return the edges of a rectangle that must lie in ``grid``."""
    x1, x2 = _span(x1, x2, grid.width, ("x1", "x2"))
    y1, y2 = _span(y1, y2, grid.height, ("y1", "y2"))
    return x1, y1, x2, y2


def _member(value, cls, name, shown=None):
    """Return the name of a member of an enumeration."""
    if isinstance(value, cls):
        return value._state
    raise TypeError(f"{name} must be of type {shown or cls.__name__}, not {type(value).__name__}")


def _touch(grid, x1, y1, x2, y2):
    """Mark a rectangle as changed, as far as it lies in ``grid``."""
    # Where it lies outside, the firmware keeps what it has cut so far, as the edges to mark.
    area = Area(max(x1, 0), y1, min(x2, grid.width), y2)
    if area.x1 < area.x2:
        area.y1 = max(y1, 0)
        area.y2 = min(y2, grid.height)
    grid.dirty(area.x1, area.y1, area.x2, area.y2)


# Drawing


@native.function("dest_bitmap x1 y1 x2 y2 value:i")
def fill_region(dest_bitmap, x1, y1, x2, y2, value):
    """Fill a rectangle; ``x2`` and ``y2`` lie beyond it."""
    grid = _grid(dest_bitmap, "dest_bitmap", since_10=True)
    value = _color(value, grid)
    x1, y1, x2, y2 = _box(grid, x1, y1, x2, y2)
    grid.dirty(x1, y1, x2, y2)
    put = grid.put
    for y in range(y1, y2):
        for x in range(x1, x2):
            put(x, y, value)


@native.function("dest_bitmap x:i y:i fill_color_value:i replaced_color_value:i?")
def boundary_fill(dest_bitmap, x, y, fill_color_value, replaced_color_value=_ANY):
    """Fill the places of one colour around a point."""
    grid = _grid(dest_bitmap, "dest_bitmap")
    value = _color(fill_color_value, grid, "value out of range of target")
    replaced = native.to_int(replaced_color_value)
    if replaced != _ANY:
        _color(replaced, grid, "background value out of range of target")
    x, y = int16(native.to_int(x)), int16(native.to_int(y))
    if not (0 <= x < grid.width and 0 <= y < grid.height):
        raise ValueError("out of range of target")
    if value == replaced:
        return
    if replaced == _ANY:
        replaced = grid.get(x, y)
    if value == replaced:
        raise MemoryError(
            "memory allocation failed"
        )  # the firmware looks at the same places for ever
    area = Area(x, y, x + 1, y + 1)
    waiting = [(x, y)]
    while waiting:
        x, y = waiting.pop()
        if not (0 <= x < grid.width and 0 <= y < grid.height) or grid.get(x, y) != replaced:
            continue
        grid.put(x, y, value)
        area = area.union(Area(x, y, x + 1, y + 1))
        waiting += [(x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)]
    grid.dirty(area.x1, area.y1, area.x2, area.y2)


@native.function("dest_bitmap x1:i y1:i x2:i y2:i value:i")
def draw_line(dest_bitmap, x1, y1, x2, y2, value):
    """Draw a line between two points, both included."""
    grid = _grid(dest_bitmap, "dest_bitmap", since_10=True)
    value = _color(value, grid)
    x1, y1, x2, y2 = [int16(native.to_int(edge)) for edge in (x1, y1, x2, y2)]
    _touch(grid, min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1)
    _line(grid, x1, y1, x2, y2, value)


def _line(grid, x0, y0, x1, y1, value):
    if x0 == x1:
        for y in range(max(0, min(y0, y1)), min(max(y0, y1), grid.height - 1) + 1):
            grid.put(x0, y, value)
        return
    if y0 == y1:
        for x in range(max(0, min(x0, x1)), min(max(x0, x1), grid.width - 1) + 1):
            grid.put(x, y0, value)
        return
    steep = abs(y1 - y0) > abs(x1 - x0)
    if steep:
        x0, y0, x1, y1 = y0, x0, y1, x1
    if x0 > x1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    across = x1 - x0
    down = abs(y1 - y0)
    step = 1 if y0 < y1 else -1
    left = across // 2
    for x in range(x0, x1 + 1):
        if steep:
            grid.put(y0, x, value)
        else:
            grid.put(x, y0, value)
        left -= down
        if left < 0:
            y0 += step
            left += across


@native.function("dest_bitmap xs ys value:i close?")
def draw_polygon(dest_bitmap, xs, ys, value, close=True):
    """Draw lines from point to point, and back to the first."""
    grid = _grid(dest_bitmap, "dest_bitmap", since_10=True)
    xs, size = _elements(xs)
    ys, other_size = _elements(ys)
    if size != other_size:
        raise ValueError("Coordinate arrays types have different sizes")
    if len(xs) != len(ys):
        raise ValueError("Coordinate arrays have different lengths")
    value = _color(value, grid)
    if not len(xs):
        return
    half = 1 << 8 * size - 1
    points = [
        (int16((x & 2 * half - 1 ^ half) - half), int16((y & 2 * half - 1 ^ half) - half))
        for x, y in zip(xs, ys)
    ]
    before = points[0]
    for point in points[1:]:
        _line(grid, *before, *point, value)
        before = point
    if close:
        _line(grid, *before, *points[0], value)
    columns = [x for x, _ in points]
    rows = [y for _, y in points]
    _touch(grid, min(columns), min(rows), max(columns), max(rows))


def _elements(buffer):
    """Return the items of a buffer, and how many bytes each has."""
    if isinstance(buffer, Bitmap):
        buffer = buffer._in_use().data
    if isinstance(buffer, (bytes, bytearray)):
        return buffer, 1
    if isinstance(buffer, str):
        return buffer.encode(), 1
    data = native.readable(buffer)  # refuses what is no buffer
    if not len(data):
        return data, 1
    try:
        size = len(data) // len(buffer)
    except TypeError:
        return data, 1
    return buffer, size


@native.function("dest_bitmap x:i y:i radius:i value:i")
def draw_circle(dest_bitmap, x, y, radius, value):
    """Draw a circle around a point."""
    grid = _grid(dest_bitmap, "dest_bitmap", since_10=True)
    value = _color(value, grid)
    x = native.in_range(native.to_int(x), 0, grid.width, "x")
    y = native.in_range(native.to_int(y), 0, grid.height, "y")
    radius = native.at_least(native.to_int(radius), 0, "radius")
    _touch(grid, x - radius, y - radius, x + radius, y + radius)
    put = grid.put
    down = radius
    left = 3 - 2 * radius
    across = 0
    while across <= down:
        for dx, dy in ((across, down), (down, across)):
            put(x + dx, y + dy, value)
            put(x - dx, y - dy, value)
            put(x - dx, y + dy, value)
            put(x + dx, y - dy, value)
        if left <= 0:
            left += 4 * across + 6
        else:
            left += 4 * (across - down) + 10
            down -= 1
        across += 1


# Copying


@native.function("bitmap data x1? y1? x2? y2? skip_index?")
def arrayblit(bitmap, data, x1=0, y1=0, x2=None, y2=None, skip_index=None):
    """Put the items of ``data`` into a rectangle, row by row."""
    grid = _grid(bitmap, "bitmap")
    items, size = _elements(data)
    x1, y1, x2, y2 = _box(grid, x1, y1, x2, y2)
    skipped = _optional(skip_index)
    if len(items) < (x2 - x1) * (y2 - y1):
        raise IndexError("index out of range")
    whole = (1 << 8 * size) - 1
    index = 0
    for y in range(y1, y2):
        for x in range(x1, x2):
            value = items[index] & whole
            index += 1
            if value != skipped:
                grid.put(x, y, value & grid.mask)
    grid.dirty(x1, y1, x2, y2)


@native.function(
    "bitmap file bits_per_pixel:i element_size:i? reverse_pixels_in_element? "
    "swap_bytes_in_element? reverse_rows?"
)
def readinto(
    bitmap,
    file,
    bits_per_pixel,
    element_size=1,
    reverse_pixels_in_element=False,
    swap_bytes_in_element=False,
    reverse_rows=False,
):
    """Fill a bitmap with rows of pixels from a file."""
    grid = _grid(bitmap, "bitmap")
    size = native.to_int(element_size)
    if size not in (1, 2, 4):
        raise ValueError(f"invalid element_size {size}, must be, 1, 2, or 4")
    bits = native.to_int(bits_per_pixel)
    if bits not in (1, 2, 4, 8, 16, 24, 32):
        raise ValueError(f"invalid bits_per_pixel {bits}, must be, 1, 2, 4, 8, 16, 24, or 32")
    if (bits == 16 and size != 2) or (bits == 24 and size != 1) or (bits == 32 and size != 4):
        raise ValueError(f"invalid element size {size} for bits_per_pixel {bits}\n")
    if not hasattr(file, "read"):
        raise OSError("stream operation not supported")
    grid.dirty(0, 0, grid.width, grid.height)
    length = (grid.width * bits + size * 8 - 1) // (size * 8) * size
    for y in range(grid.height):
        row = file.read(length)
        if len(row) != length:
            raise EOFError
        if swap_bytes_in_element and size > 1:
            row = b"".join(
                [bytes(reversed(row[start : start + size])) for start in range(0, length, size)]
            )
        into = grid.height - 1 - y if reverse_rows else y
        for x in range(grid.width):
            value = _from_row(row, x, bits, reverse_pixels_in_element)
            grid.put(x, into, value & grid.mask)


def _from_row(row, x, bits, reverse):
    if bits < 8:
        per_byte = 8 // bits
        place = x % per_byte
        shift = bits * (per_byte - 1 - place if reverse else place)
        return row[x // per_byte] >> shift & (1 << bits) - 1
    if bits == 24:
        return row[3 * x] << 16 | row[3 * x + 1] << 8 | row[3 * x + 2]
    size = bits // 8
    return int.from_bytes(row[x * size : (x + 1) * size], "little")


@native.function(
    "dest_bitmap source_bitmap x:i y:i *x1? y1? x2? y2? skip_source_index? skip_dest_index?"
)
def blit(
    dest_bitmap,
    source_bitmap,
    x,
    y,
    *,
    x1=0,
    y1=0,
    x2=None,
    y2=None,
    skip_source_index=None,
    skip_dest_index=None,
):
    """Copy a rectangle of one bitmap into another, or into the same."""
    grid = _grid(dest_bitmap, "dest_bitmap")
    source = _grid(source_bitmap, "source_bitmap")
    x = native.in_range(native.to_int(x), 0, grid.width, "x")
    y = native.in_range(native.to_int(y), 0, grid.height, "y")
    x1, y1, x2, y2 = _box(source, x1, y1, x2, y2)
    if grid.bits < source.bits:
        raise ValueError("source palette too large")
    skip_source = _optional(skip_source_index)
    skip_dest = _optional(skip_dest_index)
    width, height = x2 - x1, y2 - y1
    grid.dirty(x, y, min(x + width, grid.width), min(y + height, grid.height))
    # Copied from the far end where the two may overlap.
    columns = range(width - 1, -1, -1) if x > x1 else range(width)
    rows = range(height - 1, -1, -1) if y > y1 else range(height)
    for across in columns:
        if x + across >= grid.width:
            continue
        for down in rows:
            if y + down >= grid.height:
                continue
            value = source.get(x1 + across, y1 + down)
            if value == skip_source:
                continue
            if skip_dest is None or grid.get(x + across, y + down) != skip_dest:
                grid.put(x + across, y + down, value)


def _single(value):
    """Return ``value`` as a float of 32 bits holds it, which is what the firmware computes with."""
    return array.array("f", [value])[0]


def _point(value, default):
    return default if value is None else int16(native.to_int(value))


def _corner(value, default):
    if value is None:
        return default
    if not isinstance(value, (tuple, list)) and isinstance(value, int):
        raise ValueError("clip point must be (x,y) tuple")
    x, y = values.fixed_array(value, 2)
    return int16(native.to_int(x)), int16(native.to_int(y))


def _clip(grid, first, second):
    """Return the edges between two corners, in order and in ``grid``."""
    ax, ay = _corner(first, (0, 0))
    bx, by = _corner(second, (grid.width, grid.height))

    def within(value, size):
        return min(max(value, 0), size)

    return (
        within(min(ax, bx), grid.width),
        within(min(ay, by), grid.height),
        within(max(ax, bx), grid.width),
        within(max(ay, by), grid.height),
    )


@native.function(
    "dest_bitmap source_bitmap *ox? oy? dest_clip0? dest_clip1? px? py? "
    "source_clip0? source_clip1? angle? scale? skip_index?"
)
def rotozoom(
    dest_bitmap,
    source_bitmap,
    *,
    ox=None,
    oy=None,
    dest_clip0=None,
    dest_clip1=None,
    px=None,
    py=None,
    source_clip0=None,
    source_clip1=None,
    angle=None,
    scale=None,
    skip_index=None,
):
    """Copy a bitmap turned and scaled, its point (px, py) to (ox, oy)."""
    grid = _grid(dest_bitmap, "dest_bitmap")
    source = _grid(source_bitmap, "source_bitmap")
    if grid.bits < source.bits:
        raise ValueError("source palette too large")
    ox, oy = _point(ox, grid.width // 2), _point(oy, grid.height // 2)
    px, py = _point(px, source.width // 2), _point(py, source.height // 2)
    clip = _clip(grid, dest_clip0, dest_clip1)
    left, top, right, bottom = _clip(source, source_clip0, source_clip1)
    angle = 0.0 if angle is None else _single(native.to_float(angle))
    scale = 1.0 if scale is None else _single(native.to_float(scale))
    if scale < 0:
        scale = 1.0
    skipped = _optional(skip_index)
    single = _single
    sine, cosine = single(math.sin(angle)), single(math.cos(angle))
    minx, miny, maxx, maxy = _bounds(source, sine, cosine, scale, (px, py), (ox, oy), clip)
    grid.dirty(minx, miny, maxx + 1, maxy + 1)
    if scale == 0:
        return  # every step is infinite: no place of the source is hit
    right_u = single(cosine / scale)
    down_u = single(sine / scale)
    right_v = -down_u
    down_v = right_u
    row_u = single(px - single(single(ox * right_u) + single(oy * down_u)))
    row_v = single(py - single(single(ox * right_v) + single(oy * down_v)))
    row_u = single(row_u + single(miny * down_u))
    row_v = single(row_v + single(miny * down_v))
    for y in range(miny, maxy + 1):
        u = single(row_u + single(minx * right_u))
        v = single(row_v + single(minx * right_v))
        for x in range(minx, maxx + 1):
            if left <= u < right and top <= v < bottom:
                value = source.get(int(u), int(v))
                if value != skipped:
                    grid.put(x, y, value)
            u = single(u + right_u)
            v = single(v + right_v)
        row_u = single(row_u + down_u)
        row_v = single(row_v + down_v)


def _bounds(source, sine, cosine, scale, pivot, place, clip):
    """Return the first and last column and row where the turned source may lie."""
    single = _single
    minx, miny = clip[2], clip[3]
    maxx, maxy = clip[0], clip[1]
    for across in (-pivot[0], source.width - pivot[0]):
        for down in (-pivot[1], source.height - pivot[1]):
            x = single(single(cosine * across) * scale)
            x = single(single(x - single(single(sine * down) * scale)) + place[0])
            y = single(single(sine * across) * scale)
            y = single(single(y + single(single(cosine * down) * scale)) + place[1])
            minx = min(minx, int16(int(x))) if x < minx else minx
            maxx = int16(int(x)) if x > maxx else maxx
            miny = int16(int(y)) if y < miny else miny
            maxy = int16(int(y)) if y > maxy else maxy
    return max(minx, clip[0]), max(miny, clip[1]), min(maxx, clip[2] - 1), min(maxy, clip[3] - 1)


# Colours


@native.function("dest_bitmap old_color:i new_color:i")
def replace_color(dest_bitmap, old_color, new_color):
    """Put one colour in place of another."""
    grid = _grid(dest_bitmap, "bitmap")
    old = _color(old_color, grid, "color out of range")
    new = _color(new_color, grid, "color out of range")
    grid.dirty(0, 0, grid.width, grid.height)
    for y in range(grid.height):
        for x in range(grid.width):
            if grid.get(x, y) == old:
                grid.put(x, y, new)


@native.function(
    "dest_bitmap source_bitmap_1 source_bitmap_2 colorspace factor_1? factor_2? "
    "*blendmode? skip_source1_index? skip_source2_index?"
)
def alphablend(
    dest_bitmap,
    source_bitmap_1,
    source_bitmap_2,
    colorspace,
    factor_1=None,
    factor_2=None,
    *,
    blendmode=BlendMode.Normal,
    skip_source1_index=None,
    skip_source2_index=None,
):
    """Mix two bitmaps of colours."""
    grid = _grid(dest_bitmap, "dest_bitmap")
    first = _grid(source_bitmap_1, "source_bitmap_1")
    second = _grid(source_bitmap_2, "source_bitmap_2")
    part1 = 0.5 if factor_1 is None else _single(native.to_float(factor_1))
    part2 = _single(1 - part1) if factor_2 is None else _single(native.to_float(factor_2))
    space = _member(colorspace, Colorspace, "colorspace", "ColorSpace")
    screen = _member(blendmode, BlendMode, "blendmode") == "Screen"
    for source in (first, second):
        if (source.width, source.height, source.bits) != (grid.width, grid.height, grid.bits):
            raise ValueError("Bitmap size and bits per value must match")
    if space == "L8":
        if grid.bits != 8:
            raise ValueError("For L8 colorspace, input bitmap must have 8 bits per pixel")
    elif space not in _FULL:
        raise ValueError("Unsupported colorspace")
    elif grid.bits != 16:
        raise ValueError("For RGB colorspaces, input bitmap must have 16 bits per pixel")
    skip1, skip2 = _optional(skip_source1_index), _optional(skip_source2_index)
    mix = _Mix(int(_single(part1 * 256)), int(_single(part2 * 256)), screen)
    grid.dirty(0, 0, grid.width, grid.height)
    if space == "L8":
        _blend_luma(grid, first, second, mix, skip1, skip2)
    else:
        _blend_colors(grid, first, second, mix, skip1, skip2, space in _SWAPPED)


def _quotient(value, divisor):
    """Return a quotient as C rounds it."""
    if divisor == 0:
        return 0
    found = abs(value) // abs(divisor)
    return found if (value < 0) == (divisor < 0) else -found


def _int32(value):
    return (value + 0x80000000 & 0xFFFFFFFF) - 0x80000000


class _Mix:
    """How much there is of each of two sources, in 256ths."""

    def __init__(self, part1, part2, screen):
        self.part1 = part1
        self.part2 = part2
        self.screen = screen
        self.whole = part1 + part2 - _quotient(part1 * part2, 256)

    def both(self, value1, value2):
        """Return two values of 8 bits mixed."""
        below = value1 * self.part1
        above = value2 * self.part2
        if self.screen:
            mixed = above + below - _quotient(_int32(above * below), 65536)
        else:
            mixed = above + _quotient(below * (256 - self.part2), 256)
        return _quotient(mixed, self.whole)


def _blend_luma(grid, first, second, mix, skip1, skip2):
    skip1 = None if skip1 is None else skip1 & 0xFF
    skip2 = None if skip2 is None else skip2 & 0xFF
    for y in range(grid.height):
        # As in the firmware, a source that was not looked at stays where it is.
        x1 = x2 = 0
        for x in range(grid.width):
            value1, value2 = first.get(x1, y), second.get(x2, y)
            if value1 != skip1 and value2 != skip2:
                value = mix.both(value1, value2)
                x1 += 1
                x2 += 1
            elif value1 != skip1:
                value = _quotient(value1 * mix.part1, 256)
                x1 += 1
            elif value2 != skip2:
                value = _quotient(value2 * mix.part2, 256)
                x2 += 1
            else:
                continue
            grid.put(x, y, min(255, max(0, value)))


def _blend_colors(grid, first, second, mix, skip1, skip2, swap):
    for y in range(grid.height):
        for x in range(grid.width):
            value1, value2 = first.get(x, y), second.get(x, y)
            if swap:
                value1, value2 = _swap(value1), _swap(value2)
            if value1 != skip1 and value2 != skip2:
                red = mix.both((value1 & 0xF800) >> 8, (value2 & 0xF800) >> 8)
                green = mix.both((value1 & 0x7E0) >> 3, (value2 & 0x7E0) >> 3)
                blue = mix.both((value1 & 0x1F) << 3, (value2 & 0x1F) << 3)
                value = red << 8 & 0xF800 | green << 3 & 0x7E0 | blue >> 3 & 0x1F
                if swap:
                    value = _swap(value)
            elif value1 != skip1:
                value = _fraction(value1, mix.part1)  # not swapped back: so does the firmware
            elif value2 != skip2:
                value = _fraction(value2, mix.part2)
            else:
                continue
            grid.put(x, y, value)


def _swap(value):
    return value >> 8 | (value & 0xFF) << 8


def _fraction(value, part):
    return (
        _quotient((value & 0xF800) * part, 256)
        | _quotient((value & 0x7E0) * part, 256)
        | _quotient((value & 0x1F) * part, 256)
    )


@native.function("dest_bitmap source_bitmap source_colorspace algorithm?")
def dither(dest_bitmap, source_bitmap, source_colorspace, algorithm=DitherAlgorithm.Atkinson):
    """Turn a bitmap of colours or of luma into black and white."""
    source = _grid(source_bitmap, "source_bitmap")
    grid = _grid(dest_bitmap, "dest_bitmap")
    algorithm = _member(algorithm, DitherAlgorithm, "algorithm")
    space = _member(source_colorspace, Colorspace, "source_colorspace", "ColorSpace")
    if (source.width, source.height) != (grid.width, grid.height):
        raise TypeError("bitmap sizes must match")
    if grid.bits not in (1, 16):
        raise TypeError("source_bitmap must have value_count of 2 or 65536")
    if space == "L8":
        if source.bits != 8:
            raise TypeError("source_bitmap must have value_count of 8")
    elif space not in _FULL:
        raise TypeError("unsupported colorspace for dither")
    elif source.bits != 16:
        raise TypeError("source_bitmap must have value_count of 65536")
    _spread(grid, source, space, _SPREADING[algorithm])
    grid.dirty(0, 0, grid.width, grid.height)


def _spread(grid, source, space, spreading):
    """Dither row by row, to the right and to the left in turn."""
    reach, ahead, parts = spreading
    width, height = grid.width, grid.height
    put = _put_bit if grid.bits == 1 else _put_word
    rows = [_Row(width, reach) for _ in range(3)]
    for y in range(min(3, height)):
        rows[y].load(source, space, y)
    error = 0
    for y in range(height):
        to_right = y % 2 == 0
        for step in range(width):
            x = step if to_right else width - 1 - step
            value = rows[0].data[x + reach] + error
            if not to_right:
                value = int16(value)
            bright = value >= 128
            put(grid, x, y, bright)
            error = value - (255 if bright else 0)
            for across, down, part in parts:
                place = x + reach + (across if to_right else -across)
                data = rows[down].data
                data[place] = int16(_quotient(part * error, 256) + data[place])
            error = _quotient(error * ahead, 256)
        rows.append(rows.pop(0))
        # Rows that are not there keep what the row before in their place has come to.
        rows[2].load(source, space, y + 3)


def _put_word(grid, x, y, bright):
    grid.put(x, y, 0xFFFF if bright else 0)


def _put_bit(grid, x, y, bright):
    # The firmware writes words of 32 bits here, whose four bytes come out in reverse. Where a
    # row is no multiple of 32 wide, the places beyond it are what it had in memory; here 0.
    index = y * grid.stride + (x // 8 ^ 3)
    bit = 0x80 >> x % 8
    grid.data[index] = grid.data[index] | bit if bright else grid.data[index] & ~bit


class _Row:
    """The luma of a row with the errors it has got, and room at both ends."""

    def __init__(self, width, reach):
        self.data = array.array("h", bytes(2 * (width + 2 * reach)))
        self.reach = reach

    def load(self, source, space, y):
        if y >= source.height:
            return
        reach = self.reach
        for index in range(reach):
            self.data[index] = 0
            self.data[reach + source.width + index] = 0
        for x in range(source.width):
            value = source.get(x, y)
            self.data[reach + x] = value if space == "L8" else _luma(value, space)


def _luma(value, space):
    if space in _SWAPPED:
        value = _swap(value)
    red = value >> 8 & 0xF8
    green = value >> 3 & 0xFC
    blue = value << 3 & 0xF8
    if space in _BLUE_FIRST:
        red, blue = blue, red
    return (red * 78 + green * 154 + blue * 29) // 256
