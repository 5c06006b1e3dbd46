# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Composing pixel by pixel: what is on top of what, in the bytes that a display takes.

This composer follows the firmware step by step, needs nothing that the VM lacks, and
is slow. :mod:`copperbench.display.arrays` does the same with numpy; tests hold the
two together.
"""

from copperbench.display.layers import Members, Tiles


def fill(group, pixels, area, buffer):
    """Put the pixels of an area into ``buffer``, where a layer covers them.

    :param group: the inner side of a Group, or None
    :param pixels: the :class:`~copperbench.display.color.Format`
    :param area: of the panel
    :param buffer: for the pixels of the area alone, row by row, or in bands of rows where
        the pixels of a byte lie one above the other
    """
    if group is not None:
        covered = bytearray(area.width * area.height)
        _fill_group(group, pixels, area, covered, buffer)


def _fill_group(group, pixels, area, covered, buffer):
    """Return whether nothing below can be seen."""
    if group.hidden:
        return False
    for layer in reversed(group.layers):
        if isinstance(layer, Members):
            done = _fill_group(layer, pixels, area, covered, buffer)
        elif isinstance(layer, Tiles):
            done = _fill_tiles(layer, pixels, area, covered, buffer)
        else:
            done = _fill_shape(layer, pixels, area, covered, buffer)
        if done:
            return True
    return False


def _fill_tiles(tiles, pixels, area, covered, buffer):
    overlap = area.overlap(tiles.current)
    if tiles.hidden or tiles.hidden_by_parent or overlap is None or not tiles.tiles:
        return False
    transform = tiles.transform
    full = area.same(overlap)
    for y in range(overlap.y1, overlap.y2):
        for x in range(overlap.x1, overlap.x2):
            place = (y - area.y1) * area.width + x - area.x1
            if covered[place]:
                continue
            value = _tile_pixel(tiles, transform, x, y, pixels)
            if value is None:
                full = False
            else:
                covered[place] = 1
                _store(buffer, pixels, area.width, place, value)
    return full


def _tile_pixel(tiles, transform, x, y, pixels):
    """Return what the display gets for a pixel of the panel that a TileGrid lies on, or None."""
    current = tiles.current
    flip_x, flip_y = tiles.flip_x, tiles.flip_y
    transpose = tiles.transpose != transform.transpose
    if transpose:
        flip_x, flip_y = flip_y, flip_x
    across = x - current.x1
    down = y - current.y1
    if (transform.dx < 0) != flip_x:
        across = current.width - 1 - across
    if (transform.dy < 0) != flip_y:
        down = current.height - 1 - down
    if transpose:
        across, down = down, across
    across //= transform.scale
    down //= transform.scale
    column = (across // tiles.tile_width + tiles.top_left_x) % tiles.columns
    row = (down // tiles.tile_height + tiles.top_left_y) % tiles.rows
    tile = tiles.tiles[row * tiles.columns + column] & 0xFF  # the firmware draws with 8 bits of it
    tile_x = tile % tiles.bitmap_columns * tiles.tile_width + across % tiles.tile_width
    tile_y = tile // tiles.bitmap_columns * tiles.tile_height + down % tiles.tile_height
    value = tiles.bitmap.get(tile_x, tile_y)
    shader = tiles.shader
    if hasattr(shader, "maps"):
        if column < shader.columns and row < shader.rows:
            if value >= shader.count:
                return None
            value = shader.maps[row * shader.columns + column][value]
        shader = shader.shader
    return shader.shade(value, pixels, tile_x, tile_y)


def _fill_shape(shape, pixels, area, covered, buffer):
    overlap = area.overlap(shape.current)
    if shape.hidden or overlap is None:
        return False
    full = area.same(overlap)
    for y in range(overlap.y1, overlap.y2):
        for x in range(overlap.x1, overlap.x2):
            place = (y - area.y1) * area.width + x - area.x1
            if covered[place]:
                continue
            if not shape.outline.inside(*shape.to_shape(x, y)):
                full = False
                continue
            value = shape.shader.shade(shape.color_index, pixels, 0, 0)
            if value is None:
                # A transparent shape still covers what is below it, with zeros.
                full = False
                value = 0
            covered[place] = 1
            if pixels.depth != 24:  # which vectorio does not know
                _store(buffer, pixels, area.width, place, value)
    return full


def _store(buffer, pixels, width, place, value):
    depth = pixels.depth
    if depth >= 8:
        size = depth // 8
        for index in range(size):
            buffer[place * size + index] = value >> 8 * index & 0xFF
        return
    per_byte = 8 // depth
    if not pixels.share_row:
        row, column = place // width, place % width
        place = (row // per_byte * width + column) * per_byte + row % per_byte
    shift = place % per_byte
    if pixels.reverse_pixels:
        shift = per_byte - 1 - shift
    buffer[place // per_byte] |= value << shift * depth & 0xFF
