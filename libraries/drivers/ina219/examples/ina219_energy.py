# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Count what goes into a battery and comes out of it, in mAh and mWh.

The battery is at IN-, its load and its charger are at IN+: current into the battery is above 0.
"""

import time

import board

from adafruit_ina219 import INA219, ADCResolution

sensor = INA219(board.I2C())

# Each reading is the mean of 128 samples, so that hardly any pulse is missed
sensor.shunt_adc_resolution = ADCResolution.ADCRES_12BIT_128S
sensor.bus_adc_resolution = ADCResolution.ADCRES_12BIT_128S
PERIOD = 0.5  # s

charge = 0.0  # mAh
energy = 0.0  # mWh
readings = 0
time.sleep(PERIOD)

while True:
    voltage, current, power = sensor.measure()
    charge += current * PERIOD / 3600
    energy += power * 1000 * PERIOD / 3600
    readings += 1
    if readings % 4 == 0:
        print(f"{voltage:.2f} V {current:+.1f} mA: {charge:+.4f} mAh, {energy:+.4f} mWh")
    time.sleep(PERIOD)
