# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Eight buttons at port B light eight LEDs at port A: two transactions for all of them."""

import time

import board

from adafruit_mcp230xx.mcp23017 import MCP23017

mcp = MCP23017(board.I2C())

mcp.iodira = 0x00  # LEDs, each with a resistor to ground
mcp.gppub = 0xFF  # buttons to ground
mcp.ipolb = 0xFF  # which are then 1 while they are pressed

shown = None
while True:
    pressed = mcp.gpiob
    if pressed != shown:
        mcp.gpioa = pressed
        print(f"{pressed:08b}")
        shown = pressed
    time.sleep(0.02)
