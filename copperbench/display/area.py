# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Rectangles of pixels, and how a layer's pixels come to lie on a screen.

The firmware keeps coordinates in 16 bits; where a program can make them overflow,
so do these.
"""


def int16(value):
    """Return ``value`` as 16 bits with a sign hold it."""
    return ((value + 0x8000) & 0xFFFF) - 0x8000


class Area:
    """A rectangle: its left and top edge, and the first column and row that lie beyond it."""

    def __init__(self, x1=0, y1=0, x2=0, y2=0):
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2

    def copy(self):
        """Return an area of its own with these edges."""
        return Area(self.x1, self.y1, self.x2, self.y2)

    def take(self, other):
        """Take the edges of ``other``."""
        self.x1 = other.x1
        self.y1 = other.y1
        self.x2 = other.x2
        self.y2 = other.y2

    def clear(self):
        """Be empty, at the right edge."""
        self.x1 = self.x2

    def clear_to_left(self):
        """Be empty, at the left edge."""
        self.x2 = self.x1

    @property
    def empty(self):
        """Whether there is no pixel in it."""
        return self.x1 == self.x2 or self.y1 == self.y2

    @property
    def width(self):
        """In pixels."""
        return self.x2 - self.x1 & 0xFFFF

    @property
    def height(self):
        """In pixels."""
        return self.y2 - self.y1 & 0xFFFF

    @property
    def size(self):
        """How many pixels there are."""
        return self.width * self.height

    def same(self, other):
        """Return whether the edges are those of ``other``."""
        return (
            self.x1 == other.x1
            and self.y1 == other.y1
            and self.x2 == other.x2
            and self.y2 == other.y2
        )

    def ordered(self):
        """Return the area with its edges in order."""
        return Area(
            min(self.x1, self.x2),
            min(self.y1, self.y2),
            max(self.x1, self.x2),
            max(self.y1, self.y2),
        )

    def overlap(self, other):
        """Return what the two have in common, or None."""
        x1 = max(self.x1, other.x1)
        x2 = min(self.x2, other.x2)
        y1 = max(self.y1, other.y1)
        y2 = min(self.y2, other.y2)
        return Area(x1, y1, x2, y2) if x1 < x2 and y1 < y2 else None

    def union(self, other):
        """Return the smallest area around both; an empty one does not count."""
        if self.empty:
            return other.copy()
        if other.empty:
            return self.copy()
        return Area(
            min(self.x1, other.x1),
            min(self.y1, other.y1),
            max(self.x2, other.x2),
            max(self.y2, other.y2),
        )

    def __repr__(self):
        return f"<Area ({self.x1}, {self.y1}) to ({self.x2}, {self.y2})>"


class Transform:
    """How a group's pixels come to lie on the panel: where, how large, and turned how."""

    def __init__(self, x=0, y=0, dx=1, dy=1, scale=1, transpose=False):
        self.x = x
        self.y = y
        self.dx = dx  # panel columns for each step in x, negative where mirrored
        self.dy = dy
        self.scale = scale
        self.transpose = transpose


#: For layers in no group.
NO_TRANSFORM = Transform()


def for_rotation(rotation, width, height):
    """Return the area of a panel and the transform onto it.

    :param rotation: degrees, a multiple of 90
    :param width: of the display as programs see it
    :param height: likewise
    """
    transform = Transform()
    if rotation in (0, 180):
        area = Area(0, 0, width, height)
        if rotation == 180:
            transform.x = width
            transform.dx = -1
            transform.y = height
            transform.dy = -1
    else:
        transform.transpose = True
        area = Area(0, 0, height, width)
        if rotation == 270:
            transform.y = width
            transform.dy = -1
        else:
            transform.x = height
            transform.dx = -1
    return area, transform
