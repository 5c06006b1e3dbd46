# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Watch over a freezer: the pin ALERT tells that it is too warm or too cold.

The chip compares by itself, so that the bus is quiet as long as all is well.
"""

import time

import board
import digitalio

import adafruit_mcp9808

sensor = adafruit_mcp9808.MCP9808(board.I2C())
pin = digitalio.DigitalInOut(board.D5)  # wired to ALERT, which the chip pulls low
pin.pull = digitalio.Pull.UP

sensor.lower_temperature = -24
sensor.upper_temperature = -15.5
sensor.critical_temperature = 0
sensor.hysteresis = 1  # all is well again 1.5 °C below the limit
sensor.alert = True
time.sleep(0.3)  # for a conversion, which is compared with the limits

while True:
    if not pin.value:
        celsius, too_cold, too_warm, thawing = sensor.measure()
        if thawing:
            print(f"thawing: {celsius:.1f} C")
        elif too_warm:
            print(f"too warm: {celsius:.1f} C")
        elif too_cold:
            print(f"too cold: {celsius:.1f} C")
    time.sleep(0.5)
