# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let the chip measure twice a second by itself, and fetch what it has every three seconds."""

import time

import board

import adafruit_sht31d

sensor = adafruit_sht31d.SHT31D(board.I2C())
sensor.frequency = adafruit_sht31d.FREQUENCY_2
sensor.mode = adafruit_sht31d.MODE_PERIODIC

while True:
    time.sleep(3)
    temperatures = sensor.temperature  # those since the last time, the newest first
    humidities = sensor.relative_humidity
    temperature = sum(temperatures) / len(temperatures)
    humidity = sum(humidities) / len(humidities)
    print(f"Mean of {len(temperatures)}: {temperature:.2f} C, {humidity:.2f} %")
