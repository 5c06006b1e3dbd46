# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Go on with one thermometer while the other one is not there.

An error of a chip, or of the multiplexer, leaves the bus free for all others.
"""

import time

import board

import adafruit_mcp9808
import adafruit_tca9548a

mux = adafruit_tca9548a.PCA9546A(board.I2C())
sensors = [None, None]

while True:
    for number, channel in enumerate((mux[0], mux[3])):
        try:
            if sensors[number] is None:
                sensors[number] = adafruit_mcp9808.MCP9808(channel)
            print(f"{sensors[number].temperature} °C")
        except (OSError, ValueError) as error:
            print(error)
    time.sleep(1)
