# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The two composers agree: the one with numpy, and the one that goes pixel by pixel."""

import displayio
import tilepalettemapper
import vectorio
from hypothesis import given, settings, strategies as st

from copperbench.display import arrays, pixels
from copperbench.display.area import Area, for_rotation
from copperbench.display.color import Format

_FORMATS = (
    Format(16),
    Format(16, reverse_bytes=False),
    Format(8),
    Format(8, grayscale=True),
    Format(24),
    Format(1, grayscale=True),
    Format(1, grayscale=True, share_row=False, reverse_pixels=True),
    Format(4, grayscale=True),
    Format(4, grayscale=True, reverse_pixels=True),
    Format(2, grayscale=True, share_row=False),
)
_SPACES = ("RGB888", "RGB565", "RGB565_SWAPPED", "RGB555", "BGR565", "BGR555_SWAPPED", "L8")
_places = st.integers(-12, 20)


@st.composite
def _palettes(draw):
    palette = displayio.Palette(draw(st.integers(1, 9)), dither=draw(st.booleans()))
    for index in range(len(palette)):
        palette[index] = draw(st.integers(0, 0xFFFFFF))
        if draw(st.integers(0, 4)) == 0:
            palette.make_transparent(index)
    return palette


@st.composite
def _converters(draw):
    converter = displayio.ColorConverter(
        input_colorspace=getattr(displayio.Colorspace, draw(st.sampled_from(_SPACES))),
        dither=draw(st.booleans()),
    )
    if draw(st.booleans()):
        converter.make_transparent(draw(st.integers(0, 40)))
    return converter


@st.composite
def _tile_grids(draw):
    tile = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    across, down = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    bitmap = displayio.Bitmap(
        tile[0] * across, tile[1] * down, draw(st.sampled_from((2, 4, 16, 256, 65536)))
    )
    seed = draw(st.integers(1, 9999))
    for y in range(bitmap.height):
        for x in range(bitmap.width):
            value = (x * 7 + y * 13 + x * y) * seed
            bitmap[x, y] = value % (1 << bitmap.bits_per_value)
    shader = draw(st.one_of(_palettes(), _converters()))
    size = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    if draw(st.integers(0, 5)) == 0:
        shader = tilepalettemapper.TilePaletteMapper(shader, min(8, 1 << bitmap.bits_per_value))
    grid = displayio.TileGrid(
        bitmap,
        pixel_shader=shader,
        width=size[0],
        height=size[1],
        tile_width=tile[0],
        tile_height=tile[1],
        x=draw(_places),
        y=draw(_places),
    )
    for place in range(size[0] * size[1]):
        grid[place] = draw(st.integers(0, across * down - 1))
    grid.flip_x, grid.flip_y = draw(st.booleans()), draw(st.booleans())
    grid.transpose_xy = draw(st.booleans())
    grid.hidden = draw(st.integers(0, 9)) == 0
    return grid


@st.composite
def _shapes(draw):
    common = {
        "pixel_shader": draw(_palettes()),
        "x": draw(_places),
        "y": draw(_places),
        "color_index": draw(st.integers(0, 3)),
    }
    kind = draw(st.integers(0, 2))
    if kind == 0:
        return vectorio.Circle(radius=draw(st.integers(1, 9)), **common)
    if kind == 1:
        size = draw(st.integers(1, 14)), draw(st.integers(1, 14))
        return vectorio.Rectangle(width=size[0], height=size[1], **common)
    points = draw(st.lists(st.tuples(_places, _places), min_size=3, max_size=6))
    return vectorio.Polygon(points=points, **common)


@st.composite
def _groups(draw, depth=1):
    group = displayio.Group(scale=draw(st.integers(1, 3)), x=draw(_places), y=draw(_places))
    layers = [_tile_grids(), _shapes()] + ([_groups(depth - 1)] if depth else [])
    for layer in draw(st.lists(st.one_of(*layers), max_size=4)):
        group.append(layer)
    group.hidden = draw(st.integers(0, 9)) == 0
    return group


@settings(max_examples=150, deadline=None)
@given(
    group=_groups(),
    pixels_of=st.sampled_from(_FORMATS),
    rotation=st.sampled_from((0, 90, 180, 270)),
    corner=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
def test_both_composers_make_the_same_bytes(group, pixels_of, rotation, corner, size):
    _, transform = for_rotation(rotation, 48, 40)
    group._state.update_transform(transform)
    x, y = 8 * corner[0], 8 * corner[1]
    area = Area(x, y, x + 8 * size[0], y + 8 * size[1])
    fast = bytearray((area.size * pixels_of.depth + 31) // 32 * 4)
    slow = bytearray(len(fast))

    arrays.fill(group._state, pixels_of, area, fast)
    pixels.fill(group._state, pixels_of, area, slow)

    assert fast == slow
