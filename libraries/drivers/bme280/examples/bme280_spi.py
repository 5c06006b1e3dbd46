# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Tell from the pressure, on SPI, what the weather is going to do."""

import time

import board
import digitalio

from adafruit_bme280 import basic as adafruit_bme280

HEIGHT = 120  # m above the sea, where the sensor is
PAUSE = 2  # s; out of doors rather 600
STEADY = 0.5  # hPa

cs = digitalio.DigitalInOut(board.D5)
sensor = adafruit_bme280.Adafruit_BME280_SPI(board.SPI(), cs, baudrate=1000000)

before = None
while True:
    # What a barometer at the sea would show
    pressure = sensor.pressure / (1 - HEIGHT / 44330) ** 5.255
    if before is None or abs(pressure - before) < STEADY:
        trend = "steady"
    else:
        trend = "rising" if pressure > before else "falling"
    print(f"{pressure:.1f} hPa, {trend}")
    before = pressure
    time.sleep(PAUSE)
