# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The old name of :class:`adafruit_display_text.bitmap_label.Label`, which does the same."""

__version__ = "1.0.0"
__repo__ = "https://github.com/copperhead-circuitpython/copperhead"

from adafruit_display_text.bitmap_label import Label

OutlinedLabel = Label
