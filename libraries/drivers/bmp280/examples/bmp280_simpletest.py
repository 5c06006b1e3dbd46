# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print temperature, pressure and altitude every two seconds."""

import time

import board

import adafruit_bmp280

sensor = adafruit_bmp280.Adafruit_BMP280_I2C(board.I2C())  # SCL and SDA of the board

# On SPI, with CS at D5:
# import digitalio
# sensor = adafruit_bmp280.Adafruit_BMP280_SPI(board.SPI(), digitalio.DigitalInOut(board.D5))

sensor.sea_level_pressure = 1013.25  # hPa, as the weather service has it

while True:
    temperature, pressure = sensor.measure()
    print(f"{temperature:.1f} C, {pressure:.1f} hPa, altitude {sensor.altitude:.1f} m")
    time.sleep(2)
