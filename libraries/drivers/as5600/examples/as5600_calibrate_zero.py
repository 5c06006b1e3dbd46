# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Let the place where the magnet rests for two seconds be zero, and count from there.

The chip forgets it with its supply. To keep it for ever, which can be done three
times in the chip's life: ``sensor.burn_angle(permanently=True)``.
"""

import time

import board

import adafruit_as5600

sensor = adafruit_as5600.AS5600(board.I2C())


def wait_for_rest():
    """Return the raw angle once it has hardly changed for two seconds."""
    start = sensor.raw_angle
    rested = 0
    while rested < 20:
        time.sleep(0.1)
        magnet, raw, _ = sensor.sample()
        way = (raw - start + 2048) % 4096 - 2048
        if magnet == adafruit_as5600.MAGNET_OK and abs(way) < 8:
            rested += 1
        else:
            start = raw
            rested = 0
    return start


print("Turn the magnet to its zero and leave it there.")
zero = wait_for_rest()
sensor.z_position = zero
sensor.m_position = (zero - 1) % 4096  # a whole turn on
time.sleep(0.001)  # the chip takes the range over
print(f"Zero is at {zero * 360 / 4096:.1f} degrees.")

while True:
    print(f"{sensor.degrees:.1f}")
    time.sleep(0.5)
