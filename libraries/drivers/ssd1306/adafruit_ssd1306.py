# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""OLED displays of one colour with an SSD1306, SH1106 or SH1107, on I2C or SPI.

What is drawn goes to a buffer; ``show`` sends to the panel what has changed since the last time.
Drawing and text are those of ``adafruit_framebuf``. For ``displayio`` there are other drivers:
``adafruit_displayio_ssd1306`` and its like.

Datasheets: Solomon Systech SSD1306 rev 1.5, https://cdn-shop.adafruit.com/datasheets/SSD1306.pdf;
Sino Wealth SH1106 v2.3 and SH1107 v2.1.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

import time

from micropython import const

from adafruit_bus_device.i2c_device import I2CDevice
from adafruit_bus_device.spi_device import SPIDevice
from adafruit_framebuf import MVLSB, FrameBuffer

TYPE_CHECKING = const(0)  # so that the board's compiler leaves the block out
if TYPE_CHECKING:
    from collections.abc import Callable

    from busio import I2C, SPI
    from digitalio import DigitalInOut

# Commands, for `write_cmd`
SET_MEM_ADDR = const(0x20)
SET_COL_ADDR = const(0x21)
SET_PAGE_ADDR = const(0x22)
SET_DISP_START_LINE = const(0x40)
SET_CONTRAST = const(0x81)
SET_CHARGE_PUMP = const(0x8D)
SET_SEG_REMAP = const(0xA0)
SET_ENTIRE_ON = const(0xA4)
SET_NORM_INV = const(0xA6)
SET_MUX_RATIO = const(0xA8)
SET_IREF_SELECT = const(0xAD)
SET_DISP = const(0xAE)
SET_COM_OUT_DIR = const(0xC0)
SET_DISP_OFFSET = const(0xD3)
SET_DISP_CLK_DIV = const(0xD5)
SET_PRECHARGE = const(0xD9)
SET_COM_PIN_CFG = const(0xDA)
SET_VCOM_DESEL = const(0xDB)

_SET_PAGE = const(0xB0)

# Control bytes on I2C (SSD1306, 8.1.5.2): what follows is commands, or data
_COMMANDS = const(0x00)
_DATA = const(0x40)

# Where in the first commands is what can be changed later; the control byte is first
_AT_CONTRAST = const(3)
_AT_INVERT = const(4)
_AT_SEGMENTS = const(5)
_AT_LINES = const(6)
_AT_OFFSET = const(8)

_RESET_S = 0.001  # RES# needs 3 µs at the most, and as long after that


class OLED(FrameBuffer):
    """What all these displays have in common, beside all that a ``FrameBuffer`` has.

    Programs make one of the classes below, or one of :mod:`sh110x`.
    """

    # _shown has what the panel shows, a page each, and show() sends what differs from that.

    #: What is drawn, as the panel wants it: pages of eight rows, a byte for a column of eight
    #: pixels, the lowest bit on top. On I2C there is a byte before the first.
    buffer: bytearray

    pages: int  #: How many pages of eight rows there are.
    external_vcc: bool  #: Whether the module has a supply of its own for the pixels.
    reset_pin: "DigitalInOut | None"  #: The pin at RES#.
    page_addressing: bool  #: Whether the panel is written page by page.

    _write_codes: "Callable[[bytearray, int], None]"
    _write_data: "Callable[[int, int], None]"

    _windows = True  # whether the controller has windows (21h, 22h), and not only pages
    _columns = 128  # of its RAM
    _lines = 64  # its COM outputs
    _baudrate = 8000000  # on SPI

    def _start(
        self,
        first: int,
        width: int,
        height: int,
        external_vcc: bool,
        reset: "DigitalInOut | None",
        page_addressing: bool,
        column: "int | None",
        display_offset: "int | None",
        partial: bool,
    ) -> None:
        """Make the buffers and bring the panel up.

        :param first: where in :attr:`buffer` the pixels begin
        """
        self.pages = pages = (height + 7) >> 3
        self.buffer = bytearray(first + pages * width)
        super().__init__(memoryview(self.buffer)[first:], width, height, MVLSB)
        self.external_vcc = external_vcc
        self.reset_pin = reset
        self.page_addressing = page_addressing or not self._windows
        self._first = first
        self._power = self._turned = False
        self._codes = bytearray(7)
        setup = self._setup()
        if column is not None:
            self._column = column
        if not self.page_addressing:
            setup += b"\x21\0\0\x22\0" + bytes((pages - 1,))
        # On is the last command: pixels shine 100 ms later (SSD1306, 8.9), and are clear by then.
        self._setup_codes = bytearray(b"\0" + setup + b"\xaf")
        if display_offset is not None:
            self._setup_codes[_AT_OFFSET] = display_offset
        self._shown = [bytearray(width) for _ in range(pages)] if partial else None
        self._take()
        if reset:
            reset.switch_to_output(True)
        self.init_display()

    def _take(self) -> None:
        """Look at the buffer as pages."""
        self._frame = frame = self.buffer
        view = memoryview(frame)[self._first :]
        width = self.width
        self._rows = [view[page * width : (page + 1) * width] for page in range(self.pages)]
        self._stale = True  # whether the panel may show something else than what _shown has

    # Showing

    def show(self, full: bool = False) -> None:
        """Send what has changed since the last time, also by writing to :attr:`buffer`.

        :param full: whether to send all; so it is after ``write_cmd`` or an error of the bus
        """
        if self.buffer is not self._frame:
            self._take()
        shown = self._shown
        if full or self._stale or not shown:
            self.write_framebuf()
            return
        top = bottom = left = right = 0  # what waits to be sent
        for page in range(self.pages):
            row = self._rows[page]
            before = shown[page]
            if row == before:
                continue
            start = 0
            while row[start] == before[start]:
                start += 1
            end = self.width
            while row[end - 1] == before[end - 1]:
                end -= 1
            if right:
                if not self.page_addressing:
                    wide_left = min(left, start)
                    wide_right = max(right, end)
                    # A window costs 8 bytes, and each piece of data 2.
                    apart = (bottom - top + 1) * (right - left + 2) + end - start + 10
                    if (page - top + 1) * (wide_right - wide_left + 2) <= apart:
                        bottom = page
                        left = wide_left
                        right = wide_right
                        continue
                self._send(top, bottom, left, right)
            top = bottom = page
            left = start
            right = end
        if right:
            self._send(top, bottom, left, right)

    def write_framebuf(self) -> None:
        """Send the whole buffer."""
        self._send(0, self.pages - 1, 0, self.width)

    def _send(self, top: int, bottom: int, left: int, right: int) -> None:
        """Send the pages from ``top`` to ``bottom``, of each the columns before ``right``."""
        self._stale = True  # until all has arrived
        codes = self._codes
        width = self.width
        column = self._column + left
        if not self.page_addressing:
            codes[1] = SET_COL_ADDR
            codes[2] = column
            codes[3] = self._column + right - 1
            codes[4] = SET_PAGE_ADDR
            codes[5] = top
            codes[6] = bottom
            self._write_codes(codes, 7)
        if right - left == width and not self.page_addressing:
            self._write_data(self._first + top * width, self._first + (bottom + 1) * width)
        else:
            for page in range(top, bottom + 1):
                if self.page_addressing:
                    codes[1] = _SET_PAGE | page
                    codes[2] = column & 0x0F
                    codes[3] = 0x10 | column >> 4
                    self._write_codes(codes, 4)
                start = self._first + page * width
                self._write_data(start + left, start + right)
        self._remember(top, bottom)

    def _remember(self, top: int, bottom: int) -> None:
        """Note what the panel shows now in these pages: what was not sent was the same."""
        if self._shown:
            for page in range(top, bottom + 1):
                self._shown[page][:] = self._rows[page]
        self._stale = False

    # Settings

    @property
    def power(self) -> bool:
        """Whether the display is on. Read-only."""
        return self._power

    def contrast(self, contrast: int) -> None:
        """Set how bright lit pixels are, 0 to 255.

        :raises ValueError: it is another number
        """
        if not 0 <= contrast <= 255:
            raise ValueError("must be 0 to 255")
        self._setup_codes[_AT_CONTRAST] = contrast
        self._again(_AT_CONTRAST - 1, _AT_CONTRAST)

    def invert(self, invert: bool) -> None:
        """Have those pixels lit that are 0 in the buffer, or, with ``False``, the others."""
        self._setup_codes[_AT_INVERT] = SET_NORM_INV | bool(invert)
        self._again(_AT_INVERT, _AT_INVERT)

    def rotate(self, rotate: bool) -> None:
        """Turn the panel by half a turn, with ``False``, or back, with ``True``.

        It is seen after the next ``show``, which sends all. Quarters of a turn, of what is drawn
        from then on, are in :attr:`rotation`.
        """
        codes = self._setup_codes
        if bool(rotate) == self._turned:
            self._turned = not rotate
            codes[_AT_SEGMENTS] ^= 0x01
            codes[_AT_LINES] ^= 0x08
            codes[_AT_OFFSET] = -codes[_AT_OFFSET] & self._lines - 1
            self._column = self._columns - self.width - self._column
        self._again(_AT_SEGMENTS, _AT_OFFSET)
        self._stale = True  # an SSD1306 turns round only what is written from now on

    # Actions

    def init_display(self) -> None:
        """Reset the panel, set it up as it was and clear it, as after its supply has failed."""
        self._set_up()
        self.fill(0)
        if self.page_addressing:
            self.write_framebuf()
        else:  # the window is that of the first commands
            self._stale = True
            self._write_data(self._first, len(self.buffer))
            self._remember(0, self.pages - 1)

    def poweron(self) -> None:
        """Switch the display on. With a reset pin, reset it and set it up as it was before."""
        if self.reset_pin:
            self._set_up()
        else:
            self.wake()

    def poweroff(self) -> None:
        """Switch the display off: it keeps what it shows, and can be written."""
        self._command(SET_DISP)
        self._power = False

    sleep = poweroff

    def wake(self) -> None:
        """Switch the display on again, as it was."""
        self._command(SET_DISP | 1)
        self._power = True

    def write_cmd(self, cmd: int) -> None:
        """Send a byte of a command, for what there is no method; the next ``show`` sends all."""
        self._stale = True
        self._command(cmd)

    # Helpers

    def _setup(self) -> bytes:
        """Return the first commands; those of other controllers begin alike."""
        width = self.width
        height = self.height
        if width > 128 or not 16 <= height <= 64:
            raise ValueError("width must be 1 to 128, and height 16 to 64")
        self._column = (128 - width) // 2
        # The SSD1306B has ADh, 30h: modules without a resistor at IREF need it.
        return b"\xae\x81\xff\xa6\xa1\xc8\xd3\x00\x40\xd5\x80\xdb\x30\xa4\xad\x30" + bytes(
            (
                SET_MEM_ADDR,
                2 if self.page_addressing else 0,
                SET_MUX_RATIO,
                height - 1,
                SET_COM_PIN_CFG,
                0x02 if width > 2 * height else 0x12,
                SET_PRECHARGE,
                0x22 if self.external_vcc else 0xF1,
                SET_CHARGE_PUMP,
                0x10 if self.external_vcc else 0x14,
            )
        )

    def _set_up(self) -> None:
        """Reset the panel, where there is a pin for it, and send the first commands."""
        pin = self.reset_pin
        if pin:
            pin.value = False
            time.sleep(_RESET_S)
            pin.value = True
            time.sleep(_RESET_S)
        codes = self._setup_codes
        if not self.page_addressing:
            codes[-6] = self._column
            codes[-5] = self._column + self.width - 1
        self._write_codes(codes, len(codes))
        self._power = True

    def _command(self, code: int) -> None:
        self._codes[1] = code
        self._write_codes(self._codes, 2)

    def _again(self, first: int, last: int) -> None:
        """Send some of the first commands again."""
        codes = self._codes
        count = 1
        for index in range(first, last + 1):
            codes[count] = self._setup_codes[index]
            count += 1
        self._write_codes(codes, count)


# Buses


class _I2C:
    """Commands and data on I2C, each after a control byte."""

    buffer: bytearray
    _start: "Callable[..., None]"

    def __init__(
        self,
        width: int,
        height: int,
        i2c: "I2C",
        *,
        addr: int = 0x3C,
        external_vcc: bool = False,
        reset: "DigitalInOut | None" = None,
        page_addressing: bool = False,
        column: "int | None" = None,
        display_offset: "int | None" = None,
        partial: bool = True,
    ) -> None:
        self.i2c_device = I2CDevice(i2c, addr)
        self.addr = addr
        settings = (external_vcc, reset, page_addressing, column, display_offset, partial)
        self._start(1, width, height, *settings)

    def _write_codes(self, codes: bytearray, end: int) -> None:
        codes[0] = _COMMANDS
        with self.i2c_device as i2c:
            i2c.write(codes, end=end)

    def _write_data(self, start: int, end: int) -> None:
        # The control byte stands in for the pixels before, so that nothing is copied.
        buffer = self.buffer
        kept = buffer[start - 1]
        buffer[start - 1] = _DATA
        try:
            with self.i2c_device as i2c:
                i2c.write(buffer, start=start - 1, end=end)
        finally:
            buffer[start - 1] = kept


class _SPI:
    """Commands and data on SPI, which the D/C pin tells apart."""

    buffer: bytearray
    _start: "Callable[..., None]"
    _baudrate: int

    def __init__(
        self,
        width: int,
        height: int,
        spi: "SPI",
        dc: "DigitalInOut",
        reset: "DigitalInOut | None",
        cs: "DigitalInOut",
        *,
        external_vcc: bool = False,
        baudrate: "int | None" = None,
        polarity: int = 0,
        phase: int = 0,
        page_addressing: bool = False,
        column: "int | None" = None,
        display_offset: "int | None" = None,
        partial: bool = True,
    ) -> None:
        dc.switch_to_output(False)
        self.dc_pin = dc
        baudrate = baudrate or self._baudrate
        self.spi_device = SPIDevice(spi, cs, baudrate=baudrate, polarity=polarity, phase=phase)
        settings = (external_vcc, reset, page_addressing, column, display_offset, partial)
        self._start(0, width, height, *settings)

    def _write_codes(self, codes: bytearray, end: int) -> None:
        self._write(False, codes, 1, end)

    def _write_data(self, start: int, end: int) -> None:
        self._write(True, self.buffer, start, end)

    def _write(self, is_data: bool, buffer: bytearray, start: int, end: int) -> None:
        self.dc_pin.value = is_data
        with self.spi_device as spi:
            spi.write(buffer, start=start, end=end)


class SSD1306_I2C(_I2C, OLED):  # noqa: N801  # upstream's name
    """A panel with an SSD1306 on I2C.

    :param width: in pixels: 128, and less on small modules
    :param height: in pixels, 16 to 64
    :param i2c: the bus
    :param addr: 0x3C, or 0x3D
    :param external_vcc: whether the module has a supply of its own for the pixels; with one, the
        charge pump must be off
    :param reset: the pin at RES#; most modules on I2C need none
    :param page_addressing: whether to write page by page, for chips that know nothing else
    :param column: the first column of the controller that is on the glass, if it is not in the
        middle
    :param display_offset: the line of the glass that is first (D3h)
    :param partial: whether to keep what the panel shows, which takes as much memory as the
        buffer; without that, ``show`` sends all each time
    :raises ValueError: nothing answers at ``addr``, or there is no panel of such a size
    """


class SSD1306_SPI(_SPI, OLED):  # noqa: N801  # upstream's name
    """A panel with an SSD1306 on SPI.

    :param spi: the bus
    :param dc: the pin at D/C
    :param reset: the pin at RES#, or ``None`` where it is wired to the board's reset
    :param cs: the pin at CS#
    :param baudrate: in Hz, 10 MHz at the most
    :param polarity: of the clock
    :param phase: of the clock

    The others are those of :class:`SSD1306_I2C`.

    :raises ValueError: there is no panel of such a size
    """
