# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Measure without a break, and do other things meanwhile: tell when something comes near."""

import time

import board

import adafruit_vl53l0x

NEAR = 100  # mm

sensor = adafruit_vl53l0x.VL53L0X(board.I2C())
sensor.measurement_timing_budget = 100000  # µs: three times the usual, and less noise

was_near = False
with sensor.continuous_mode():
    while True:
        if sensor.data_ready:  # so that nothing waits
            distance, status, signal, ambient = sensor.measure()
            is_near = distance is not None and distance < NEAR
            if is_near != was_near:
                print(f"near: {is_near}, {distance} mm by {signal:.1f} MCPS")
            was_near = is_near
        time.sleep(0.05)  # other things
