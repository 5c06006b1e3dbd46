# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Composing with numpy: what :mod:`copperbench.display.pixels` does, for whole areas at once."""

import numpy as np

from copperbench.display.color import Colors
from copperbench.display.layers import Members, Tiles
from copperbench.display.ondisk import File

_NOTHING = np.uint32(0xFFFFFFFF)  # in a table of colours: not drawn; no display takes such a pixel


def fill(group, pixels, area, buffer):
    """Put the pixels of an area into ``buffer``, where a layer covers them.

    It does what :func:`copperbench.display.pixels.fill` does.
    """
    if group is None:
        return
    canvas = _Canvas(pixels, area)
    _fill_group(group, canvas)
    canvas.store(buffer)


class _Canvas:
    """The pixels of an area while they are composed.

    :ivar open: which pixels no layer has covered yet
    """

    def __init__(self, pixels, area):
        self.pixels = pixels
        self.area = area
        self.values = np.zeros((area.height, area.width), np.uint32)
        self.open = np.ones((area.height, area.width), bool)
        self.untouched = True

    def put(self, overlap, values):
        """Draw values at an area; return whether each pixel of it is covered now."""
        area = self.area
        rows = slice(overlap.y1 - area.y1, overlap.y2 - area.y1)
        columns = slice(overlap.x1 - area.x1, overlap.x2 - area.x1)
        target = self.values[rows, columns]
        free = self.open[rows, columns]
        drawn = values != _NOTHING
        all_drawn = bool(drawn.all())
        if self.untouched:
            if all_drawn:
                target[:] = values
                free[:] = False
            else:
                np.copyto(target, values, where=drawn)
                np.logical_not(drawn, out=free)
            self.untouched = False
            return all_drawn
        drawn &= free
        np.copyto(target, values, where=drawn)
        free &= ~drawn
        return not free.any()

    def store(self, buffer):
        """Put the pixels into the bytes that a display takes, and leave what no layer covers."""
        depth = self.pixels.depth
        if depth == 24:
            target = np.frombuffer(buffer, np.uint8, self.open.size * 3).reshape(
                *self.open.shape, 3
            )
            drawn = ~self.open
            for index in range(3):
                plane = (self.values >> 8 * index & 0xFF).astype(np.uint8)
                np.copyto(target[:, :, index], plane, where=drawn)
        elif depth >= 8:
            kind = {8: np.uint8, 16: np.uint16, 32: np.uint32}[depth]
            target = np.frombuffer(buffer, kind, self.open.size).reshape(self.open.shape)
            np.copyto(target, self.values.astype(kind), where=~self.open)
        else:
            self._pack(buffer, depth)

    def _pack(self, buffer, depth):
        per_byte = 8 // depth
        height, width = self.values.shape
        values = self.values.astype(np.uint8)
        if self.pixels.share_row:
            groups = values.ravel()
            groups = np.pad(groups, (0, -groups.size % per_byte)).reshape(-1, per_byte)
        else:
            values = np.pad(values, ((0, -height % per_byte), (0, 0)))
            groups = values.reshape(-1, per_byte, width).transpose(0, 2, 1).reshape(-1, per_byte)
        shifts = np.arange(per_byte) * depth
        if self.pixels.reverse_pixels:
            shifts = shifts[::-1]
        packed = np.bitwise_or.reduce(groups << shifts.astype(np.uint8), axis=1).astype(np.uint8)
        np.frombuffer(buffer, np.uint8)[: packed.size] |= packed[: len(buffer)]


def _fill_group(group, canvas):
    """Return whether nothing below can be seen."""
    if group.hidden:
        return False
    for layer in reversed(group.layers):
        if isinstance(layer, Members):
            done = _fill_group(layer, canvas)
        elif isinstance(layer, Tiles):
            done = _fill_tiles(layer, canvas)
        else:
            done = _fill_shape(layer, canvas)
        if done:
            return True
    return False


def _fill_tiles(tiles, canvas):
    area = canvas.area
    overlap = area.overlap(tiles.current)
    if tiles.hidden or tiles.hidden_by_parent or overlap is None or not tiles.tiles:
        return False
    transform = tiles.transform
    current = tiles.current
    flip_x, flip_y = tiles.flip_x, tiles.flip_y
    transpose = tiles.transpose != transform.transpose
    if transpose:
        flip_x, flip_y = flip_y, flip_x
    across = np.arange(overlap.x1 - current.x1, overlap.x2 - current.x1)
    down = np.arange(overlap.y1 - current.y1, overlap.y2 - current.y1)
    if (transform.dx < 0) != flip_x:
        across = current.width - 1 - across
    if (transform.dy < 0) != flip_y:
        down = current.height - 1 - down
    if transpose:
        across, down = down, across
    values = _tile_values(tiles, canvas.pixels, across // transform.scale, down // transform.scale)
    covered = canvas.put(overlap, values.T if transpose else values)
    return covered and area.same(overlap)


def _tile_values(tiles, pixels, across, down):
    """Return what the display gets for the columns and rows of a grid."""
    columns = (across // tiles.tile_width + tiles.top_left_x) % tiles.columns
    rows = (down // tiles.tile_height + tiles.top_left_y) % tiles.rows
    across = across % tiles.tile_width
    down = down % tiles.tile_height
    if len(tiles.tiles) == 1:
        tile = tiles.tiles[0] & 0xFF
        x = (tile % tiles.bitmap_columns * tiles.tile_width + across)[np.newaxis, :]
        y = (tile // tiles.bitmap_columns * tiles.tile_height + down)[:, np.newaxis]
    else:
        indices = np.array(tiles.tiles, np.int64).reshape(tiles.rows, tiles.columns) & 0xFF
        tile = indices[rows[:, np.newaxis], columns[np.newaxis, :]]
        x = tile % tiles.bitmap_columns * tiles.tile_width + across[np.newaxis, :]
        y = tile // tiles.bitmap_columns * tiles.tile_height + down[:, np.newaxis]
    values = _read(tiles.bitmap, x, y)
    shader = tiles.shader
    if hasattr(shader, "maps"):
        return _mapped(shader, values, columns, rows, pixels, x, y)
    return _shade(shader, values, pixels, x, y)


def _read(bitmap, x, y):
    """Return the values at places, 0 outside; ``x`` is a row or grid, ``y`` a column or grid."""
    if isinstance(bitmap, File):
        return _read_file(bitmap, x, y)
    if not bitmap.width or not bitmap.height:
        return np.zeros(np.broadcast(x, y).shape, np.uint32)
    grid = _unpacked(bitmap)
    # Only a bitmap put in place of one with other tiles can be left: the indices are checked.
    inside_x = x < bitmap.width
    inside_y = y < bitmap.height
    if inside_x.all() and inside_y.all():
        if x.shape[0] == 1 and y.shape[1] == 1:
            return grid[y[:, 0]][:, x[0]]
        return grid[y, x]
    found = grid[np.where(inside_y, y, 0), np.where(inside_x, x, 0)]
    return np.where(inside_x & inside_y, found, 0)


def _unpacked(bitmap):
    """Return the values of a Bitmap as an array."""
    if bitmap.bits == 16:
        rows = np.frombuffer(bitmap.data, np.uint16).reshape(bitmap.height, -1)
    else:
        rows = np.frombuffer(bitmap.data, np.uint8).reshape(bitmap.height, -1)
        if bitmap.bits < 8:
            per_byte = 8 // bitmap.bits
            shifts = (np.arange(per_byte)[::-1] * bitmap.bits).astype(np.uint8)
            spread = rows[:, :, np.newaxis] >> shifts & np.uint8(bitmap.mask)
            rows = spread.reshape(bitmap.height, -1)
    return rows[:, : bitmap.width]


def _read_file(file, x, y):
    x, y = np.broadcast_arrays(x, y)
    inside = (x < file.width) & (y < file.height) & (x < 0x8000) & (y < 0x8000)
    size = file.bits // 8 or 1
    across = x * size if file.bits >= 8 else x * file.bits // 8
    start = file.offset + (file.height - y - 1) * file.stride + across
    data = np.frombuffer(file.data, np.uint8)
    raw = np.zeros(x.shape, np.int64)
    for index in range(size):
        place = start + index
        byte = data[np.minimum(place, data.size - 1)].astype(np.int64)
        raw |= np.where(place < data.size, byte, 0) << 8 * index
    return np.where(inside, file.value(raw, x), 0)


def _shade(shader, values, pixels, x, y):
    """Return what the display gets for values, _NOTHING where they are transparent."""
    if shader.dither:
        return _shade_with_noise(shader, values, pixels, x, y)
    if isinstance(shader, Colors):
        table = _palette_table(shader, pixels)
        if values.size and (most := int(values.max())) >= shader.count:
            shader.lacks(most)
        return np.take(table, values, mode="clip")  # what is beyond a palette: its last entry
    if values.dtype == np.uint8:
        return _table(shader, range(256), pixels)[values]
    if values.dtype == np.uint16:
        return _converter_table(shader, pixels)[values]
    different, places = np.unique(values, return_inverse=True)
    return _table(shader, different.tolist(), pixels)[places].reshape(values.shape)


def _table(shader, values, pixels):
    found = [shader.shade(value, pixels, 0, 0) for value in values]
    return np.array([_NOTHING if one is None else one for one in found], np.uint32)


_tables = {}  # of palettes and converters, so long as they do not change


def _palette_table(colors, pixels):
    """Return what the display gets for each index, and for one that the palette lacks."""
    key = pixels.key
    kept = colors.tables.get(key)
    if kept is None or kept[0] != colors.version:
        table = _table(colors, range(colors.count), pixels)
        kept = (colors.version, np.append(table, np.uint32(_NOTHING)))
        colors.tables[key] = kept
    return kept[1]


def _converter_table(conversion, pixels):
    """Return what the display gets for each of 65536 colours."""
    key = (conversion.colorspace._state, conversion.transparent, pixels.key)
    if key not in _tables:
        if len(_tables) > 16:
            _tables.clear()
        _tables[key] = _table(conversion, range(65536), pixels)
    return _tables[key]


def _shade_with_noise(shader, values, pixels, x, y):
    plain = _to_rgb(shader, values)
    transparent = plain == _NOTHING
    noise = [_noise(x, y), _noise(x + 33, y), _noise(x, y + 33)]
    depth = pixels.depth
    masks = (7, 3, 7) if depth == 16 else (0xFF >> depth if depth < 32 else 0,) * 3
    red = np.minimum(255, (plain >> 16) + (noise[0] & masks[0]))
    green = np.minimum(255, (plain >> 8 & 0xFF) + (noise[1] & masks[1]))
    blue = np.minimum(255, (plain & 0xFF) + (noise[2] & masks[2]))
    rgb = red << 16 | green << 8 | blue
    different, places = np.unique(rgb, return_inverse=True)
    table = [pixels.pixel(one) for one in different.tolist()]
    table = np.array([_NOTHING if one is None else one for one in table], np.uint32)
    return np.where(transparent, _NOTHING, table[places].reshape(rgb.shape))


class _Plain:
    """A display that takes colours as they are, to have a shader's colours before dithering."""

    depth = 24

    @staticmethod
    def pixel(rgb):
        return rgb


def _to_rgb(shader, values):
    was = shader.dither
    shader.dither = False
    try:
        different, places = np.unique(values, return_inverse=True)
        return _table(shader, different.tolist(), _Plain)[places].reshape(values.shape)
    finally:
        shader.dither = was


def _noise(x, y):
    """Return 0 to 255 for places in a bitmap; see :func:`copperbench.display.color.noise`."""
    number = (x + y * 0xFFFF).astype(np.uint32)
    number ^= number >> np.uint32(13)
    product = number * number * np.uint32(60493) + np.uint32(19990303)
    found = (number * product + np.uint32(1376312589)) & np.uint32(0x7FFFFFFF)
    unit = found.astype(np.float32) / np.float32(2147483648)
    return (unit * np.float32(255)).astype(np.uint32) & 0xFF


def _mapped(mapping, values, columns, rows, pixels, x, y):
    """Return what the display gets for values by way of a TilePaletteMapper."""
    maps = np.array(mapping.maps, np.int64).reshape(-1, max(mapping.count, 1))
    place = rows[:, np.newaxis] * mapping.columns + columns[np.newaxis, :]
    known = values < mapping.count
    found = maps[place, np.where(known, values, 0)].astype(np.uint32)
    x, y = np.broadcast_arrays(x, y)
    return np.where(known, _shade(mapping.shader, found, pixels, x, y), _NOTHING)


def _fill_shape(shape, canvas):
    area = canvas.area
    overlap = area.overlap(shape.current)
    if shape.hidden or overlap is None:
        return False
    x = np.arange(overlap.x1, overlap.x2)[np.newaxis, :]
    y = np.arange(overlap.y1, overlap.y2)[:, np.newaxis]
    inside = shape.outline.inside(*_to_shape(shape, x, y))
    inside = np.broadcast_to(inside, (overlap.height, overlap.width))
    value = shape.shader.shade(shape.color_index, canvas.pixels, 0, 0)
    drawn = 0 if value is None or canvas.pixels.depth == 24 else value
    covered = canvas.put(overlap, np.where(inside, np.uint32(drawn), _NOTHING))
    # A transparent colour covers what is below, but the firmware goes on looking for it.
    return covered and value is not None and area.same(overlap)


def _to_shape(shape, x, y):
    """Return where in the shape pixels of the panel are; ``x`` a row, ``y`` a column."""
    transform = shape.transform
    x = x - transform.x
    y = y - transform.y
    if transform.transpose:
        x, y = y - transform.dy * shape.x, x - transform.dx * shape.y
        mirror_x, mirror_y = transform.dy < 1, transform.dx < 1
    else:
        x = x - transform.dx * shape.x
        y = y - transform.dy * shape.y
        mirror_x, mirror_y = transform.dx < 1, transform.dy < 1
    if mirror_x:
        x = -x - 1
    if mirror_y:
        y = -y - 1
    return x, y
