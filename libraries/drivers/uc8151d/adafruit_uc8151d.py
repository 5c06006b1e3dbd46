# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-FileCopyrightText: 2021 Melissa LeBlanc-Williams for Adafruit Industries, the waveforms
# SPDX-License-Identifier: MIT
"""UltraChip UC8151D e-paper, in black, white and red or in four greys, for displayio.

Up to 160 by 296 pixels: 1.54 inch, 2.13 inch, 2.9 inch.
Datasheet: UC8151D, https://v4.cecdn.yun300.cn/100001_1909185148/UC8151D.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from epaperdisplay import EPaperDisplay
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fourwire import FourWire

_SOURCES = const(160)  # columns that it drives
_GATES = const(296)  # rows

# Waveforms for four greys: command, then four phases of levels, frames and repeats each.
_GREYS = (
    b"\x20\x00\x0a\x00\x00\x00\x01\x60\x14\x14\x00\x00\x01"  # of VCOM
    b"\x00\x14\x00\x00\x00\x01\x00\x13\x0a\x01\x00\x01"
    b"\x21\x40\x0a\x00\x00\x00\x01\x90\x14\x14\x00\x00\x01"  # to white
    b"\x10\x14\x0a\x00\x00\x01\xa0\x13\x01\x00\x00\x01"
    b"\x22\x40\x0a\x00\x00\x00\x01\x90\x14\x14\x00\x00\x01"  # to light grey
    b"\x00\x14\x0a\x00\x00\x01\x99\x0b\x04\x04\x01\x01"
    b"\x23\x40\x0a\x00\x00\x00\x01\x90\x14\x14\x00\x00\x01"  # to dark grey
    b"\x00\x14\x0a\x00\x00\x01\x99\x0c\x01\x03\x04\x01"
    b"\x24\x80\x0a\x00\x00\x00\x01\x90\x14\x14\x00\x00\x01"  # to black
    b"\x20\x14\x0a\x00\x00\x01\x50\x13\x01\x00\x00\x01"
)


class UC8151D(EPaperDisplay):
    """A UC8151D panel, and all that ``epaperdisplay.EPaperDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param kwargs: those of ``EPaperDisplay``: ``width``, ``height``, ``rotation``, ``busy_pin``,
        ``highlight_color`` on paper of three colours, ``grayscale`` for four greys on black and
        white paper, ``color_bits_inverted``, ``seconds_per_frame`` …
    :raises ValueError: the picture does not fit into 160 by 296 pixels, or its rows fill no
        whole bytes
    """

    def __init__(self, bus: "FourWire", **kwargs: "Any") -> None:
        columns, rows = kwargs["width"], kwargs["height"]
        if kwargs.get("rotation", 0) % 180:
            columns, rows = rows, columns
        if columns & 7 or not (0 < columns <= _SOURCES and 0 < rows <= _GATES):
            raise ValueError("size must be a multiple of 8 up to 160, by 1 to 296")
        red = False
        # Its voltage takes 100 ms; its busy pin tells when, else 200 ms are waited for.
        start = b"\x04\x00" if kwargs.get("busy_pin") is not None else b"\x04\x80\xc8"
        if kwargs.get("grayscale"):
            start += b"\x00\x01\xbf"  # PSR: waveforms from registers, two colours
        elif kwargs.get("highlight_color"):
            red = True
            start += b"\x00\x02\x0f\x89"  # PSR: the panel's waveforms, three colours
        else:
            start += b"\x00\x01\x1f"  # PSR: the panel's waveforms, two colours
        start += bytes((0x61, 3, columns, rows >> 8, rows & 0xFF))  # TRES
        start += b"\x50\x01\x77" if red else b"\x50\x01\x97"  # CDI: white border
        if kwargs.get("grayscale"):
            for place in range(0, 125, 25):
                start += _GREYS[place : place + 1] + b"\x2a" + _GREYS[place + 1 : place + 25]
                start += bytes(18)
        kwargs.setdefault("color_bits_inverted", red)
        super().__init__(
            bus,
            start,
            b"\x50\x01\xf7\x07\x01\xa5",  # border let go, deep sleep
            **kwargs,
            ram_width=128,
            ram_height=_GATES,
            busy_state=False,
            write_black_ram_command=0x10 if red else 0x13,
            write_color_ram_command=0x13 if red else 0x10,
            refresh_display_command=0x12,
        )
