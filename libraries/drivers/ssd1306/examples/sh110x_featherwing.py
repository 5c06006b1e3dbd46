# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Draw on the FeatherWing OLED of 128 by 64 pixels, whose SH1107 stands upright."""

import board
import sh110x

display = sh110x.SH1107_I2C(64, 128, board.I2C())
display.rotation = 1  # what is drawn from now on lies sideways: 128 by 64

display.rect(0, 0, 128, 64, 1)
display.text("SH1107", 28, 12, 1, size=2)
display.text("128 x 64", 40, 40, 1)
display.show()
print("shown")
