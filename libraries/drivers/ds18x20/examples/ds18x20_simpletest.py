# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print what the first thermometer on a 1-Wire bus at pin D5 measures, each second."""

import time

import board

from adafruit_ds18x20 import DS18X20
from adafruit_onewire.bus import OneWireBus

bus = OneWireBus(board.D5)
sensor = DS18X20(bus, bus.scan(required=True)[0])

while True:
    print(f"{sensor.temperature:.2f} C")
    time.sleep(1)
