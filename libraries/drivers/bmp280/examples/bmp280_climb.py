# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Show how high above its start the sensor is, on SPI: settings for a lift, a kite, a rocket."""

import time

import board
import digitalio

import adafruit_bmp280

cs = digitalio.DigitalInOut(board.D5)
sensor = adafruit_bmp280.Adafruit_BMP280_SPI(board.SPI(), cs, baudrate=1000000)
sensor.overscan_temperature = adafruit_bmp280.OVERSCAN_X2
sensor.overscan_pressure = adafruit_bmp280.OVERSCAN_X16
sensor.iir_filter = adafruit_bmp280.IIR_FILTER_X4
sensor.standby_period = adafruit_bmp280.STANDBY_TC_0_5
sensor.mode = adafruit_bmp280.MODE_NORMAL

sensor.altitude = 0  # here
highest = 0

while True:
    height = sensor.altitude
    highest = max(highest, height)
    print(f"{height:.1f} m, at most {highest:.1f} m")
    time.sleep(0.5)
