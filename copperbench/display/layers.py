# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``displayio.TileGrid`` and ``displayio.Group``: where pixels lie, and which must be drawn again.

The inner sides, :class:`Tiles` and :class:`Members`, answer what every layer does
(:mod:`copperbench.display.vector` has another): ``set_hidden_by_parent``,
``update_transform``, ``refresh_areas``, ``finish_refresh`` and ``previous``.
"""

from copperbench import native
from copperbench.display import values
from copperbench.display.area import NO_TRANSFORM, Area, Transform, int16
from copperbench.display.bitmap import Bitmap
from copperbench.display.color import check_shader, is_shader
from copperbench.display.ondisk import OnDiskBitmap

_IN_GROUP = "Layer already in a group"

LAYERS = []  #: the classes that a Group takes


class Tiles:
    """The inner side of a TileGrid.

    :ivar bitmap: the inner side of the bitmap, a Grid or a File
    :ivar tiles: the index of each tile, row by row
    :ivar current: where it lies on the panel
    :ivar previous_area: where it lay at the last refresh, empty where it was not drawn
    :ivar dirty: what has changed, in pixels of the grid
    """

    def __init__(self, bitmap, shader, columns, rows, tile_width, tile_height, x, y, tile):
        self.x = x
        self.y = y
        self.columns = columns
        self.rows = rows
        self.tile_width = tile_width
        self.tile_height = tile_height
        self.pixel_width = columns * tile_width & 0xFFFF
        self.pixel_height = rows * tile_height & 0xFFFF
        self.bitmap_object = bitmap
        self.bitmap = bitmap._state
        self.shader_object = shader
        self.shader = shader._state
        self.bitmap_columns = self.bitmap.width // tile_width if tile_width else 0
        bitmap_rows = self.bitmap.height // tile_height if tile_height else 0
        self.tiles_in_bitmap = self.bitmap_columns * bitmap_rows & 0xFFFF
        self.tiles = [tile & self.index_mask] * (columns * rows)
        self.version = 0  # goes up with each change of a tile, for what is kept of them
        self.top_left_x = 0
        self.top_left_y = 0
        self.flip_x = False
        self.flip_y = False
        self.transpose = False
        self.in_group = False
        self.hidden = False
        self.hidden_by_parent = False
        self.rendered_hidden = False
        self.transform = None
        self.current = Area()
        self.previous_area = Area(-1, 0, -1, 0)
        self.dirty = Area()
        self.moved = False
        self.full_change = False
        self.partial_change = False

    @property
    def index_mask(self):
        """What the firmware keeps of a tile's index."""
        return 0xFFFF if self.tiles_in_bitmap > 255 else 0xFF

    # From programs

    def set_hidden(self, hidden):
        """Show it, or do not."""
        self.hidden = hidden
        self.rendered_hidden = False
        if not hidden:
            self.full_change = True

    def set_hidden_by_parent(self, hidden):
        """Follow the group around it."""
        self.hidden_by_parent = hidden
        self.rendered_hidden = False
        if not hidden:
            self.full_change = True

    def move(self, x, y):
        """Lie elsewhere in the group."""
        if self.x == x and self.y == y:
            return
        self.moved = True
        self.x = int16(x)
        self.y = int16(y)
        if self.transform is not None:
            self._locate()

    def flip(self, x, y):
        """Mirror."""
        if (self.flip_x, self.flip_y) != (x, y):
            self.flip_x = x
            self.flip_y = y
            self.full_change = True

    def set_transpose(self, transpose):
        """Swap the axes."""
        if self.transpose == transpose:
            return
        self.transpose = transpose
        if self.pixel_width == self.pixel_height:
            self.full_change = True
            return
        self._locate()
        self.moved = True

    def set_tile(self, x, y, tile):
        """Show another tile at a place of the grid."""
        self.tiles[y * self.columns + x] = tile & self.index_mask
        self.mark_tile(x, y)

    def tile_at(self, x, y):
        """Return the tile at a place of the grid."""
        return self.tiles[y * self.columns + x]

    def mark_tile(self, x, y):
        """Have the place of a tile drawn again."""
        self.version += 1
        left = (x - self.top_left_x) % self.columns * self.tile_width
        top = (y - self.top_left_y) % self.rows * self.tile_height
        area = Area(left, top, left + self.tile_width, top + self.tile_height)
        self.dirty.take(self.dirty.union(area) if self.partial_change else area)
        self.partial_change = True

    def set_all_tiles(self, tile):
        """Show one tile everywhere."""
        self.tiles = [tile & self.index_mask] * len(self.tiles)
        self.version += 1
        self.full_change = True

    def set_top_left(self, x, y):
        """Scroll: the tile that is drawn first."""
        self.top_left_x = x
        self.top_left_y = y
        self.version += 1
        self.full_change = True

    # For groups

    def previous(self):
        """Return where it was drawn, or None."""
        area = self.previous_area
        return None if area.x1 == area.x2 else area

    def update_transform(self, transform):
        """Take the group's transform, or None where it is in no group any more."""
        self.in_group = transform is not None
        self.transform = transform
        if transform is not None:
            self.moved = True
            self._locate()

    def _locate(self):
        transform = self.transform or NO_TRANSFORM
        width, height = self.pixel_width, self.pixel_height
        if self.transpose:
            width, height = height, width
        along = (self.x, self.x + width)
        down = (self.y, self.y + height)
        if transform.transpose:
            along, down = down, along
        self.current = Area(
            int16(transform.x + transform.dx * along[0]),
            int16(transform.y + transform.dy * down[0]),
            int16(transform.x + transform.dx * along[1]),
            int16(transform.y + transform.dy * down[1]),
        ).ordered()

    def refresh_areas(self):
        """Return the areas of the panel that must be drawn again, the first to be drawn first."""
        drawn_before = self.previous() is not None
        if self.hidden or self.hidden_by_parent:
            self.rendered_hidden = True
            return [self.previous_area] if drawn_before else []
        if self.moved and drawn_before:
            self.dirty = self.previous_area.union(self.current)
            if self.dirty.size <= 2 * self.pixel_width * self.pixel_height:
                return [self.dirty]
            return [self.current, self.previous_area]
        changed = self.bitmap.changed
        if changed is not None:
            if self.tiles_in_bitmap == 1:
                self.dirty = changed.copy()
                self.partial_change = True
            else:
                self.full_change = True
        if self.shader.needs_refresh:
            self.full_change = True
        if self.full_change or not drawn_before:
            return [self.current]
        return [self._dirty_on_panel()] if self.partial_change else []

    def _dirty_on_panel(self):
        transform = self.transform
        x, y = (self.y, self.x) if transform.transpose else (self.x, self.y)
        dirty = self.dirty
        x1, y1, x2, y2 = dirty.x1, dirty.y1, dirty.x2, dirty.y2
        if self.flip_x:
            x1 = self.pixel_width - x1
            x2 = self.pixel_width - x2
        if self.flip_y:
            y1 = self.pixel_height - y1
            y2 = self.pixel_height - y2
        if self.transpose != transform.transpose:
            x1, y1, x2, y2 = y1, x1, y2, x2
        # The firmware keeps the result where it keeps the changes.
        self.dirty = Area(
            int16(transform.x + transform.dx * (x + x1)),
            int16(transform.y + transform.dy * (y + y1)),
            int16(transform.x + transform.dx * (x + x2)),
            int16(transform.y + transform.dy * (y + y2)),
        ).ordered()
        return self.dirty

    def finish_refresh(self):
        """Take all changes as shown."""
        drawn_before = self.previous() is not None
        if drawn_before and (self.hidden or self.hidden_by_parent):
            self.previous_area.clear_to_left()
        elif self.moved or not drawn_before:
            self.previous_area = self.current.copy()
        self.moved = False
        self.full_change = False
        self.partial_change = False
        self.shader.finish_refresh()
        self.bitmap.finish_refresh()


class Members:
    """The inner side of a Group.

    :ivar members: the objects, the lowest first
    :ivar layers: their inner sides
    """

    def __init__(self, scale, x, y):
        self.scale = scale
        self.x = x
        self.y = y
        self.members = []
        self.transform = Transform(0, 0, 0, 0, 0)  # as memory is before it is in a group
        self.in_group = False
        self.hidden = False
        self.hidden_by_parent = False
        self.read_only = False
        self.removed = None  # where layers lay that were taken out since the last refresh

    @property
    def layers(self):
        """The inner sides of its layers, the lowest first."""
        return [member._state for member in self.members]

    def check_writable(self):
        """Raise RuntimeError where nothing may be changed."""
        if self.read_only:
            raise RuntimeError("Read-only")

    # From programs

    def set_hidden(self, hidden):
        """Show it and all in it, or do not."""
        if self.hidden == hidden:
            return
        self.check_writable()
        self.hidden = hidden
        if not self.hidden_by_parent:
            self._hide_layers(hidden)

    def set_hidden_by_parent(self, hidden):
        """Follow the group around it."""
        if self.hidden_by_parent == hidden:
            return
        self.check_writable()
        self.hidden_by_parent = hidden
        if not self.hidden:
            self._hide_layers(hidden)

    def _hide_layers(self, hidden):
        for layer in self.layers:
            layer.set_hidden_by_parent(hidden)

    def set_scale(self, scale):
        """Draw pixels larger."""
        if self.scale == scale:
            return
        self.check_writable()
        transform = self.transform
        parent_scale = transform.scale // self.scale
        transform.dx = _towards_zero(transform.dx, self.scale) * scale
        transform.dy = _towards_zero(transform.dy, self.scale) * scale
        transform.scale = parent_scale * scale
        self.scale = scale
        self._update_layers()

    def move(self, x, y):
        """Lie elsewhere in the group around it."""
        if x == self.x and y == self.y:
            return
        self.check_writable()
        transform = self.transform
        dx = _towards_zero(transform.dx, self.scale)
        dy = _towards_zero(transform.dy, self.scale)
        right, down = x - self.x, y - self.y
        if transform.transpose:
            right, down = down, right
        transform.x += dx * right
        transform.y += dy * down
        self.x = int16(x)
        self.y = int16(y)
        self._update_layers()

    def add(self, index, member):
        """Put a layer in.

        :raises ValueError: it is none, or in a group
        """
        self._take(member)
        self.members.insert(index, member)

    def replace(self, index, member):
        """Put a layer in another's place."""
        self._take(member)
        self._let_go(self.members[index])
        self.members[index] = member

    def pop(self, index):
        """Take a layer out, and return it."""
        self._let_go(self.members[index])
        return self.members.pop(index)

    def _take(self, member):
        self.check_writable()
        layer = _layer_of(member)
        if layer.in_group and not (values.old_firmware() and hasattr(layer, "outline")):
            raise ValueError(_IN_GROUP)  # 9.x does not look at shapes
        layer.in_group = True
        layer.update_transform(self.transform)
        layer.set_hidden_by_parent(self.hidden or self.hidden_by_parent)

    def _let_go(self, member):
        self.check_writable()
        layer = member._state
        layer.in_group = False
        area = layer.previous()
        layer.update_transform(None)
        if area is not None:
            self.removed = area.copy() if self.removed is None else self.removed.union(area)

    # For groups and displays

    def previous(self):
        """Return where its layers were drawn, or None."""
        found = None
        areas = [layer.previous() for layer in self.layers]
        areas.append(self.removed)
        for area in areas:
            if area is not None:
                found = area.copy() if found is None else found.union(area)
        return found

    def update_transform(self, transform):
        """Take the transform of the group or display around it, None where it is in none."""
        self.in_group = transform is not None
        if transform is not None:
            x, y = (self.y, self.x) if transform.transpose else (self.x, self.y)
            own = self.transform
            own.x = transform.x + transform.dx * x
            own.y = transform.y + transform.dy * y
            own.dx = transform.dx * self.scale
            own.dy = transform.dy * self.scale
            own.transpose = transform.transpose
            own.scale = transform.scale * self.scale
        self._update_layers()

    def _update_layers(self):
        if self.in_group:
            for layer in self.layers:
                layer.update_transform(self.transform)

    def refresh_areas(self):
        """Return the areas of the panel that must be drawn again, the first to be drawn first."""
        areas = []
        for layer in self.layers:
            if not layer.rendered_hidden:
                areas.extend(layer.refresh_areas())
        if self.removed is not None:
            areas.append(self.removed)
        return areas

    rendered_hidden = False  # a group's own layers look for themselves

    def finish_refresh(self):
        """Take all changes as shown."""
        self.removed = None
        for layer in self.layers:
            layer.finish_refresh()


def _towards_zero(number, divisor):
    return -(-number // divisor) if number < 0 else number // divisor


def _layer_of(member):
    for cls in LAYERS:
        if isinstance(member, cls):
            return values.state_of(member, cls)
    raise ValueError("Layer must be a Group or TileGrid subclass")


@native.exposed
class TileGrid(native.Object):
    """A grid of tiles from a bitmap."""

    @native.constructor(
        "bitmap *pixel_shader width:i? height:i? tile_width:i? tile_height:i? default_tile:i? "
        "x:i? y:i?"
    )
    def __init__(
        self,
        bitmap,
        *,
        pixel_shader,
        width=1,
        height=1,
        tile_width=0,
        tile_height=0,
        default_tile=0,
        x=0,
        y=0,
    ):
        width, height, tile_width, tile_height, default_tile, x, y = [
            native.to_int(value)
            for value in (width, height, tile_width, tile_height, default_tile, x, y)
        ]
        bitmap_width, bitmap_height = _size_of(bitmap)
        _check_tile_shader(pixel_shader)
        tile_width = tile_width & 0xFFFF or bitmap_width
        tile_height = tile_height & 0xFFFF or bitmap_height
        if tile_width and bitmap_width % tile_width:
            raise ValueError("Tile width must exactly divide bitmap width")
        if tile_height and bitmap_height % tile_height:
            raise ValueError("Tile height must exactly divide bitmap height")
        tiles = Tiles(
            bitmap,
            pixel_shader,
            width & 0xFFFF,
            height & 0xFFFF,
            tile_width,
            tile_height,
            int16(x),
            int16(y),
            default_tile,
        )
        native.hide(self, tiles)
        _bind(pixel_shader, self)

    def _tiles(self):
        return values.state_of(self, TileGrid)

    hidden = values.attribute(
        "hidden",
        lambda self: self._tiles().hidden,
        lambda self, hidden: self._tiles().set_hidden(bool(hidden)),
    )
    x = values.attribute(
        "x",
        lambda self: self._tiles().x,
        lambda self, x: self._tiles().move(native.to_int(x), self._tiles().y),
    )
    y = values.attribute(
        "y",
        lambda self: self._tiles().y,
        lambda self, y: self._tiles().move(self._tiles().x, native.to_int(y)),
    )
    width = values.attribute("width", lambda self: self._tiles().columns)
    height = values.attribute("height", lambda self: self._tiles().rows)
    tile_width = values.attribute("tile_width", lambda self: self._tiles().tile_width)
    tile_height = values.attribute("tile_height", lambda self: self._tiles().tile_height)
    flip_x = values.attribute(
        "flip_x",
        lambda self: self._tiles().flip_x,
        lambda self, flip: self._tiles().flip(bool(flip), self._tiles().flip_y),
    )
    flip_y = values.attribute(
        "flip_y",
        lambda self: self._tiles().flip_y,
        lambda self, flip: self._tiles().flip(self._tiles().flip_x, bool(flip)),
    )
    transpose_xy = values.attribute(
        "transpose_xy",
        lambda self: self._tiles().transpose,
        lambda self, transpose: self._tiles().set_transpose(bool(transpose)),
    )

    def _set_shader(self, shader):
        tiles = self._tiles()
        _check_tile_shader(shader)
        tiles.shader_object = shader
        tiles.shader = shader._state
        tiles.full_change = True
        _bind(shader, self)

    pixel_shader = values.attribute(
        "pixel_shader", lambda self: self._tiles().shader_object, _set_shader
    )

    def _set_bitmap(self, bitmap):
        tiles = self._tiles()
        if _size_of(bitmap) != (tiles.bitmap.width, tiles.bitmap.height):
            raise ValueError("New bitmap must be same size as old bitmap")
        tiles.bitmap_object = bitmap
        tiles.bitmap = bitmap._state
        tiles.full_change = True

    bitmap = values.attribute("bitmap", lambda self: self._tiles().bitmap_object, _set_bitmap)

    @native.method(2)
    def contains(self, touch_tuple):
        """Return whether a touch (x, y, pressure) is inside."""
        tiles = self._tiles()
        touch = values.fixed_array(touch_tuple, 3)
        x = native.to_int(touch[0]) & 0xFFFF
        y = native.to_int(touch[1]) & 0xFFFF
        right = tiles.x + tiles.columns * tiles.tile_width & 0xFFFF
        bottom = tiles.y + tiles.rows * tiles.tile_height & 0xFFFF
        return tiles.x <= x < right and tiles.y <= y < bottom

    def __getitem__(self, index):
        tiles = self._tiles()
        x, y = place_in(index, tiles.columns, tiles.rows)
        return tiles.tiles[y * tiles.columns + x]

    def __setitem__(self, index, value):
        tiles = self._tiles()
        x, y = place_in(index, tiles.columns, tiles.rows)
        if value is None:
            raise TypeError("'TileGrid' object doesn't support item assignment")
        value = native.to_int(value)
        if values.old_firmware():
            native.in_range(value, 0, 255, "tile")
            if value >= tiles.tiles_in_bitmap:
                raise ValueError("Tile index out of bounds")
        native.in_range(value, 0, tiles.tiles_in_bitmap - 1, "tile")
        tiles.set_tile(x, y, value)

    def __iter__(self):
        raise values.not_iterable("TileGrid")

    def __contains__(self, value):
        raise values.not_iterable("TileGrid")


def place_in(index, columns, rows):
    """Return x and y in a grid of tiles for what stands in the brackets.

    :raises IndexError: there is no such place
    """
    if isinstance(index, native.Slice):
        raise NotImplementedError("Slices not supported")
    if isinstance(index, int):
        if index < 0:  # counted as C does: only multiples of the width are in a column
            x = -(-index % columns)
            y = -(-index // columns)
        else:
            x, y = index % columns, index // columns
    else:
        x, y = [native.to_int(value) for value in values.fixed_array(index, 2)]
    x &= 0xFFFF
    y &= 0xFFFF
    if x >= columns or y >= rows:
        raise IndexError("Tile index out of bounds")
    return x, y


def _size_of(bitmap):
    if type(bitmap) not in (Bitmap, OnDiskBitmap):
        raise TypeError("unsupported bitmap type")
    return bitmap._state.width, bitmap._state.height


def _check_tile_shader(shader):
    if not is_shader(shader) and not hasattr(type(shader), "_maps_tiles"):
        check_shader(shader)


def _bind(shader, grid):
    """Tell a TilePaletteMapper its grid."""
    if hasattr(type(shader), "_maps_tiles"):
        shader._state.bind(grid)


@native.exposed
class Group(native.Object):
    """Layers, one above the other."""

    @native.constructor("*scale:i? x:i? y:i?")
    def __init__(self, *, scale=1, x=0, y=0):
        scale, x, y = native.to_int(scale), native.to_int(x), native.to_int(y)
        native.in_range(scale, 1, 32767, "scale")
        native.hide(self, Members(scale, int16(x), int16(y)))

    def _members(self):
        return values.state_of(self, Group)

    def _set_scale(self, scale):
        members = self._members()
        members.set_scale(native.at_least(native.to_int(scale), 1, "scale"))

    hidden = values.attribute(
        "hidden",
        lambda self: self._members().hidden,
        lambda self, hidden: self._members().set_hidden(bool(hidden)),
    )
    scale = values.attribute("scale", lambda self: self._members().scale, _set_scale)
    x = values.attribute(
        "x",
        lambda self: self._members().x,
        lambda self, x: self._members().move(native.to_int(x), self._members().y),
    )
    y = values.attribute(
        "y",
        lambda self: self._members().y,
        lambda self, y: self._members().move(self._members().x, native.to_int(y)),
    )

    @native.method(2)
    def append(self, layer):
        """Put a layer on top."""
        members = self._members()
        members.add(len(members.members), layer)

    @native.method(3)
    def insert(self, index, layer):
        """Put a layer below the one at ``index``."""
        members = self._members()
        length = len(members.members)
        if index != length:
            index = native.index(index, length, "Group")
        members.add(index, layer)

    @native.method(2)
    def index(self, layer):
        """Return where a layer is."""
        for index, member in enumerate(self._members().members):
            if member is layer:
                return index
        raise ValueError("object not in sequence")

    @native.method("i:i?")
    def pop(self, i=-1):
        """Take a layer out, and return it."""
        members = self._members()
        return members.pop(native.index(native.to_int(i), len(members.members), "Group"))

    @native.method(2)
    def remove(self, layer):
        """Take a layer out."""
        self._members().pop(Group.index(self, layer))

    @native.method("*key? reverse:b?")
    def sort(self, *, key=None, reverse=False):
        """Sort the layers; what is on the screen is not drawn anew for that alone."""
        members = self._members().members
        _sort(members, 0, len(members) - 1, key or _itself, bool(reverse))

    def __bool__(self):
        return bool(self._members().members)

    def __len__(self):
        return len(self._members().members)

    def __getitem__(self, index):
        members = self._members().members
        return members[_index_in(members, index)]

    def __setitem__(self, index, layer):
        members = self._members()
        members.replace(_index_in(members.members, index), layer)

    def __delitem__(self, index):
        members = self._members()
        members.pop(_index_in(members.members, index))


def _index_in(members, index):
    if isinstance(index, native.Slice):
        raise NotImplementedError("Slices not supported")
    return native.index(index, len(members), "Group")


def _itself(value):
    return value


def _sort(items, low, high, key, reverse):
    """Sort as the firmware does, which is quicksort: layers with equal keys may change places."""
    while low < high:
        pivot = key(items[high])
        left = low - 1
        right = high
        while True:
            left += 1
            while left < right and (key(items[left]) < pivot) != reverse:
                left += 1
            right -= 1
            while left < right and (pivot < key(items[right])) != reverse:
                right -= 1
            if left >= right:
                break
            items[left], items[right] = items[right], items[left]
        items[left], items[high] = items[high], items[left]
        if right - low < high - left - 1:
            _sort(items, low, right, key, reverse)
            low = left + 1
        else:
            _sort(items, left + 1, high, key, reverse)
            high = right


LAYERS += [TileGrid, Group]
