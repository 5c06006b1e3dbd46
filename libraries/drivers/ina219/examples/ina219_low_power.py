# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Measure once in ten seconds, with the chip asleep between."""

import time

import board

from adafruit_ina219 import INA219, Mode

sensor = INA219(board.I2C())

sensor.set_calibration(max_current=1.5, shunt_resistance=0.1)  # the finest range for 1.5 A

while True:
    sensor.mode = Mode.SANDBVOLT_TRIGGERED
    voltage, current, power = sensor.measure()  # converts, and waits until it is done
    sensor.mode = Mode.POWERDOWN
    print(f"{voltage:.2f} V, {current / 1000:.3f} A, {power:.2f} W")
    time.sleep(10)
