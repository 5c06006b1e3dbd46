# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-FileCopyrightText: 2021 Melissa LeBlanc-Williams for Adafruit Industries, the waveforms
# SPDX-License-Identifier: MIT
"""Solomon Systech SSD1680 e-paper, in black, white and red or in four greys, for displayio.

Up to 176 by 296 pixels: 2.13 inch, 2.66 inch, 2.9 inch. The SSD1683, of 4.2 inch, is here, too.
Datasheet: SSD1680, https://www.crystalfontz.com/controllers/uploaded/SSD1680.pdf
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

import digitalio
from epaperdisplay import EPaperDisplay
from micropython import const

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from typing import Any

    from fourwire import FourWire
    from microcontroller import Pin

_SOURCES = const(176)  # columns that it drives
_GATES = const(296)  # rows
_USER_ID_READ = const(0x2E)

# Waveforms that make four greys: what custom_lut= takes.

#: Of the first MagTags' panel, FPC-A005: with ``vcom=0x28``, ``vsh2=0xAE``, ``colstart=0``.
FPC_A005_LUT = (
    b"\x2a\x60\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 0
    b"\x20\x60\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 1
    b"\x28\x60\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 2
    b"\x00\x60\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 3
    b"\x00\x90\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # of VCOM
    b"\x00\x02\x00\x05\x14\x00\x00"  # frames of phase group 0
    b"\x1e\x1e\x00\x00\x00\x00\x01"  # frames of phase group 1
    b"\x00\x02\x00\x05\x14\x00\x00"  # frames of phase group 2
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00"
    b"\x24\x22\x22\x22\x23\x32\x00\x00\x00"  # frame rate, gates
)

#: Of later ones, FPC-7519rev.b: with ``vcom=0x24``, ``vsh2=0xAE``.
FPC7519_LUT = (
    b"\x20\x48\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 0
    b"\x08\x48\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 1
    b"\x02\x48\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 2
    b"\x40\x48\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # levels of LUT 3
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # of VCOM
    b"\x0a\x19\x00\x03\x08\x00\x00"  # frames of phase group 0
    b"\x14\x01\x00\x14\x01\x00\x03"  # frames of phase group 1
    b"\x0a\x03\x00\x08\x19\x00\x00"  # frames of phase group 2
    b"\x01\x00\x00\x00\x00\x00\x01"  # frames of phase group 3
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x22\x22\x22\x22\x22\x22\x00\x00\x00"  # frame rate, gates
)

#: Of GDEY042T81 panels, 4.2 inch.
SSD1683_GRAY4_LUT = (
    b"\x01\x0a\x1b\x0f\x03\x01\x01\x05\x0a\x01\x0a\x01\x01\x01"
    b"\x05\x08\x03\x02\x04\x01\x01\x01\x04\x04\x02\x00\x01\x01"
    b"\x01\x00\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01"
    b"\x01\x0a\x1b\x0f\x03\x01\x01\x05\x4a\x01\x8a\x01\x01\x01"
    b"\x05\x48\x03\x82\x84\x01\x01\x01\x84\x84\x82\x00\x01\x01"
    b"\x01\x00\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01"
    b"\x01\x0a\x1b\x8f\x03\x01\x01\x05\x4a\x01\x8a\x01\x01\x01"
    b"\x05\x48\x83\x82\x04\x01\x01\x01\x04\x04\x02\x00\x01\x01"
    b"\x01\x00\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01"
    b"\x01\x8a\x1b\x8f\x03\x01\x01\x05\x4a\x01\x8a\x01\x01\x01"
    b"\x05\x48\x83\x02\x04\x01\x01\x01\x04\x04\x02\x00\x01\x01"
    b"\x01\x00\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01"
    b"\x01\x8a\x9b\x8f\x03\x01\x01\x05\x4a\x01\x8a\x01\x01\x01"
    b"\x05\x48\x03\x42\x04\x01\x01\x01\x04\x04\x42\x00\x01\x01"
    b"\x01\x00\x00\x00\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01" + bytes(14) + b"\x02\x00\x00"
)


def detect_ssd1680_panel(
    data_pin: "Pin", clk_pin: "Pin", cs_pin: "Pin", dc_pin: "Pin", rst_pin: "Pin"
) -> int:
    """Return the first byte of the user ID that the panel's maker has burned in.

    0 on the first MagTags (:data:`FPC_A005_LUT`), another value on later ones
    (:data:`FPC7519_LUT`). The controller answers on the data line, which no SPI can hear: call it
    before the bus is made.

    :raises ValueError: a pin is in use
    """
    pins: "list[digitalio.DigitalInOut]" = []
    try:
        for pin in (data_pin, clk_pin, cs_pin, dc_pin, rst_pin):
            pins.append(digitalio.DigitalInOut(pin))
            pins[-1].switch_to_output(False)
        data, clock, select, command, reset = pins
        time.sleep(0.001)
        reset.value = True
        time.sleep(0.01)
        value = _USER_ID_READ
        for _ in range(8):
            data.value = bool(value & 0x80)
            clock.value = True
            clock.value = False
            value <<= 1
        data.switch_to_input(digitalio.Pull.UP)
        command.value = True  # now the controller drives the line
        value = 0
        for _ in range(8):
            value = value << 1 | data.value
            clock.value = True
            clock.value = False
        select.value = True
    finally:
        for made in pins:
            made.deinit()
    return value


def _place(kwargs: "dict[str, Any]", sources: int, gates: int) -> int:
    """Return how many gates the panel has, and refuse what does not fit into the memory."""
    columns, rows = kwargs["width"], kwargs["height"]
    if kwargs.get("rotation", 0) % 180:
        columns, rows = rows, columns
    left = kwargs["colstart"]
    if not 1 <= columns <= sources - max(left, 0) or not 1 <= rows <= gates:
        raise ValueError(
            f"{columns} by {rows} pixels from column {left} do not fit into {sources} by {gates}"
        )
    return int(rows)


def _reset(bus: "FourWire") -> bytes:
    """Reset the controller, and return how to have it sleep: without the pin, nothing wakes it."""
    try:
        bus.reset()
    except RuntimeError:
        return b""
    return b"\x10\x80\x01\x01\x64"  # deep sleep, 100 ms


class SSD1680(EPaperDisplay):
    """An SSD1680 panel, and all that ``epaperdisplay.EPaperDisplay`` has.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param vcom: what register 2Ch is set to: the voltage of the common electrode
    :param vsh2: what register 04h is set to: the voltage for red; 5 V, the chip's own, if not given
    :param custom_lut: a waveform of 153 bytes in place of the panel's own, such as
        :data:`FPC7519_LUT`
    :param kwargs: those of ``EPaperDisplay``: ``width``, ``height``, ``rotation``, ``busy_pin``,
        ``highlight_color``, ``grayscale``, ``seconds_per_frame`` …; ``colstart``, the panel's
        first column, is 8 if not given: 0 on panels of 128 and 152 columns
    :raises ValueError: the picture does not fit into 176 by 296 pixels, or ``custom_lut`` has not
        153 bytes
    """

    def __init__(
        self,
        bus: "FourWire",
        vcom: int = 0x36,
        vsh2: int = 0xA8,
        custom_lut: bytes = b"",
        **kwargs: "Any",
    ) -> None:
        if custom_lut and len(custom_lut) != 153:
            raise ValueError("custom_lut must have 153 bytes")
        kwargs.setdefault("colstart", 8)
        last = _place(kwargs, _SOURCES, _GATES) - 1
        start = (
            b"\x12\x80\x00\x14"  # SWRESET, 20 ms
            b"\x11\x00\x01\x03"  # data entry: columns first, both up
            b"\x3c\x00\x01\x03"  # border
            b"\x03\x00\x01\x17"  # gate voltage: 20 V
            + bytes((0x2C, 0, 1, vcom))
            + bytes((0x04, 0, 3, 0x41, vsh2, 0x32))  # source voltages: 15 V, red's, -15 V
            + bytes((0x01, 0, 3, last & 0xFF, last >> 8, 0))  # gates
        )
        stop = _reset(bus)
        if custom_lut:
            if kwargs.get("grayscale"):
                start += b"\x21\x00\x02\x00\x80"  # both memories make the picture
            start += b"\x32\x00\x99" + custom_lut + b"\x22\x00\x01\xc7"
        elif stop:
            start += b"\x22\x00\x01\xf4"  # with the panel's waveform
        else:
            start += b"\x22\x00\x01\xf7"  # and without voltage in the end: it will not sleep
        super().__init__(
            bus,
            start,
            stop,
            **kwargs,
            ram_width=250,  # so that columns take one byte, of eight pixels
            ram_height=_GATES,
            busy_state=True,
            write_black_ram_command=0x24,
            write_color_ram_command=0x26,
            set_column_window_command=0x44,
            set_row_window_command=0x45,
            set_current_column_command=0x4E,
            set_current_row_command=0x4F,
            refresh_display_command=0x20,
            always_toggle_chip_select=False,
            address_little_endian=True,
            two_byte_sequence_length=True,
        )


class SSD1683(EPaperDisplay):
    """An SSD1683 panel of 400 by 300 pixels, in four greys.

    :param bus: that the display is at, a ``fourwire.FourWire``
    :param vcom: what register 2Ch is set to
    :param custom_lut: a waveform of 227 bytes, :data:`SSD1683_GRAY4_LUT`
    :param kwargs: those of ``EPaperDisplay``; ``grayscale`` is True, ``colstart`` 0 if not given
    :raises ValueError: the picture does not fit into 400 by 300 pixels, or ``custom_lut`` has not
        227 bytes
    """

    def __init__(
        self, bus: "FourWire", vcom: int = 0x30, custom_lut: bytes = b"", **kwargs: "Any"
    ) -> None:
        if custom_lut and len(custom_lut) != 227:
            raise ValueError("custom_lut must have 227 bytes")
        kwargs["grayscale"] = True
        kwargs.setdefault("colstart", 0)
        last = _place(kwargs, 400, 300) - 1
        start = (
            b"\x12\x80\x00\xc8"  # SWRESET, 200 ms: the voltages must settle after power-up
            b"\x0c\x00\x04\x8b\x9c\xa4\x0f"  # booster soft start
            b"\x11\x00\x01\x03"  # data entry: columns first, both up
            b"\x3c\x00\x01\x03"  # border
            b"\x21\x00\x02\x00\x00"  # both memories make the picture
            b"\x3f\x00\x01\x07"  # end option
            b"\x03\x00\x01\x17"  # gate voltage
            b"\x04\x00\x03\x41\xa8\x32"  # source voltages
            + bytes((0x2C, 0, 1, vcom))
            + bytes((0x01, 0, 3, last & 0xFF, last >> 8, 0))  # gates
        )
        if custom_lut:
            start += b"\x32\x00\xe3" + custom_lut
        stop = _reset(bus)
        if stop:
            time.sleep(0.2)  # for the voltages, as above
        super().__init__(
            bus,
            start + b"\x22\x00\x01\xcf",
            stop,
            **kwargs,
            ram_width=255,  # so that columns take one byte, of eight pixels
            ram_height=300,
            busy_state=True,
            write_black_ram_command=0x26,  # displayio's high bit of a grey is its low one
            write_color_ram_command=0x24,
            set_column_window_command=0x44,
            set_row_window_command=0x45,
            set_current_column_command=0x4E,
            set_current_row_command=0x4F,
            refresh_display_command=0x20,
            always_toggle_chip_select=False,
            address_little_endian=True,
            two_byte_sequence_length=True,
        )
