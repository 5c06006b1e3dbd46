# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Count whole samples on SPI, without garbage, and print the largest of each second, in g."""

import array
import time

import board
import digitalio

import adafruit_lis3dh

cs = digitalio.DigitalInOut(board.D5)  # where the sensor's CS is
sensor = adafruit_lis3dh.LIS3DH_SPI(board.SPI(), cs, baudrate=5_000_000)
sensor.range = adafruit_lis3dh.RANGE_4_G

values = array.array("h", [0, 0, 0])

while True:
    most = samples = 0
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if sensor.measure_into(values):
            samples += 1
            most = max(most, -min(values), *values)
        time.sleep(0.001)
    print(f"{samples} samples, up to {most / 8000:.2f} g")
