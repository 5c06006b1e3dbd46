# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``tilepalettemapper``: other colours for the tiles of a TileGrid, tile by tile."""

from copperbench import native
from copperbench.display import values
from copperbench.display.color import Colors, check_shader
from copperbench.display.layers import place_in


class Mapping:
    """The inner side of a TilePaletteMapper.

    :ivar maps: for each tile of the grid, what stands for each value
    """

    needs_refresh = False

    def __init__(self, shader, count):
        self.shader_object = shader
        self.shader = shader._state
        self.count = count & 0xFFFF
        self.grid = None
        self.columns = self.rows = 0
        self.maps = []

    @property
    def maps_to_indices(self):
        """Whether what stands for a value is an index of a palette, not a colour."""
        return isinstance(self.shader, Colors)

    def bind(self, grid):
        """Belong to a TileGrid.

        :raises RuntimeError: it belongs to one
        """
        if self.grid is not None:
            raise RuntimeError("TilePaletteMapper may only be bound to a TileGrid once")
        self.grid = grid
        tiles = grid._state
        self.columns, self.rows = tiles.columns, tiles.rows
        first = list(range(self.count)) if self.maps_to_indices else [0] * self.count
        self.maps = [first[:] for _ in range(self.columns * self.rows)]

    def finish_refresh(self):
        """Do nothing: the grid keeps which tiles have changed."""


@native.exposed
class TilePaletteMapper(native.Object):
    """A pixel shader that looks at the place of a tile, too."""

    _maps_tiles = True

    @native.constructor("pixel_shader input_color_count:i")
    def __init__(self, pixel_shader, input_color_count):
        count = native.to_int(input_color_count)
        native.hide(self, Mapping(check_shader(pixel_shader), count))

    width = values.attribute("width", lambda self: self._state.columns)
    height = values.attribute("height", lambda self: self._state.rows)
    pixel_shader = values.attribute("pixel_shader", lambda self: self._state.shader_object)
    tilegrid = values.attribute("tilegrid", lambda self: self._state.grid)

    def __getitem__(self, index):
        mapping = self._state
        x, y = place_in(index, mapping.columns, mapping.rows)
        return tuple(mapping.maps[y * mapping.columns + x])

    def __setitem__(self, index, value):
        mapping = self._state
        x, y = place_in(index, mapping.columns, mapping.rows)
        if value is None:
            raise TypeError("'TilePaletteMapper' object doesn't support item assignment")
        native.of_type(value, list, "mapping")
        native.in_range(len(value), 0, mapping.count, "mapping_length")
        most = mapping.shader.count - 1 if mapping.maps_to_indices else 0xFFFFFF
        found = mapping.maps[y * mapping.columns + x]
        for position, item in enumerate(value):
            number = values.to_int_named(item, "mapping_value")
            found[position] = native.in_range(number, 0, most, "mapping_value")
        mapping.grid._state.mark_tile(x, y)
