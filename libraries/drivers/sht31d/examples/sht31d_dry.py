# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Dry a sensor in wet air: where it reads almost 100 % for long, its heater chases the dew off.

What it measures while it is warm says nothing about the air, so it is not shown.
"""

import time

import board

import adafruit_sht31d

WET = 95  # %
HEATED = 2  # s
COOLING = 3  # s

sensor = adafruit_sht31d.SHT31D(board.I2C())

while True:
    temperature, humidity = sensor.measure()
    print(f"{temperature:.1f} C, {humidity:.0f} %")
    if humidity > WET:
        print("Drying.")
        sensor.heater = True
        try:
            time.sleep(HEATED)
        finally:
            sensor.heater = False
        time.sleep(COOLING)
    time.sleep(1)
