# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""All thermometers of a bus measure at the same time; meanwhile the program does other things."""

import time

import board

from adafruit_ds18x20 import DS18X20, start_all
from adafruit_onewire.bus import OneWireBus

bus = OneWireBus(board.D5)
sensors = [DS18X20(bus, address) for address in bus.scan(required=True)]
for sensor in sensors:
    sensor.resolution = 12  # or 11, 10, 9: coarser, and faster

while True:
    print(f"ready in {start_all(sensors):.2f} s")
    time.sleep(0.5)  # other things
    for sensor in sensors:
        name = "".join(f"{byte:02x}" for byte in sensor.address.rom)
        print(f"{name}: {sensor.read_temperature():.2f} C")  # waits for the rest
    time.sleep(1)
