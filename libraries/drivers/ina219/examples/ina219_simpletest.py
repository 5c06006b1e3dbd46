# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print voltage, current and power every two seconds."""

import time

import board

from adafruit_ina219 import INA219, ADCResolution

sensor = INA219(board.I2C())  # SCL and SDA of the board

# Less noise: the mean of 32 samples, in 17 ms
sensor.bus_adc_resolution = ADCResolution.ADCRES_12BIT_32S
sensor.shunt_adc_resolution = ADCResolution.ADCRES_12BIT_32S
time.sleep(0.1)

while True:
    voltage, current, power = sensor.measure()
    print(f"{voltage:.2f} V, {current:.1f} mA, {power:.3f} W")
    time.sleep(2)
