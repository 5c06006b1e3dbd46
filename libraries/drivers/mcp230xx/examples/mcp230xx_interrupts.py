# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let the chip tell of changes, at a pin of the board: INTA of the chip to D6, and no polling.

The chip keeps what its pins were at the moment of the change, so no short press is lost.
"""

import time

import board
import digitalio

from adafruit_mcp230xx.mcp23017 import MCP23017

mcp = MCP23017(board.I2C())
mcp.gppu = 0xFFFF
mcp.io_control = 0x44  # INTA tells of both ports, and pulls its wire low
mcp.interrupt_configuration = 0  # each change counts
mcp.interrupt_enable = 0xFFFF
mcp.clear_ints()

interrupt = digitalio.DigitalInOut(board.D6)
interrupt.switch_to_input(pull=digitalio.Pull.UP)

while True:
    if not interrupt.value:
        changed, levels = mcp.read_interrupts()
        for pin in range(16):
            if changed >> pin & 1:
                print(f"pin {pin}", "high" if levels >> pin & 1 else "low")
    time.sleep(0.01)
