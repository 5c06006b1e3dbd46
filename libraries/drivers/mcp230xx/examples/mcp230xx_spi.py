# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""An MCP23S17 on SPI: the same, with a pin for its CS."""

import time

import board
import digitalio

from adafruit_mcp230xx.mcp23s17 import MCP23S17

cs = digitalio.DigitalInOut(board.D5)
mcp = MCP23S17(board.SPI(), cs, baudrate=1000000)  # 10 MHz at the most

led = mcp.get_pin(0)
led.switch_to_output(value=True)

while True:
    led.value = not led.value
    print(f"{mcp.gpio:016b}")
    time.sleep(0.5)
