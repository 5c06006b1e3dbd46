# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Blink an LED at one pin, and print the level of another: a button from it to ground."""

import time

import board
import digitalio

from adafruit_mcp230xx.mcp23017 import MCP23017

# from adafruit_mcp230xx.mcp23008 import MCP23008  # which has pins 0 to 7

mcp = MCP23017(board.I2C())  # SCL and SDA of the board; address=0x21 with A0 high, and so on

led = mcp.get_pin(0)  # GPA0; GPB0 is 8
led.switch_to_output()

button = mcp.get_pin(8)
button.switch_to_input(pull=digitalio.Pull.UP)

while True:
    led.value = not led.value
    print("pressed" if not button.value else "released")
    time.sleep(0.5)
