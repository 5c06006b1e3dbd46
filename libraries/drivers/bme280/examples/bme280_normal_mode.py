# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let the chip measure by itself, four times a second, and filter what slamming doors do."""

import time

import board

from adafruit_bme280 import advanced as adafruit_bme280

sensor = adafruit_bme280.Adafruit_BME280_I2C(board.I2C())
sensor.sea_level_pressure = 1013.25  # hPa, as the weather service has it
sensor.standby_period = adafruit_bme280.STANDBY_TC_125
sensor.iir_filter = adafruit_bme280.IIR_FILTER_X4
sensor.overscan_temperature = adafruit_bme280.OVERSCAN_X2
sensor.overscan_pressure = adafruit_bme280.OVERSCAN_X16
sensor.mode = adafruit_bme280.MODE_NORMAL  # waits for the first measurement

while True:
    temperature, humidity, pressure = sensor.measure()
    print(f"{temperature:.2f} C, {humidity:.1f} %, {pressure:.2f} hPa: {sensor.altitude:.1f} m")
    time.sleep(1)
