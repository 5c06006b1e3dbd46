# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Read two thermometers that have one address."""

import time

import board

import adafruit_mcp9808
import adafruit_tca9548a

tca = adafruit_tca9548a.TCA9548A(board.I2C())
inside = adafruit_mcp9808.MCP9808(tca[0])
outside = adafruit_mcp9808.MCP9808(tca[1])

while True:
    print(f"inside {inside.temperature} °C, outside {outside.temperature} °C")
    time.sleep(1)
