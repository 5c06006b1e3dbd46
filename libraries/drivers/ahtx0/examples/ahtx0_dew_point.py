# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell when the window is going to mist over: when it is colder than the dew point of the room."""

import math
import time

import board

import adafruit_ahtx0

WINDOW = 11.0  # °C, of the coldest surface in the room

sensor = adafruit_ahtx0.AHTx0(board.I2C())


def dew_point(temperature, humidity):
    """Return the temperature in °C at which air of ``humidity`` % becomes wet (Magnus formula)."""
    if humidity <= 0:
        return float("-inf")
    gamma = math.log(humidity / 100) + 17.62 * temperature / (243.12 + temperature)
    return 243.12 * gamma / (17.62 - gamma)


while True:
    try:
        temperature, humidity = sensor.measure()
    except (OSError, RuntimeError) as error:  # a loose wire, a disturbed transfer
        print("no reading:", error)
    else:
        dew = dew_point(temperature, humidity)
        print(f"{temperature:.1f} C, {humidity:.0f} %: dew point {dew:.1f} C")
        if dew > WINDOW:
            print("Open the window!")
    time.sleep(2)
