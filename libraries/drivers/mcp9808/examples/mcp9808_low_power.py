# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Measure now and then, and let the chip sleep in between: 0.1 µA instead of 200 µA."""

import time

import board

import adafruit_mcp9808

sensor = adafruit_mcp9808.MCP9808(board.I2C())
sensor.resolution = 1  # 0.25 °C, which takes 65 ms
sensor.shutdown = True

while True:
    print(f"{sensor.measure_once():.2f} C")
    time.sleep(4)
