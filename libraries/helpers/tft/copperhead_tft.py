# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""What drivers of colour displays share: modules by name, settings that fit, the start.

For controllers with MIPI's display commands (ST7789, ST7735, ILI9341, GC9A01 and their like)
behind ``busdisplay.BusDisplay``.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    Row = tuple[int, int, int, int, int, bool, bool]


def place(
    settings: "dict[str, Any]",
    panels: "dict[str, Row]",
    panel: "str | None",
    columns: int,
    rows: int,
) -> "tuple[bool, bool] | None":
    """Complete the settings of a display from its module's row, and look whether they fit.

    :param settings: the arguments for ``BusDisplay``; what the program has given stays
    :param panels: name -> width and height in columns and rows of the memory, its first column
        and row, the rotation in which the module lies as its name says, and two more
    :param panel: a name among them, or None
    :param columns: of the controller's memory
    :param rows: of the controller's memory
    :return: the last two of the row, or None without ``panel``
    :raises ValueError: there is no such panel, or the picture does not fit into the memory
    """
    row = None
    if panel is not None:
        row = panels.get(panel)
        if row is None:
            raise ValueError("panel must be " + " or ".join(sorted(panels)))
        for name, value in (("colstart", row[2]), ("rowstart", row[3]), ("rotation", row[4])):
            settings.setdefault(name, value)
        turned = settings["rotation"] % 180
        settings.setdefault("width", row[1] if turned else row[0])
        settings.setdefault("height", row[0] if turned else row[1])
    width, height = settings.get("width"), settings.get("height")
    rotation = settings.get("rotation", 0)
    if width is not None and height is not None and not rotation % 90:  # or else BusDisplay refuses
        if rotation % 180:
            width, height = height, width
        _fit("colstart", settings.get("colstart", 0), width, columns, "columns")
        _fit("rowstart", settings.get("rowstart", 0), height, rows, "rows")
    return row and row[5:]


def _fit(name: str, start: int, size: int, limit: int, what: str) -> None:
    if start < 0 or size < 1 or start + size > limit:
        raise ValueError(
            f"{name} and size must be within {limit} {what}, not {start} + {size}; "
            "rotation 90 or 270 swaps width and height"
        )


def sequence(settings: bytes, mode: int, invert: bool) -> bytes:
    """Return what starts a controller, as ``BusDisplay`` takes it.

    It resets the controller, which may have been awake (so 120 ms pass before it is to wake),
    wakes it, and after the 5 ms that it needs for that has the display on.

    :param settings: commands of the controller's own, in the same form
    :param mode: MADCTL
    :param invert: whether the display is inverted, as IPS glass needs it
    """
    return (
        b"\x01\x80\x78"  # SWRESET, 120 ms
        b"\x11\x80\x05"  # SLPOUT, 5 ms
        + settings
        + bytes((0x36, 0x81, mode, 0))  # MADCTL; without a delay of 0, 10 ms would pass
        + (b"\x21\x80\x00" if invert else b"")  # INVON
        + b"\x29\x80\x00"  # DISPON
    )
