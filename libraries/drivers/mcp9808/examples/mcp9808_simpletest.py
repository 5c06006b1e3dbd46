# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print the temperature every two seconds."""

import time

import board

import adafruit_mcp9808

sensor = adafruit_mcp9808.MCP9808(board.I2C())  # SCL and SDA of the board

while True:
    celsius = sensor.temperature
    print(f"{celsius:.2f} C, {celsius * 9 / 5 + 32:.2f} F")
    time.sleep(2)
