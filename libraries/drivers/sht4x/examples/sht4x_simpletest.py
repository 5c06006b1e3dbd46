# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print temperature and humidity every second."""

import time

import board

import adafruit_sht4x

sensor = adafruit_sht4x.SHT4x(board.I2C())  # SCL and SDA of the board
print(f"SHT4x with serial number {sensor.serial_number:#010x}")

while True:
    temperature, humidity = sensor.measure()
    print(f"Temperature: {temperature:.1f} C, humidity: {humidity:.1f} %")
    time.sleep(1)
