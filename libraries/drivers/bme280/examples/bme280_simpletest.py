# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print temperature, humidity and pressure every two seconds."""

import time

import board

from adafruit_bme280 import basic as adafruit_bme280

sensor = adafruit_bme280.Adafruit_BME280_I2C(board.I2C())  # SCL and SDA of the board

# On SPI, with CS at D5:
# import digitalio
# sensor = adafruit_bme280.Adafruit_BME280_SPI(board.SPI(), digitalio.DigitalInOut(board.D5))

while True:
    temperature, humidity, pressure = sensor.measure()
    print(f"{temperature:.1f} C, {humidity:.1f} %, {pressure:.1f} hPa")
    time.sleep(2)
