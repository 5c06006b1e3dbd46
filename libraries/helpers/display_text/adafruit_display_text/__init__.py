# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Text for ``displayio``: what all labels share, and the wrapping of long texts.

:mod:`adafruit_display_text.label` is for text in the built-in font, whatever changes often;
:mod:`adafruit_display_text.bitmap_label` for fonts from files, outlines, accents and scrolling;
:mod:`adafruit_display_text.text_box` wraps text into a box.

A label that changes is prepared where nobody sees it, and then put onto the screen by one call:
what a display shows is the old text or the new one, also where it refreshes by itself.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from displayio import Group
from fontio import BuiltinFont
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from displayio import Palette
    from fontio import FontProtocol

    Color = int | tuple[int, int, int] | None


def wrap_text_to_pixels(
    string: str,
    max_width: int,
    font: "FontProtocol | None" = None,
    indent0: str = "",
    indent1: str = "",
    outline_accent_ranges: "Sequence[tuple[int, int, int]] | None" = None,
) -> "list[str]":
    """Return a text as lines that are not wider than ``max_width``.

    Lines end at spaces, and where the text has line feeds; a word that is wider than a line is
    divided, with hyphens where there is room for them.

    :param max_width: in pixels of the font; in characters where there is none
    :param indent0: what the first line begins with
    :param indent1: what all others begin with
    :param outline_accent_ranges: ``(start, end, size)`` of characters that have an outline, which
        makes each wider by ``2 * size``
    """
    if font is not None and hasattr(font, "load_glyphs"):
        font.load_glyphs(string + indent0 + indent1 + " -")
    accents = outline_accent_ranges or ()
    glyph_of: "Any" = font and font.get_glyph

    def measure(text: str, start: int = -1) -> int:
        width = len(text)
        if font is not None:
            width = 0
            for character in text:
                glyph = glyph_of(ord(character))
                if glyph:
                    width += glyph.shift_x
        if start >= 0:
            for first, end, size in accents:
                width += 2 * size * max(0, min(end, start + len(text)) - max(first, start))
        return width

    lines: "list[str]" = []
    place = 0  # of the next word in the text
    line = indent0
    used = measure(line)
    indent = measure(indent1)
    space = measure(" ")
    for paragraph in string.split("\n"):
        is_first = True  # nothing but the indent is in the line
        for word in paragraph.split(" "):
            width = measure(word, place)
            gap = 0 if is_first else space
            if used + gap + width <= max_width:
                line += word if is_first else " " + word
                used += gap + width
            elif not is_first and indent + width <= max_width:
                lines.append(line)
                line = indent1 + word
                used = indent + width
            else:
                if not is_first:
                    line += " "
                start, line = _divide(
                    word, place, line, used + gap, indent1, max_width, measure, lines
                )
                used = measure(line) + measure(word[start:], place + start)
                line += word[start:]
            is_first = False
            place += len(word) + 1
        lines.append(line)
        line = indent1
        used = indent
    return lines


def _divide(
    word: str,
    place: int,
    line: str,
    used: int,
    indent: str,
    limit: int,
    measure: "Callable[..., int]",
    lines: "list[str]",
) -> "tuple[int, str]":
    """Divide a word that is too wide. Append full lines to ``lines``.

    :param place: of the word in the text
    :param line: what the line has already; a space at its end is left out where nothing follows
    :param used: how wide that is
    :param indent: what further lines begin with
    :return: where what remains of the word begins, and what stands before it
    """
    hyphen = measure("-")
    start = 0
    while start < len(word) and measure(word[start:], place + start) > limit - used:
        end = start
        while measure(word[start : end + 1], place + start) + hyphen <= limit - used:
            end += 1
        if end > start:
            lines.append(line + word[start:end] + "-")
        elif line[-1:] == " " and line != indent:
            lines.append(line[:-1])
        elif start == len(word) - 1:
            break
        else:  # a line of its own, with no room for a hyphen
            end += 1
            lines.append(line + word[start:end])
        start = end
        line = indent
        used = measure(indent)
    return start, line


def wrap_text_to_lines(string: str, max_chars: int) -> "list[str]":
    """Return a text as lines of at most ``max_chars`` characters.

    Lines end at spaces, and where the text has line feeds; a longer word has lines of its own,
    with hyphens.

    :raises ValueError: ``max_chars`` is below 1
    """
    if max_chars < 1:
        raise ValueError("max_chars must be at least 1")
    lines: "list[str]" = []
    for paragraph in string.replace("\r", "").split("\n"):
        line = ""
        is_first = True
        for word in paragraph.split(" "):
            if not is_first and len(line) + 1 + len(word) <= max_chars:
                line += " " + word
                continue
            is_first = False
            if line:
                lines.append(line)
            line = word[_divide(word, 0, "", 0, "", max_chars, _length, lines)[0] :]
        lines.append(line)
    while len(lines) > 1 and not lines[0]:
        del lines[0]
    return lines


def _length(text: str, _: int = 0) -> int:
    return len(text)


class LabelBase(Group):
    """What all labels have. It shows nothing by itself: see the classes of the submodules.

    :param font: with ``get_bounding_box()`` and ``get_glyph()``, as ``terminalio.FONT``
    :param x: of the left edge of the text, in pixels
    :param y: of the middle of an "M" in the first line; of its baseline with ``base_alignment``
    :param text: what it shows; line feeds begin lines
    :param color: 0xRRGGBB or (red, green, blue), or None: the text is transparent
    :param background_color: likewise, of the box behind the text; None: there is no box
    :param line_spacing: from line to line, in heights of the font
    :param background_tight: whether the box holds what this text has, without padding; else it
        has room for all letters
    :param padding_top: pixels of the box beyond the text; negative ones make it smaller
    :param padding_bottom: likewise
    :param padding_left: likewise
    :param padding_right: likewise
    :param anchor_point: which point of the text lies at ``anchored_position``, in parts of its
        width and height: (0, 0) is left above, (1, 1) right below; a second number of -1.0 is
        the baseline
    :param anchored_position: x and y
    :param scale: pixels of the screen for each of the font
    :param base_alignment: whether ``y`` is the baseline
    :param tab_replacement: (4, " "): what is shown for a tab, and how often
    :param label_direction: where the text runs, "LTR": left to right; the classes tell which
    :param verbose: whether characters that the font lacks are printed
    :raises ValueError: no such direction, ``scale`` below 1
    """

    _DIRECTIONS = ()  # that a class has
    _saves = True  # whether font and line spacing can be set

    if TYPE_CHECKING:  # what the classes have
        _text: str
        _palette: Palette
        _font: Any

        def _set_text(self, text: str) -> None: ...
        def _set_background(self, color: Color) -> None: ...
        def _fill(self, inner: Group) -> None: ...

    def __init__(
        self,
        font: "FontProtocol",
        x: int = 0,
        y: int = 0,
        text: str = "",
        color: "Color" = 0xFFFFFF,
        background_color: "Color" = None,
        line_spacing: float = 1.25,
        background_tight: bool = False,
        padding_top: int = 0,
        padding_bottom: int = 0,
        padding_left: int = 0,
        padding_right: int = 0,
        anchor_point: "tuple[float, float] | None" = None,
        anchored_position: "tuple[int, int] | None" = None,
        scale: int = 1,
        base_alignment: bool = False,
        tab_replacement: "tuple[int, str]" = (4, " "),
        label_direction: str = "LTR",
        verbose: bool = False,
    ) -> None:
        super().__init__()
        self._check_direction(label_direction)
        self._direction = label_direction
        self._color = color
        self._background_color = background_color
        self._line_spacing = line_spacing
        self._is_tight = background_tight
        self._padding = (padding_top, padding_bottom, padding_left, padding_right)
        self._anchor_point = anchor_point
        self._anchored_position = anchored_position
        self._on_baseline = base_alignment
        self._tab = tab_replacement
        self._verbose = verbose
        self._bounding_box = (0, 0, 0, 0)
        # Place and size are those of a group inside: one call puts another in its place, and
        # with it text and position change together.
        self._inner = Group(scale=scale, x=x, y=y)
        self.append(self._inner)
        self._use_font(font)

    # Place

    @property
    def x(self) -> int:
        """Where the label is, in pixels of the group around it."""
        return self._inner.x

    @x.setter
    def x(self, x: int) -> None:
        self._inner.x = x

    @property
    def y(self) -> int:
        """Where the label is, in pixels of the group around it."""
        return self._inner.y

    @y.setter
    def y(self, y: int) -> None:
        self._inner.y = y

    @property
    def scale(self) -> int:
        """Pixels of the screen for each of the font, from 1."""
        return self._inner.scale

    @scale.setter
    def scale(self, scale: int) -> None:
        self._inner.scale = scale
        self._move(self._inner)

    @property
    def anchor_point(self) -> "tuple[float, float] | None":
        """The point of the text that lies at :attr:`anchored_position`; None to forget it."""
        return self._anchor_point

    @anchor_point.setter
    def anchor_point(self, point: "tuple[float, float] | None") -> None:
        self._anchor_point = point
        self._move(self._inner)

    @property
    def anchored_position(self) -> "tuple[int, int] | None":
        """Where :attr:`anchor_point` lies, x and y in pixels; None to forget it."""
        return self._anchored_position

    @anchored_position.setter
    def anchored_position(self, position: "tuple[int, int] | None") -> None:
        self._anchored_position = position
        self._move(self._inner)

    @property
    def bounding_box(self) -> "tuple[int, int, int, int]":
        """x, y, width and height of the text from its origin, in pixels of the font."""
        return self._bounding_box

    @property
    def width(self) -> int:
        """Of :attr:`bounding_box`."""
        return self._bounding_box[2]

    @property
    def height(self) -> int:
        """Of :attr:`bounding_box`."""
        return self._bounding_box[3]

    # Contents

    @property
    def text(self) -> str:
        """What is shown; tabs are replaced. None is no text, numbers are shown as such."""
        return self._text

    @text.setter
    def text(self, text: "Any") -> None:
        text = self._plain(text)
        if text != self._text:
            self._set_text(text)

    @property
    def font(self) -> "FontProtocol":
        """The font."""
        return self._font  # type: ignore[no-any-return]

    @font.setter
    def font(self, font: "FontProtocol") -> None:
        self._check_saved()
        self._use_font(font)
        self._update()

    @property
    def line_spacing(self) -> float:
        """From line to line, in heights of the font."""
        return self._line_spacing

    @line_spacing.setter
    def line_spacing(self, spacing: float) -> None:
        self._check_saved()
        self._line_spacing = spacing
        self._update()

    @property
    def label_direction(self) -> str:
        """Where the text runs.

        :raises RuntimeError: set to one that the class lacks
        """
        return self._direction

    @label_direction.setter
    def label_direction(self, direction: str) -> None:
        self._check_direction(direction)
        self._direction = direction
        self._update()

    @property
    def color(self) -> "Color":
        """Of the text; None: it is transparent."""
        return self._color

    @color.setter
    def color(self, color: "Color") -> None:
        self._color = color
        _paint(self._palette, 1, color)

    @property
    def background_color(self) -> "Color":
        """Of the box behind the text; None: there is no box."""
        return self._background_color

    @background_color.setter
    def background_color(self, color: "Color") -> None:
        self._set_background(color)

    # Helpers

    def _check_direction(self, direction: str) -> None:
        if direction not in self._DIRECTIONS:
            raise RuntimeError("label_direction must be one of " + ", ".join(self._DIRECTIONS))

    def _check_saved(self) -> None:
        if not self._saves:
            raise RuntimeError("this cannot be set when save_text is False")

    def _use_font(self, font: "Any") -> None:
        """Look what is to be known of a font."""
        self._font = font
        self._height = font.get_bounding_box()[1]
        ascent = getattr(font, "ascent", None)
        descent = getattr(font, "descent", None)
        if ascent is None or descent is None:
            ascent = descent = 0
            if hasattr(font, "load_glyphs"):
                font.load_glyphs("M j'")
            for character in "M j'":
                glyph = font.get_glyph(ord(character))
                if glyph:
                    ascent = max(ascent, glyph.height + glyph.dy)
                    descent = max(descent, -glyph.dy)
        self._ascent = ascent
        self._descent = descent
        # The built-in font has one glyph like another, those of ASCII side by side: they need
        # not be looked up.
        self._cell = None
        if isinstance(font, BuiltinFont):
            cell: "Any" = font.get_glyph(32)
            last: "Any" = font.get_glyph(126)
            if cell and last:
                found = (cell.tile_index, last.tile_index, cell.dx, cell.shift_x)
                if found == (0, 94, 0, cell.width):
                    self._cell = cell

    def _glyph(self, character: str) -> "Any":
        """Return what is to be known of a character, or None. Its tile is in ``_tile``."""
        if self._cell and " " <= character <= "~":
            self._tile = ord(character) - 32
            return self._cell
        glyph = self._font.get_glyph(ord(character))
        if glyph:
            self._tile = glyph.tile_index
        elif self._verbose:
            print("the font has no " + repr(character))
        return glyph

    @property
    def _rise(self) -> int:
        """How far the baseline is below the origin."""
        return 0 if self._on_baseline else self._ascent // 2

    def _load(self, text: str) -> None:
        if hasattr(self._font, "load_glyphs"):
            self._font.load_glyphs({ord(character) for character in text if character != "\n"})

    def _plain(self, given: "Any") -> str:
        text = _as_text(given)
        if "\t" in text:
            return text.replace("\t", self._tab[1] * self._tab[0])
        return text

    def _update(self) -> None:
        """Draw all anew."""
        before = self._inner
        inner = Group(scale=before.scale, x=before.x, y=before.y)
        self._fill(inner)
        self._show(inner)

    def _show(self, inner: Group) -> None:
        """Put a group that is ready into the place of the one that is seen."""
        self._move(inner)
        self[0] = inner
        self._inner = inner

    def _move(self, inner: Group) -> None:
        """Put a group where the anchor is."""
        anchor = self._anchor_point
        position = self._anchored_position
        if anchor is None or position is None:
            return
        left, top, width, height = self._bounding_box
        scale = inner.scale
        inner.x = int(position[0] - left * scale - round(anchor[0] * (width * scale)))
        if anchor[1] == -1.0:
            inner.y = int(position[1] - self._rise * scale)
        else:
            inner.y = int(position[1] - top * scale - round(anchor[1] * height * scale))


def _as_text(text: "Any") -> str:
    if isinstance(text, str):
        return text  # str() would copy it
    return "" if text is None else str(text)


def _paint(palette: "Any", index: int, color: "Color") -> None:
    """Set a colour of a palette; None is transparent."""
    if color is None:
        palette[index] = 0
        palette.make_transparent(index)
    else:
        palette[index] = color
        palette.make_opaque(index)
