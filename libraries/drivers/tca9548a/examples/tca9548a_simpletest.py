# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Print what is on each channel."""

import board

import adafruit_tca9548a

tca = adafruit_tca9548a.TCA9548A(board.I2C())  # SCL and SDA of the board

for number in range(len(tca)):
    channel = tca[number]
    if channel.try_lock():
        found = [hex(address) for address in channel.scan() if address != tca.address]
        channel.unlock()
        print(f"channel {number}:", ", ".join(found) or "nothing")
