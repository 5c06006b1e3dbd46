# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""OLED displays of one colour with an SH1106 or SH1107, on I2C or SPI.

They have all that displays of ``adafruit_ssd1306`` have. An SH1106 has columns that its glass does
not show, and knows pages only; an SH1107 has a glass that stands upright.

Datasheets: Sino Wealth SH1106 v2.3, SH1107 v2.1.
"""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_ssd1306 import _I2C, _SPI, OLED


class _SH1106(OLED):
    _windows = False
    _columns = 132
    _baudrate = 4000000

    def _setup(self) -> bytes:
        width = self.width
        height = self.height
        if width > 132 or not 16 <= height <= 64:
            raise ValueError("width must be 1 to 132, and height 16 to 64")
        # As modules of these sizes are wired, after u8g2's tables.
        self._column = 32 if width == 64 else (132 - width) // 2
        offset = 12 if height == 40 else 16 if height == 32 and width == 128 else 0
        # 33h has its converter give 9 V.
        phases = 0x22 if self.external_vcc else 0x1F
        converter = 0x8A if self.external_vcc else 0x8B
        some = bytes((offset, 0xA8, height - 1, 0xD9, phases, 0xAD, converter))
        return b"\xae\x81\xff\xa6\xa1\xc8\xd3" + some + b"\x33\x40\xda\x12\xd5\x80\xdb\x40\xa4"


class _SH1107(OLED):
    _windows = False
    _lines = 128
    _column = 0
    _baudrate = 4000000

    def _setup(self) -> bytes:
        width = self.width
        if width > 128 or self.height > 128:
            raise ValueError("width and height must be 1 to 128")
        # Its columns are lines (COM): a glass of 64 by 128 pixels begins at COM32.
        self._columns = width
        offset = 0x60 if width == 64 else 0
        first = bytes((0xD3, offset, 0xA8, width - 1))
        return b"\xae\x81\x4f\xa6\xa0\xc0" + first + b"\x20\xdc\x00\xd9\x22\xdb\x35\xa4"


class SH1106_I2C(_I2C, _SH1106):  # noqa: N801
    """A panel with an SH1106 on I2C, as :class:`adafruit_ssd1306.SSD1306_I2C`."""


class SH1106_SPI(_SPI, _SH1106):  # noqa: N801
    """A panel with an SH1106 on SPI, as :class:`adafruit_ssd1306.SSD1306_SPI`, up to 4 MHz."""


class SH1107_I2C(_I2C, _SH1107):  # noqa: N801
    """A panel with an SH1107 on I2C, as :class:`adafruit_ssd1306.SSD1306_I2C`.

    The common module of 128 by 64 pixels has a glass that stands upright: it is 64 wide and 128
    high, and its programs draw sideways::

        display = SH1107_I2C(64, 128, i2c)
        display.rotation = 1

    :param display_offset: 0x60 if the panel is 64 pixels wide, and 0 otherwise
    """


class SH1107_SPI(_SPI, _SH1107):  # noqa: N801
    """A panel with an SH1107 on SPI: see :class:`SH1107_I2C`; up to 4 MHz."""
