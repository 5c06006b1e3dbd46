# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""A dial from 0 to 100 that neither flickers at rest nor jumps where the turn ends."""

import time

import board

import adafruit_as5600

sensor = adafruit_as5600.AS5600(board.I2C())

# In the chip: smooth a dial at rest, follow at once when it is turned
sensor.slow_filter = adafruit_as5600.SLOW_FILTER_16X
sensor.fast_filter_threshold = adafruit_as5600.FAST_FILTER_9LSB
sensor.hysteresis = adafruit_as5600.HYSTERESIS_2LSB

SMOOTHING = 0.25  # how much of each move is taken at once: 1 takes it all

position = sensor.raw_angle
shown = None

while True:
    magnet, raw, _ = sensor.sample()
    if magnet != adafruit_as5600.MAGNET_ABSENT:
        # The shorter way round: from 4090 to 6 it is 12 steps on, not 4084 back.
        way = (raw - position + 2048) % 4096 - 2048
        position = (position + way * SMOOTHING) % 4096
        value = int(position * 101 / 4096)
        if value != shown:
            print(value)
            shown = value
    time.sleep(0.02)
