# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Text in a box of a given width: wrapped, and aligned to the left, the centre or the right."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

from adafruit_display_text import bitmap_label, wrap_text_to_pixels

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fontio import FontProtocol


class TextBox(bitmap_label.Label):
    """A box of text; see :class:`~adafruit_display_text.bitmap_label.Label` for further arguments.

    :param width: of the box with its padding, in pixels of the font
    :param height: likewise; what has no room in it is not shown. ``DYNAMIC_HEIGHT``: as high as
        the text
    :param align: ``ALIGN_LEFT``, ``ALIGN_CENTER`` or ``ALIGN_RIGHT``
    :raises ValueError: another ``align``

    :ivar lines: the lines that the text is wrapped into
    :ivar dynamic_height: whether the box is as high as the text
    """

    ALIGN_LEFT = 0
    ALIGN_CENTER = 1
    ALIGN_RIGHT = 2

    DYNAMIC_HEIGHT = -1

    def __init__(
        self,
        font: "FontProtocol",
        width: int,
        height: int,
        align: int = ALIGN_LEFT,
        **kwargs: "Any",
    ) -> None:
        self._check_align(align)
        self._align = align
        self._box_width = width
        self._box_height = height
        self.lines: "list[str]" = []
        self.dynamic_height = height == self.DYNAMIC_HEIGHT
        super().__init__(font, **kwargs)

    @property
    def full_text(self) -> str:
        """The text with the line feeds that wrapping puts into it."""
        return "\n".join(self.lines)

    @full_text.setter
    def full_text(self, text: str) -> None:
        self._set_full(text)

    @property
    def width(self) -> int:
        """Of the box, in pixels of the font."""
        return self._box_width

    @width.setter
    def width(self, width: int) -> None:
        self._box_width = width
        self._update()

    @property
    def height(self) -> int:
        """Of the box, in pixels of the font; ``DYNAMIC_HEIGHT`` can be set, too."""
        return self._bounding_box[3]

    @height.setter
    def height(self, height: int) -> None:
        self._box_height = height
        self.dynamic_height = height == self.DYNAMIC_HEIGHT
        self._update()

    @property
    def align(self) -> int:
        """Where lines are in the box.

        :raises ValueError: set to none of the three
        """
        return self._align

    @align.setter
    def align(self, align: int) -> None:
        self._check_align(align)
        self._align = align
        self._update()

    def _check_align(self, align: int) -> None:
        if align not in (self.ALIGN_LEFT, self.ALIGN_CENTER, self.ALIGN_RIGHT):
            raise ValueError("align must be ALIGN_LEFT, ALIGN_CENTER or ALIGN_RIGHT")

    @property
    def _room(self) -> int:
        return self._box_width - self._padding[2] - self._padding[3]

    def _window(self) -> str:
        text = self._plain(self._full_text)
        self.lines = wrap_text_to_pixels(text, self._room, self._font)
        return "\n".join(self.lines)

    def _area(self) -> "tuple[int, int, int, int]":
        return super()._area() or self._frame(0, 0, 0, 0, 0, 0, 0)

    def _frame(self, left, right, most_left, most_right, highest, lowest, depth):
        above, below, before, _ = self._padding
        top = self._rise - self._ascent - above
        height = self._ascent + self._descent + depth + above + below
        if self._is_tight:
            top, height = self._bounding_box[1::2]
        if not self.dynamic_height:
            height = self._box_height
        self._bounding_box = (left, top + above, self._box_width, height)
        return left - before, top, self._box_width, height

    def _indent(self, text: str, start: int) -> int:
        if self._align == self.ALIGN_LEFT:
            return 0
        x = width = 0
        for index in range(start, len(text)):
            if text[index] == "\n":
                break
            glyph = self._glyph(text[index])
            if glyph:
                width = max(width, x + glyph.shift_x, x + glyph.dx + glyph.width)
                x += glyph.shift_x
        free = self._room - width
        return free // 2 if self._align == self.ALIGN_CENTER else free
