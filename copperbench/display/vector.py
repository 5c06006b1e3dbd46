# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""``vectorio``: circles, polygons and rectangles of one colour.

Shapes are not drawn larger by the scale of their group, only moved by it; so it is in
the firmware.
"""

from copperbench import native
from copperbench.display import values
from copperbench.display.area import NO_TRANSFORM, Area, int16
from copperbench.display.color import check_shader
from copperbench.display.layers import LAYERS

_SHORT = (-32768, 32767)


class Shape:
    """The inner side of every shape: where it is, and what of it must be drawn again.

    :ivar outline: what knows which pixels are inside, see :class:`Disc`
    :ivar current: where it lies on the panel
    :ivar left: where it lay since the last refresh, and may not lie any more
    """

    rendered_hidden = False

    def __init__(self, outline, shader, x, y, color_index):
        self.outline = outline
        self.shader_object = shader
        self.shader = shader._state
        self.x = native.in_range(x, *_SHORT, "x")
        self.y = native.in_range(y, *_SHORT, "y")
        self.color_index = color_index & 0xFFFF
        self.hidden = False
        self.in_group = False
        self.transform = NO_TRANSFORM
        self.left = Area()
        self.current_changed = True
        self.current = self._on_panel()

    def _on_panel(self):
        transform = self.transform
        area = self.outline.area()
        x1, y1, x2, y2 = area.x1, area.y1, area.x2, area.y2
        if transform.transpose:
            x = transform.x + transform.dx * self.y
            y = transform.y + transform.dy * self.x
            x1, y1, x2, y2 = y1, x1, y2, x2
        else:
            x = transform.x + transform.dx * self.x
            y = transform.y + transform.dy * self.y
        if transform.dx < 1:
            x -= 1
            x1, x2 = 1 - x1, 1 - x2
        if transform.dy < 1:
            y -= 1
            y1, y2 = 1 - y1, 1 - y2
        found = Area(x1, y1, x2, y2).ordered()
        return Area(
            int16(found.x1 + x), int16(found.y1 + y), int16(found.x2 + x), int16(found.y2 + y)
        )

    def to_shape(self, x, y):
        """Return where in the shape a pixel of the panel is."""
        transform = self.transform
        x -= transform.x
        y -= transform.y
        if transform.transpose:
            x, y = y - transform.dy * self.x, x - transform.dx * self.y
            if transform.dx < 1:
                y = -y - 1
            if transform.dy < 1:
                x = -x - 1
        else:
            x -= transform.dx * self.x
            y -= transform.dy * self.y
            if transform.dx < 1:
                x = -x - 1
            if transform.dy < 1:
                y = -y - 1
        return int16(x), int16(y)

    def changed(self):
        """Have it drawn again; called after each change."""
        area = self._on_panel()
        if not area.same(self.current):
            self.left = self.current.union(self.left)
            self.current = area
        self.current_changed = True

    def move(self, x, y):
        """Lie elsewhere in the group."""
        if x == self.x and y == self.y:
            return
        if x != self.x:
            self.x = native.in_range(x, *_SHORT, "x")
        if y != self.y:
            self.y = native.in_range(y, *_SHORT, "y")
        self.changed()

    # For groups

    def set_hidden_by_parent(self, hidden):
        """Follow the group around it."""
        self.changed()

    def previous(self):
        """Return where it was drawn."""
        return self.left.union(self.current)

    def update_transform(self, transform):
        """Take the group's transform, or None where it is in no group any more."""
        self.transform = NO_TRANSFORM if transform is None else transform
        self.changed()

    def refresh_areas(self):
        """Return the areas of the panel that must be drawn again, the first to be drawn first."""
        left, current = self.left, self.current
        if not (self.current_changed or self.shader.needs_refresh):
            return [] if left.empty else [left]
        if left.empty:
            return [current]
        union = left.union(current)
        # How many pixels a single rectangle would draw in vain; counted in 32 bits.
        spared = union.size - left.size - current.size + _overlap_size(left, current) & 0xFFFFFFFF
        if spared <= min(left.size, current.size):
            self.left = union
            return [union]
        return [left, current]

    def finish_refresh(self):
        """Take all changes as shown."""
        if self.left.empty and not self.current_changed:
            return  # a changed palette stays so: the firmware draws the shape again and again
        self.left.clear()
        self.current_changed = False
        self.shader.finish_refresh()


def _overlap_size(one, other):
    """Return the size of the overlap as the firmware counts it where there is none."""
    x1, x2 = max(one.x1, other.x1), min(one.x2, other.x2)
    if x1 >= x2:
        return 0
    return Area(x1, max(one.y1, other.y1), x2, min(one.y2, other.y2)).size


# Outlines: which pixels are inside, from the shape's own origin.


class Disc:
    """All within a radius of the origin."""

    def __init__(self, radius):
        self.radius = radius

    def area(self):
        """Return the area around it, as the firmware takes it."""
        reach = self.radius + 1
        return Area(int16(-reach), int16(-reach), int16(reach), int16(reach))

    def inside(self, x, y):
        """Return whether a pixel is inside; ``x`` and ``y`` may be arrays."""
        return x * x + y * y <= self.radius * self.radius


class Box:
    """A rectangle with its left upper corner at the origin."""

    def __init__(self, width, height):
        self.width = width
        self.height = height

    def area(self):
        """Return the area that it is."""
        return Area(0, 0, int16(self.width), int16(self.height))

    def inside(self, x, y):
        """Return whether a pixel is inside; ``x`` and ``y`` may be arrays."""
        return (x >= 0) & (y >= 0) & (x < self.width) & (y < self.height)


class Outline:
    """A closed line through points; inside is what it winds around."""

    def __init__(self, points):
        self.points = points

    def area(self):
        """Return the area around it; the last column and row are not in it."""
        xs = [x for x, _ in self.points]
        ys = [y for _, y in self.points]
        return Area(min(xs), min(ys), max(xs), max(ys))

    def inside(self, x, y):
        """Return whether a pixel is inside; ``x`` and ``y`` may be arrays."""
        winding = 0
        x1, y1 = self.points[0]
        for x2, y2 in self.points[1:] + self.points[:1]:
            side = (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)
            if y2 > y1:
                winding = winding + ((y >= y1) & (y < y2) & (side < 0))
            elif y2 < y1:
                winding = winding - ((y < y1) & (y >= y2) & (side > 0)) * 1
            x1, y1 = x2, y2
        return winding != 0


def _check_points(points):
    """Return points as a program gave them.

    :raises TypeError: they are no list of three tuples of ints or more
    :raises ValueError: a point has not two coordinates, or one is out of range
    """
    native.of_type(points, list, "points")
    if len(points) < 3:
        raise TypeError("Polygon needs at least 3 points")
    found = []
    for point in points:
        native.of_type(point, tuple, "point")
        if len(point) != 2:
            raise ValueError("point length must be 2")
        x = native.in_range(values.to_int_named(point[0], "x"), *_SHORT, "x")
        y = native.in_range(values.to_int_named(point[1], "y"), *_SHORT, "y")
        found.append((x, y))
    return found


class _Shape(native.Object):
    """What programs find at every shape."""

    x = values.attribute(
        "x",
        lambda self: self._state.x,
        lambda self, x: self._state.move(native.to_int(x), self._state.y),
    )
    y = values.attribute(
        "y",
        lambda self: self._state.y,
        lambda self, y: self._state.move(self._state.x, native.to_int(y)),
    )

    def _set_location(self, location):
        native.of_type(location, tuple, "location")
        if len(location) != 2:
            raise ValueError("location length must be 2")
        x, y = location
        self._state.move(values.to_int_named(x, "x"), values.to_int_named(y, "y"))

    location = values.attribute(
        "location", lambda self: (self._state.x, self._state.y), _set_location
    )

    def _set_hidden(self, hidden):
        self._state.hidden = bool(hidden)
        self._state.changed()

    hidden = values.attribute("hidden", lambda self: self._state.hidden, _set_hidden)

    def _set_color_index(self, index):
        self._state.color_index = native.to_int(index) & 0xFFFF
        self._state.changed()

    color_index = values.attribute(
        "color_index", lambda self: self._state.color_index, _set_color_index
    )

    def _set_shader(self, shader):
        check_shader(shader)
        self._state.shader_object = shader
        self._state.shader = shader._state
        self._state.changed()

    pixel_shader = values.attribute(
        "pixel_shader", lambda self: self._state.shader_object, _set_shader
    )

    @native.method(3)
    def contains(self, x, y):
        """Return whether a pixel of the panel is inside."""
        x = native.in_range(native.to_int(x), *_SHORT, "x")
        y = native.in_range(native.to_int(y), *_SHORT, "y")
        return bool(self._state.outline.inside(*self._state.to_shape(x, y)))


def _dimension(name):
    """Return the property of a size that the outline has."""

    def get(self):
        return int16(getattr(self._state.outline, name))

    def set_(self, value):
        setattr(self._state.outline, name, abs(int16(native.to_int(value))))
        self._state.changed()

    return values.attribute(name, get, set_)


def _make(shape, outline, shader, x, y, color_index):
    check_shader(shader)
    native.hide(shape, Shape(outline, shader, x, y, color_index))


@native.exposed
class Circle(_Shape):
    """A disc around its position."""

    @native.constructor("*pixel_shader radius:i x:i? y:i? color_index:i?")
    def __init__(self, *, pixel_shader, radius, x=0, y=0, color_index=0):
        radius, x, y, color_index = [native.to_int(v) for v in (radius, x, y, color_index)]
        native.at_least(radius, 1, "radius")
        _make(self, Disc(radius & 0xFFFF), pixel_shader, x, y, color_index)

    radius = _dimension("radius")


@native.exposed
class Rectangle(_Shape):
    """A rectangle below and right of its position."""

    @native.constructor("*pixel_shader width:i height:i x:i? y:i? color_index:i?")
    def __init__(self, *, pixel_shader, width, height, x=0, y=0, color_index=0):
        width, height, x, y, color_index = [
            native.to_int(v) for v in (width, height, x, y, color_index)
        ]
        native.at_least(width, 1, "width")
        native.at_least(height, 1, "height")
        _make(self, Box(width & 0xFFFF, height & 0xFFFF), pixel_shader, x, y, color_index)

    width = _dimension("width")
    height = _dimension("height")


@native.exposed
class Polygon(_Shape):
    """A closed line through points, and all that it winds around."""

    @native.constructor("*pixel_shader points x:i? y:i? color_index:i?")
    def __init__(self, *, pixel_shader, points, x=0, y=0, color_index=0):
        x, y, color_index = [native.to_int(v) for v in (x, y, color_index)]
        outline = Outline(_check_points(points))
        _make(self, outline, pixel_shader, x, y, color_index)

    def _set_points(self, points):
        self._state.outline.points = _check_points(points)
        self._state.changed()

    points = values.attribute("points", lambda self: list(self._state.outline.points), _set_points)


#: The classes of shapes.
LAYERS += [Circle, Polygon, Rectangle]
