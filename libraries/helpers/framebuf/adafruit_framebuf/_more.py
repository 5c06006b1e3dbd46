# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What not each program draws, so that only those that do load it.

The functions are methods of :class:`FrameBuffer`, which has their descriptions.
"""

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from . import Color, FrameBuffer


def ellipse(
    frame: "FrameBuffer",
    center_x: int,
    center_y: int,
    x_radius: int,
    y_radius: int,
    color: "Color",
    fill: bool,
    mask: int,
) -> None:
    """Draw an ellipse, or some of its quarters."""
    # Its pixels are those within radii that are half a pixel longer:
    # x² / (x_radius + ½)² + y² / (y_radius + ½)² ≤ 1.
    a = 2 * x_radius + 1
    b = 2 * y_radius + 1
    p = q = 4
    limit = a * a
    if a != b:  # else as small as that: boards count to 2**30 without effort
        p *= b * b
        q *= a * a
        limit *= b * b
    x = x_radius
    for y in range(y_radius + 1):
        end = x + 1
        below = limit - q * (y + 1) * (y + 1)  # for the row after this one
        while x >= 0 and p * x * x > below:
            x -= 1
        start = 0 if fill else min(x + 1, end - 1)
        length = end - start
        if mask & 1:
            frame.hline(center_x + start, center_y - y, length, color)
        if mask & 2:
            frame.hline(center_x - end + 1, center_y - y, length, color)
        if mask & 4:
            frame.hline(center_x - end + 1, center_y + y, length, color)
        if mask & 8:
            frame.hline(center_x + start, center_y + y, length, color)


def poly(
    frame: "FrameBuffer", x: int, y: int, coords: "Sequence[int]", color: "Color", fill: bool
) -> None:
    """Draw a closed polygon."""
    count = len(coords) & ~1
    rows = range(0)
    if fill and count:
        corners = [coords[index] for index in range(1, count, 2)]
        rows = range(min(corners), max(corners))
    for row in rows:
        crossings = []
        x_0 = coords[count - 2]
        y_0 = coords[count - 1]
        for index in range(0, count, 2):
            x_1 = coords[index]
            y_1 = coords[index + 1]
            if (y_0 <= row) != (y_1 <= row):
                d_y = y_1 - y_0
                crossings.append(x_0 + (2 * (row - y_0) * (x_1 - x_0) + d_y) // (2 * d_y))
            x_0 = x_1
            y_0 = y_1
        crossings.sort()
        for index in range(0, len(crossings), 2):
            left = crossings[index]
            frame.hline(x + left, y + row, crossings[index + 1] - left + 1, color)
    for index in range(0, count, 2):
        frame.line(
            x + coords[index - 2 if index else count - 2],
            y + coords[index - 1 if index else count - 1],
            x + coords[index],
            y + coords[index + 1],
            color,
        )


def blit(
    frame: "FrameBuffer",
    source: "FrameBuffer",
    x: int,
    y: int,
    key: int,
    palette: "FrameBuffer | None",
) -> None:
    """Copy another frame."""
    width, height = _turned(source)
    most_x, most_y = _turned(frame)
    for row in range(max(-y, 0), min(height, most_y - y)):
        for column in range(max(-x, 0), min(width, most_x - x)):
            color = source.pixel(column, row) or 0
            if palette is not None:
                color = palette.pixel(color, 0) or 0
            if color != key:
                frame.pixel(x + column, y + row, color)


def scroll(frame: "FrameBuffer", delta_x: int, delta_y: int) -> None:
    """Move what is in a frame."""
    rotation = frame.rotation
    if rotation & 1:
        delta_x, delta_y = delta_y, delta_x
    if rotation in {1, 2}:
        delta_x = -delta_x
    if rotation > 1:
        delta_y = -delta_y
    width = frame.width - abs(delta_x)
    height = frame.height - abs(delta_y)
    if width < 1 or height < 1:
        return
    to_x = max(delta_x, 0)
    to_y = max(delta_y, 0)
    bits = getattr(frame.format, "_bits", 0)
    rows = getattr(frame.format, "_rows", 1)
    if bits and not ((delta_x | frame.width) * bits & 7 or (delta_y | frame.height) % rows):
        # Whole bytes move, a row of them at a time.
        buf = frame.buf
        pitch = frame.stride * bits >> 3
        length = width * bits >> 3
        away = delta_y // rows * pitch + (delta_x * bits >> 3)
        start = to_y // rows * pitch + (to_x * bits >> 3)
        height //= rows
        if delta_y > 0:  # from the last one on
            start += (height - 1) * pitch
            pitch = -pitch
        for _ in range(height):
            buf[start : start + length] = buf[start - away : start - away + length]
            start += pitch
    else:
        get_pixel = frame.format.get_pixel
        set_pixel = frame.format.set_pixel
        for row in range(height):
            y = to_y + (height - 1 - row if delta_y > 0 else row)
            for column in range(width):
                x = to_x + (width - 1 - column if delta_x > 0 else column)
                set_pixel(frame, x, y, get_pixel(frame, x - delta_x, y - delta_y))


def image(frame: "FrameBuffer", img: "Any") -> None:
    """Show a picture of Pillow's."""
    width, height = _turned(frame)
    bits = getattr(frame.format, "_bits", 0)
    mode = img.mode
    if bits > 8 and mode != "RGB":
        raise ValueError("Image must be in mode RGB.")
    if (bits == 1 or getattr(frame.format, "_rows", 1) == 8) and mode != "1":
        raise ValueError("Image must be in mode 1.")
    if img.size != (width, height):
        raise ValueError(f"Image must be same dimensions as display ({width}x{height}).")
    pixels = img.load()
    for y in range(height):
        for x in range(width):
            color = pixels[x, y]
            if mode == "L":
                color >>= 8 - bits
            elif mode == "1":
                color = bool(color)
            frame.pixel(x, y, color)


def _turned(frame: "FrameBuffer") -> "tuple[int, int]":
    """Return a frame's width and height as its rotation has them."""
    if frame.rotation & 1:
        return frame.height, frame.width
    return frame.width, frame.height
