# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Show words on a 1.3 inch display with an SH1106, upside down and dark on light."""

import board
import sh110x

display = sh110x.SH1106_I2C(128, 64, board.I2C())

display.rotate(False)
display.invert(True)
display.contrast(40)
for row in range(4):
    display.text(f"page {2 * row}: 8 rows", 2 + 4 * row, 4 + 16 * row, 1)
display.show()
print("shown")
