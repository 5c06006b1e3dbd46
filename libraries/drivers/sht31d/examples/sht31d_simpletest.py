# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print temperature and humidity every two seconds."""

import time

import board

import adafruit_sht31d

sensor = adafruit_sht31d.SHT31D(board.I2C())  # SCL and SDA of the board

while True:
    temperature, humidity = sensor.measure()
    print(f"Temperature: {temperature:.1f} C, humidity: {humidity:.1f} %")
    time.sleep(2)
